"""``rangeviz scenario``: files that say all that a map is made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rangeviz.cli import once, options
from rangeviz.cli.option_values import INPUT_FILE
from rangeviz.cli.outputs import EXIT_NO, check_file, put

if TYPE_CHECKING:
    from rangeviz.model.scenario import Scenario

SCENARIO_FILE = click.argument("file", type=INPUT_FILE)


@click.group(
    "scenario",
    cls=once.OnceGroup,
    short_help="Write, check and show scenario files.",
)
def command() -> None:
    """Work with files that say all that a map is made of.

    \b
    Examples:
      rangeviz scenario init --from Kharkiv --zone Kursk -o kharkiv.toml
      rangeviz map --scenario kharkiv.toml -o kharkiv.html
      rangeviz scenario extract kharkiv.html
    """


@command.command("init", short_help="Write a scenario from the usual options.")
@options.scenario
@click.option("--title", metavar="TEXT", default="", help="Headline of the outputs.")
@options.callout
@options.spotlight
@click.option(
    "--stages",
    "with_stages",
    is_flag=True,
    help="Add the dated policy facts that ship with rangeviz as stages.",
)
@options.output("Write to a file instead of stdout.")
def init(output: Path | None, with_stages: bool, **given: Any) -> None:
    """Write a scenario of what the other commands' options ask for.

    \b
    Examples:
      rangeviz scenario init --from Kharkiv --zone Kursk -o kharkiv.toml
      rangeviz scenario init --from Kharkiv --stages > timeline.toml
    """
    from dataclasses import replace

    from rangeviz.cli.inputs import scenario_from_options
    from rangeviz.datasets.catalogue.policy_facts import load_stages

    check_file(output, given)
    scenario = scenario_from_options(given)
    if with_stages:
        stages = load_stages(worldview=scenario.worldview)
        scenario = replace(scenario, stages=stages)
    _put(scenario, output)


@command.command("check", short_help="Read a scenario and say what is wrong with it.")
@SCENARIO_FILE
@options.talk
def check(file: Path) -> None:
    """Read a scenario; say in one line what it holds, or what is wrong.

    Ends with 0 if all is well, with 1 if something is wrong.

    \b
    Examples:
      rangeviz scenario check kharkiv.toml
    """
    from rangeviz.datasets.borders.own_borders import read_borders
    from rangeviz.datasets.files.own_layers import read_own_layers
    from rangeviz.datasets.files.records import read_text
    from rangeviz.datasets.scenario.reader import SCHEMA_VERSION, read_scenario
    from rangeviz.errors import InputError

    read_text(file)  # a file that can't be read is no answer
    try:
        scenario = read_scenario(file)
        if scenario.borders is not None:
            read_borders(scenario.borders)
        read_own_layers(scenario.within)
    except InputError as error:
        click.echo(f"rangeviz: error: {error}", err=True)
        click.get_current_context().exit(EXIT_NO)
    counts = {
        "site": len(scenario.sites),
        "system": len(scenario.systems),
        "zone": len(scenario.zones),
        "stage": len(scenario.stages),
    }
    told = (f"{count} {what}{'s' * (count != 1)}" for what, count in counts.items())
    click.echo(f"{file}: {', '.join(told)}; schema {SCHEMA_VERSION}")


@command.command("show", short_help="Print a scenario with every name looked up.")
@SCENARIO_FILE
@options.output("Write to a file instead of stdout.")
@options.talk
def show(file: Path, output: Path | None) -> None:
    """Print a scenario with positions for places, and figures with their sources.

    What is printed needs no other file, but the user's own borders.

    \b
    Examples:
      rangeviz scenario show kharkiv.toml
      rangeviz scenario show draft.toml -o kharkiv.toml
    """
    from rangeviz.datasets.scenario.reader import read_scenario

    check_file(output, {"file": file})
    _put(read_scenario(file), output)


@command.command("extract", short_help="Take the scenario out of a map.")
@SCENARIO_FILE
@options.output("Write to a file instead of stdout.")
@options.talk
def extract(file: Path, output: Path | None) -> None:
    """Take the scenario out of a page, a picture or a GIS file that carries it.

    Reads .html, .png, .svg, .pdf, .pptx, .geojson, .gpkg, .kml and .kmz.

    \b
    Examples:
      rangeviz scenario extract kharkiv.html
      rangeviz scenario extract kharkiv.html -o kharkiv.toml
    """
    from rangeviz.datasets.scenario.carriers import extract_scenario

    check_file(output, {"file": file})
    put(extract_scenario(file), output)


@command.command("schema", short_help="Print the JSON Schema of scenario files.")
@options.output("Write to a file instead of stdout.")
@options.talk
def schema(output: Path | None) -> None:
    """Print the JSON Schema by which an editor helps to write a scenario.

    \b
    Examples:
      rangeviz scenario schema -o scenario.schema.json
    """
    from rangeviz.datasets.scenario.reader import scenario_schema

    put(scenario_schema(), output)


def _put(scenario: Scenario, output: Path | None) -> None:
    from rangeviz.datasets.scenario.writer import scenario_to_toml

    folder = Path() if output is None else output.parent
    put(scenario_to_toml(scenario, folder=folder), output)
