"""``rangeviz export``: files for a GIS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rangeviz.cli.inputs import report_of, scenario_from_options
from rangeviz.cli.options import shared_options as options
from rangeviz.cli.outputs import check_file, note_written, put


@click.command("export", short_help="Write files for a GIS: .geojson .gpkg .kml ...")
@options.scenario
@options.overlap
@options.output(
    "The file: .geojson .gpkg .kml .fgb .parquet .csv; without it, GeoJSON to stdout."
)
def command(output: Path | None, overlap: bool, **given: Any) -> None:
    """Write reaches, zones and permitted remainders as features.

    \b
    Examples:
      rangeviz export --from Kharkiv --zone Kursk -o reach.geojson
      rangeviz export --from Kharkiv --zone Kursk -o reach.gpkg   (styled for QGIS)
      rangeviz export --from Kharkiv --from Sumy --overlap -o together.gpkg
      rangeviz export --from Kharkiv | jq '.features[].properties'
    """
    from rangeviz.export.gis.geojson import geojson_text
    from rangeviz.export.gis.write import check_export_path, write_export

    if output is not None:
        check_export_path(output)
    check_file(output, given)
    scenario = scenario_from_options(given)
    if scenario.stages:
        options.note(
            "a GIS file has no stages: it holds what the scenario says beside them; "
            "'report --format json' tells each stage"
        )
    report = report_of(scenario, overlap=overlap)
    if output is None:
        put(geojson_text(report), output)
    else:
        write_export(report, output)
        note_written(output)
