"""The pictures: what they say, that nothing collides, and that they open elsewhere."""

import io
import itertools
import os
import re
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
from PIL import Image

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.arguments import plain
from rangeviz.datasets.borders.shipped import country_names
from rangeviz.datasets.local_names import names_in
from rangeviz.errors import InputError
from rangeviz.geodesy.ellipsoid import direct
from rangeviz.language.language import LANGUAGES, Language
from rangeviz.render.figure.figure import Picture
from rangeviz.render.figure.view import make_view
from rangeviz.writing import write

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "$x^2$ {{7*7}} </title><script>alert(1)</script>\x07 & \ufffe \u202eХарків"


def report_from(*sites, ranges_km=(80.5, 305.8), zones=(), **more):
    systems = tuple(
        rv.System.ad_hoc(max_range_m=r * 1e3, name=f"Type {i}")
        for i, r in enumerate(ranges_km)
    )
    return build_report(rv.Scenario(sites=sites, systems=systems, zones=zones, **more))


@pytest.fixture(scope="module")
def chukotka():
    return report_from(rv.LaunchSite.at(179.5, 66.5, name="Chukotka"))


@pytest.fixture(scope="module")
def polar():
    site = rv.LaunchSite.at(20, 89.5, name="Near the pole")
    return report_from(site, ranges_km=(300, 1500))


@pytest.fixture(scope="module")
def three():
    sites = [rv.find_site(name) for name in ("Kharkiv", "Sumy", "Odesa, UA")]
    return report_from(*sites, zones=(rv.find_zone("Kursk"),))


@pytest.fixture(scope="module")
def hostile():
    site = rv.LaunchSite.at(36.2, 49.9, name=HOSTILE)
    return report_from(site, ranges_km=(300,))


@pytest.fixture(scope="module")
def svg(kharkiv, tmp_path_factory):
    path = tmp_path_factory.mktemp("svg") / "kharkiv.svg"
    write(kharkiv, path)
    return path


def texts(path):
    return [element.text or "" for element in ET.parse(path).iter(f"{SVG}text")]


def test_svg_says_the_reports_figures_as_text(kharkiv, svg):
    said = " ".join(texts(svg))
    for found in kharkiv.reaches:
        assert Language().range_km(found.reach.system.max_range_m) in said
        assert Language().share(found.zones[0].share_of_unit) in said
    assert f"edge {Language().km(kharkiv.reaches[0].zones[0].nearest_m)} km" in said
    assert "All of Kursk Oblast is within ATACMS range from Kharkiv" in said


def test_svg_has_title_description_and_every_caveat_and_source(kharkiv, svg):
    root = ET.parse(svg).getroot()
    assert root.get("role") == "img"
    assert [root[0].tag, root[1].tag] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == "All of Kursk Oblast is within ATACMS range from Kharkiv"
    said = " ".join(texts(svg))
    for words in [*kharkiv.caveats, *kharkiv.attributions]:
        assert str(words) in said
    for source in kharkiv.sources:
        assert source.publisher in said
    assert "rings are true circles" in said


@pytest.mark.parametrize(("width_mm", "dpi"), [(80, 100), (180, 200), (400, 72)])
def test_nothing_is_cut_at_the_pages_edge(kharkiv, tmp_path, width_mm, dpi):
    picture = Picture(kharkiv, width_mm=width_mm)
    check_labels(picture)
    path = tmp_path / "page.png"
    picture.write(path, dpi=dpi)
    pixels = np.asarray(Image.open(path).convert("L"))
    edge = round(0.04 * dpi)
    for strip in (pixels[:edge], pixels[-edge:], pixels[:, :edge], pixels[:, -edge:]):
        assert (strip == 255).all()


def check_labels(picture):
    width, height = picture.map_size_in
    for label in picture.labels:
        west, south, east, north = label.box
        assert 0 <= west <= east <= width, label
        assert 0 <= south <= north <= height, label
    for one, other in itertools.combinations(picture.labels, 2):
        apart = (
            one.box[2] <= other.box[0]
            or other.box[2] <= one.box[0]
            or one.box[3] <= other.box[1]
            or other.box[3] <= one.box[1]
        )
        assert apart, (one, other)


@pytest.mark.parametrize("name", ["chukotka", "polar", "three", "hostile"])
def test_labels_never_collide(name, request):
    report = request.getfixturevalue(name)
    picture = Picture(report)
    check_labels(picture)
    kinds = [label.kind for label in picture.labels]
    assert kinds.count("site") == len(report.scenario.sites)
    assert kinds.count("ring") == len(report.scenario.systems)


@pytest.mark.parametrize("name", ["kharkiv", "chukotka", "polar"])
def test_rings_are_circles_in_the_plane(name, request):
    report = request.getfixturevalue(name)
    view = make_view(report)
    site = report.scenario.sites[0]
    azimuth_deg = np.arange(0, 360, 7.0)
    for system in report.scenario.systems:
        lon, lat, _ = direct(site.lon, site.lat, azimuth_deg, system.max_range_m)
        plane = view.to_plane(np.column_stack([lon, lat]))
        assert np.hypot(*plane.T) == pytest.approx(system.max_range_m, abs=1e-3)
        assert (np.abs(plane[:, 0]) < view.east_m).all()
        assert (np.abs(plane[:, 1]) < view.north_m).all()


def test_land_lies_where_it_is_on_both_sides_of_the_antimeridian(chukotka, tmp_path):
    picture = Picture(chukotka)
    path = tmp_path / "chukotka.png"
    picture.write(path, dpi=100)
    pixels = np.asarray(Image.open(path).convert("RGB")).astype(int)
    # 180 degrees runs through the frame: no column of sea may stand in the land.
    view = make_view(chukotka)
    width, height = picture.map_size_in
    for lon in (179.9, 180.0, -179.9):
        x, y = view.to_plane(np.array([[lon, 67.5]]))[0]
        column = (0.16 + (x - view.west_m) / view.width_m * width) * 100
        below = picture.figure.get_figheight() - picture.map_top_in
        row = (below + (view.north_m - y) / view.height_m * height) * 100
        red, _, blue = pixels[round(row), round(column)]
        assert red > blue, lon  # land under an orange fill, not the bluish sea


def test_hostile_names_are_drawn_as_they_are(hostile, tmp_path):
    path = tmp_path / "hostile.svg"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # Old pyproj's own, as in setup.cfg.
        warnings.filterwarnings("ignore", "Conversion of an array with ndim")
        write(hostile, path)
    said = " ".join(texts(path))
    assert "$x^2$ {{7*7}} </title><script>alert(1)" in said
    assert not list(ET.parse(path).iter(f"{SVG}script"))
    assert not {"\x07", "\u202e"} & set(said)


def test_a_title_and_a_subtitle_of_ones_own_replace_ours(tmp_path):
    site = rv.LaunchSite.at(36.2, 49.9, name="Here")
    own = report_from(site, ranges_km=(50,), title="Mine $a$", subtitle="Words {0}")
    path = tmp_path / "own.svg"
    write(own, path)
    assert {"Mine $a$", "Words {0}"} <= set(texts(path))


@pytest.mark.repetition  # test_offline.py holds it, with all commands
def test_two_processes_write_the_same_bytes(tmp_path):
    code = (
        "import sys, rangeviz as rv\n"
        "from rangeviz.analysis.report import build_report\n"
        "from rangeviz.render.figure.figure import Picture\n"
        "scenario = rv.Scenario(sites=(rv.find_site('Kharkiv'),), "
        "systems=tuple(rv.load_systems().values())[:2], "
        "zones=(rv.find_zone('Kursk'),))\n"
        "picture = Picture(build_report(scenario))\n"
        "[picture.write(f'{sys.argv[1]}.{s}') for s in ('png', 'svg', 'pdf')]\n"
    )
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", code, str(tmp_path / seed)]
        subprocess.run(command, check=True, env=environment)
    for suffix in ("png", "svg", "pdf"):
        first, second = (tmp_path / f"{seed}.{suffix}" for seed in "12")
        assert first.read_bytes() == second.read_bytes(), suffix


def test_png_has_the_size_that_was_asked_for(kharkiv, tmp_path):
    path = tmp_path / "small.png"
    write(kharkiv, path, width_mm=127, dpi=100, theme="dark")
    with Image.open(path) as picture:
        assert picture.width == 500
        assert picture.getpixel((1, 1))[:3] == (0x14, 0x17, 0x1C)
        assert picture.text["Title"].startswith("All of Kursk Oblast")


def test_pdf_embeds_its_fonts_and_names_no_date(kharkiv, tmp_path):
    path = tmp_path / "kharkiv.pdf"
    write(kharkiv, path)
    data = path.read_bytes()
    fonts = re.findall(rb"/BaseFont /(\S+)", data)
    assert fonts
    assert all(b"DejaVuSans" in name for name in fonts)
    assert b"/FontFile2" in data
    assert b"/Type3" not in data
    assert b"CreationDate" not in data


def test_a_reader_of_pdf_finds_title_description_and_text(kharkiv, tmp_path):
    path = tmp_path / "kharkiv.pdf"
    write(kharkiv, path)
    with pypdfium2.PdfDocument(path) as document:
        about = document.get_metadata_dict()
        text = document[0].get_textpage().get_text_range()
    assert about["Title"] == "All of Kursk Oblast is within ATACMS range from Kharkiv"
    assert about["Subject"].startswith("Map of ranges in azimuthal")
    assert not about["Author"]
    assert {"Poltava", "UKRAINE"} <= set(text.split())


@pytest.mark.parametrize(
    ("look", "message"),
    [
        ({"width_mm": 20}, "width 20 mm: give 80 to 1,200 mm"),
        ({"width_mm": float("nan")}, "width nan mm"),
        ({"dpi": 5}, "5 dots per inch: give 50 to 1,200"),
        ({"width_mm": 1200, "dpi": 1200}, "pixels across"),
        ({"theme": "pink"}, "theme 'pink' is not 'light' or 'dark'"),
    ],
)
def test_a_look_that_is_not_possible_is_refused(kharkiv, tmp_path, look, message):
    with pytest.raises(InputError, match=re.escape(message)):
        write(kharkiv, tmp_path / "x.png", **look)
    assert not list(tmp_path.iterdir())


def test_a_suffix_without_a_format_is_refused(kharkiv, tmp_path):
    with pytest.raises(InputError, match=r"ends in .bmp; a report writes .html, .png"):
        write(kharkiv, tmp_path / "x.bmp")
    with pytest.raises(InputError, match=r"ends in no suffix"):
        write(kharkiv, tmp_path / "x")
    with pytest.raises(InputError, match=r"a page takes no dpi"):
        write(kharkiv, tmp_path / "x.html", dpi=100)


def test_a_notebook_gets_the_bytes_that_a_file_would_hold(kharkiv, tmp_path):
    picture = Picture(kharkiv, width_mm=150)
    for name, content in (
        ("x.png", picture.to_png(dpi=100)),
        ("x.svg", picture.to_svg().encode()),
    ):
        picture.write(tmp_path / name, dpi=100)
        assert (tmp_path / name).read_bytes() == content
    with Image.open(io.BytesIO(picture.to_png(dpi=100))) as shown:
        assert shown.width == int(150 / 25.4 * 100)


def test_the_users_own_regions_are_drawn_over_the_shipped_land(kharkiv, squares):
    plain, own = Picture(kharkiv), Picture(replace(kharkiv, borders=squares))
    assert plain.to_svg() != own.to_svg()
    countries = {label.text for label in own.labels if label.kind == "country"}
    assert {"UKRAINE", "RUSSIA"} <= countries


def test_sites_and_rings_are_named_however_crowded_it_is():
    sites = [
        rv.LaunchSite.at(36 + i / 9, 50, name=f"Site number {i}") for i in range(9)
    ]
    report = report_from(*sites, ranges_km=range(100, 400, 25))
    picture = Picture(report, width_mm=90)
    check_labels(picture)
    kinds = [label.kind for label in picture.labels]
    assert kinds.count("site") == 9
    assert kinds.count("ring") == 12


def test_rings_that_end_on_the_seam_at_180_degrees_are_drawn_whole():
    """What the seam leaves of one of these rings has two vertices and no length."""
    sites = (
        rv.LaunchSite.at(179.9, -16.9, name="Taveuni"),
        rv.LaunchSite.at(-178.0, 67.0, name="Chukotka"),
    )
    picture = Picture(report_from(*sites, ranges_km=(300, 900)))
    check_labels(picture)
    kinds = [label.kind for label in picture.labels]
    assert (kinds.count("site"), kinds.count("ring")) == (2, 2)


@pytest.fixture(scope="module")
def english_title(kharkiv):
    return Picture(kharkiv).title


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag != "en"])
def test_a_picture_speaks_the_scenarios_language(kharkiv, english_title, tag):
    scenario = replace(kharkiv.scenario, language=tag)
    picture = Picture(replace(kharkiv, scenario=scenario))
    check_labels(picture)
    language = Language(tag, names_in(tag, (25, 45, 48, 56)))
    said = " ".join(" ".join(ET.fromstring(picture.to_svg()).itertext()).split())
    for caveat in kharkiv.caveats:
        assert plain(caveat.render(language)) in said
    for words in ("is within", "range from", "restricted zone", "Azimuthal", "RUSSIA"):
        assert words not in said
    assert picture.title != english_title
    assert language.range_km(305_800) in said
    assert country_names(tag)["RUS"].upper() in said


def test_a_language_that_is_not_there_is_refused(kharkiv):
    scenario = replace(kharkiv.scenario, language="xx")
    with pytest.raises(InputError, match="no language 'xx'"):
        Picture(replace(kharkiv, scenario=scenario))
