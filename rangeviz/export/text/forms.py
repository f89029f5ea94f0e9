"""A report as text, in the form that a caller names."""

from __future__ import annotations

from rangeviz.analysis.report import Report
from rangeviz.errors import InputError
from rangeviz.export.text.matrix import report_to_matrix
from rangeviz.export.text.report_tables import (
    report_to_csv,
    report_to_json,
    report_to_markdown,
)

_FORMS = {
    "csv": report_to_csv,
    "json": report_to_json,
    "md": report_to_markdown,
    "matrix": report_to_matrix,
}


def report_to_text(report: Report, form: str) -> str:
    """Convert a report to ``csv``, ``json``, ``md`` or ``matrix``.

    Raises
    ------
    InputError
        If the form is none of these.
    """
    try:
        convert = _FORMS[form]
    except KeyError:
        allowed = ", ".join(_FORMS)
        raise InputError(f"format {form!r} is not one of {allowed}") from None
    return convert(report)
