"""Every file that carries a scenario gives it back, whatever names stand in it."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

import rangeviz as rv
from rangeviz.datasets.scenario.carriers import extract_scenario
from rangeviz.datasets.scenario.reader import parse_scenario
from rangeviz.errors import FileFormatError
from rangeviz.writing import write

HOSTILE = (
    "Харків $x^2$ {{7*7}} ]]> --> </script></metadata> (a)\\) \\n &lt; ' \" "
    "\u202e\u2066 \ufffe \x07 \U0001f30d <![CDATA[ /RangevizScenario (x) 漢"
)
PAGES = (".html", ".png", ".svg", ".pdf", ".pptx")
FILES = (".geojson", ".gpkg", ".kml", ".kmz")


def zipped(name, content):
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


@pytest.fixture(scope="module")
def report():
    square = rv.find_zone("Kursk").geometry.envelope
    zones = (rv.find_zone("Kursk"), rv.Zone(HOSTILE, square, "only", note=HOSTILE))
    system = rv.System.ad_hoc(max_range_m=50e3, name=HOSTILE)
    source = rv.Source(title=HOSTILE, publisher="Їжак", date="2024-11-17")
    scenario = rv.Scenario(
        sites=(rv.LaunchSite.at(36.2, 49.9, name=HOSTILE),),
        systems=(system,),
        zones=zones,
        title=HOSTILE,
        stages=(rv.Stage("2024-11-17", HOSTILE, note=HOSTILE, source=source),),
    )
    return rv.report(scenario)


@pytest.mark.parametrize("suffix", [*PAGES, *FILES])
def test_what_is_carried_is_the_scenario(report, tmp_path, suffix):
    path = tmp_path / f"map{suffix}"
    write(report, path)
    told = extract_scenario(path)
    assert told == rv.scenario_to_toml(report.scenario)
    again = parse_scenario(told, name="again")
    assert rv.scenario_to_toml(again) == told
    assert "漢" in again.sites[0].name
    assert again.systems[0].max_range_m == 50e3


def test_damaged_and_foreign_files_are_told_in_a_line(report, tmp_path):
    path = tmp_path / "map.png"
    write(report, path)
    whole = path.read_bytes()
    at = whole.index(b"iTXtrangeviz-scenario")
    for content, words in (
        (b"GIF89a", "is not a PNG"),
        (whole[: at + 40], "damaged PNG"),
        (whole[: at + 25], "damaged PNG"),  # in the head of the chunk
        (whole.replace(b"iTXtrangeviz", b"iTXtRangeviz"), "damaged PNG"),  # CRC
        (whole[: at - 4] + whole[whole.index(b"IDAT") - 4 :], "carries no"),
        (whole[:8] + b"\0", "damaged PNG"),
    ):
        path.write_bytes(content)
        with pytest.raises(FileFormatError, match=words):
            extract_scenario(path)
    path = tmp_path / "map.pdf"
    for content, words in (
        (b"%PS", "is not a PDF"),
        (b"%PDF-1", "carries no"),
    ):
        path.write_bytes(content)
        with pytest.raises(FileFormatError, match=words):
            extract_scenario(path)
    for suffix, content, words in (
        (".kmz", b"PK\3\4", "damaged zip"),
        (".kmz", zipped("other.txt", b""), "holds no .kml"),
        (".kmz", zipped("doc.kml", b"<kml/>"), "carries no"),
        (".pptx", zipped("ppt/media/image1.png", b"x"), "is not a PNG"),
        (".pptx", zipped("a.png", whole)[:-400], "damaged zip"),
    ):
        path = tmp_path / f"map{suffix}"
        path.write_bytes(content)
        with pytest.raises(FileFormatError, match=words):
            extract_scenario(path)
    path = tmp_path / "map.gpkg"
    path.write_bytes(b"SQLite format 3\0")
    with pytest.raises(FileFormatError, match="can't be read as a vector file"):
        extract_scenario(path)


def test_a_member_that_unpacks_without_end_is_refused(tmp_path):
    path = tmp_path / "map.kmz"
    path.write_bytes(zipped("doc.kml", bytes(129 << 20)))
    with pytest.raises(FileFormatError, match="more than 128 MB"):
        extract_scenario(path)


def test_a_text_that_unpacks_without_end_is_refused(tmp_path):
    import struct
    import zlib

    packed = zlib.compress(b"#" * (65 << 20))
    data = b"rangeviz-scenario\0\1\0\0\0" + packed
    chunk = struct.pack(">I4s", len(data), b"iTXt") + data + b"\0\0\0\0"
    path = tmp_path / "bomb.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk)
    with pytest.raises(FileFormatError, match="damaged PNG"):
        extract_scenario(path)
