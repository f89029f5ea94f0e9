"""A report's shapes as GeoPackage, FlatGeobuf and GeoParquet.

GDAL (through pyogrio) and pyarrow write them. Nothing in the files depends on
the clock, so two runs give the same bytes.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jinja2

from rangeviz.analysis.report import Report
from rangeviz.arguments import one_line
from rangeviz.errors import OutputError
from rangeviz.export.gis.features import (
    ExportFeature,
    feature_frame,
    features_of,
    notes_of,
    notes_text,
)
from rangeviz.export.text.layer_tables import within_frame
from rangeviz.files import replacing
from rangeviz.model.system import System
from rangeviz.style import DEEPEST_OPACITY, DEPTH_COLOUR, ZONE_LINE, ring_style

if TYPE_CHECKING:
    import pandas as pd

EPOCH: Final = "1970-01-01T00:00:00.000Z"  # of every timestamp: bytes stay the same
_TITLES: Final = {
    "reach": "Published range",
    "restricted": "In a zone where use is restricted",
    "only": "In a zone where alone use is permitted",
    "permitted": "Permitted remainder",
    "merged": "Published range, all sites together",
    "overlap": "Reaches over each other",
    "site": "Launch point, chosen for illustration",
    "site_line": "Launch line, chosen for illustration",
    "site_area": "Launch area, chosen for illustration",
}
_COLOURS: Final = {"site": "#1a1a1a", "zone": ZONE_LINE}
_RING_OPACITY: Final = 0.12
_MM_PER_PX: Final = 25.4 / 96


def write_gpkg(report: Report, path: str | os.PathLike[str]) -> None:
    """Write a report's shapes as a GeoPackage, styled for QGIS.

    Parameters
    ----------
    report : Report
        What was computed.
    path : path-like
        Where to. Written whole or not at all.

    Raises
    ------
    OutputError
        If the file can't be written.

    Notes
    -----
    One layer per kind: ``reach``, ``restricted``, ``only``, ``permitted``,
    ``merged`` and ``overlap`` (where they were asked for) and ``site``
    (``site_line`` and ``site_area`` for baselines that are no points).
    QGIS finds its styles in the table ``layer_styles``. Sources, caveats and
    attributions stand in ``gpkg_metadata`` (OGC GeoPackage metadata extension),
    the caveats also in each layer's description. What reaches hold of own layers
    stands in a table ``within`` without shapes.
    """
    layers: dict[str, list[ExportFeature]] = {name: [] for name in _TITLES}
    for feature in features_of(report):
        layers[_layer_name(feature)].append(feature)
    layers = {name: features for name, features in layers.items() if features}
    with _writing(path) as temporary:
        for name, features in layers.items():
            _write_layer(report, name, features, temporary)
        _write_table(_styles(report, list(layers)), "layer_styles", temporary)
        own = within_frame(report)
        if len(own):
            _write_table(own, "within", temporary)


def write_flatgeobuf(report: Report, path: str | os.PathLike[str]) -> None:
    """Write a report's shapes as one FlatGeobuf layer.

    Sources, caveats and attributions stand in the layer's description, a line
    each.

    Raises
    ------
    OutputError
        If the file can't be written.
    """
    import pyogrio

    with _writing(path) as temporary:
        pyogrio.write_dataframe(
            feature_frame(features_of(report)),
            temporary,
            driver="FlatGeobuf",
            layer="rangeviz",
            geometry_type="Unknown",
            layer_options={
                "TITLE": "Published ranges",
                "DESCRIPTION": notes_text(report),
            },
        )


def write_geoparquet(report: Report, path: str | os.PathLike[str]) -> None:
    """Write a report's shapes as GeoParquet.

    Sources, caveats and attributions stand in the metadata of the schema, where
    geopandas reads them as ``attrs``.

    Raises
    ------
    OutputError
        If the file can't be written.
    """
    frame = feature_frame(features_of(report))
    frame.attrs = notes_of(report)
    with _writing(path) as temporary:
        frame.to_parquet(temporary, index=False)


def _layer_name(feature: ExportFeature) -> str:
    baseline = feature.properties["baseline"]
    if feature.kind != "site" or baseline == "point":
        return feature.kind
    return f"site_{baseline}"


def _write_layer(
    report: Report, name: str, features: list[ExportFeature], path: Path
) -> None:
    import pyogrio

    notes = notes_of(report).items()
    kind = {"site": "Point", "site_line": "MultiLineString"}.get(name, "MultiPolygon")
    pyogrio.write_dataframe(
        feature_frame(features),
        path,
        driver="GPKG",
        layer=name,
        geometry_type=kind,
        promote_to_multi=kind != "Point",
        dataset_options={"VERSION": "1.2"},  # older readers warn of later ones
        dataset_metadata={
            key: value if isinstance(value, str) else json.dumps(value)
            for key, value in notes
        },
        layer_options={
            "IDENTIFIER": _TITLES[name],
            "DESCRIPTION": " ".join(map(str, report.caveats)),
        },
    )


def _styles(report: Report, layers: list[str]) -> pd.DataFrame:
    """Fill the table in which QGIS looks for the styles of a GeoPackage."""
    import pandas as pd

    return pd.DataFrame(
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": layers,
            "f_geometry_column": "geom",
            "styleName": "rangeviz",
            "styleQML": [_qml(name, report) for name in layers],
            "styleSLD": "",
            "useAsDefault": True,
            "description": "Colours and dashes as on rangeviz's maps",
            "owner": "",
            "ui": "",
            "update_time": pd.Timestamp(EPOCH),
        }
    )


def _qml(layer: str, report: Report) -> str:
    depths = max((len(found.layers) for found in report.overlaps), default=0)
    return layer_qml(layer, report.scenario.systems, depths=depths)


def _write_table(table: pd.DataFrame, name: str, path: Path) -> None:
    import pyogrio

    # QGIS calls the table's key "id".
    options = {"FID": "id", "DATETIME_PRECISION": "MILLISECOND"}
    pyogrio.write_dataframe(
        table, path, driver="GPKG", layer=name, layer_options=options
    )


@contextlib.contextmanager
def _writing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Replace a file as `files.replacing` does; GDAL's clock stands still."""
    import pyogrio

    options: dict[str, Any] = {"OGR_CURRENT_DATE": EPOCH}
    before = {key: pyogrio.get_gdal_config_option(key) for key in options}
    pyogrio.set_gdal_config_options(options)
    try:
        with replacing(path) as temporary:
            yield temporary
    except pyogrio.errors.DataSourceError as error:
        reason = one_line(str(error))
        raise OutputError(
            f"can't write {str(path)!r}: {reason}; choose another path with -o"
        ) from error
    finally:
        pyogrio.set_gdal_config_options(before)


def layer_qml(layer: str, systems: Sequence[System], *, depths: int = 0) -> str:
    """Write the style of one layer of the GeoPackage.

    Parameters
    ----------
    layer : str
        ``reach``, ``permitted``, ``restricted``, ``only``, ``merged``, ``overlap``,
        ``site``, ``site_line`` or ``site_area``.
    systems : sequence of System
        In the order of the scenario: it gives each its colour.
    depths : int
        How many reaches lie over each other at most: the shades of ``overlap``.

    Returns
    -------
    str
        A QML document for QGIS 3.22 and later.

    Examples
    --------
    >>> layer_qml("site", [])[:14]
    '<!DOCTYPE qgis'
    """
    about: dict[str, Any] = {}
    if layer in ("reach", "permitted", "merged"):
        classes = [
            _class(row, system, is_lined=layer != "permitted")
            for row, system in enumerate(systems)
        ]
        about = {"attribute": "system", "type": "string", "classes": classes}
    elif layer == "overlap":
        shades = [_shade(depth, depths) for depth in range(1, depths + 1)]
        about = {"attribute": "depth", "type": "double", "classes": shades}
    return _template().render(name=layer, colours=_COLOURS, **about)


def _class(row: int, system: System, *, is_lined: bool) -> dict[str, Any]:
    style = ring_style(row)
    # A legend in a QGIS layout would evaluate what stands in [% ... %].
    name = system.name.replace("[%", "[ %")
    return {
        "value": system.id,
        "label": f"{name}, {system.max_range_km:g} km",
        "colour": style.line,
        "opacity": _RING_OPACITY if is_lined else 2 * _RING_OPACITY,
        "is_lined": is_lined,
        "dash": ";".join(f"{float(px) * _MM_PER_PX:.2f}" for px in style.dash.split()),
    }


def _shade(depth: int, depths: int) -> dict[str, Any]:
    return {
        "value": depth,
        "label": f"{depth} reach{'es' * (depth > 1)}",
        "colour": DEPTH_COLOUR,
        "opacity": DEEPEST_OPACITY * depth / depths,
    }


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("rangeviz.export.gis", "styles"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("layer.qml")
