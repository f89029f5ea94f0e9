"""Every English word that pictures, comparisons and timelines add to the page's.

As in `rangeviz.language.page_words`, the English text is the message id of its
translation, which stands in ``rangeviz/language/locale``.
"""

from __future__ import annotations

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
