"""Pages by rangeviz: every cell counts, in every language, from every baseline."""

import json
import re

import geopandas as gpd
import pytest
import shapely

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.datasets.borders.zones import find_zone
from rangeviz.errors import InputError
from rangeviz.render.maps import write_comparison_map
from rangeviz.render.page.page_file import write_page
from rangeviz.verification import page_figures

SOURCE = rv.Source("A source")
SHORT = rv.System("short", "Short", 80_500.0, SOURCE, min_range_m=15_000.0)
LONG = rv.System("long", "Long", 305_800.0, SOURCE)
SITE = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
SQUARE = rv.Zone("Квадрат", shapely.box(36, 51, 38, 52), rule="only")


def scenario(*, sites=(SITE,), systems=(SHORT, LONG), **more):
    zones = (find_zone("Kursk"), SQUARE)
    return rv.Scenario(sites=sites, systems=systems, zones=zones, **more)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "map.html"
    write_page(build_report(scenario()), path)
    return path.read_text(encoding="utf-8")


def verified(text, folder, **more):
    (folder / "edited.html").write_text(text, encoding="utf-8")
    return rv.verify(folder / "edited.html", **more)


def faults(found):
    return [finding for finding in found.findings if finding.fault]


def table(text, name):
    found = re.search(rf'<tbody id="{name}">.*?</tbody>', text, re.DOTALL)
    return found.group(0)


TABLES = ("ranges", "zones", "countries", "regions", "places")


@pytest.mark.parametrize("name", TABLES)
def test_every_figure_that_is_changed_is_found(page, tmp_path, name):
    """One cell at a time."""
    body = table(page, f"rv-{name}-0")
    cells = list(re.finditer(r'data-value="([\d.]+)"', body))
    assert len(cells) >= (4 if name in ("ranges", "zones") else 5)
    for cell in {*cells[:4], *cells[-2:]}:
        wrong = float(cell[1]) * 1.00001 + 0.2
        spoiled = body[: cell.start(1)] + repr(wrong) + body[cell.end(1) :]
        found = verified(page.replace(body, spoiled), tmp_path)
        assert [finding.check for finding in faults(found)] == ["figure"], cell[0]


@pytest.mark.parametrize("name", TABLES)
def test_a_row_that_is_taken_out_is_missed(page, tmp_path, name):
    body = table(page, f"rv-{name}-0")
    row = re.search(r"<tr>.*?</tr>", body, re.DOTALL).group(0)
    found = verified(page.replace(body, body.replace(row, "", 1)), tmp_path)
    assert "figure" in {finding.check for finding in faults(found)}


def test_a_renamed_region_is_found(page, tmp_path):
    body = table(page, "rv-regions-0")
    renamed = body.replace("Belgorod Oblast", "Tver Oblast")
    told = [f.message for f in faults(verified(page.replace(body, renamed), tmp_path))]
    assert any("leave out Belgorod Oblast" in text for text in told)
    assert any("computed again it is nothing" in text for text in told)


@pytest.mark.parametrize("language", ["uk", "de", "ru", "pl", "fr", "es"])
def test_every_language_is_checked_region_by_region(tmp_path, language):
    path = tmp_path / "map.html"
    write_page(build_report(scenario()), path, lang=language)
    text = path.read_text(encoding="utf-8")
    found = rv.verify(path)
    assert found.ok, faults(found)
    assert found.figures > 90
    body = table(text, "rv-regions-0")
    cell = list(re.finditer(r'data-value="([\d.]+)"', body))[-1]
    spoiled = body[: cell.start(1)] + "0.77777" + body[cell.end(1) :]
    assert not verified(text.replace(body, spoiled), tmp_path).ok


@pytest.mark.parametrize(
    "site",
    [
        rv.LaunchSite("Box", shapely.box(33, 50, 34, 51)),
        rv.LaunchSite("Line", shapely.LineString([(33, 50), (35, 49.5)])),
    ],
    ids=lambda site: site.kind,
)
def test_lines_and_areas_are_measured_from_their_true_outline(tmp_path, site):
    path = tmp_path / "map.html"
    systems = (rv.System("mid", "Mid", 80_500.0, SOURCE),)
    write_page(build_report(scenario(sites=(site,), systems=systems)), path)
    found = rv.verify(path)
    assert found.ok, faults(found)
    assert [ring.limit for ring in found.rings] == ["max"]
    assert found.figures > 20
    text = path.read_text(encoding="utf-8")
    # the scenario says one range, the page draws another
    (ring,) = verified(text.replace('"max_m":80500.0', '"max_m":90500.0'),
                       tmp_path).rings  # fmt: skip
    assert ring.range_km == 80.5
    both = text.replace('"max_m":80500.0', '"max_m":80800.0')
    both = both.replace("max_range_km = 80.5", "max_range_km = 80.8")
    found = verified(both, tmp_path)
    assert {"deviation", "figure"} == {finding.check for finding in faults(found)}
    assert found.rings[0].deviation.mean_m == pytest.approx(-300, abs=20)


def test_a_sector_and_the_antimeridian(tmp_path):
    path = tmp_path / "map.html"
    fiji = rv.LaunchSite.at(179.5, -18.0, name="Fiji")
    told = scenario(sites=(fiji, SITE), sector=rv.Sector(300, 60))
    write_page(build_report(told), path)
    found = rv.verify(path)
    assert found.ok, faults(found)
    text = path.read_text(encoding="utf-8")
    turned = verified(text.replace('"sector":[300', '"sector":[310'), tmp_path)
    assert "sector" in faults(turned)[0].message


@pytest.fixture(scope="module")
def own_borders(tmp_path_factory):
    path = tmp_path_factory.mktemp("borders") / "own.geojson"
    boxes = [shapely.box(35 + n, 49, 36 + n, 51) for n in range(3)]
    names = ["Захід", "<b>Middle</b>", "East\u202e"]
    frame = gpd.GeoDataFrame(
        {"name": names, "country": ["A", "A", "B"]}, geometry=boxes, crs=4326
    )
    frame.to_file(path)
    return path


def test_borders_of_ones_own_are_checked_when_they_are_given(tmp_path, own_borders):
    path = tmp_path / "map.html"
    borders = rv.read_borders(own_borders)
    report = build_report(scenario(borders=str(own_borders)), borders=borders)
    write_page(report, path)
    alone, beside = rv.verify(path), rv.verify(path, borders=borders)
    assert alone.ok, faults(alone)
    assert beside.ok, faults(beside)
    assert alone.figures < beside.figures
    told = [finding.message for finding in alone.findings]
    assert any("give it with --borders FILE" in text for text in told)
    moved = borders.set_geometry(borders.geometry.translate(0.1, 0))
    assert not rv.verify(path, borders=moved).ok


def test_a_page_without_its_scenario_is_checked_but_for_zones(page, tmp_path):
    bare = re.sub(r'(id="rv-scenario">).*?</script>', r"\1</script>", page,
                  flags=re.DOTALL)  # fmt: skip
    plain = re.sub(r'"zones":\[.*?\],"countries"', '"zones":[],"countries"', bare)
    found = verified(plain, tmp_path)
    assert any("carries no scenario" in f.message for f in found.findings)


def test_a_damaged_scenario_is_an_error_of_one_line(page, tmp_path):
    with pytest.raises(InputError, match="the page's scenario") as caught:
        verified(page.replace("schema = 1", "schema = 7"), tmp_path)
    assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def comparison(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "compare.html"
    wide = rv.System("wide", "Wide", 120_000.0, SOURCE)
    report = build_report(scenario(systems=(SHORT, wide)))
    write_comparison_map(report, rv.compare(report), path, lang="uk")
    return path.read_text(encoding="utf-8")


def test_a_comparison_is_checked_gain_by_gain(comparison, tmp_path):
    found = verified(comparison, tmp_path)
    assert found.ok, faults(found)
    for number in range(3):
        body = table(comparison, f"rv-gains-0-{number}")
        cells = list(re.finditer(r'data-value="([\d.]+)"', body))
        for cell in cells[:2] + cells[-1:]:
            wrong = float(cell[1]) * 1.00001 + 0.01
            spoiled = body[: cell.start(1)] + repr(wrong) + body[cell.end(1) :]
            told = faults(verified(comparison.replace(body, spoiled), tmp_path))
            assert [finding.check for finding in told] == ["figure"]
        row = re.search(r"<tr>.*?</tr>", body, re.DOTALL).group(0)
        shorter = comparison.replace(body, body.replace(row, "", 1))
        assert not verified(shorter, tmp_path).ok


PATHS = (
    ("sites",), ("sites", 0), ("sites", 0, "lon"), ("sites", 0, "lat"),
    ("sites", 0, "fixed"), ("systems",), ("systems", 0), ("systems", 0, "max_m"),
    ("systems", 0, "source"), ("systems", 0, "source", "text"), ("sector",),
    ("zones",), ("zones", 0), ("zones", 0, "rule"), ("worldview",), ("lang",),
)  # fmt: skip


@pytest.mark.parametrize("scenario_too", [True, False])
@pytest.mark.parametrize("path", PATHS, ids=lambda path: ".".join(map(str, path)))
def test_a_hostile_data_block_is_a_fault_or_an_error_of_one_line(
    page, tmp_path, path, scenario_too, monkeypatch
):
    # What is computed from a block that holds is not what is tried here.
    monkeypatch.setattr(page_figures, "build_report", lambda *_, **__: 1 / 0)
    block = re.search(r'id="rv-data">(.*?)</script>', page, re.DOTALL)
    for value in (None, [], {}, "\x1b[31m\n", -1, 1e308, float("nan"), [[1]], True):
        data = json.loads(block[1])
        inner = data
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value
        text = page.replace(block[1], json.dumps(data))
        if not scenario_too:
            text = re.sub(r'(id="rv-scenario">).*?</script>', r"\1</script>", text,
                          flags=re.DOTALL)  # fmt: skip
        try:
            found = verified(text, tmp_path)
            told = [finding.message for finding in faults(found)]
            assert told
        except InputError as error:
            told = [str(error)]
        except ZeroDivisionError:
            told = []
        assert all("\n" not in line and "\x1b" not in line for line in told)
