"""Every form of output: its suffixes, who makes it, what it takes and needs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from rangeviz.analysis.comparison import Comparison
from rangeviz.analysis.report import Report
from rangeviz.analysis.stages import Stages
from rangeviz.arguments import check_library
from rangeviz.errors import InputError

_EVERY: Final = (Report, Comparison, Stages)
KINDS: Final = {
    Report: "a report",
    Comparison: "a comparison",
    Stages: "a scenario in stages",
}


class Form(NamedTuple):
    """A form of output.

    Parameters
    ----------
    suffixes : tuple of str
        Of its files; none where only its name asks for it.
    kind : {"page", "picture", "table", "text", "slide", "file"}
        Whether the maker gives a page, a picture, a text (of figures or of shapes), or
        writes a slide or a file of shapes itself.
    makers : dict of type to str
        For each type of answer that has the form its maker, ``module:function``
        below ``rangeviz``.
    """

    suffixes: tuple[str, ...]
    kind: str
    makers: dict[type, str]


_PICTURE: Final = {
    Report: "render.figure.figure:Picture",
    Comparison: "render.figure.gains_figure:ComparisonPicture",
    Stages: "render.figure.multiples:StagesPicture",
}
_PAGE: Final = {
    Report: "render.page.rangemap:RangeMap",
    Comparison: "render.page.gains_page:GainsMap",
    Stages: "render.page.timeline_page:TimelineMap",
}
_TABLES: Final = {
    Report: "report_tables:report",
    Comparison: "comparison_tables:comparison",
    Stages: "report_tables:stages",
}


def _tables(form: str, *types: type) -> dict[type, str]:
    return {each: f"export.text.{_TABLES[each]}_to_{form}" for each in types}


FORMS: Final = {
    "html": Form((".html", ".htm"), "page", _PAGE),
    "png": Form((".png",), "picture", _PICTURE),
    "svg": Form((".svg",), "picture", _PICTURE),
    "pdf": Form((".pdf",), "picture", _PICTURE),
    "pptx": Form((".pptx",), "slide", {Report: "render.figure.slide:write_pptx"}),
    "geojson": Form(
        (".geojson",), "text", {Report: "export.gis.features:geojson_text"}
    ),
    "gpkg": Form((".gpkg",), "file", {Report: "export.gis.ogr:write_gpkg"}),
    "kml": Form((".kml",), "file", {Report: "export.gis.kml:write_kml"}),
    "kmz": Form(
        (".kmz",), "file", dict.fromkeys((Report, Stages), "export.gis.kml:write_kmz")
    ),
    "fgb": Form((".fgb",), "file", {Report: "export.gis.ogr:write_flatgeobuf"}),
    "parquet": Form((".parquet",), "file", {Report: "export.gis.ogr:write_geoparquet"}),
    "csv": Form((".csv",), "table", _tables("csv", *_EVERY)),
    "json": Form((".json",), "table", dict.fromkeys(_EVERY, "writing:contract_text")),
    "md": Form((".md",), "table", _tables("markdown", *_EVERY)),
    "matrix": Form((), "table", _tables("matrix", Report, Stages)),
}
"""Every form of output, by name."""
_LIBRARIES: Final = {  # as `check_library` takes them
    "parquet": ("pyarrow", "GeoParquet needs pyarrow", "parquet", "write .gpkg"),
    "pptx": ("pptx", "slides need python-pptx", "slides", "write .png"),
}


def forms_of(answer: type, *kinds: str) -> dict[str, str]:
    """Give the forms of a type of answer by suffix, of some kinds or all."""
    return {
        suffix: name
        for name, form in FORMS.items()
        if answer in form.makers and form.kind in (kinds or (form.kind,))
        for suffix in form.suffixes
    }


# Suffix -> form, of the files that each door writes.
PICTURES: Final = tuple(name for name, form in FORMS.items() if form.kind == "picture")
MAPS: Final = forms_of(Report, "page", "picture", "slide")
TABLES: Final = forms_of(Report, "table")
EXPORTS: Final = {
    ".geojson": "geojson",
    ".json": "geojson",
    **forms_of(Report, "text", "file"),
    ".csv": "csv",
}
_SHARED: Final = (("matrix", ".csv"), ("geojson", ".json"))  # suffixes of two forms
PAGE_LOOK: Final = ("lang",)
PICTURE_LOOK: Final = ("width_mm", "size", "dpi", "theme", "notes")


def named_form(
    form: str | None, path: Path, forms: Mapping[str, str], writer: str
) -> str:
    """Give a form that is named, or else that of a path's suffix.

    Parameters
    ----------
    form : str, optional
        The name.
    path : Path
        Where to write.
    forms : mapping
        Form by suffix.
    writer : str
        Who writes them, for the message.

    Raises
    ------
    InputError
        If there is no name and the suffix is none of the writer's, or if both are and
        they differ.

    Examples
    --------
    >>> named_form(None, Path("Kharkiv.PNG"), MAPS, "map")
    'png'
    """
    suffix = path.suffix.lower()
    named = forms.get(suffix, form)
    if named is None:
        allowed = ", ".join(each for each in forms if each != ".htm")
        raise InputError(
            f"{str(path)!r} ends in {suffix or 'no suffix'}; {writer} writes {allowed}"
        )
    if form not in (None, named) and (form, suffix) not in _SHARED:
        raise InputError(f"form {form!r} contradicts {str(path)!r}: leave it out")
    return form or named


def check_package(form: str) -> None:
    """Refuse a form whose library is missing, before anything is computed.

    Raises
    ------
    InputError
        If it is.
    """
    if form in _LIBRARIES:
        check_library(*_LIBRARIES[form])


def check_look(form: str, look: Mapping[str, object]) -> None:
    """Refuse options that a form doesn't take.

    Parameters
    ----------
    form : str
        As `named_form` gives it.
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
