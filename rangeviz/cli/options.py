"""The options of commands, each defined once and the same everywhere.

`scenario` adds all that make a scenario, `picture_look` those of pictures, `talk` -v
and -q. What an option does stands in `rangeviz.cli.inputs`.
"""

from __future__ import annotations

import functools
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from rangeviz.arguments import MOST_PEOPLE
from rangeviz.cli.option_values import INPUT_FILE, LENGTH, OUTPUT_FILE, completes
from rangeviz.cli.outputs import QUIET
from rangeviz.files import STDOUT
from rangeviz.language.language import LANGUAGES

MOST_NAMES = 1_000_000  # more than there are
MOST_PROCESSES = 1024
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def together(*options: Decorator) -> Decorator:
    """Make one decorator of several options, in the order of the help page."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        return functools.reduce(lambda f, option: option(f), options[::-1], function)

    return add


SYSTEM_IDS = completes("system_ids", files=False)
from_where = click.option(
    "--from",
    "where",
    metavar="WHERE",
    multiple=True,
    shell_complete=completes("place_names"),
    help="Launch point: a place (Kharkiv, 'Odesa, UA'), latitude and longitude "
    "(49.99,36.23), MGRS, or a file of points. Repeatable.",
)
from_area = click.option(
    "--from-area",
    "areas",
    metavar="WHAT",
    multiple=True,
    shell_complete=completes("area_names"),
    help="Measure from a region or country ('Sumy Oblast', UA-59, Ukraine), or from "
    "the lines or polygons of a file. Repeatable.",
)
from_border = click.option(
    "--from-border",
    "border_pairs",
    metavar="A/B",
    multiple=True,
    shell_complete=completes("border_names", files=False),
    help="Measure from the border of two countries or regions (Ukraine/Russia). "
    "Repeatable.",
)
system = click.option(
    "--system",
    "system_ids",
    metavar="ID",
    multiple=True,
    shell_complete=SYSTEM_IDS,
    help="A system of the catalogue; see 'rangeviz systems'. Repeatable.  "
    "[default: himars and atacms]",
)
systems_file = click.option(
    "--systems",
    "systems_file",
    metavar="FILE",
    type=INPUT_FILE,
    help="Your own catalogue (.toml, .json, .csv), beside the shipped one.",
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
    shell_complete=completes("area_names"),
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


within = click.option(
    "--within",
    "within_files",
    metavar="FILE",
    type=INPUT_FILE,
    multiple=True,
    help="Your own points, lines, polygons or a GeoTIFF, to sum what is inside. "
    "Repeatable.",
)
within_by = click.option(
    "--within-by",
    metavar="COLUMN",
    default="",
    help="Group them by a column that three features or more share in each value.",
)
within_sum = click.option(
    "--within-sum",
    "within_sums",
    metavar="COLUMN",
    multiple=True,
    help="Sum a column of numbers, such as a population. Repeatable.",
)

WITHIN = (within, within_by, within_sum)


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
    help="Language of pages, pictures and tables to read; files of figures are in "
    "English.  [default: the scenario's; without one, your locale's]",
)
overlap = click.option(
    "--overlap",
    is_flag=True,
    help="Also what all sites reach together (the pieces of a file are sites too), "
    "and how many reaches lie where.",
)
title = click.option(
    "--title", metavar="TEXT", default="", help="Headline of the map, instead of ours."
)
callout = click.option(
    "--callout",
    "callouts",
    metavar="WHERE TEXT",
    multiple=True,
    nargs=2,
    help="A few words of yours beside a place or position on the map: --callout "
    "Odesa 'Port of the grain corridor'. Repeatable, five at most.",
)
spotlight = click.option(
    "--spotlight",
    metavar="WHAT",
    default="",
    shell_complete=completes("area_names", files=False),
    help="A region or country: the map dims what lies around it.",
)
picture_look = together(  # what only pictures take
    click.option(
        "--width",
        "width_mm",
        metavar="MM",
        type=float,
        help="Width of a picture on paper, in millimetres.  [default: 180]",
    ),
    click.option(
        "--size",
        metavar="SIZE",
        help="Size of a picture, instead of its width: pixels (1200x630), a shape "
        "(16:9), a width (85mm) or both (180x120mm).",
    ),
    click.option(
        "--dpi",
        metavar="DOTS",
        type=int,
        help="Dots per inch of a .png.  [default: 200]",
    ),
    click.option(
        "--theme",
        type=click.Choice(["light", "dark"]),
        help="Ground colours of a picture; a page follows its reader.  "
        "[default: light]",
    ),
    click.option(
        "--notes",
        type=click.Choice(["full", "short"]),
        help="All caveats and sources under a picture, or the main ones.  [default: "
        "full; short where the size has a height]",
    ),
)
workers = together(  # who computes what takes long
    click.option(
        "--processes",
        type=click.IntRange(1, MOST_PROCESSES),
        help="How many compute.  [default: one for each processor]",
    ),
    click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="A Dask scheduler (tcp://host:8786) whose workers compute instead.",
    ),
)
listing_form = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How to print them.",
)
limit = click.option(
    "--limit",
    type=click.IntRange(1, MOST_NAMES),
    default=20,
    show_default=True,
    help="At most so many.",
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


def _but(*left_out: Decorator) -> list[Decorator]:
    return [option for option in _SCENARIO if option not in left_out]


_WHERE = (from_where, from_area, from_border)
talk = together(verbose, quiet)
scenario = together(*_SCENARIO, talk)
# Without what chooses its systems, or tells more.
scenario_but_systems = together(
    *_but(system, max_range, min_range, label, *WITHIN), talk
)
# What is asked of every site of a batch, or of every date.
question = together(*_but(*_WHERE, *WITHIN, tolerance, scenario_file), talk)
dated_question = together(*_but(*_WHERE, *WITHIN, sector, scenario_file), talk)


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
