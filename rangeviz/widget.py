"""The map that talks back, from Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rangeviz.arguments import check_library
from rangeviz.datasets.catalogue.published import DEFAULT_SYSTEMS
from rangeviz.geodesy.circle.limits import DEFAULT_TOLERANCE_M
from rangeviz.model.reach import Sector
from rangeviz.model.scenario import DEFAULT_MIN_POPULATION

if TYPE_CHECKING:
    import geopandas as gpd

    from rangeviz.datasets.values import SiteLike, SystemLike, ZoneLike
    from rangeviz.front import PathLike
    from rangeviz.living import Explorer
    from rangeviz.model.scenario import Worldview


def explorer(
    site: SiteLike,
    systems: SystemLike | Sequence[SystemLike] = DEFAULT_SYSTEMS,
    *,
    zones: ZoneLike | Sequence[ZoneLike] = (),
    sector: Sector | tuple[float, float] | None = None,
    worldview: Worldview = "international",
    min_population: int = DEFAULT_MIN_POPULATION,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
    borders: PathLike | gpd.GeoDataFrame | None = None,
    language: str = "en",
) -> Explorer:
    """Show a map whose pin and Python follow each other, in a notebook.

    Parameters
    ----------
    site : LaunchSite, Place, str, (lon, lat), Point or GeoDataFrame
        One point: a name or position as `find_site` reads it; degrees, lon before lat;
        a table of one row, in any CRS.
    systems, zones, sector, worldview, min_population, tolerance_m, borders, language
        As of `report`.

    Returns
    -------
    Explorer
        A Jupyter widget (it needs ``anywidget``, the extra ``notebook``). Its `site`,
        `systems` and `zones` can be read, set and observed; `report` is the report
        from where the pin is, to be read and observed. Dragging the pin sets `site`;
        setting `site` moves the pin. Without a kernel the page stays, alive, and where
        no script runs its picture.

    Raises
    ------
    InputError
        If anywidget is missing, the site is no point, or something is not what `report`
        takes.
    DistanceError
        If a range or the tolerance is not usable.

    Warns
    -----
    ChoiceWarning
        If one of several places was taken for a name.

    See Also
    --------
    report : the same without a wire.
    explore : a folium map.

    Examples
    --------
    >>> import rangeviz as rv
    >>> w = rv.explorer((36.2304, 49.9935), "himars")
    >>> w.site = (36.0, 50.0)
    >>> w.report
    <Report: 1 reach from 50.0000 N, 36.0000 E, up to 80.5 km; 2 countries, 4 regions>
    """
    check_library("anywidget", "rangeviz.explorer needs anywidget", "notebook")
    from rangeviz.living import Explorer

    options = {
        "sector": sector,
        "worldview": worldview,
        "min_population": min_population,
        "tolerance_m": tolerance_m,
        "borders": borders,
        "language": language,
    }
    return Explorer(site, systems, zones, options)
