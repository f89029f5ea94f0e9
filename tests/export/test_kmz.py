"""A KMZ holds the KML, told again by GDAL; the stages of a scenario stand in time."""

import zipfile
from xml.etree import ElementTree as ET

import pyogrio
import pytest

import rangeviz as rv
from rangeviz.export.gis.kml import KML, kml_bytes
from rangeviz.writing import write

HIMARS, ATACMS = rv.find_system("himars"), rv.find_system("atacms")


def read(path):
    with zipfile.ZipFile(path) as packed:
        assert packed.namelist() == ["doc.kml"]
        return packed.read("doc.kml")


def test_a_kmz_is_the_kml_packed_and_gdal_reads_it(kharkiv, tmp_path):
    path = tmp_path / "k.kmz"
    write(kharkiv, path)
    assert read(path) == kml_bytes(kharkiv)
    layers = {name for name, _ in pyogrio.list_layers(path)}
    assert any("ATACMS" in name for name in layers)
    name = next(name for name in layers if "ATACMS" in name)
    frame = pyogrio.read_dataframe(path, layer=name)
    assert frame.geometry.is_valid.all()
    assert "Source" in frame["description"].iloc[0]
    write(kharkiv, tmp_path / "again.kmz")
    assert (tmp_path / "again.kmz").read_bytes() == path.read_bytes()


def test_every_style_has_a_balloon(kharkiv):
    root = ET.fromstring(kml_bytes(kharkiv))
    styles = list(root.iter(f"{{{KML}}}Style"))
    assert styles
    for style in styles:
        text = style.find(f"{{{KML}}}BalloonStyle/{{{KML}}}text").text
        assert "$[name]" in text
        assert "$[description]" in text


@pytest.fixture(scope="module")
def kharkiv():
    site = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
    return rv.report(rv.Scenario((site,), (HIMARS, ATACMS), (rv.find_zone("Kursk"),)))


@pytest.fixture(scope="module")
def staged():
    stages = (
        rv.Stage("2024-05-30", "First", systems=(HIMARS,)),
        rv.Stage("2024-11-17", "Second", systems=(HIMARS, ATACMS)),
        rv.Stage("2024-11-25", "Third", systems=(ATACMS,)),
    )
    systems = (HIMARS, ATACMS)
    site = rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv")
    return rv.Scenario((site,), systems, stages=stages)


def test_a_stage_lasts_until_the_next_and_keeps_its_colours(staged, tmp_path):
    path = tmp_path / "stages.kmz"
    write(staged, path)
    root = ET.fromstring(read(path))
    spans = [
        tuple(child.text for child in span) for span in root.iter(f"{{{KML}}}TimeSpan")
    ]
    assert spans == [
        ("2024-05-30", "2024-11-17"),
        ("2024-11-17", "2024-11-25"),
        ("2024-11-25",),
    ]
    folders = root.findall(f"{{{KML}}}Document/{{{KML}}}Folder")
    styles = [
        {each.text for each in folder.iter(f"{{{KML}}}styleUrl")} - {"#site"}
        for folder in folders
    ]
    assert styles == [{"#reach-0"}, {"#reach-0", "#reach-1"}, {"#reach-1"}]
    assert len(pyogrio.list_layers(path)) > 6
