"""One report for every format: two sites, zones, a sector's null, odd names."""

import pytest
import shapely

import rangeviz as rv
from rangeviz.analysis.report import build_report

HOSTILE = "Kéy <b>Київ</b> & ]]> {{7*7}} $[name] \"'; DROP\x1b[31m\u202e\n"
SUFFIXES = (".geojson", ".gpkg", ".kml", ".fgb", ".parquet", ".csv")


@pytest.fixture(scope="session")
def hostile():
    return HOSTILE


@pytest.fixture(scope="session")
def report():
    """Kharkiv under a hostile name, and a site whose reaches cross 180 degrees."""
    source = rv.Source(
        title=HOSTILE, publisher="Агенція", url="https://example.org/?a&b"
    )
    systems = (
        rv.System("short", HOSTILE, 80_500.0, source, min_range_m=15_000.0),
        rv.System("long", "Довга 長い", 305_800.0, source),
    )
    zone = rv.Zone(HOSTILE, shapely.box(35, 51, 37, 52.5), note="note")
    scenario = rv.Scenario(
        sites=(
            rv.LaunchSite.at(36.2304, 49.9935, name=HOSTILE),
            rv.LaunchSite.at(179.5, -18.0, name="Fiji"),
        ),
        systems=systems,
        zones=(zone,),
    )
    return build_report(scenario)
