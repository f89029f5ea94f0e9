"""Pages by rangeviz: every cell counts, in every language, from every baseline."""

import json
import re
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.cli.app import main
from rangeviz.datasets.borders.zones import find_zone
from rangeviz.errors import InputError
from rangeviz.verification import carried_scenario
from rangeviz.writing import write

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
    write(build_report(scenario()), path)
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


@pytest.mark.usefixtures("again")
@pytest.mark.parametrize("name", TABLES)
def test_every_figure_that_is_changed_is_found(page, tmp_path, name):
    """One cell at a time."""
    body = table(page, f"rv-{name}-0")
    cells = list(re.finditer(r'data-value="([\d.]+)"', body))
    assert len(cells) >= 4
    for cell in {*cells[:4], *cells[-2:]}:
        wrong = float(cell[1]) * 1.00001 + 0.2
        spoiled = body[: cell.start(1)] + repr(wrong) + body[cell.end(1) :]
        found = verified(page.replace(body, spoiled), tmp_path)
        assert [finding.check for finding in faults(found)] == ["figure"], cell[0]


@pytest.mark.usefixtures("again")
@pytest.mark.parametrize("name", TABLES)
def test_a_row_that_is_taken_out_is_missed(page, tmp_path, name):
    body = table(page, f"rv-{name}-0")
    row = re.search(r"<tr\b.*?</tr>", body, re.DOTALL).group(0)
    found = verified(page.replace(body, body.replace(row, "", 1)), tmp_path)
    assert "figure" in {finding.check for finding in faults(found)}


@pytest.mark.parametrize("language", ["uk", "de", "ru", "pl", "fr", "es"])
def test_every_language_is_checked_region_by_region(tmp_path, language):
    path = tmp_path / "map.html"
    write(build_report(scenario()), path, lang=language)
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
    write(build_report(scenario(sites=(site,), systems=systems)), path)
    found = rv.verify(path)
    assert found.ok, faults(found)
    assert [ring.limit for ring in found.rings] == ["max"]
    assert found.figures > 20
    text = path.read_text(encoding="utf-8")
    told = faults(
        verified(text.replace('"max_m":80500.0', '"max_m":90500.0'), tmp_path)
    )
    assert [finding.label for finding in told] == ["systems[0].max_m"]
    drawn = re.search(r'"reaches":[\["]*([^"]{40})', text)[1]
    other = "l" if drawn[20] == "k" else "k"
    moved = text.replace(drawn, drawn[:20] + other + drawn[21:])
    told = faults(verified(moved, tmp_path))
    assert [finding.label.partition(".")[2][:7] for finding in told] == ["reaches"]


def test_a_sector_and_the_antimeridian(tmp_path):
    path = tmp_path / "map.html"
    fiji = rv.LaunchSite.at(179.5, -18.0, name="Fiji")
    told = scenario(sites=(fiji, SITE), sector=rv.Sector(300, 60))
    write(build_report(told), path)
    found = rv.verify(path)
    assert found.ok, faults(found)
    text = path.read_text(encoding="utf-8")
    turned = verified(text.replace('"sector":[300', '"sector":[310'), tmp_path)
    assert faults(turned)[0].label == "sector[0]"


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
    write(report, path)
    alone, beside = rv.verify(path), rv.verify(path, borders=borders)
    assert alone.ok, faults(alone)
    assert beside.ok, faults(beside)
    assert alone.figures < beside.figures
    told = [finding.message for finding in alone.findings]
    assert any("give it with --borders FILE" in text for text in told)
    assert any("own.geojson" in text for text in told)
    moved = borders.set_geometry(borders.geometry.translate(0.1, 0))
    assert not rv.verify(path, borders=moved).ok


def test_a_page_without_its_scenario_cannot_be_checked(page, tmp_path):
    bare = re.sub(r'(id="rv-scenario">).*?</script>', r"\1</script>", page,
                  flags=re.DOTALL)  # fmt: skip
    for text in (bare, bare.replace("rv-scenario", "rv-other")):
        with pytest.raises(InputError, match="carries no scenario"):
            verified(text, tmp_path)


def test_a_damaged_scenario_is_an_error_of_one_line(page, tmp_path):
    with pytest.raises(InputError, match="the page's scenario") as caught:
        verified(page.replace("schema = 1", "schema = 7"), tmp_path)
    assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def comparison(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "compare.html"
    wide = rv.System("wide", "Wide", 120_000.0, SOURCE)
    report = build_report(scenario(systems=(SHORT, wide)))
    write(rv.compare(report), path, lang="uk")
    return path.read_text(encoding="utf-8")


@pytest.mark.usefixtures("again")
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
        row = re.search(r"<tr\b.*?</tr>", body, re.DOTALL).group(0)
        shorter = comparison.replace(body, body.replace(row, "", 1))
        assert not verified(shorter, tmp_path).ok


PATHS = (
    ("sites",), ("sites", 0), ("sites", 0, "lon"), ("sites", 0, "lat"),
    ("sites", 0, "fixed"), ("systems",), ("systems", 0), ("systems", 0, "max_m"),
    ("systems", 0, "source"), ("systems", 0, "source", "text"), ("sector",),
    ("zones",), ("zones", 0), ("zones", 0, "rule"), ("worldview",), ("lang",),
)  # fmt: skip


VALUES = (None, [], {}, "\x1b[31m\n", -1, 1e308, float("nan"), [[1]], True)
# A third of the values in each place, and each value in a third of the places; the
# others are repetitions.
HOSTILE = [
    pytest.param(
        path,
        VALUES[share::3],
        marks=[pytest.mark.repetition] * (share != number % 3),
        id=f"{'.'.join(map(str, path))}-{share}",
    )
    for number, path in enumerate(PATHS)
    for share in range(3)
]


@pytest.mark.parametrize(("path", "values"), HOSTILE)
@pytest.mark.usefixtures("again")
def test_a_hostile_data_block_is_a_fault_in_one_line(page, tmp_path, path, values):
    """Whatever stands in it, it is not what this version writes."""
    block = re.search(r'id="rv-data">(.*?)</script>', page, re.DOTALL)
    for value in values:
        data = json.loads(block[1])
        inner = data
        for key in path[:-1]:
            inner = inner[key]
        if inner[path[-1]] == value:
            continue
        inner[path[-1]] = value
        hostile = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        told = faults(verified(page.replace(block[1], hostile), tmp_path))
        assert told
        names = [str(key) for key in path if isinstance(key, str)]
        assert any(names[0] in finding.label + finding.message for finding in told), (
            told
        )
        for finding in told:
            assert finding.message.isprintable()
            assert finding.label.isprintable()


def test_a_fault_of_our_own_code_is_not_called_damage(page, tmp_path, monkeypatch):
    def broken(*_, **__):
        raise KeyError("a fault of ours")

    monkeypatch.setattr(carried_scenario, "build_report", broken)
    with pytest.raises(KeyError, match="a fault of ours"):
        verified(page, tmp_path)


STAGED = str(Path(__file__).with_name("stages.toml"))
FROM = ("--from", "Kharkiv")
PAGES = {
    "from three places": ("map", *FROM, "--from", "Sumy", "--from", "Dnipro"),
    "from an area": ("map", "--from-area", "Sumy Oblast", "--range", "80.5km"),
    "from a border": ("map", "--from-border", "Ukraine/Belarus", "--range", "50km"),
    "a sector": ("map", *FROM, "--range", "300km", "--sector", "300", "60"),
    "only within a zone": ("map", *FROM, "--zone", "Kursk", "--zone-rule", "only"),
    "a range of one's own": (
        *("map", "--from", "49.99,36.23", "--range", "120km", "--min-range", "20km"),
        *("--label", "Приклад <b>&amp;", "--title", "Ein <Titel> & mehr"),
    ),
    "over 180 degrees": ("map", "--from", "-18,179.5", "--range", "900km"),
    "at the pole": ("map", "--from", "89,10", "--range", "500km"),
    "another worldview": (
        *("map", "--from", "Simferopol", "--worldview", "natural-earth"),
        *("--tolerance", "500m", "--min-population", "0"),
    ),
    "a comparison": (
        *("compare", *FROM, "--base", "himars", "--with", "atacms", "--lang", "uk"),
    ),
    "a comparison from an area": (
        *("compare", "--from-area", "Sumy Oblast", "--base", "80km", "--with", "150km"),
    ),
    "stages": ("map", "--scenario", STAGED, "--lang", "pl"),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_every_kind_pass_as_they_are_made(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, [*PAGES[name], "-o", "page.html"])
    assert made.exit_code == 0, made.output
    found = CliRunner().invoke(main, ["verify", "page.html"])
    assert found.exit_code == 0, found.output
    assert found.output.strip().endswith("nothing wrong")


@pytest.fixture(scope="module")
def incomplete(tmp_path_factory, own_borders):
    """A page of borders and layers of the user's own, and what it was made from."""
    folder = tmp_path_factory.mktemp("incomplete")
    points = [shapely.Point(36 + n / 50, 50 + n / 70) for n in range(40)]
    frame = gpd.GeoDataFrame(
        {"class": ["a", "b"] * 20, "people": range(40)}, geometry=points, crs=4326
    )
    frame.to_file(folder / "points.geojson")
    page = folder / "page.html"
    arguments = [
        *("map", *FROM, "--zone", "Kursk", "--borders", str(own_borders)),
        *("--within", str(folder / "points.geojson"), "--within-by", "class"),
        *("--within-sum", "people", "-o", str(page)),
    ]
    made = CliRunner().invoke(main, arguments)
    assert made.exit_code == 0, made.output
    return page.read_text(encoding="utf-8")


def test_what_depends_on_files_that_are_not_there_is_named(
    incomplete, tmp_path, own_borders
):
    (tmp_path / "page.html").write_text(incomplete, encoding="utf-8")
    found = CliRunner().invoke(main, ["verify", str(tmp_path / "page.html")])
    assert found.exit_code == 0, found.output
    assert "nothing wrong in what could be checked" in found.output
    told = " ".join(found.output.split())
    assert (
        "not in the page: own.geojson (give it with --borders FILE), points.geojson"
        in told
    )
    assert "Share of each reach that lies in a country" in told
    assert "Sums over layers that the author added" in told
    beside = rv.verify(tmp_path / "page.html", borders=rv.read_borders(own_borders))
    assert beside.ok, faults(beside)
    (note,) = beside.findings
    assert "own.geojson" not in note.message
    assert "points.geojson" in note.message


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ('scope="row">a', 'scope="row"><script>1</script>a', "element"),
        ('scope="row">a', 'scope="row"><img src="data:,">a', "element"),
        ('scope="row">Захід', 'scope="row"><b onclick="x()">Захід', "element"),
        ("Geodesic range rings", "Range rings", "text"),
        ("rangeviz.start", "rangeviz.begin", "script"),
        ('"max_m":305800.0', '"max_m":405800.0', "figure"),
        ('data-value="293725.6"', 'data-value="393725.4"', "figure"),
    ],
)
def test_files_that_are_not_there_excuse_nothing_else(
    incomplete, tmp_path, old, new, check
):
    assert old in incomplete
    found = verified(incomplete.replace(old, new), tmp_path)
    assert check in {finding.check for finding in faults(found)}
