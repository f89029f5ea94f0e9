"""Which countries share a border: those whose units have an edge in common."""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas
import numpy as np
import shapely


def write_neighbours(units: geopandas.GeoDataFrame, path: Path) -> Path:
    """Write the pairs of countries that share an edge (worldview international).

    Parameters
    ----------
    units : GeoDataFrame
        With ``country_intl_code`` and ``country_intl_name``; a valid coverage, so that
        shared edges are identical vertex by vertex.
    path : Path
        Where to: both names and codes, each pair once, in order.

    Returns
    -------
    Path
        The same.
    """
    codes = units["country_intl_code"].to_numpy()
    names = dict(zip(codes, units["country_intl_name"], strict=True))
    rings, ring_unit = _rings(units)
    lonlat, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    edges = np.hstack([lonlat[:-1][same], lonlat[1:][same]])
    backward = (edges[:, 0] > edges[:, 2]) | (
        (edges[:, 0] == edges[:, 2]) & (edges[:, 1] > edges[:, 3])
    )
    edges[backward] = edges[backward][:, [2, 3, 0, 1]]
    owner = codes[ring_unit[ring[1:][same]]]
    order = np.lexsort(edges.T)
    twins = (edges[order][1:] == edges[order][:-1]).all(axis=1)
    one, other = owner[order][1:][twins], owner[order][:-1][twins]
    pairs = {tuple(sorted(pair)) for pair in zip(one, other, strict=True)}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "other_code", "name", "other_name"])
        for code, beside in sorted(pair for pair in pairs if pair[0] != pair[1]):
            writer.writerow([code, beside, names[code], names[beside]])
    return path


def _rings(units: geopandas.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    polygons, unit = shapely.get_parts(units.geometry.to_numpy(), return_index=True)
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    return rings, unit[polygon]
