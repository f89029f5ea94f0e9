"""The registry of shared options, each defined once and the same everywhere.

=================  ==============================================
option             used by
=================  ==============================================
--from             map, report, export, compare, verify
--from-area        map, report, export, compare, verify
--from-border      map, report, export, compare, verify
--system           map, report, export
--systems          map, report, export, compare, systems
--range            map, report, export, verify
--min-range        map, report, export, verify
--sector           map, report, export, compare, verify
--label            map, report, export
--zone             map, report, export, compare
--zone-rule        map, report, export, compare
--borders          map, report, export, compare, verify
--worldview        map, report, export, compare, regions, verify
--tolerance        map, report, export, compare, verify
--min-population   map, report, export, compare
--within           map, report, export
--within-by        map, report, export
--within-sum       map, report, export
--scenario         map, report, export, compare
--overlap          report, export
--limit            places, regions (in rangeviz/cli/listings.py)
--lang             map, compare
--title, --width,  map, compare (in rangeviz/cli/options/look_options.py)
--dpi, --theme
-v, -q             all
=================  ==============================================
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from rangeviz.cli.completion.candidates import (
    complete_area,
    complete_border,
    complete_place,
    complete_system,
)
from rangeviz.cli.options.layer_options import WITHIN
from rangeviz.cli.options.parameters import INPUT_FILE, LENGTH, OUTPUT_FILE
from rangeviz.files import STDOUT
from rangeviz.language.language import LANGUAGES

MOST_PEOPLE = 10_000_000_000  # more than there are
QUIET = "rangeviz.quiet"  # key in a click context
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

from_where = click.option(
    "--from",
    "where",
    metavar="WHERE",
    multiple=True,
    shell_complete=complete_place,
    help="Launch point: a place (Kharkiv, 'Odesa, UA'), latitude and longitude "
    "(49.99,36.23), MGRS, or a file of points. Repeatable.",
)
from_area = click.option(
    "--from-area",
    "areas",
    metavar="WHAT",
    multiple=True,
    shell_complete=complete_area,
    help="Measure from a region or country ('Sumy Oblast', UA-59, Ukraine), or from "
    "the lines or polygons of a file. Repeatable.",
)
from_border = click.option(
    "--from-border",
    "border_pairs",
    metavar="A/B",
    multiple=True,
    shell_complete=complete_border,
    help="Measure from the border of two countries or regions (Ukraine/Russia). "
    "Repeatable.",
)
system = click.option(
    "--system",
    "system_ids",
    metavar="ID",
    multiple=True,
    shell_complete=complete_system,
    help="A system of the catalogue; see 'rangeviz systems'. Repeatable.  "
    "[default: himars and atacms]",
)
systems_file = click.option(
    "--systems",
    "systems_file",
    metavar="FILE",
    type=INPUT_FILE,
    help="Your own catalogue (.toml, .json), beside the shipped one.",
)
max_range = click.option(
    "--range",
    "max_range_m",
    metavar="LENGTH",
    type=LENGTH,
    help="A range of your own, with its unit: 120km, 190mi, 270nmi.",
)
min_range = click.option(
    "--min-range",
    "min_range_m",
    metavar="LENGTH",
    type=LENGTH,
    help="Least range that goes with --range.",
)


def _two_azimuths(
    _ctx: click.Context, _param: click.Parameter, value: tuple[float, float] | None
) -> tuple[float, float] | None:
    if value is not None and value[0] == value[1]:
        raise click.BadParameter(
            f"{value[0]:g} {value[1]:g} is no sector: give two azimuths that differ, "
            "or leave it out for all round"
        )
    return value


sector = click.option(
    "--sector",
    metavar="START END",
    type=float,
    nargs=2,
    callback=_two_azimuths,
    help="Only these azimuths, degrees clockwise from north: --sector 300 60.",
)
label = click.option("--label", metavar="TEXT", help="Name of the --range.")
zone = click.option(
    "--zone",
    "zones",
    metavar="WHAT",
    multiple=True,
    shell_complete=complete_area,
    help="A region or country (Kursk, RU-KRS), or a file of polygons. Repeatable.",
)
zone_rule = click.option(
    "--zone-rule",
    type=click.Choice(["restricted", "only"]),
    default="restricted",
    show_default=True,
    help="Whether use is not permitted in the zones, or nowhere else.",
)
borders = click.option(
    "--borders",
    "borders_file",
    metavar="FILE",
    type=INPUT_FILE,
    help="Your own regions, instead of the shipped ones.",
)
worldview = click.option(
    "--worldview",
    type=click.Choice(["international", "natural-earth"]),
    default="international",
    show_default=True,
    help="Which side of a disputed line a unit is counted on.",
)
tolerance = click.option(
    "--tolerance",
    "tolerance_m",
    metavar="LENGTH",
    type=LENGTH,
    default="10m",
    show_default=True,
    help="Largest deviation of a drawn shape from the true one.",
)
min_population = click.option(
    "--min-population",
    metavar="PEOPLE",
    type=click.IntRange(0, MOST_PEOPLE),
    default=50_000,
    show_default=True,
    help="Leave smaller places out of the lists; 0 lists all.",
)


def _set_quiet(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    ctx.meta[QUIET] = value


def _set_verbose(_ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        form = "rangeviz: %(relativeCreated)5.0f ms %(message)s"
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter(form))
        log = logging.getLogger("rangeviz")  # ours alone: libraries talk much
        log.handlers[:] = [handler]
        log.setLevel(logging.INFO)


lang = click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    help="Language of a page or picture; tables are in English.  [default: the "
    "scenario's; without one, your locale's]",
)
overlap = click.option(
    "--overlap",
    is_flag=True,
    help="Also what all sites reach together (the pieces of a file are sites too), "
    "and how many reaches lie where.",
)
verbose = click.option(
    "-v",
    "--verbose",
    is_flag=True,
    expose_value=False,
    callback=_set_verbose,
    help="Say on stderr what is done, and when.",
)
quiet = click.option(
    "-q",
    "--quiet",
    is_flag=True,
    expose_value=False,
    callback=_set_quiet,
    help="No notes and no progress on stderr.",
)

scenario_file = click.option(
    "--scenario",
    "scenario_file",
    metavar="FILE",
    type=INPUT_FILE,
    help="All of the options above from a file (.toml); those given beside it win.",
)

_SCENARIO = (
    from_where,
    from_area,
    from_border,
    system,
    systems_file,
    max_range,
    min_range,
    sector,
    label,
    zone,
    zone_rule,
    borders,
    worldview,
    tolerance,
    min_population,
    *WITHIN,
    scenario_file,
)


def talk(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add -v and -q."""
    return verbose(quiet(function))


def scenario(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add every option that makes a scenario, in the order of the help page."""
    return _with_options(function, _SCENARIO)


def scenario_but_systems(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a scenario but those that choose its systems, or tell more."""
    chosen = (system, max_range, min_range, label, *WITHIN)
    return _with_options(function, [o for o in _SCENARIO if o not in chosen])


def _with_options(
    function: Callable[..., Any], registered: Sequence[Decorator]
) -> Callable[..., Any]:
    function = talk(function)
    for option in reversed(registered):
        function = option(function)
    return function


def output(help_text: str, *, default: str | None = None) -> Decorator:
    """Make -o, with the help text that fits the command; None is stdout."""
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        type=OUTPUT_FILE,
        default=default,
        show_default=default is not None,
        callback=_file_or_stdout,
        help=help_text,
    )


def _file_or_stdout(
    _ctx: click.Context, _param: click.Parameter, value: Path | None
) -> Path | None:
    return None if str(value) == STDOUT else value


def is_quiet() -> bool:
    """Whether the running command was told to be quiet."""
    ctx = click.get_current_context(silent=True)
    return ctx is not None and bool(ctx.meta.get(QUIET))


def note(message: str) -> None:
    """Tell something on stderr, unless the command was told to be quiet."""
    if not is_quiet():
        click.echo(f"rangeviz: {' '.join(message.split())}", err=True)
