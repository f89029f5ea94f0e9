"""Names of regions and countries in the page's language."""

from __future__ import annotations

from rangeviz.datasets.borders.shipped import country_names, load_regions
from rangeviz.model.scenario import Worldview
from rangeviz.render.page.box import Box


def local_names(tag: str, cover: Box, worldview: Worldview) -> dict[str, str]:
    """Collect names by code: of all countries, and of the regions in a box.

    Parameters
    ----------
    tag : str
        Language; English needs no names but those that are there.
    cover : Box
        Whose regions are wanted; longitudes may run on across the antimeridian.
    worldview : {"international", "natural-earth"}
        As of `load_regions`.

    Returns
    -------
    dict of str to str
        Empty for English; without the units that have no name in the language.
    """
    if tag == "en":
        return {}
    names = country_names(tag)
    for turn in (-360, 0, 360):
        west, east = max(cover.west + turn, -180.0), min(cover.east + turn, 180.0)
        if west < east:
            bbox = (west, cover.south, east, cover.north)
            regions = load_regions(worldview=worldview, bbox=bbox, languages=[tag])
            names |= dict(zip(regions["code"], regions[f"name_{tag}"], strict=True))
    return {
        code: name for code, name in names.items() if isinstance(name, str) and name
    }
