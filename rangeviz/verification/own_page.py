"""Check a page or picture by rangeviz: make it again from its scenario, and compare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from rangeviz import __version__
from rangeviz.analysis.report import Report
from rangeviz.datasets.files.records import read_bytes
from rangeviz.datasets.scenario.carriers import extract_scenario, png_of_pptx
from rangeviz.datasets.scenario.reader import parse_scenario
from rangeviz.errors import FileFormatError, InputError
from rangeviz.model.scenario import Scenario
from rangeviz.output_forms import check_package
from rangeviz.render.figure.paper import DEFAULT_DPI
from rangeviz.render.figure.slide import pptx_bytes
from rangeviz.verification.carried_scenario import (
    Kind,
    contradictions,
    files_missing,
    make_again,
    measure_again,
)
from rangeviz.verification.feature_claims import Given
from rangeviz.verification.findings import Finding, Verification, at_most
from rangeviz.verification.page_figures import Comparison, compare_data, compare_tables
from rangeviz.verification.page_lines import (
    Change,
    Excuse,
    Spot,
    changes,
    describe,
    is_acting,
    line_by_line,
    spots,
    tags,
    without_values,
)
from rangeviz.verification.pages import Page, parse_page
from rangeviz.writing import page_html, picture_of

if TYPE_CHECKING:
    import geopandas as gpd


_MADE_BY: Final = re.compile(r"^# rangeviz (\S+): ", re.MULTILINE)
# How it was drawn, where PNG, SVG and PDF name the program. No name that a picture
# shows can begin so: NUL, "<" and "(" stand in none of them as themselves.
_DRAWN_BY: Final = re.compile(
    rb"(?:Software\0|<dc:title>|/Creator \()rangeviz (\S+), "
    rb"(report|stages|comparison) ([\d.]{1,20}) x ([\d.]{1,20}|any) mm (light|dark) "
    rb"(full|short)"  # in a PNG a checksum follows, which may begin with a letter
)
_DOTS_PER_METRE: Final = re.compile(rb"pHYs(.{4})", re.DOTALL)  # of a PNG
_METRES_PER_INCH: Final = 0.0254


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
    if not page.scenario.strip():
        raise FileFormatError(
            "the page carries no scenario, which it is made again from: nothing of "
            "it can be checked"
        )
    scenario = parse_scenario(page.scenario, name="the page's scenario")
    data = page.data or {}
    findings = [*page.request_findings()]
    findings += contradictions(scenario, given, strict=_version(page) == __version__)
    if counts := list(_other_counts(data, scenario)):
        # Of two things that it says no figures follow.
        return Verification(shown, "rangeviz page", (), (*findings, *counts))
    made = make_again(scenario, _kind(data, scenario), borders)
    texts = [page_html(each) for each in made]
    rings, wrong = measure_again(made[0], given)
    compared = _compare(page, texts, files_missing(scenario, borders))
    every = at_most([*findings, *wrong, *compared.findings])
    return Verification(shown, "rangeviz page", tuple(rings), every, compared.figures)


def _kind(data: Mapping[str, Any], scenario: Scenario) -> Kind:
    if "gains" in data and len(scenario.systems) == 2:
        return "comparison"
    return "stages" if "stages" in data and scenario.stages else "report"


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


def _version(page: Page) -> str:
    """Give the version that a page says it was made by; this one if it says none."""
    version = (page.data or {}).get("version")
    if isinstance(version, str):
        return version
    match = _MADE_BY.search(page.scenario)
    return match[1] if match else __version__


def _compare(page: Page, texts: Sequence[str], missing: Sequence[str]) -> Comparison:
    made = [parse_page(text) for text in texts]
    known = {
        name: table
        for name, table in made[0].tables.items()
        if all(each.tables.get(name) == table for each in made)
    }
    version = _version(page)
    result = compare_tables(page.tables, known, strict=version == __version__)
    findings = result.findings
    if page.text == texts[0]:
        return result
    excuse = Excuse(made)
    if version != __version__:
        message = (
            f"the page was made by rangeviz {version}, this is {__version__}: its "
            "script, styles and words are not checked, its figures are"
        )
        findings.append(Finding("unchecked", "", message, fault=False))
    else:
        findings[:0] = dict.fromkeys(_differences(page, made, excuse, result))
    if len(made) > 1:
        message = (
            f"not in the page: {', '.join(missing)}; what depends on them is not "
            f"checked: {', '.join(excuse.headings)}"
        )
        findings.append(Finding("unchecked", "", message, fault=False))
    if result.nearly:
        message = f"{result.nearly} figures differ by one unit of their last decimal"
        findings.append(Finding("figure", "", message, fault=False))
    return result


def _differences(
    page: Page, made: Sequence[Page], excuse: Excuse, compared: Comparison
) -> Iterator[Finding]:
    lines, drawn = made[0].text.split("\n"), page.text.split("\n")
    differing = changes(lines, drawn)
    if differing is None:
        message = f"the page has {len(drawn):,} lines, made again {len(lines):,}"
        yield Finding("text", "", message)
        return
    where = spots(lines)
    for change in line_by_line(differing):
        if excuse.covers(change) or _is_told(change, lines, where, compared):
            continue
        if change.stop > change.start and where[change.start].kind == "data":
            yield from compare_data(page.data, [each.data or {} for each in made])
        else:
            yield from describe(change, lines, where)


def _is_told(
    change: Change, lines: Sequence[str], where: Sequence[Spot], compared: Comparison
) -> bool:
    """Tell whether the comparison of tables has said all of a change of a row."""
    if change.stop == change.start or where[change.start].kind != "row":
        return False
    if any(map(is_acting, tags(change.lines))):
        return False
    if where[change.start].table in compared.faulty:
        return True
    old = [without_values(line) for line in lines[change.start : change.stop]]
    return old == [without_values(line) for line in change.lines]


def verify_own_picture(
    path: Path, shown: str, given: Given, borders: gpd.GeoDataFrame | None = None
) -> Verification:
    """Draw a picture again from the scenario that it carries, and compare.

    Parameters
    ----------
    path : Path
        A PNG, SVG, PDF or slide (PPTX) by this version.
    shown : str
        How the result names it.
    given : Given
        What the user says about it.
    borders : GeoDataFrame, optional
        The regions of the user's own that the picture was drawn with.

    Returns
    -------
    Verification
        Every byte that differs is a fault. Of an SVG the texts and paths that differ
        are named; of a PNG or PDF it is not told where they do.

    Raises
    ------
    FileFormatError
        If it carries no scenario, or doesn't say how it was drawn.
    InputError
        If nothing of it can be checked: another version drew it, it depends on files
        that it only names, it asks for more than is computed again, or python-pptx is
        missing.
    """
    scenario = parse_scenario(extract_scenario(path), name="the picture's scenario")
    content = read_bytes(path)
    form = path.suffix.lower()[1:]
    if is_slide := form == "pptx":
        check_package(form)
    kind, look, dpi = _read_look(png_of_pptx(path) if is_slide else content)
    made = make_again(scenario, "report" if is_slide else kind, borders)
    drawn = [
        pptx_bytes(each)
        if is_slide and isinstance(each, Report)
        else picture_of(each, **look).to_bytes(form, dpi=dpi)
        for each in made
    ]
    if drawn[-1] != drawn[0]:
        missing = ", ".join(files_missing(scenario, borders))
        raise InputError(
            f"the picture depends on files that it only names, {missing}: nothing of "
            "it was checked"
        )
    findings = [*contradictions(scenario, given, strict=True)]
    if content == drawn[0]:
        message = "drawn again from its scenario it has the same bytes"
        findings.append(Finding("picture", "", message, fault=False))
    elif form == "svg":
        findings += dict.fromkeys(_svg_differences(content, drawn[0]))
    else:
        message = (
            f"the {form.upper()} has other bytes than its scenario gives: it was "
            "altered, saved anew, or drawn with other libraries; where is not checked"
        )
        findings.append(Finding("picture", "", message))
    rings, wrong = measure_again(made[0], given)
    return Verification(
        shown, "rangeviz picture", tuple(rings), at_most([*findings, *wrong])
    )


def _read_look(content: bytes) -> tuple[Kind, dict[str, Any], int]:
    """Read how a picture was drawn: what of, its look, its dots per inch."""
    match = _DRAWN_BY.search(content)
    if match is None:
        raise FileFormatError(
            "the picture doesn't say how rangeviz drew it: nothing of it was checked"
        )
    version, kind, *look = (each.decode("utf-8") for each in match.groups())
    if version != __version__:
        raise InputError(
            f"the picture was drawn by rangeviz {version}, this is {__version__}: "
            "nothing of it was checked; draw it again with 'rangeviz scenario extract' "
            "and 'rangeviz map', and compare"
        )
    width, height, theme, notes = look
    size = {
        "width_mm": float(width),
        "height_mm": None if height == "any" else float(height),
    }
    marked = _DOTS_PER_METRE.search(content)
    dpi = round(int.from_bytes(marked[1]) * _METRES_PER_INCH) if marked else DEFAULT_DPI
    return cast("Kind", kind), {**size, "theme": theme, "notes": notes}, dpi


def _svg_differences(content: bytes, drawn: bytes) -> Iterator[Finding]:
    """Name the texts, paths and elements of an SVG that are not drawn so."""
    picture = parse_page(content.decode("utf-8", "replace"), "the picture")
    yield from picture.request_findings()
    ours, theirs = drawn.decode("utf-8").split("\n"), picture.text.split("\n")
    differing = changes(ours, theirs, in_order=True) or []
    where = spots(ours)
    for change in line_by_line(differing):
        yield from describe(change, ours, where)
    if not differing:
        yield Finding("picture", "", "the ends of lines are not as drawn")
