"""Check a page by rangeviz: make it again from its scenario, and compare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from rangeviz import __version__
from rangeviz.datasets.scenario.reader import parse_scenario
from rangeviz.errors import FileFormatError
from rangeviz.model.scenario import Scenario
from rangeviz.render.page.content import AREA_QUANTUM_DEG
from rangeviz.verification.claims import Claim, measure_claim
from rangeviz.verification.feature_claims import Given
from rangeviz.verification.findings import Finding, RingCheck, Verification
from rangeviz.verification.making_again import (
    Kind,
    check_work,
    compute_again,
    files_missing,
    stand_ins,
)
from rangeviz.verification.page_data import compare_data
from rangeviz.verification.page_lines import (
    Change,
    Spot,
    changes,
    describe,
    is_acting,
    spots,
    tags,
    without_values,
)
from rangeviz.verification.page_tables import Comparison, compare_tables
from rangeviz.verification.readers.pages import Page, parse_page
from rangeviz.verification.scenario_claims import contradictions, unlike_catalogue
from rangeviz.writing import page_html

if TYPE_CHECKING:
    import geopandas as gpd

    from rangeviz.writing import Answer

MOST_FINDINGS: Final = 60
_METRES_PER_DEG: Final = 111_700.0  # of a meridian, at the poles: the most there is
_MADE_BY: Final = re.compile(r"^# rangeviz (\S+): ", re.MULTILINE)


def verify_own_page(
    page: Page,
    shown: str,
    given: Given,
    borders: gpd.GeoDataFrame | None = None,
) -> Verification:
    """Make a page again from the scenario that it carries, and compare.

    Parameters
    ----------
    page : Page
        As `read_page` gives it.
    shown : str
        How the result names it.
    given : Given
        What the user says about it.
    borders : GeoDataFrame, optional
        The regions of the user's own that the page was made with.

    Returns
    -------
    Verification
        A page of this version is made again byte for byte, so that every difference
        is a fault, except where it depends on files that it only names. Of a page of
        another version the tables are compared.

    Raises
    ------
    FileFormatError
        If it carries no scenario, or a damaged one.
    InputError
        If its scenario asks for more than is computed again.
    """
    scenario = _scenario(page)
    findings = [*_requests(page), *contradictions(scenario, given)]
    findings += unlike_catalogue(scenario, strict=_version(page) == __version__)
    data = page.data or {}
    if counts := list(_other_counts(data, scenario)):
        # Of two things that it says no figures follow.
        return Verification(shown, "rangeviz page", (), (*findings, *counts))
    check_work(scenario)
    made = [
        compute_again(scenario, _kind(data, scenario), stand_in)
        for stand_in in stand_ins(scenario, borders)
    ]
    texts = [page_html(each) for each in made]
    rings, wrong = _rings(made[0], given)
    findings += wrong
    missing = () if len(texts) == 1 else files_missing(scenario, borders)
    compared = _compare(page, texts, missing)
    findings += compared.findings
    more = len(findings) - MOST_FINDINGS
    if more > 0:
        findings = findings[:MOST_FINDINGS]
        findings.append(Finding("figure", "", f"and {more:,} more findings"))
    return Verification(
        shown, "rangeviz page", tuple(rings), tuple(findings), compared.figures
    )


def _scenario(page: Page) -> Scenario:
    if not page.scenario.strip():
        raise FileFormatError(
            "the page carries no scenario, which it is made again from: nothing of "
            "it can be checked"
        )
    return parse_scenario(page.scenario, name="the page's scenario")


def _kind(data: Mapping[str, Any], scenario: Scenario) -> Kind:
    if "gains" in data and len(scenario.systems) == 2:
        return "comparison"
    return "stages" if "stages" in data and scenario.stages else "report"


def _requests(page: Page) -> Iterator[Finding]:
    for url in page.requests:
        yield Finding("request", "", f"the page loads {url} when it is opened")


def _other_counts(data: Mapping[str, Any], scenario: Scenario) -> Iterator[Finding]:
    whole = scenario.combined() if "stages" in data else scenario
    for what, carried in (("sites", whole.sites), ("systems", whole.systems)):
        drawn = data.get(what)
        if isinstance(drawn, list) and len(drawn) != len(carried):
            message = (
                f"the page draws {len(drawn)} {what}, where its scenario has "
                f"{len(carried)}"
            )
            yield Finding("figure", "", message)


def _compare(page: Page, texts: Sequence[str], missing: Sequence[str]) -> Comparison:
    made = [parse_page(text) for text in texts]
    unknown = {
        name
        for name, table in made[0].tables.items()
        if len(made) > 1 and made[1].tables.get(name) != table
    }
    known = {n: t for n, t in made[0].tables.items() if n not in unknown}
    version = _version(page)
    result = compare_tables(page.tables, known, strict=version == __version__)
    findings = result.findings
    if page.text == texts[0]:
        return result
    if version != __version__:
        message = (
            f"the page was made by rangeviz {version}, this is {__version__}: its "
            "script, styles and words are not checked, its figures are"
        )
        findings.append(Finding("unchecked", "", message, fault=False))
    else:
        findings[:0] = _differences(page, made, result)
    if len(made) > 1:
        findings.append(_not_at_hand(made, missing))
    if result.nearly:
        message = f"{result.nearly} figures differ by one unit of their last decimal"
        findings.append(Finding("figure", "", message, fault=False))
    return result


def _version(page: Page) -> str:
    """Give the version that a page says it was made by; this one if it says none."""
    version = (page.data or {}).get("version")
    if isinstance(version, str):
        return version
    match = _MADE_BY.search(page.scenario)
    return match[1] if match else __version__


def _differences(
    page: Page, made: Sequence[Page], compared: Comparison
) -> Iterator[Finding]:
    lines, drawn = made[0].text.split("\n"), page.text.split("\n")
    differing = changes(lines, drawn)
    if differing is None:
        message = f"the page has {len(drawn):,} lines, made again {len(lines):,}"
        yield Finding("text", "", message)
        return
    where = spots(lines)
    excuse = _Excuse(made, where)
    seen: set[Finding] = set()
    for change in differing:
        for part in _parts(change):
            if excuse.covers(part) or _is_told(part, lines, where, compared):
                continue
            if _is_data(part, where):
                found = compare_data(page.data, [each.data or {} for each in made])
            else:
                found = describe(part, lines, where)
            for finding in found:
                if finding not in seen:
                    seen.add(finding)
                    yield finding


def _parts(change: Change) -> list[Change]:
    """Take a change apart, line against line, where it has as many as were made."""
    if len(change.lines) != change.stop - change.start:
        return [change]
    return [
        Change(change.start + number, change.start + number + 1, (line,))
        for number, line in enumerate(change.lines)
    ]


def _is_data(change: Change, where: Sequence[Spot]) -> bool:
    return change.stop > change.start and where[change.start].kind == "data"


def _is_told(
    change: Change, lines: Sequence[str], where: Sequence[Spot], compared: Comparison
) -> bool:
    """Tell whether the comparison of tables has said all of a change of a row."""
    if change.stop == change.start or where[change.start].kind != "row":
        return False
    if any(is_acting(tag) for line in change.lines for tag in tags([line])):
        return False
    if where[change.start].table in compared.faulty:
        return True
    old = [without_values(line) for line in lines[change.start : change.stop]]
    return old == [without_values(line) for line in change.lines]


class _Excuse:
    """Lines that depend on files that are not at hand.

    They are those that differ between two pages made with two stand-ins for the files.
    """

    def __init__(self, made: Sequence[Page], where: Sequence[Spot]) -> None:
        self.lines: set[int] = set()
        self.gaps: set[int] = set()
        self.tags: set[str] = set()
        if len(made) < 2:
            return
        ours, others = (each.text.split("\n") for each in made)
        for change in changes(ours, others) or ():
            self.lines |= set(range(change.start, change.stop))
            # What is put in after the last of them, up to the next heading.
            heading = where[max(change.stop - 1, 0)].heading
            stop = change.stop
            while stop < len(where) and where[stop].heading == heading:
                stop += 1
            self.gaps |= set(range(change.start, stop + 1))
        self.lines -= {at for at in self.lines if where[at].kind in ("script", "data")}
        self.tags = {t for t in tags([*ours, *others]) if not is_acting(t)}

    def covers(self, change: Change) -> bool:
        """Tell whether a change is of such lines alone, and does nothing."""
        here = set(range(change.start, change.stop))
        known = here <= self.lines if here else change.start in self.gaps
        return known and tags(change.lines) <= self.tags


def _not_at_hand(made: Sequence[Page], missing: Sequence[str]) -> Finding:
    """Name what depends on files that the page only names."""
    ours, others = (each.text.split("\n") for each in made)
    where = spots(ours)
    here = [
        where[min(each.start, len(where) - 1)] for each in changes(ours, others) or ()
    ]
    headings = dict.fromkeys(
        spot.heading for spot in here if spot.kind not in ("data", "script")
    )
    message = (
        f"not in the page: {', '.join(missing)}; what depends on them is not checked: "
        f"{', '.join(filter(None, headings))}"
    )
    return Finding("unchecked", "", message, fault=False)


def _rings(made: Answer, given: Given) -> tuple[list[RingCheck], list[Finding]]:
    """Measure the rings of lines and areas; those of points the script draws."""
    rings: list[RingCheck] = []
    findings: list[Finding] = []
    for row in made.reaches:
        envelope = row.reach
        if envelope.site.is_point:
            continue
        grid_deg = AREA_QUANTUM_DEG
        tolerance_m = given.tolerance_m or made.scenario.tolerance_m
        claim = Claim(
            label=f"{envelope.site.name}, {envelope.system.name}",
            geometry=envelope.geometry,
            baseline=envelope.site.geometry,
            max_range_m=envelope.system.max_range_m,
            min_range_m=envelope.system.min_range_m or 0.0,
            tolerance_m=float(tolerance_m + grid_deg / np.sqrt(2) * _METRES_PER_DEG),
        )
        measured, wrong = measure_claim(claim)
        rings += measured
        findings += wrong
    return rings, findings
