"""Every English word of pages, pictures and notes, in one place.

The English text is the message id of its translation, which stands in
``rangeviz/language/locale``: a language is one function from message to message.
"""

from __future__ import annotations

# Words that the page is rendered with; `{}` fields are filled by name.
TEMPLATE_WORDS = {
    "legend": "Shown on the map",
    "systems": "Ranges",
    "zones": "Zones",
    "borders": "Region borders",
    "place_names": "Places",
    "restricted": "restricted zone",
    "only": "permitted only here",
    "callouts": "Written on the map",
    "summary": "In short",
    "card": "What is here",
    "walk": "Page Down and Page Up lead from place to place, Enter tells what is "
    "there, the arrow keys move the map.",
    "search": "Find a place",
    "search_points": "Put the ranges over a place that you know",
    "search_list": "Suggestions",
    "launch_point": "Launch point",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "move_help": "Drag the marker, use the arrow keys on it, or type a position.",
    "reset": "Back to the published position",
    "explore": "Explore",
    "bands": "Show where sources disagree about a range",
    "merged": "Merge the reaches of each system",
    "own_range": "A range of your own",
    "own_slider": "Length of your own range",
    "copy_link": "Copy link",
    "link": "Link to this view",
    "download_csv": "Download figures (CSV)",
    "download_geojson": "Download GeoJSON",
    "download_png": "Save the map as PNG",
    "download_svg": "Save the map as SVG",
    "save_and_share": "Save and share",
    "lesson": "Why the circle looks like an egg",
    "lesson_text": "On this map, distances from the launch point are true, and every "
    "range is a circle (azimuthal equidistant projection). The maps of the web use Web "
    "Mercator, which stretches everything more the farther it is from the equator: "
    "there a circle on the ground looks like an egg.",
    "lesson_show": "Show the map of the web",
    "projection": "Map projection",
    "projection_true": "True distances",
    "projection_mercator": "Web Mercator",
    "projection_globe": "Globe",
    "lesson_caption": "How far off the ring would be, at most, if it were drawn",
    "lesson_way": "Drawn as",
    "lesson_story": "In 2003 The Economist drew range circles of North Korea as flat "
    "circles on a Mercator map, and printed a correction.",
    "ranges_table": "Ranges and areas",
    "ranges_caption": "Published range, area of the reach on the ellipsoid, and the "
    "area that the zones' rules leave",
    "system": "System",
    "range_km": "Range, km",
    "range_mi": "mi",
    "low_high": "Sources give, km",
    "area_km2": "Area, km²",
    "permitted_km2": "Permitted, km²",
    "ranges_caption_plain": "Published range, and area of the reach on the ellipsoid",
    "zones_caption": "Distance to the nearest edge, and the share of the zone within "
    "each range",
    "zone": "Zone",
    "nearest_km": "Nearest, km",
    "countries_table": "What the reach covers",
    "countries_caption": "Share of each reach that lies in a country",
    "country": "Country",
    "elsewhere": "Sea and elsewhere",
    "regions_table": "Regions within reach",
    "regions_caption": "Distance to the nearest edge, and the share of the region "
    "within each range",
    "region": "Region",
    "km": "km",
    "places_table": "Places within reach",
    "places_caption": "Geodesic distance from the launch point",
    "place": "Place",
    "population": "Population",
    "within": "Within",
    "within_table": "Own layers within reach",
    "within_caption": "Sums over layers that the author added",
    "within_undrawn": "The map doesn't draw these layers: "
    "the page tells sums over them alone.",
    "within_fixed": "These figures stay as published when the launch point is moved.",
    "within_layer": "Layer",
    "within_of": "of {whole}",
    "within_permitted": "{measure}, permitted",
    "within_points": "{layer}: points",
    "within_length": "{layer}: length, km",
    "within_area": "{layer}: area, km²",
    "within_cells": "{layer}: sum of cells [low–high: without and with the cells "
    "across the edge]",
    "within_features": "{layer}: features wholly inside",
    "within_partly": "{layer}: features partly inside",
    "within_sum": "{layer}: sum of {column}",
    "within_no_value": "(no value)",
    "within_rest": "(smaller groups)",
    "sources_table": "Where the ranges come from",
    "band": "Sources give {low} to {high} km.",
    "caveats": "Read with care",
    "made_with": "Made with rangeviz {version}. Geodesics on the WGS 84 ellipsoid.",
    "no_script": "The interactive map needs JavaScript. The figures below are the "
    "published ones and need none.",
    "blocked": "The map could not start: its script or its style is blocked here. "
    "The figures need neither. Whoever runs this site: its Content-Security-Policy has "
    "to allow both, or the page has to stand in a frame of its own.",
    "map_label": "Map of the ranges around {sites}",
    "panel_label": "Figures and controls",
    "figures_from": "From {site}",
    "skip": "Skip the map",
    "title": "Reach from {sites}: {systems}",
    "title_as_published": "As published: this title does not follow a moved launch "
    "point.",
    "subtitle": "Geodesic range rings on the WGS 84 ellipsoid.",
    "subtitle_zones": "Geodesic range rings on the WGS 84 ellipsoid, with {zones} "
    "marked.",
    "subtitle_areas": "Geodesic buffers on the WGS 84 ellipsoid.",
    "subtitle_areas_zones": "Geodesic buffers on the WGS 84 ellipsoid, with {zones} "
    "marked.",
    "azimuths": "azimuths {start} to {end} only",
    "more": "More to know",
    "left_out": "And {count} more.",
    "and_more": "{names} and {count} more",
    "summary_ranges": "From {site}: {ranges}.",
    "summary_zone": "{zone}: nearest edge {nearest} km; within reach {shares}.",
    "summary_zone_inside": "{zone}: the launch point is inside; within reach {shares}.",
    "summary_counts": "Regions within reach: {regions}; listed places: {places}.",
}

# Words that the page's script says.
SCRIPT_WORDS = {
    "attribution": "Borders: Natural Earth. Places: GeoNames",
    "zoomIn": "Zoom in",
    "zoomOut": "Zoom out",
    "close": "Close",
    "undo": "Undo",
    "redo": "Redo",
    "fullScreen": "Full screen",
    "wholePage": "Open the whole page",
    "panel": "Figures and controls",
    "pin": "Launch point {name}. Arrow keys move it, with Shift in larger steps.",
    "placesFound": "Places found: {count}. Arrow keys choose among them.",
    "noPlace": "No place is known by the name {name}.",
    "noLetters": "{name} isn't among the names in these letters. "
    "Try Latin or Cyrillic ones.",
    "own": "Own range",
    "ownTold": "From {site}: regions {regions}, listed places {places}.",
    "ownToldZones": "From {site}: {zones}; regions {regions}, listed places {places}.",
    "copied": "The link is copied.",
    "copyThis": "Copy this link.",
    "copiedPart": "Copied: the part that holds this view. Add it to the end of the "
    "page's address.",
    "copyPart": "Copy this part, which holds the view, and add it to the end of the "
    "page's address.",
    "nothingToCopy": "Nothing to copy: this is the published view, at the page's own "
    "address.",
    "sphere": "a circle on a sphere",
    "degrees": "a circle of degrees",
    "webMercator": "a circle on the Mercator map",
    "m": "m",
    "moved": "Moved by the reader: no longer the published position. The figures are "
    "recomputed in this page from simplified borders.",
    "movedSite": "{site} (moved)",
    "atPlace": "{place} (instead of {site})",
    "asFarAs": "{system}, {range} km: about as far as from {place} to {city} "
    "({distance} km).",
    "position": "{site} at {position}.",
    "uncovered": "The reach leaves the area whose borders this page carries: what lies "
    "beyond is not listed, and a dash stands for what can't be told.",
    "rounded": "Figures are rounded to what those borders leave certain: each is right "
    "to one step, and ≈ marks steps of more than 1 km, 1% or 1 km².",
    "leftOut": "And {count} more.",
    "largerPlaces": "When the launch point is moved, only places of {count} people or "
    "more are listed.",
    "asPublished": "These figures stay as published when the launch point is moved.",
    "outOfBounds": "{field} {value} is not between {low} and {high}: the launch point "
    "stays where it is.",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "statusZone": "{zone}: nearest edge {nearest} km; within reach {shares}.",
    "statusZoneInside": "{zone}: the launch point is inside; within reach {shares}.",
    "publishedRange": "Published range",
    "minimumRange": "Published minimum",
    "sourcesGive": "Sources give",
    "from": "From",
    "area": "Area",
    "source": "Source",
    "nearestEdge": "Nearest edge",
    "farthest": "Farthest point",
    "inside": "the launch point is inside",
    "shareWithin": "Share within {system}",
    "azimuth": "azimuth {degrees}°",
    "measure": "Measure from here",
    "measureTo": "Choose the other point on the map.",
    "between": "From {from} to {to}",
    "distanceFrom": "From {site}",
    "population": "Population",
    "none": "none",
    "reaches": "Within",
    "sea": "Sea, or land outside the borders of this page",
    "restricted": "restricted zone",
    "only": "permitted only here",
    "elsewhere": "Sea and elsewhere",
    "noCountry": "No country named",
    "km": "km",
    "mi": "mi",
    "km2": "km²",
}


# The headline of pages and pictures.
FINDING_WORDS = {
    "zone_all": "All of {zone} is within {range} range from {site}",
    "zone_some": "{share} of {zone} is within {range} range from {site}",
    "zone_none": "{zone} is beyond {range} range from {site}",
    "covers_none": "{range} range from {site} covers no land",
    "covers_one": "{range} range from {site} covers land of {country} only",
    "covers_listed": "{range} range from {site} covers parts of {countries}",
    "covers_many": "{range} range from {site} covers parts of {count} countries",
    "covers_own": "{range} range from {site} reaches {count} of the given regions",
    "and": "{most} and {last}",
}

PICTURE_WORDS = {
    **FINDING_WORDS,
    "ranges": "Straight-line range from {site}: {ranges}.",
    "zone_touches": "{zone}: touches the launch area; within reach {shares}.",
    "zone_label": "{zone}: {rule}",
    "north": "N",
    "sources": "Ranges: {sources}",
    "about_site": "Azimuthal equidistant projection about {site} (WGS 84): distances "
    "and directions from there are true to scale, so the rings are true circles; "
    "north is up there.",
    "about_site_sector": "Azimuthal equidistant projection about {site} (WGS 84): "
    "distances and directions from there are true to scale; north is up there.",
    "about_middle": "Azimuthal equidistant projection about {position} (WGS 84): "
    "distances from there are true to scale.",
    "stretched": "Shapes far from the centre are strongly stretched.",
    "stretched_by": "Across that direction, lengths are drawn up to {percent} too "
    "long.",
    "picture": "Map of ranges in azimuthal equidistant projection.",
}

# Tables for a terminal, and in Markdown.
TABLE_WORDS = {
    "reach_from": "Reach from {site}",
    "near_km": "nearest, km",
    "area_within": "{range}, km²",
    "share_of_unit": "share of unit",
    "beyond_km": "beyond, km",
    "people": "population",
    "in_it": "in it",
    "share_note": "Share of unit: how much of a country, region or zone lies inside.",
    "ruled_note": "Share of unit: how much of a country, region or zone lies inside; "
    "of what is permitted, how much of the reach.",
    "beyond_note": "Beyond: how far from the baseline the farthest part of a country "
    "or region lies, of what is inside the reach.",
    "places_inside": "Places of {people} people or more inside",
    "places_nearest": "Places of {people} people or more inside, the nearest {shown} "
    "of {count}",
    "from_sites": "{system} from {count} sites together",
    "in_any": "inside any, km²",
    "in_only": "inside {depth} only, km²",
    "in_or_more": "inside {depth} or more, km²",
    "in_all": "inside all {depth}, km²",
    "what_adds": "What {other} adds to {base} from {site}",
    "gained_km2": "gained, km²",
    "lost_km2": "lost, km²",
    "only_inside": "only inside",
    "yes": "yes",
    "layers_from": "Own layers within reach from {site}",
    "all": "all",
    "share_of_all": "share of all",
    "permitted_part": "permitted",
    "partly": "+{count} partly",
    "within_cell_sum": "{layer}: sum of cells",
    "source_of": "Source: {citation}",
    # Names of totals, and of the two rules.
    "whole_reach": "Whole reach",
    "permitted_total": "Permitted",
    "restricted_rule": "restricted",
    "only_rule": "only",
}

GAIN_WORDS = {
    "gain": "{other} adds {area} km² to {base} from {site}",
    "gain_none": "{other} adds nothing to {base} from {site}",
    "newly": "Newly reached: regions {regions}, listed places {places}.",
    "only_base": "Only within {base}: {area} km².",
    "gained": "Added: {area} km²",
    "gains_table": "What is added",
    "gains_caption": "Area within both ranges, and what the second adds, km²",
    "added": "Added, km²",
    "added_by_country": "Added by country, km²",
    "added_by_region": "Added by region, km²",
    "lost": "Lost, km²",
    "newly_reached": "newly reached",
    "new_regions": "Regions newly reached",
    "new_places": "Places newly inside",
    "as_published": "As published: these figures do not follow a moved launch point.",
    "hatch": "Added area",
}

STAGE_WORDS = {
    "timeline": "Timeline",
    "timeline_help": "Choose a date to see what was reported then.",
    "dates_help": "Choose a date to see the line or area of that day.",
    "earlier": "Earlier",
    "later": "Later",
    "play": "Play",
    "pause": "Pause",
    "stage_of": "Stage {number} of {count}",
    "stage_caption": "Ranges of this stage, and the area that its zones' rules leave",
    "stage_caption_plain": "Ranges of this stage",
    "no_zone": "No rule of a zone is stated here.",
    "stages_title": "Reach from {site} as reported, {first} to {last}",
    "dates_title": "Reach from {site}, {first} to {last}",
    "dates_counts": "Within reach on any date: regions {regions}, listed places "
    "{places}.",
    "permitted": "Permitted: {areas}.",
    "area_of": "{system} {area} km²",
    "same_scale": "Every panel shows the same area at the same scale.",
    "zones_of": "Zones: {zones}.",
}


AREA_REPORTED = "area named in Nov 2024 reports, not a legal boundary"
COUNTRY_DRAWN = "country as it is drawn (worldview {worldview})"
REGION_DRAWN = "region of {country} as it is drawn (worldview {worldview})"
GIVEN = "given by the user"
OWN_RANGE = "Own range"  # one of the user's own without a label
OWN_SOURCE = "Range given by the user, not a published figure"
NO_SYSTEM = "The report names no system: the scenario's ranges are drawn."

NOTE_WORDS = (
    "international",  # a worldview; natural-earth is a name
    AREA_REPORTED,
    COUNTRY_DRAWN,
    REGION_DRAWN,
    GIVEN,
    NO_SYSTEM,
    OWN_RANGE,
    OWN_SOURCE,
    # Of the catalogue (data/systems/systems.toml).
    "{system}, as reported in Nov 2024",
    "{system}, 300 km variants",
    "{system} (fired by HIMARS, M270)",
    "The report's own figure: 190 miles, which is 305.775 km; it rounded to 305.8.",
    "The report's own figure: 50 miles, which is 80.467 km; it rounded to 80.5.",
    "TASS gives 30 to 80 km.",
    "The upper end of the band is AeroTime's. Released from an aircraft: the range "
    "runs from the release point.",
    "Released from an aircraft: the range runs from the release point.",
)
