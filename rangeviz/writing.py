"""One writer: any answer as any form that it has, to a file or as text."""

from __future__ import annotations

import json
import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from rangeviz.analysis.asking import report_of
from rangeviz.analysis.comparison import Comparison
from rangeviz.analysis.report import Report
from rangeviz.analysis.stages import Stages, build_stages
from rangeviz.arguments import brief, check_text, path_of
from rangeviz.errors import InputError
from rangeviz.files import write_text
from rangeviz.model.scenario import Scenario
from rangeviz.output_forms import (
    FORMS,
    KINDS,
    check_look,
    check_package,
    forms_of,
    named_form,
)

if TYPE_CHECKING:
    from rangeviz.analysis.asking import Mappable
    from rangeviz.render.figure.sheet import Sheet
    from rangeviz.render.page.rangemap import RangeMap

    Answer: TypeAlias = Report | Comparison | Stages
    Writable: TypeAlias = Mappable | Comparison | Stages


class Look(TypedDict, total=False):
    """What `write` takes beside an answer and a path; None is the default."""

    form: str | None
    lang: str | None
    width_mm: float | None
    size: str | None
    dpi: int | None
    theme: str | None
    notes: str | None


def write(
    answer: Writable,
    path: str | os.PathLike[str],
    *,
    form: str | None = None,
    lang: str | None = None,
    width_mm: float | None = None,
    size: str | None = None,
    dpi: int | None = None,
    theme: str | None = None,
    notes: str | None = None,
) -> None:
    """Write an answer as a page, a picture, shapes or figures, by the path's suffix.

    Parameters
    ----------
    answer : Report, Comparison, Stages, Scenario, ReachEnvelope or sequence of them
        What to write. A Scenario and reaches are computed first; a Scenario with
        stages as `build_stages` does. Reaches must be every system from every site.
    path : path-like
        Ends in ``.html`` (a page), ``.png``, ``.svg`` or ``.pdf`` (a picture),
        ``.pptx`` (a slide of a report; needs python-pptx),
        ``.csv``, ``.json`` or ``.md`` (figures). A report has shapes too:
        ``.geojson``, ``.gpkg``, ``.kml``, ``.kmz`` (with the stages of a scenario),
        ``.fgb`` and ``.parquet`` (needs pyarrow),
        in EPSG:4326, cut at the antimeridian.
    form : str, optional
        A form of `to_text`, whatever the suffix: ``matrix`` has none of its own.
    lang : str, optional
        Of a page: its language; the scenario's by default.
    width_mm, dpi, theme
        Of a picture: its width, the dots per inch of a PNG, and ``"light"`` or
        ``"dark"``.
    size : str, optional
        Of a picture, instead of its width: pixels (``"1200x630"``), a shape
        (``"16:9"``), a width (``"85mm"``) or both (``"180x120mm"``).
    notes : {"full", "short"}, optional
        Of a picture: all caveats and sources under the map, or the main ones. Short by
        default where the size has a height.

    Raises
    ------
    InputError
        If the suffix names no form of the answer, the form does not take an option,
        or pyarrow or python-pptx is missing.
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
    kind = _type_of(answer)
    look: dict[str, Any] = {"lang": lang, "width_mm": width_mm, "size": size}
    look |= {"dpi": dpi, "theme": theme, "notes": notes}
    file = path_of(path)
    if form is not None:
        _check_text_form(form, kind)
    form = named_form(form, file, forms_of(kind), KINDS[kind])
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
    _check_text_form(form, _type_of(answer))
    text: str = _made(form, _answer_of(answer))
    return text


def contract_text(answer: Answer) -> str:
    """Write the published JSON of an answer."""
    told = answer.to_dict()
    return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def page_of(answer: Answer, **look: str | None) -> RangeMap:
    """Make the page of an answer: ``lang`` as `write` takes it."""
    page: RangeMap = _made("html", answer, **look)
    return page


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


def picture_of(answer: Answer, **look: Any) -> Sheet:
    """Draw the picture of an answer: ``width_mm`` and ``theme`` as `write` takes."""
    picture: Sheet = _made("svg", answer, **look)
    return picture


def _write(answer: Answer, path: Path, form: str, look: dict[str, Any]) -> None:
    kind = FORMS[form].kind
    if kind == "page":
        write_text(path, page_html(answer, **look))
    elif kind == "picture":
        from rangeviz.render.figure.paper import sized

        look, dpi = sized(look)
        _made(form, answer, **look).write(path, dpi=dpi)
    elif kind in ("table", "text"):
        write_text(path, to_text(answer, form))
    else:
        _made(form, answer, path)


def _made(form: str, answer: Answer, *more: Any, **look: Any) -> Any:
    """Call the maker of a form; only then is its module imported."""
    module, _, name = FORMS[form].makers[_type_of(answer)].partition(":")
    maker = getattr(import_module(f"rangeviz.{module}"), name)
    return maker(answer, *more, **look)


def _type_of(answer: Writable) -> type:
    if isinstance(answer, Comparison):
        return Comparison
    is_staged = isinstance(answer, Scenario) and bool(answer.stages)
    return Stages if is_staged or isinstance(answer, Stages) else Report


def _answer_of(answer: Writable) -> Answer:
    if isinstance(answer, Comparison | Stages):
        return answer
    if isinstance(answer, Scenario) and answer.stages:
        return build_stages(answer)
    return report_of(answer)


def _check_text_form(form: str, kind: type) -> None:
    texts = [
        name
        for name, each in FORMS.items()
        if each.kind in ("table", "text") and kind in each.makers
    ]
    if form not in texts:
        raise InputError(
            f"{KINDS[kind]} has no text form {brief(form)}: give {', '.join(texts)}"
        )
