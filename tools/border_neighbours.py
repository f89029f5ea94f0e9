"""Which countries share a border: those whose units have an edge in common."""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas
import numpy as np

from rangeviz.geodesy.area_edges import edges_of


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
    edges = edges_of(units.geometry.to_numpy())
    order = np.argsort(edges.number, kind="stable")
    twins = np.diff(edges.number[order]) == 0
    owner = codes[edges.owner[order]]
    pairs = {
        tuple(sorted(pair))
        for pair in zip(owner[1:][twins], owner[:-1][twins], strict=True)
    }
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "other_code", "name", "other_name"])
        for code, beside in sorted(pair for pair in pairs if pair[0] != pair[1]):
            writer.writerow([code, beside, names[code], names[beside]])
    return path
