"""Compare the tables of a comparison's page with the gains computed again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rangeviz.analysis.comparison import Change, Comparison, compare
from rangeviz.analysis.report import Report
from rangeviz.verification.page_tables import Table, Tally, same_name
from rangeviz.verification.readers.pages import Page

if TYPE_CHECKING:
    import geopandas as gpd

_AREA_KM2: Final = 0.001
_KM: Final = 0.002
_SYSTEMS: Final = 2
_MOST_PLACES: Final = 25


def check_gains(
    page: Page,
    report: Report,
    *,
    names: Mapping[str, str],
    units: bool,
    borders: gpd.GeoDataFrame | None = None,
) -> Tally:
    """Compare what a page says that the second system adds to the first.

    Parameters
    ----------
    page : Page
        Without such tables nothing is compared.
    report : Report
        Of the two systems, computed again.
    names : mapping of str to str
        Names of countries and regions by code, in the page's language.
    units : bool
        False leaves countries and regions out.
    borders : GeoDataFrame, optional
        The regions that the report was made with, if not the shipped ones.
    """
    tally = Tally()
    if not any(name.startswith("rv-gains-") for name in page.tables):
        return tally
    if len(report.scenario.systems) != _SYSTEMS:
        tally.fault("", "the page compares two systems, where its scenario has others")
        return tally
    for number, told in enumerate(compare(report, borders=borders)):
        tables = [page.tables.get(f"rv-gains-{number}-{n}", []) for n in range(3)]
        if units:
            parts = [*told.of_kind("country"), *told.of_kind("elsewhere")]
            _check_areas(tables[0], parts, names, tally)
            _check_areas(tables[1], told.of_kind("region"), names, tally)
        _check_places(tables[2], told, tally)
    return tally


def _check_areas(
    table: Table, changes: Sequence[Change], names: Mapping[str, str], tally: Tally
) -> None:
    if len(table) != len(changes):
        message = f"the table of gains has {len(table)} rows, not {len(changes)}"
        tally.fault("", message)
        return
    for (head, cells), change in zip(table, changes, strict=True):
        name = names.get(change.code or "") or change.name
        if change.kind != "elsewhere" and not same_name(head, name):
            tally.fault(head, f"the table of gains has it where {name} belongs")
            continue
        figures_m2 = [change.base_m2, change.other_m2, change.gained_m2]
        figures_m2 += [change.lost_m2] * (len(cells) > len(figures_m2))
        for printed, true_m2 in zip(cells, figures_m2, strict=False):
            tally.compare(head, printed, [true_m2 / 1e6], _AREA_KM2)


def _check_places(table: Table, told: Comparison, tally: Tally) -> None:
    gained = told.places_gained
    wanted = min(len(gained), _MOST_PLACES)
    if len(table) != wanted:
        message = f"the table of gains has {len(table)} places, not {wanted}"
        tally.fault(told.base.reach.site.name, message)
    for (head, cells), place in zip(table, gained, strict=False):
        printed = cells[0] if cells else None
        tally.compare(head, printed, [place.distance_m / 1e3], _KM)
