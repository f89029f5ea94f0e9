"""Every command, into a folder: `python offline_work.py FOLDER`.

Run by test_offline.py with and without a network. What Python itself asks of one is
written down in asked.txt.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from click.testing import CliRunner

from rangeviz.cli import main

FROM = "--from Kharkiv --zone Kursk --system himars"
COMMANDS = (
    *(f"map {FROM} -o map.{form}" for form in ("html", "png", "svg", "pdf", "pptx")),
    f"map {FROM} --lang uk -o uk.html",
    "map --from-area Crimea --system himars -o area.html",
    *(
        f"report {FROM} --format {form} -o report.{form}"
        for form in ("csv", "json", "md", "matrix")
    ),
    f"report {FROM}",
    *(
        f"export {FROM} -o reach.{form}"
        for form in ("geojson", "gpkg", "kml", "kmz", "fgb", "parquet", "csv")
    ),
    *(
        f"compare --from Kharkiv --base himars --with atacms -o gain.{form}"
        for form in ("html", "png")
    ),
    f"scenario init {FROM} -o kharkiv.toml",
    "scenario check kharkiv.toml",
    "scenario show kharkiv.toml",
    "scenario extract map.html",
    "scenario schema",
    "map --scenario kharkiv.toml -o again.html",
    "report --from Kharkiv --system himars --within reach.geojson --format json",
    "verify map.html",
    "verify reach.geojson",
    "verify reach.gpkg",
    "embed map.html",
    "systems",
    "systems atacms",
    "places Харків",
    "regions Kursk",
    "completion bash",
    "batch sites.csv -o batch --processes 1",
    "dates lines.geojson --range 20km -o dates.csv --processes 1",
)
SITES = "name,lon,lat\nKharkiv,36.2304,49.9935\nFiji,179.5,-18\n"
LINES = (
    '{"type":"Feature","properties":{"date":"2024-01-01"},"geometry":'
    '{"type":"LineString","coordinates":[[36,50],[36.1,50.1]]}}'
)
ASKING = {"socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request"}


def run_commands() -> None:
    """Run them in the working folder; keep what each of them prints."""
    Path("sites.csv").write_text(SITES)
    Path("lines.geojson").write_text(LINES)
    for number, line in enumerate(COMMANDS):
        done = CliRunner().invoke(main, line.split())
        assert done.exit_code == 0, (line, done.output, done.exception)
        Path(f"{number:02}.txt").write_text(done.stdout)


def listen(asked: list[str]) -> None:
    """Note whatever Python asks of a network."""

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if event in ASKING:
            asked.append(f"{event} {arguments}\n")

    sys.addaudithook(note)


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    asked: list[str] = []
    listen(asked)
    run_commands()
    Path("asked.txt").write_text("".join(asked))
