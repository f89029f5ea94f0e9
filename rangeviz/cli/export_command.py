"""``rangeviz export``: files for a GIS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rangeviz.cli import once, options
from rangeviz.cli.inputs import scenario_from_options
from rangeviz.cli.outputs import check_file, note, note_written, put
from rangeviz.cli.running import report_of


@once.command("export", short_help="Write files for a GIS: .geojson .gpkg .kmz ...")
@options.scenario
@options.overlap
@options.output(
    "The file: .geojson .gpkg .kml .kmz .fgb .parquet .csv; without it, GeoJSON to "
    "stdout."
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
    from rangeviz.output_forms import EXPORTS, check_package, named_form
    from rangeviz.writing import to_text, write

    form = named_form(None, output or Path("-.geojson"), EXPORTS, "export")
    check_package(form)
    check_file(output, given)
    scenario = scenario_from_options(given)
    if scenario.stages and form != "kmz":
        note(
            "a GIS file has no stages: it holds what the scenario says beside them; "
            "'report --format json' tells each stage"
        )
    report = report_of(scenario, overlap=overlap)
    if form == "geojson":  # whatever the suffix says: .json is a report's own contract
        put(to_text(report, form), output)
        return
    assert output is not None
    write(scenario if scenario.stages and form == "kmz" else report, output)
    note_written(output)
