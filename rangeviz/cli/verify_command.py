"""``rangeviz verify``: measure what a file draws against what it claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rangeviz.cli import once, options
from rangeviz.cli.inputs import sites_of
from rangeviz.cli.option_values import INPUT_FILE, LENGTH
from rangeviz.cli.outputs import EXIT_NO, put

if TYPE_CHECKING:
    from rangeviz.verification.findings import RingCheck, Verification

pass_tolerance = click.option(
    "--tolerance",
    "tolerance_m",
    metavar="LENGTH",
    type=LENGTH,
    help="Largest deviation to let pass.  [default: what the file declares, or 10m]",
)
made_with_borders = click.option(
    "--borders",
    "borders_file",
    metavar="FILE",
    type=INPUT_FILE,
    help="Your own regions that a page or picture was made with.",
)


@once.command("verify", short_help="Re-measure a page, picture or GIS file, by anyone.")
@click.argument("file", type=INPUT_FILE)
@options.from_where
@options.from_area
@options.from_border
@options.max_range
@options.min_range
@options.sector
@pass_tolerance
@made_with_borders
@options.worldview
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print what was found.",
)
@options.talk
def command(file: Path, form: str, **given: Any) -> None:
    """Measure the true distance of every ring from its baseline.

    Reads pages (.html, by rangeviz or folium), GeoJSON, GeoPackage, KML,
    FlatGeobuf and GeoParquet. Files of rangeviz say where their ranges start
    and how far they claim to go; for others say it with --from and --range.
    Looks at validity, winding, the antimeridian, areas, sources, and what a page
    loads from elsewhere. A page, picture or slide (.pptx) of rangeviz is
    made again and compared. Ends with 0 if nothing is wrong, with 1 if something
    is, with 2 if the file can't be read.

    \b
    Examples:
      rangeviz verify kharkiv.html
      rangeviz verify kharkiv.svg
      rangeviz verify reach.gpkg --format json
      rangeviz verify other.geojson --from 49.9935,36.2304 --range 305.8km
      rangeviz verify buffer.gpkg --from-area "Sumy Oblast" --range 80.5km
    """
    from rangeviz.datasets.borders.own_borders import read_borders
    from rangeviz.model.reach import Sector
    from rangeviz.verification.verify import verify

    borders_file, sector = given["borders_file"], given["sector"]
    found = verify(
        file,
        sites=sites_of(given, given["worldview"]),
        max_range_m=given["max_range_m"],
        min_range_m=given["min_range_m"],
        sector=None if sector is None else Sector(*sector),
        tolerance_m=given["tolerance_m"],
        borders=None if borders_file is None else read_borders(borders_file),
    )
    if form == "json":
        put(json.dumps(found.to_dict(), ensure_ascii=False, indent=1) + "\n", None)
    else:
        _print(found)
    if not found.ok:
        click.get_current_context().exit(EXIT_NO)


def _print(found: Verification) -> None:
    from rangeviz.cli.terminal import print_notes, print_table

    if found.rings:
        heads = ("", "boundary", "km", "edges", "least, m", "mean, m", "most, m",
                 "allowed, m", "")  # fmt: skip
        rows = [("ring", _cells(ring)) for ring in found.rings]
        print_table(heads, rows, title=f"{found.form}: true distance less range")
    print_notes(
        f"{'' if finding.fault else 'note: '}{finding.check}: "
        f"{finding.label + ': ' if finding.label else ''}{finding.message}"
        for finding in found.findings
    )
    faults = sum(finding.fault for finding in found.findings)
    verdict = f"{faults} fault{'s' * (faults != 1)}" if faults else "nothing wrong"
    if not faults and not found.is_complete:
        verdict += " in what could be checked"
    click.echo(f"{found.path}: {_counted(len(found.rings))} measured, "
               f"{found.figures} figures computed again: {verdict}")  # fmt: skip


def _counted(boundaries: int) -> str:
    return "1 boundary" if boundaries == 1 else f"{boundaries:,} boundaries"


def _cells(ring: RingCheck) -> tuple[str, ...]:
    off = ring.deviation
    return (
        ring.label,
        ring.limit,
        f"{ring.range_km:g}",
        f"{ring.edges:,}",
        f"{off.min_m:+,.1f}",
        f"{off.mean_m:+,.1f}",
        f"{off.max_m:+,.1f}",
        f"{ring.tolerance_m:,.4g}",
        "ok" if ring.ok else "FAULT",
    )
