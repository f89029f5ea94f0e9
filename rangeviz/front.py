"""The front door from Python: a report of whatever is named, and what to do with it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Self, TypeAlias, Unpack

from rangeviz.analysis import report as reports
from rangeviz.arguments import path_of
from rangeviz.datasets.borders.own_borders import borders_of
from rangeviz.datasets.catalogue.published import DEFAULT_SYSTEMS
from rangeviz.datasets.values import sites_of, systems_of, zones_of
from rangeviz.errors import InputError
from rangeviz.geodesy.circle.limits import DEFAULT_TOLERANCE_M
from rangeviz.geodesy.frames import is_geo_table
from rangeviz.model.reach import Sector
from rangeviz.model.scenario import DEFAULT_MIN_POPULATION, Scenario, WithinLayer

if TYPE_CHECKING:
    import geopandas as gpd

    from rangeviz.datasets.files.own_layers import OwnLayer
    from rangeviz.datasets.files.raster_file import OwnRaster
    from rangeviz.datasets.values import SiteLike, SystemLike, ZoneLike
    from rangeviz.model.scenario import Worldview
    from rangeviz.writing import Look

    PathLike: TypeAlias = str | os.PathLike[str]
    LayerLike: TypeAlias = WithinLayer | PathLike | gpd.GeoDataFrame


class Door:
    """What every answer can do with itself, whatever it holds."""

    __slots__ = ()

    def write(self, path: str | os.PathLike[str], **look: Unpack[Look]) -> None:
        """Write the answer, as `rangeviz.write` does and says."""
        from rangeviz.writing import write

        write(self, path, **look)  # type: ignore[arg-type]  # the answers' mixin

    def _repr_html_(self) -> str:
        from rangeviz.writing import page_of

        return page_of(self)._repr_html_()  # type: ignore[arg-type]

    def _ipython_display_(self) -> None:
        from rangeviz.writing import page_of

        page_of(self)._ipython_display_(repr(self))  # type: ignore[arg-type]


class Report(Door, reports.Report):
    """Everything that an output says about a scenario; `report` makes it.

    Parameters
    ----------
    scenario : Scenario
        What was asked.
    reaches : tuple of ReachReport
        The figures of each reach: all systems of the first site first.
    caveats, sources, attributions
        What every output carries: what a reader must know, where each figure was
        published, and whose the data are.
    overlaps : tuple of Overlap
        Per system what all sites reach together, where it was asked for.
    version : str
        Of rangeviz.
    borders : GeoDataFrame, optional
        Regions of the user's own, which were counted instead of the shipped ones.

    Examples
    --------
    >>> import rangeviz as rv
    >>> report = rv.report((36.2304, 49.9935), "himars")
    >>> report
    <Report: 1 reach from 49.9935 N, 36.2304 E, up to 80.5 km; 2 countries, 4 regions>
    >>> report.regions[["name", "area_km2"]].round().values.tolist()[0]
    ['Kharkiv Oblast', 15724.0]
    """

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]  # it holds tables

    @classmethod
    def of(cls, report: reports.Report) -> Self:
        """Open the front door of a report that was built inside."""
        return cls(**{f.name: getattr(report, f.name) for f in fields(report)})

    @property
    def countries(self) -> gpd.GeoDataFrame:
        """The countries that each reach covers a part of; see `coverage`."""
        return self._table("country")

    @property
    def regions(self) -> gpd.GeoDataFrame:
        """The first-level units that each reach covers a part of; see `coverage`."""
        return self._table("region")

    @property
    def zones(self) -> gpd.GeoDataFrame:
        """The zones, inside or not; see `coverage`."""
        return self._table("zone")

    @property
    def places(self) -> gpd.GeoDataFrame:
        """The populated places inside each reach, nearest first."""
        from rangeviz.analysis.table import places_table

        return places_table(self)

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Give the reaches as drawn, with range, area, deviation and source."""
        from rangeviz.analysis.table import reaches_table

        return reaches_table(self)

    def tables(self) -> dict[str, gpd.GeoDataFrame]:
        """Give all tables by name: reaches, countries, regions, zones and places."""
        return {
            "reaches": self.to_geodataframe(),
            "countries": self.countries,
            "regions": self.regions,
            "zones": self.zones,
            "places": self.places,
        }

    def _table(self, kind: str) -> gpd.GeoDataFrame:
        from rangeviz.analysis.table import report_table

        return report_table(self, kind)

    def __repr__(self) -> str:
        sites, farthest = self.scenario.sites, self.scenario.systems
        where = sites[0].name if len(sites) == 1 else f"{len(sites)} sites"
        count = len(self.reaches)
        range_km = max(system.max_range_km for system in farthest)
        countries = {row.code for each in self.reaches for row in each.countries}
        regions = {row.code for each in self.reaches for row in each.regions}
        return (
            f"<Report: {count} reach{'es' * (count > 1)} from {where}, up to "
            f"{range_km:g} km; {len(countries)} countries, {len(regions)} regions>"
        )


def report(
    sites: SiteLike | Sequence[SiteLike] | Scenario,
    systems: SystemLike | Sequence[SystemLike] = DEFAULT_SYSTEMS,
    *,
    zones: ZoneLike | Sequence[ZoneLike] = (),
    sector: Sector | tuple[float, float] | None = None,
    worldview: Worldview = "international",
    min_population: int = DEFAULT_MIN_POPULATION,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
    borders: PathLike | gpd.GeoDataFrame | None = None,
    within: LayerLike | Sequence[LayerLike] = (),
    overlap: bool = False,
    title: str = "",
    language: str = "en",
) -> Report:
    """Compute everything about published ranges from sites: the front door.

    Parameters
    ----------
    sites : site-like or a sequence of them, or Scenario
        Baselines: names and positions as `find_sites` reads them, (lon, lat) in
        degrees, shapely geometries in EPSG:4326, GeoSeries and GeoDataFrames in any
        CRS, LaunchSite, Place or Region. A Scenario has all that follows, and takes
        only `borders`, `within` and `overlap`.
    systems : System or str, or a sequence of them
        Ids or names of the catalogue, or ranges with their unit ("305.8 km").
    zones : Zone or str or GeoDataFrame, or a sequence of them
        Areas with a rule: names as `find_zone` takes them, paths of files, tables of
        polygons.
    sector : Sector or (start, end), optional
        Limits every reach to these azimuths, in degrees clockwise from north.
    worldview : {"international", "natural-earth"}
        Which side of a disputed line a region is counted on.
    min_population : int
        Smaller places are left out; 0 lists all.
    tolerance_m : float, default 10
        Largest allowed deviation of a drawn shape, in metres.
    borders : path-like or GeoDataFrame, optional
        Regions to use instead of the shipped ones; see `read_borders`.
    within : path-like, WithinLayer or GeoDataFrame, or a sequence of them
        Layers of the user's own, told in sums.
    overlap : bool
        Also measure what all sites reach together.
    title : str
        Headline; made from the content where it is empty.
    language : str
        BCP 47 tag of the language that outputs are written in.

    Returns
    -------
    Report
        A map under a notebook cell; tables as ``regions``, ``countries``, ``places``,
        ``zones`` and ``to_geodataframe()``; files by ``write(path)``.

    Raises
    ------
    InputError
        If something is not what is taken, or a scenario comes with more.
    DistanceError
        If a range or the tolerance is not usable.

    Warns
    -----
    ChoiceWarning
        If one of several places was taken for a name.

    See Also
    --------
    reach : one reach, without what lies inside.
    compare : what a second system adds to a first.

    Examples
    --------
    >>> import rangeviz as rv
    >>> report = rv.report("Kharkiv", ["himars", "atacms"], zones="Kursk")
    >>> report.zones[["name", "share_of_unit"]].round(3).values.tolist()
    [['Kursk Oblast', 0.0], ['Kursk Oblast', 1.0]]
    """
    layers, tables = _layers(within)
    path = None if borders is None or is_geo_table(borders) else str(path_of(borders))
    if isinstance(sites, Scenario):
        _check_alone(
            systems == DEFAULT_SYSTEMS,
            not zones_of(zones),
            sector is None,
            worldview == "international",
            min_population == DEFAULT_MIN_POPULATION,
            tolerance_m == DEFAULT_TOLERANCE_M,
            not title,
            language == "en",
        )
    else:
        sites = Scenario(
            sites=sites_of(sites),
            systems=systems_of(systems),
            zones=zones_of(zones, worldview=worldview),
            sector=None if sector is None else Sector.of(sector),
            worldview=worldview,
            tolerance_m=tolerance_m,
            title=title,
            language=language,
            min_population=min_population,
            borders=path,
            within=layers,
        )
    built = reports.build_report(
        sites,
        borders=borders_of(borders),
        within=_read_layers(layers, tables) if tables else None,
        overlap=overlap,
    )
    return Report.of(built)


def _check_alone(*defaults: bool) -> None:
    if not all(defaults):
        raise InputError(
            "a Scenario has its own systems, zones and options: give them there, with "
            "dataclasses.replace"
        )


def _layers(
    within: LayerLike | Sequence[LayerLike],
) -> tuple[tuple[WithinLayer, ...], list[gpd.GeoDataFrame]]:
    """Tell the files of layers from tables, which no scenario can name."""
    single = isinstance(within, WithinLayer | str | os.PathLike)
    single = single or not isinstance(within, Iterable) or is_geo_table(within)
    single = single or isinstance(within, dict)
    several: Any = [within] if single else within
    files: list[WithinLayer] = []
    tables = []
    for item in several:
        if is_geo_table(item):
            tables.append(item)
        elif isinstance(item, WithinLayer):
            files.append(item)
        else:
            files.append(WithinLayer(str(path_of(item))))
    return tuple(files), tables


def _read_layers(
    files: Sequence[WithinLayer], tables: Sequence[gpd.GeoDataFrame]
) -> list[OwnLayer | OwnRaster]:
    from rangeviz.datasets.files.own_layers import numbered, own_layer, read_own_layers

    return numbered([*read_own_layers(files), *(own_layer(each) for each in tables)])
