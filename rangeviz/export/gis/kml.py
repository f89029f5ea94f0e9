"""A report's shapes as KML 2.2, for Google Earth; packed as KMZ, stages too.

Written with the standard library's ElementTree, which escapes every text. Google
Earth shows a description as HTML and fills in ``$[name]`` in it, so what comes
from names is escaped once more there.
"""

from __future__ import annotations

import html
import itertools
import os
import re
from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.analysis.report import Report
from rangeviz.analysis.stages import Stages
from rangeviz.datasets.scenario.carriers import BLOCK_ID, NOTE
from rangeviz.datasets.scenario.writer import scenario_to_toml
from rangeviz.export.gis.features import (
    ATTRIBUTES,
    TEXTS,
    ExportFeature,
    features_of,
    notes_text,
)
from rangeviz.files import replacing
from rangeviz.geodesy.shapes import true_boundary
from rangeviz.style import DEEPEST_OPACITY, DEPTH_COLOUR, ZONE_LINE, ring_style

KML: Final = "http://www.opengis.net/kml/2.2"
_SCHEMA: Final = "rangeviz"
_NOT_XML: Final = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # XML 1.0, production 2
_SHOWN: Final = ("reach", "restricted", "only", "site")  # at first; the rest on demand


def write_kml(report: Report, path: str | os.PathLike[str]) -> None:
    """Write a report's shapes as KML, whole or not at all.

    Parameters
    ----------
    report : Report
        What was computed.
    path : path-like
        Where to.

    Raises
    ------
    OutputError
        If the file can't be written.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(kml_bytes(report))


def write_kmz(answer: Report | Stages, path: str | os.PathLike[str]) -> None:
    """Write shapes as KMZ: KML, packed; the stages of a scenario along Earth's time.

    Parameters
    ----------
    answer : Report or Stages
        What was computed.
    path : path-like
        Where to.

    Raises
    ------
    OutputError
        If the file can't be written.
    """
    with replacing(path) as temporary, ZipFile(temporary, "w", ZIP_DEFLATED) as packed:
        # With a date of its own no two files would be alike.
        packed.writestr(ZipInfo("doc.kml"), kml_bytes(answer), ZIP_DEFLATED)


def kml_bytes(answer: Report | Stages) -> bytes:
    """Convert a report, or the stages of a scenario, to KML 2.2.

    Parameters
    ----------
    answer : Report or Stages
        What was computed.

    Returns
    -------
    bytes
        UTF-8. A folder per site with its launch point and a folder per system, then
        one per system of what all sites reach together, where that was asked for;
        the attributes of `rangeviz.export.gis.features` as typed extended data;
        sources, caveats and attributions in the document's description, the
        scenario in its extended data. Shapes
        are cut at the antimeridian, as KML asks; where one is, its outline is
        drawn by lines that leave out the cut. Stages have a folder each, from its
        date to the next one's.
    """
    report = answer if isinstance(answer, Report) else answer.combined
    root = Element("kml", xmlns=KML)
    document = SubElement(root, "Document")
    _text(document, "name", "Published ranges")
    _text(document, "description", _as_html(notes_text(report)))
    depths = max((len(found.layers) for found in report.overlaps), default=0)
    _styles(document, len(report.scenario.systems), depths)
    extended = SubElement(document, "ExtendedData")
    carried = SubElement(extended, "Data", name=NOTE, id=BLOCK_ID)
    _text(carried, "value", scenario_to_toml(answer.scenario))
    schema = SubElement(document, "Schema", name=_SCHEMA, id=_SCHEMA)
    for name in ATTRIBUTES:
        kind = "string" if name in TEXTS else "double"
        SubElement(schema, "SimpleField", name=name, type=kind)
    if isinstance(answer, Report):
        _folders(document, report, range(len(report.scenario.systems)))
    else:
        _stage_folders(document, answer)
    ET.indent(root, " ")
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _stage_folders(document: Element, stages: Stages) -> None:
    """Write a folder for each stage, with the time in which it is the last told."""
    systems = stages.scenario.systems
    ends = [each.stage.date for each in stages.stages[1:]]
    for each, end in itertools.zip_longest(stages.stages, ends):
        folder = _folder(document, f"{each.stage.date} {each.stage.label}")
        if each.stage.note:
            _text(folder, "description", _as_html(each.stage.note))
        span = SubElement(folder, "TimeSpan")
        _text(span, "begin", each.stage.date)
        if end is not None:
            _text(span, "end", end)
        own = each.report.scenario.systems
        _folders(folder, each.report, [systems.index(system) for system in own])


def _folders(document: Element, report: Report, rows: Sequence[int]) -> None:
    """Write the folders of a report, its systems in the styles of some rows."""
    folder = site_folder = document
    row, merged = 0, 0
    for feature in features_of(report):
        if feature.kind == "site":
            folder = site_folder = _folder(document, feature.properties["site"])
            row = -1
        elif feature.kind == "reach":
            name = "{system_name} from {site}".format_map(feature.properties)
            folder = _folder(site_folder, name)
            row += 1
        elif feature.kind == "merged":
            name = "{system_name} from {site}".format_map(feature.properties)
            folder = _folder(document, name)
            row, merged = merged, merged + 1
        _placemarks(folder, feature, rows[max(row, 0)])


def _folder(parent: Element, name: str) -> Element:
    folder = SubElement(parent, "Folder")
    _text(folder, "name", name)
    return folder


def _placemarks(folder: Element, feature: ExportFeature, row: int) -> None:
    kind = feature.kind
    shown = kind in _SHOWN
    style = {
        "reach": f"reach-{row}",
        "merged": f"reach-{row}",
        "permitted": f"permitted-{row}",
        "overlap": f"overlap-{feature.properties['depth']}",
    }.get(kind, kind)
    if kind not in ("reach", "merged") or not _is_cut(feature.geometry):
        _placemark(folder, feature, style, shown)
        return
    outline = ExportFeature(
        feature.properties | {"kind": "outline"}, true_boundary(feature.geometry)
    )
    _placemark(folder, feature, f"cut-{row}", shown)
    _placemark(folder, outline, style, shown)


def _is_cut(geometry: BaseGeometry) -> bool:
    west, south, east, north = geometry.bounds
    return west == -180 or east == 180 or abs(south) == 90 or abs(north) == 90


def _placemark(
    folder: Element, feature: ExportFeature, style: str, shown: bool
) -> None:
    placemark = SubElement(folder, "Placemark")
    _text(placemark, "name", _title(feature))
    if not shown:
        _text(placemark, "visibility", "0")
    SubElement(placemark, "Snippet", maxLines="0")
    _text(placemark, "description", _description(feature))
    _text(placemark, "styleUrl", f"#{style}")
    extended = SubElement(placemark, "ExtendedData")
    table = SubElement(extended, "SchemaData", schemaUrl=f"#{_SCHEMA}")
    for name, value in feature.properties.items():
        if value is not None:
            SubElement(table, "SimpleData", name=name).text = _xml(str(value))
    _geometry(placemark, feature.geometry)


def _title(feature: ExportFeature) -> str:
    about = feature.properties
    if feature.kind == "site":
        return str(about["site"])
    what = f"{about['system_name']}, {about['max_range_km']:g} km"
    part = {
        "restricted": f", restricted: {about['zone']}",
        "only": f", only: {about['zone']}",
        "permitted": ", permitted remainder",
        "outline": ", outline",
        "merged": f", {about['site']}",
        "overlap": f", inside {about['depth']}",
    }
    return what + part.get(feature.kind, "")


def _description(feature: ExportFeature) -> str:
    about = feature.properties
    if feature.kind == "site":
        return _as_html("Chosen for illustration.")
    return _as_html(
        f"{_title(feature)}, measured from {about['site']}\n"
        f"Area: {about['area_km2']:,.1f} km²\n"
        f"Drawn within {about['max_deviation_m']:g} m of the true shape\n"
        f"Source: {about['source']}\n"
        f"Worldview: {about['worldview']}"
    )


def _geometry(placemark: Element, geometry: BaseGeometry) -> None:
    parts = shapely.get_parts(geometry).tolist()
    parent = placemark if len(parts) == 1 else SubElement(placemark, "MultiGeometry")
    for part in parts:
        if isinstance(part, shapely.Polygon):
            polygon = SubElement(parent, "Polygon")
            _text(polygon, "tessellate", "1")
            _ring(SubElement(polygon, "outerBoundaryIs"), part.exterior)
            for hole in part.interiors:
                _ring(SubElement(polygon, "innerBoundaryIs"), hole)
        elif isinstance(part, shapely.LineString):
            line = SubElement(parent, "LineString")
            _text(line, "tessellate", "1")
            _text(line, "coordinates", _coordinates(part))
        else:
            point = SubElement(parent, "Point")
            _text(point, "coordinates", _coordinates(part))


def _ring(parent: Element, ring: shapely.LinearRing) -> None:
    _text(SubElement(parent, "LinearRing"), "coordinates", _coordinates(ring))


def _coordinates(path: BaseGeometry) -> str:
    vertices = shapely.get_coordinates(path).tolist()
    return " ".join(f"{_degrees(lon)},{_degrees(lat)}" for lon, lat in vertices)


def _degrees(value: float) -> str:
    return f"{value:.7f}".rstrip("0").rstrip(".")


def _styles(document: Element, count: int, depths: int) -> None:
    for row in range(count):
        line = ring_style(row).line
        _style(document, f"reach-{row}", line, fill=0.12)
        _style(document, f"cut-{row}", line, fill=0.12, outlined=False)
        _style(document, f"permitted-{row}", line, fill=0.25)
    for depth in range(1, depths + 1):
        opacity = DEEPEST_OPACITY * depth / depths
        _style(document, f"overlap-{depth}", DEPTH_COLOUR, fill=opacity)
    for kind in ("restricted", "only"):
        _style(document, kind, ZONE_LINE, fill=0.35)
    _style(document, "site", "#ffffff", fill=0.12)


def _style(
    document: Element, name: str, colour: str, *, fill: float, outlined: bool = True
) -> None:
    style = SubElement(document, "Style", id=name)
    line = SubElement(style, "LineStyle")
    _text(line, "color", _abgr(colour))
    _text(line, "width", "2")
    area = SubElement(style, "PolyStyle")
    _text(area, "color", _abgr(colour, fill))
    _text(area, "outline", str(int(outlined)))
    balloon = SubElement(style, "BalloonStyle")  # the schema wants it behind these
    _text(balloon, "text", "<b>$[name]</b><br>$[description]")


def _abgr(colour: str, opacity: float = 1.0) -> str:
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{round(255 * opacity):02x}{blue}{green}{red}"


def _as_html(text: str) -> str:
    lines = html.escape(text).replace("$[", "$&#91;").split("\n")
    return "<br>".join(lines)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _xml(text)


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
