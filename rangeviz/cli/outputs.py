"""Where a command's answer goes: its form, its file, or stdout."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from rangeviz.files import STDOUT, check_output, replacing, write_text

QUIET = "rangeviz.quiet"  # key in a click context
EXIT_NO = 1  # the answer is no: a fault that `verify` finds, a `check` that fails
# Options whose values may name a file that is read.
_INPUT_OPTIONS = (
    "where",
    "areas",
    "zones",
    "systems_file",
    "borders_file",
    "within_files",
    "scenario_file",
    "file",
    "lines",
)


def check_file(output: Path | None, options: dict[str, Any]) -> None:
    """Refuse a file that can't be written or is read, before anything is computed.

    Parameters
    ----------
    output : Path, optional
        Where the answer goes.
    options : dict
        The command's others, by name.

    Raises
    ------
    OutputError
        As `check_output`.
    """
    if output is not None:
        check_output(output, inputs=_inputs(options))


def form_of(
    form: str | None, output: Path | None, forms: Mapping[str, str], writer: str
) -> str:
    """Give the form that is asked for, by name or by the suffix of the file.

    Parameters
    ----------
    form : str, optional
        As ``--format`` names it.
    output : Path, optional
        Where the answer goes; without one it is a table, unless a form is named.
    forms : mapping of str to str
        Form by suffix, of the files that the command writes.
    writer : str
        Who writes them, for the message.

    Raises
    ------
    click.UsageError
        If a table shall go into a file.
    InputError
        If they contradict each other, or name no form.
    """
    from rangeviz.output_forms import named_form

    if output is None:
        return form or "table"
    if form == "table":
        raise click.UsageError(
            "a table is for the terminal: give no -o, or no --format"
        )
    return named_form(form, output, forms, writer)


@contextlib.contextmanager
def map_file(output: Path | None) -> Iterator[Path]:
    """Give the path to write a map to: the file's own, or of a page for stdout."""
    if output is not None:
        yield output
        return
    with replacing(STDOUT) as temporary:
        page = temporary.with_suffix(".html")
        yield page
        page.replace(temporary)


def note_written(output: Path | None) -> None:
    """Tell on stderr what was written, and how large a file is."""
    if output is not None:
        size = f" ({output.stat().st_size / 1e3:,.0f} kB)" if output.is_file() else ""
        note(f"wrote {output}{size}")


def put(text: str, output: Path | None) -> None:
    """Write data to a file, or to stdout in UTF-8, whatever the terminal speaks."""
    write_text(output or STDOUT, text)
    note_written(output)


def prepare_stdout() -> None:
    """Make stdout take every letter of a table: the nearest that it can encode.

    A stdout that was closed (``>&-``) becomes one that refuses what is written, in
    the place of its descriptor, so that no file opened later gets into that place.
    """
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w")  # noqa: SIM115
    codecs.register_error("rangeviz.nearest", _nearest)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="rangeviz.nearest")


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Say in ASCII what an encoding lacks: km² is km2, Ștefan is Stefan."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = unicodedata.normalize("NFKD", error.object[error.start : error.end])
    kept = (c for c in letters if not unicodedata.combining(c))
    return "".join(c if c.isascii() else "?" for c in kept), error.end


def _inputs(options: dict[str, Any]) -> Iterator[str | Path]:
    for name in _INPUT_OPTIONS:
        value = options.get(name) or ()
        yield from (value,) if isinstance(value, (str, Path)) else value
    scenario = options.get("scenario_file") or options.get("file")
    if scenario is not None:
        yield from _named_in(Path(scenario))


def _named_in(scenario: Path) -> Iterator[Path]:
    """Give every text of a scenario as a path: some are files that it reads."""
    import tomllib

    try:
        tables: list[Any] = [tomllib.loads(scenario.read_text(encoding="utf-8-sig"))]
    except (OSError, ValueError, RecursionError):
        return  # no scenario, or a faulty one: its reader says so
    while tables:
        item = tables.pop()
        if isinstance(item, str):
            yield scenario.parent / item
        elif isinstance(item, (dict, list)):
            tables += item.values() if isinstance(item, dict) else item


def is_quiet() -> bool:
    """Whether the running command was told to be quiet."""
    ctx = click.get_current_context(silent=True)
    return ctx is not None and bool(ctx.meta.get(QUIET))


def note(message: str) -> None:
    """Tell something on stderr, unless the command was told to be quiet."""
    if not is_quiet():
        click.echo(f"rangeviz: {' '.join(message.split())}", err=True)
