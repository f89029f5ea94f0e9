"""A picture by rangeviz is drawn again from its scenario, and every byte counts."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import rangeviz as rv
from rangeviz.cli.app import main

pytestmark = pytest.mark.usefixtures("again")
STAGED = str(Path(__file__).with_name("stages.toml"))
MAP = ("map", "--from", "Kharkiv", "--range", "80.5km")
COMPARE = ("compare", "--from", "Kharkiv", "--base", "himars", "--with", "atacms")
PICTURES = {
    "map.svg": (*MAP, "--zone", "Kursk"),
    "map.pdf": (*MAP, "--title", "rangeviz 9.9, report 90.0 x any mm dark full"),
    "map.png": (*MAP, "--width", "133.35", "--dpi", "110", "--theme", "dark"),
    "post.png": (*MAP, "--size", "1200x630"),
    "slide.svg": (*MAP, "--size", "16:9", "--notes", "full"),
    "compare.svg": (*COMPARE, "--lang", "uk"),
    "compare.png": (*COMPARE, "--dpi", "72"),
    "stages.svg": ("map", "--scenario", STAGED, "--theme", "dark"),
    "map.pptx": MAP,
    "area.svg": ("map", "--from-area", "Sumy Oblast", "--range", "50km"),
}


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, arguments in PICTURES.items():
            made = CliRunner().invoke(main, [*arguments, "-o", name])
            assert made.exit_code == 0, made.output
    return folder


def verify(path, *more):
    return CliRunner().invoke(main, ["verify", str(path), *more])


def edited(pictures, folder, name, change):
    content = (pictures / name).read_bytes()
    changed = change(content)
    assert changed != content
    (folder / name).write_bytes(changed)
    return folder / name


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_of_every_kind_pass_as_they_are_drawn(pictures, name):
    told = verify(pictures / name)
    assert told.exit_code == 0, told.output
    assert told.output.strip().endswith("nothing wrong")
    assert "drawn again" in told.output


def test_rings_of_an_area_are_measured_too(pictures):
    found = rv.verify(pictures / "area.svg")
    assert [ring.limit for ring in found.rings] == ["max"]


def scaled(content):
    """Scale every number of the path of the ring, the longest curve in colour."""
    paths = re.findall(rb'<path d="[^"]*"[^>]*stroke: #[^>]*>', content)
    ring = max((p for p in paths if b"fill: none" in p), key=len)
    grown = re.sub(rb"\d+\.\d+", lambda m: b"%.6g" % (1.05 * float(m[0])), ring)
    return content.replace(ring, grown)


def replaced(old, new):
    return lambda content: content.replace(old, new, 1)


LABEL = re.compile(rb' *<g id="label-\d+">\n.*\n *</g>\n')
FALSIFIED = {
    "a ring": (scaled, "picture"),
    "a label": (replaced(b">Belgorod</text>", b">Moscow</text>"), "text"),
    "the title": (replaced(b"80.5 km range from", b"905 km range from"), "text"),
    "a caveat": (replaced(b"not what would be hit", b"just what will be hit"), "text"),
    "a range in the scenario": (
        replaced(b"range_km = 80.5", b"range_km = 80.6"),
        "text",
    ),
    "a picture in it": (
        replaced(b"</svg>", b'<image href="https://evil.example/x.png"/></svg>'),
        "request",
    ),
    "a script": (replaced(b"</svg>", b"<script>alert(1)</script></svg>"), "element"),
    "a line too many": (replaced(b"</svg>", b"<text>Moscow</text>\n</svg>"), "text"),
    "a label left out": (
        lambda content: LABEL.sub(b"", content, count=1),
        "text",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSIFIED)
def test_a_falsified_svg_is_told(pictures, tmp_path, name):
    change, check = FALSIFIED[name]
    path = edited(pictures, tmp_path, "map.svg", change)
    told = [finding for finding in rv.verify(path).findings if finding.fault]
    assert check in {finding.check for finding in told}, told
    assert len(told) < 30


def test_a_falsified_label_is_named(pictures, tmp_path):
    path = edited(pictures, tmp_path, "map.svg", FALSIFIED["a label"][0])
    assert verify(path).exit_code == 1
    told = [f for f in rv.verify(path).findings if f.check == "text"]
    assert any(
        "Moscow" in finding.message and "Belgorod" in finding.message
        and finding.label.startswith("label-")
        for finding in told
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("map.png", lambda content: content[:-40] + b"\0" + content[-39:]),
        ("compare.png", lambda content: content + b"\0"),
        ("map.pdf", lambda content: content + b"\n"),
        ("map.pptx", lambda content: content + b"\n"),
    ],
)
def test_other_bytes_of_a_png_or_pdf_are_one_fault(pictures, tmp_path, name, change):
    path = edited(pictures, tmp_path, name, change)
    (fault,) = rv.verify(path).findings
    assert fault.fault
    assert "other bytes than its scenario gives" in fault.message


@pytest.mark.parametrize("name", ["map.png", "map.pdf", "map.svg"])
def test_what_another_version_drew_is_refused_in_a_line(pictures, tmp_path, name):
    import zlib

    def older(content):
        old = b"rangeviz %s, report" % rv.__version__.encode()
        content = content.replace(old, old.replace(b"0", b"7"))
        if name != "map.png":
            return content
        at = content.index(b"tEXtSoftware")
        size = int.from_bytes(content[at - 4 : at])
        crc = zlib.crc32(content[at : at + 4 + size]).to_bytes(4)
        return content[: at + 4 + size] + crc + content[at + 8 + size :]

    told = verify(edited(pictures, tmp_path, name, older))
    assert told.exit_code == 2
    assert "nothing of it was checked" in " ".join(told.output.split())


def test_a_picture_that_says_no_version_is_refused(pictures, tmp_path):
    path = edited(pictures, tmp_path, "map.svg", replaced(b" mm light", b" mm other"))
    told = verify(path)
    assert told.exit_code == 2
    assert "doesn't say how rangeviz drew it" in " ".join(told.output.split())


def test_a_picture_of_borders_that_are_not_at_hand_is_refused(tmp_path, monkeypatch):
    import geopandas as gpd
    import shapely

    monkeypatch.chdir(tmp_path)
    gpd.GeoDataFrame(
        {"name": ["West", "East"], "country": ["A", "B"]},
        geometry=[shapely.box(35, 49, 36, 51), shapely.box(36, 49, 37, 51)],
        crs=4326,
    ).to_file("own.geojson")
    made = CliRunner().invoke(
        main, [*MAP, "--borders", "own.geojson", "-o", "map.png", "--dpi", "72"]
    )
    assert made.exit_code == 0, made.output
    alone = verify(Path("map.png"))
    assert alone.exit_code == 2
    assert "own.geojson (give it with --borders FILE)" in " ".join(alone.output.split())
    assert verify(Path("map.png"), "--borders", "own.geojson").exit_code == 0


def test_what_the_user_says_is_held_against_a_picture(pictures):
    told = verify(pictures / "map.png", "--range", "90km", "--from", "Kyiv")
    assert told.exit_code == 1
    assert "no range of 90 km" in told.output
