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
    """Kharkiv under a hostile name, two sites either side of 180 degrees, all kinds."""
    source = rv.Source(
        title=HOSTILE, publisher="Агенція", url="https://example.org/?a&b"
    )
    systems = (
        rv.System("short", HOSTILE, 80_500.0, source, min_range_m=15_000.0),
        rv.System("long", "Довга 長い", 305_800.0, source),
    )
    zones = (
        rv.Zone(HOSTILE, shapely.box(35, 51, 37, 52.5), note="note"),
        rv.Zone("Тільки тут", shapely.box(30, 45, 40, 54), rule="only"),
    )
    scenario = rv.Scenario(
        sites=(
            rv.LaunchSite.at(36.2304, 49.9935, name=HOSTILE),
            rv.LaunchSite.at(179.5, -18.0, name="Fiji"),
            rv.LaunchSite.at(-179.6, -17.2, name="東のフィジー"),
        ),
        systems=systems,
        zones=zones,
    )
    return build_report(scenario, overlap=True)


@pytest.fixture(scope="session")
def grounded():
    """A line and an area as baselines."""
    source = rv.Source(title="A source")
    sites = (
        rv.LaunchSite(HOSTILE, shapely.box(33, 50, 34, 51)),
        rv.LaunchSite("Лінія", shapely.LineString([(33, 50), (35, 49.5)])),
    )
    system = rv.System("s", "=S", 80_500.0, source)
    return build_report(rv.Scenario(sites, (system,)), overlap=True)
