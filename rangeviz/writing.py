"""One writer: any answer as any form that it has, to a file or as text."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypedDict

from rangeviz.analysis.asking import report_of
from rangeviz.analysis.comparison import Comparison
from rangeviz.analysis.report import Report
from rangeviz.analysis.stages import Stages, build_stages
from rangeviz.arguments import brief, check_text, path_of
from rangeviz.errors import InputError
from rangeviz.files import write_text
from rangeviz.model.scenario import Scenario

if TYPE_CHECKING:
    from rangeviz.analysis.asking import Mappable
    from rangeviz.render.figure.sheet import Sheet
    from rangeviz.render.page.rangemap import RangeMap

    Answer: TypeAlias = Report | Comparison | Stages
    Writable: TypeAlias = Mappable | Comparison | Stages

PICTURES: Final = ("png", "svg", "pdf")
# Suffix -> form, of the files that each door writes.
MAPS: Final = {".html": "html", ".htm": "html"} | {f".{f}": f for f in PICTURES}
_SHAPES: Final = {f".{f}": f for f in ("geojson", "gpkg", "kml", "fgb", "parquet")}
TABLES: Final = {f".{f}": f for f in ("csv", "json", "md")}
EXPORTS: Final = {".geojson": "geojson", ".json": "geojson"} | _SHAPES | {".csv": "csv"}
_FILES: Final[dict[str, dict[str, str]]] = {
    "a report": MAPS | _SHAPES | TABLES,
    "a comparison": MAPS | TABLES,
    "a scenario in stages": MAPS | TABLES,
}
_TEXTS: Final = {
    "a report": ("csv", "json", "md", "matrix", "geojson"),
    "a comparison": ("csv", "json", "md"),
    "a scenario in stages": ("csv", "json", "md", "matrix"),
}
_SHARED: Final = (("matrix", ".csv"), ("geojson", ".json"))  # suffixes of two forms
PAGE_LOOK: Final = ("lang",)
PICTURE_LOOK: Final = ("width_mm", "dpi", "theme")


class Look(TypedDict, total=False):
    """What `write` takes beside an answer and a path; None is the default."""

    form: str | None
    lang: str | None
    width_mm: float | None
    dpi: int | None
    theme: str | None


def write(
    answer: Writable,
    path: str | os.PathLike[str],
    *,
    form: str | None = None,
    lang: str | None = None,
    width_mm: float | None = None,
    dpi: int | None = None,
    theme: str | None = None,
) -> None:
    """Write an answer as a page, a picture, shapes or figures, by the path's suffix.

    Parameters
    ----------
    answer : Report, Comparison, Stages, Scenario, ReachEnvelope or sequence of them
        What to write. A Scenario and reaches are computed first; a Scenario with
        stages as `build_stages` does. Reaches must be every system from every site.
    path : path-like
        Ends in ``.html`` (a page), ``.png``, ``.svg`` or ``.pdf`` (a picture),
        ``.csv``, ``.json`` or ``.md`` (figures). A report has shapes too:
        ``.geojson``, ``.gpkg``, ``.kml``, ``.fgb`` and ``.parquet`` (needs pyarrow),
        in EPSG:4326, cut at the antimeridian.
    form : str, optional
        A form of `to_text`, whatever the suffix: ``matrix`` has none of its own.
    lang : str, optional
        Of a page: its language; the scenario's by default.
    width_mm, dpi, theme
        Of a picture: its width, the dots per inch of a PNG, and ``"light"`` or
        ``"dark"``.

    Raises
    ------
    InputError
        If the suffix names no form of the answer, the form does not take an option,
        or pyarrow is missing.
    OutputError
        If the file can't be written; one that stood there is untouched.

    See Also
    --------
    report, compare, build_stages, to_text

    Notes
    -----
    Two runs give the same bytes, whichever the form.

    Examples
    --------
    >>> import rangeviz as rv
    >>> reach = rv.reach((36.23, 49.99), "himars")
    >>> rv.write(reach, "reach.html", dpi=300)
    Traceback (most recent call last):
    rangeviz.errors.InputError: a page takes no dpi: leave it out, or write .png, \
.svg, .pdf
    """
    kind = _kind(answer)
    look = {"lang": lang, "width_mm": width_mm, "dpi": dpi, "theme": theme}
    file = path_of(path)
    if form is not None:
        _check_text_form(form, kind)
    form = named_form(form, file, _FILES[kind], kind)
    check_look(form, look)
    check_package(form)
    if lang is not None:
        check_text(lang, "lang")
    asked = {name: value for name, value in look.items() if value is not None}
    _write(_answer_of(answer), file, form, asked)


def to_text(answer: Writable, form: str) -> str:
    """Convert an answer to text: what `write` writes, for a terminal or a pipe.

    Parameters
    ----------
    answer : Report, Comparison, Stages, Scenario, ReachEnvelope or sequence of them
        As `write` takes it.
    form : {"csv", "json", "md", "matrix", "geojson"}
        ``json`` is the published contract, ``matrix`` a CSV of reaches by regions. A
        comparison has no matrix; only a report has geojson.

    Returns
    -------
    str
        It ends in a line end.

    Raises
    ------
    InputError
        If the answer has no such form.

    See Also
    --------
    write, report, compare, build_stages

    Examples
    --------
    >>> import rangeviz as rv
    >>> text = rv.to_text(rv.reach((36.2304, 49.9935), "himars"), "matrix")
    >>> text.splitlines()[0][:40]
    'site,lon,lat,system,area_km2,RU-BEL,UA-5'
    """
    _check_text_form(form, _kind(answer))
    told = _answer_of(answer)
    if form == "json":
        contract = told.to_dict()
        text = json.dumps(contract, ensure_ascii=False, allow_nan=False, indent=1)
        return text + "\n"
    return _converters(told)[form]()


def form_of_path(path: Path, forms: Mapping[str, str], writer: str) -> str:
    """Give the form that a path's suffix names, before anything is computed.

    Parameters
    ----------
    path : Path
        Where to write.
    forms : mapping
        Form by suffix.
    writer : str
        Who writes them, for the message.

    Raises
    ------
    InputError
        If it names none.

    Examples
    --------
    >>> form_of_path(Path("Kharkiv.PNG"), MAPS, "map")
    'png'
    """
    suffix = path.suffix.lower()
    if suffix not in forms:
        allowed = ", ".join(each for each in forms if each != ".htm")
        raise InputError(
            f"{str(path)!r} ends in {suffix or 'no suffix'}; {writer} writes {allowed}"
        )
    return forms[suffix]


def named_form(
    form: str | None, path: Path, forms: Mapping[str, str], writer: str
) -> str:
    """Give a form that is named, or else that of a path's suffix.

    Parameters
    ----------
    form : str, optional
        The name.
    path, forms, writer
        As `form_of_path` takes them.

    Raises
    ------
    InputError
        If there is no name and the suffix is none of the writer's, or if both are and
        they differ.

    Examples
    --------
    >>> named_form("matrix", Path("all.csv"), TABLES, "report")
    'matrix'
    """
    if form is None:
        return form_of_path(path, forms, writer)
    suffix = path.suffix.lower()
    if forms.get(suffix, form) != form and (form, suffix) not in _SHARED:
        raise InputError(f"form {form!r} contradicts {str(path)!r}: leave it out")
    return form


def check_package(form: str) -> None:
    """Refuse a form whose library is missing, before anything is computed.

    Raises
    ------
    InputError
        If it is.
    """
    if form == "parquet":
        from rangeviz.export.gis.ogr import check_pyarrow

        check_pyarrow()


def check_look(form: str, look: Mapping[str, object]) -> None:
    """Refuse options that a form doesn't take.

    Parameters
    ----------
    form : str
        As `form_of_path` gives it.
    look : mapping
        Options by name; those that are None were not asked for.

    Raises
    ------
    InputError
        If there are any.
    """
    is_page, is_picture = form == "html", form in PICTURES
    taken = PAGE_LOOK if is_page else PICTURE_LOOK if is_picture else ()
    asked = [name for name, value in look.items() if value is not None]
    wrong = [name for name in asked if name not in taken]
    if not wrong:
        return
    told = ", ".join(name.removesuffix("_mm") for name in wrong)
    names = f"takes no {told}: leave it out"
    if is_page or is_picture:
        pictures = ", ".join(f".{each}" for each in PICTURES)
        writer, others = ("a page", pictures) if is_page else ("a picture", ".html")
        raise InputError(f"{writer} {names}, or write {others}")
    raise InputError(f"{form} {names}")


def page_of(answer: Answer, **look: str | None) -> RangeMap:
    """Make the page of an answer: ``lang`` as `write` takes it."""
    if isinstance(answer, Comparison):
        from rangeviz.render.page.gains_page import GainsMap

        return GainsMap(answer, **look)
    if isinstance(answer, Stages):
        from rangeviz.render.page.timeline_page import TimelineMap

        return TimelineMap(answer, **look)
    from rangeviz.render.page.rangemap import RangeMap

    return RangeMap(answer, **look)


def page_html(answer: Answer, **look: str | None) -> str:
    """Give the page of an answer as one self-contained HTML document.

    Parameters
    ----------
    answer : Report, Comparison or Stages
        What to show.
    **look
        ``lang`` as of `write`.

    Returns
    -------
    str
        HTML with everything inlined: it makes no request, and its
        Content-Security-Policy allows none. Two calls give equal text.
    """
    return page_of(answer, **look).to_html()


def _picture_of(answer: Answer, look: dict[str, Any]) -> Sheet:
    if isinstance(answer, Comparison):
        from rangeviz.render.figure.gains_figure import ComparisonPicture

        return ComparisonPicture(answer, **look)
    if isinstance(answer, Stages):
        from rangeviz.render.figure.multiples import StagesPicture

        return StagesPicture(answer, **look)
    from rangeviz.render.figure.figure import Picture

    return Picture(answer, **look)


def _write(answer: Answer, path: Path, form: str, look: dict[str, Any]) -> None:
    if form == "html":
        write_text(path, page_html(answer, **look))
    elif form in PICTURES:
        from rangeviz.render.figure.sheet import (
            DEFAULT_DPI,
            DEFAULT_WIDTH_MM,
            check_dpi,
        )

        dpi = look.pop("dpi", DEFAULT_DPI)
        check_dpi(look.get("width_mm", DEFAULT_WIDTH_MM), dpi)  # drawing takes longer
        _picture_of(answer, look).write(path, dpi=dpi)
    elif form in ("gpkg", "fgb", "parquet"):
        from rangeviz.export.gis import ogr

        assert isinstance(answer, Report)
        writers = {
            "gpkg": ogr.write_gpkg,
            "fgb": ogr.write_flatgeobuf,
            "parquet": ogr.write_geoparquet,
        }
        writers[form](answer, path)
    elif form == "kml":
        from rangeviz.export.gis.kml import write_kml

        assert isinstance(answer, Report)
        write_kml(answer, path)
    else:
        write_text(path, to_text(answer, form))


def _converters(answer: Answer) -> dict[str, Callable[[], str]]:
    from rangeviz.export.gis.features import geojson_text
    from rangeviz.export.text import comparison_tables, report_tables

    if isinstance(answer, Comparison):
        return {
            "csv": lambda: comparison_tables.comparison_to_csv(answer),
            "md": lambda: comparison_tables.comparison_to_markdown(answer),
        }
    if isinstance(answer, Stages):
        return {
            "csv": lambda: report_tables.stages_to_csv(answer),
            "md": lambda: report_tables.stages_to_markdown(answer),
            "matrix": lambda: report_tables.stages_to_matrix(answer),
        }
    return {
        "csv": lambda: report_tables.report_to_csv(answer),
        "md": lambda: report_tables.report_to_markdown(answer),
        "matrix": lambda: report_tables.report_to_matrix(answer),
        "geojson": lambda: geojson_text(answer),
    }


def _kind(answer: Writable) -> str:
    if isinstance(answer, Comparison):
        return "a comparison"
    staged = isinstance(answer, Scenario) and bool(answer.stages)
    return (
        "a scenario in stages" if staged or isinstance(answer, Stages) else "a report"
    )


def _answer_of(answer: Writable) -> Answer:
    if isinstance(answer, Comparison | Stages):
        return answer
    if isinstance(answer, Scenario) and answer.stages:
        return build_stages(answer)
    return report_of(answer)


def _check_text_form(form: str, kind: str) -> None:
    if form not in _TEXTS[kind]:
        raise InputError(
            f"{kind} has no text form {brief(form)}: give {', '.join(_TEXTS[kind])}"
        )
