"""Every English word of the page, in one place.

The English text is the message id of its translation, so a language is one
function from message to message.
"""

from __future__ import annotations

from collections.abc import Callable

Translate = Callable[[str], str]

# Words that the page is rendered with; `{}` fields are filled by name.
TEMPLATE_WORDS = {
    "legend": "Shown on the map",
    "systems": "Ranges",
    "zones": "Zones",
    "layers": "Background",
    "borders": "Region borders",
    "place_names": "Places",
    "restricted": "restricted zone",
    "only": "permitted only here",
    "summary": "In short",
    "launch_point": "Launch point",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "move_help": "Drag the marker, use the arrow keys on it, or type a position.",
    "fixed_help": "A line or an area stays where it was published.",
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
    "lesson": "Why the circle looks like an egg",
    "lesson_text": "The map above is in Web Mercator, which stretches everything more "
    "the farther it is from the equator. On this azimuthal equidistant map, distances "
    "from the launch point are true, and every range is a circle.",
    "lesson_map": "The same ranges on an azimuthal equidistant map",
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
    "sources_table": "Where the ranges come from",
    "band": "Sources give {low} to {high} km.",
    "caveats": "Read with care",
    "data_sources": "Data",
    "made_with": "Made with rangeviz {version}. Geodesics on the WGS 84 ellipsoid.",
    "no_script": "The interactive map needs JavaScript. The figures below are the "
    "published ones and need none.",
    "map_label": "Map of the ranges around {sites}",
    "panel_label": "Figures and controls",
    "figures_from": "From {site}",
    "skip": "Skip the map",
    "title": "Reach from {sites}: {systems}",
    "subtitle": "Geodesic range rings on the WGS 84 ellipsoid.",
    "subtitle_zones": "Geodesic range rings on the WGS 84 ellipsoid, with {zones} "
    "marked.",
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
    "pin": "Launch point {name}. Arrow keys move it, with Shift in larger steps.",
    "own": "Own range",
    "ownTold": "From {site}: regions {regions}, listed places {places}.",
    "ownToldZones": "From {site}: {zones}; regions {regions}, listed places {places}.",
    "copied": "The link is copied.",
    "copyThis": "Copy this link.",
    "sphere": "a circle on a sphere",
    "degrees": "a circle of degrees",
    "webMercator": "a circle on the Mercator map",
    "m": "m",
    "moved": "Moved by the reader: no longer the published position. The figures are "
    "recomputed in this page from simplified borders.",
    "position": "{site} at {position}.",
    "uncovered": "The reach leaves the area whose borders this page carries.",
    "statusZone": "{zone}: nearest edge {nearest} km; within reach {shares}.",
    "statusZoneInside": "{zone}: the launch point is inside; within reach {shares}.",
    "statusCounts": "Regions within reach: {regions}; listed places: {places}.",
    "publishedRange": "Published range",
    "minimumRange": "Published minimum",
    "sourcesGive": "Sources give",
    "from": "From",
    "area": "Area",
    "source": "Source",
    "nearestEdge": "Nearest edge",
    "farthest": "Farthest point",
    "inside": "the launch point is inside",
    "withinOf": "Within {system}",
    "distanceFrom": "From {site}",
    "population": "Population",
    "unknown": "not known",
    "none": "none",
    "here": "Here",
    "reaches": "Within",
    "sea": "Sea, or land outside the borders of this page",
    "rule": "Rule",
    "restricted": "restricted zone",
    "only": "permitted only here",
    "elsewhere": "Sea and elsewhere",
    "km": "km",
    "mi": "mi",
    "km2": "km²",
    "noPlaces": "No listed place is within reach.",
    "noRegions": "No region is within reach.",
}


def speak(words: dict[str, str], translate: Translate = str) -> dict[str, str]:
    """Say a set of words in a language."""
    return {key: translate(english) for key, english in words.items()}
