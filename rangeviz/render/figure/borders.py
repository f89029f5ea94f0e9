"""Borders under the rings: clipped, thinned to what the picture can show, projected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from rangeviz.datasets.borders.shipped import load_regions
from rangeviz.geodesy.area_edges import edges_of
from rangeviz.geodesy.bbox import windows
from rangeviz.geodesy.ellipsoid import FloatArray
from rangeviz.model.scenario import Worldview
from rangeviz.render.figure.view import WORLD_RADIUS_M, View

if TYPE_CHECKING:
    import geopandas as gpd

Lines = list[FloatArray]
Cells = tuple[NDArray[np.int64], Sequence[str], Sequence[str]]
STEPS_PER_FRAME = 1_800  # grid steps over the height of the frame
THINNED_STEPS = 0.7  # how far thinning may move a line, in grid steps
REGIONS_UP_TO_M = 5e6  # height of a frame in which they'd be a blur
SPECK_STEPS = 5  # an island with less outline than this is not drawn
LONGEST_EDGE = 1 / 40  # of the frame: a longer edge is bent, as the projection asks
_COLUMNS = ["code", "name", "country_code", "country_name", "geometry"]


@dataclass(frozen=True, slots=True)
class Borders:
    """Land and lines in the plane of a view, metres.

    Parameters
    ----------
    units : GeoDataFrame
        The units that may show, cut to the view's bounds, EPSG:4326.
    land : list of (n, 2) array
        Closed rings, land on their left: to be filled as one path.
    coasts, countries, regions : list of (n, 2) array
        Lines between land and sea, two countries, two units of one country.
    home : list of (n, 2) array
        Closed rings of the one country that was asked for.
    """

    units: gpd.GeoDataFrame
    land: Lines
    coasts: Lines
    countries: Lines
    regions: Lines
    home: Lines


def load_borders(
    view: View,
    *,
    worldview: Worldview,
    borders: gpd.GeoDataFrame | None = None,
    home_code: str | None = None,
    with_regions: bool = True,
    steps: int = STEPS_PER_FRAME,
) -> Borders:
    """Read and thin the borders that a view shows.

    Parameters
    ----------
    view : View
        The frame.
    worldview : {"international", "natural-earth"}
        Which side of a disputed line a region is counted on.
    borders : GeoDataFrame, optional
        Regions to use instead of the shipped ones.
    home_code : str, optional
        Code of a country whose outline is wanted too.
    with_regions : bool
        Whether lines inside countries are wanted; never in very large views.
    steps : int
        Grid steps over the height of the frame: fewer for a small one.

    Returns
    -------
    Borders
        Everything empty at sea.
    """
    west, south, east, north = view.bounds_deg
    grid_deg = min(max((north - south) / steps, 1e-6), 0.1)
    if east - west >= 360:
        west, east = -180.0, 180.0
    boxes = [_on_grid(box, grid_deg) for _, box in windows(west, south, east, north)]
    units = pd.concat([_clipped(box, worldview, borders) for box in boxes])
    units = units.reset_index(drop=True)
    edges = sorted_edges(units, grid_deg)
    bend = _Bend(view, grid_deg, max((north - south) * LONGEST_EDGE, 4 * grid_deg))
    rings = bend.degrees(chained_rings(edges.coast))
    open_coasts = [part for ring in rings for part in without_seams(ring)]
    has_regions = with_regions and view.height_m < REGIONS_UP_TO_M
    regions = edges.region if has_regions else edges.region[:0]
    home = (
        edges.country[:0]
        if home_code is None
        else _edges_of(units, home_code, grid_deg)
    )
    return Borders(
        units=units,
        land=[*bend.plane(rings), *antipode_ring(view, units.geometry.to_numpy())],
        coasts=bend.plane(open_coasts),
        countries=bend.plane(bend.degrees(merged_lines(edges.country))),
        regions=bend.plane(bend.degrees(merged_lines(regions))),
        home=bend.plane(bend.degrees(chained_rings(home))),
    )


def antipode_ring(view: View, shapes: NDArray[np.object_]) -> Lines:
    """Give the edge of the world, if one of some shapes holds the antipode.

    The antipode is no point of the plane but all of its rim: a shape round it is
    what lies between its own rings and the rim.
    """
    lon, lat = (view.lon + 360) % 360 - 180, -view.lat
    if not len(shapes) or not shapely.intersects_xy(shapes, lon, lat).any():
        return []
    turn = np.linspace(0, 2 * np.pi, 361)
    return [WORLD_RADIUS_M * np.column_stack([np.cos(turn), np.sin(turn)])]


def _edges_of(
    units: gpd.GeoDataFrame, country_code: str, grid_deg: float
) -> NDArray[np.int64]:
    mine = units[units["country_code"] == country_code].reset_index(drop=True)
    return sorted_edges(mine, grid_deg).coast


def without_seams(ring: FloatArray) -> Lines:
    """Cut out of a line, in degrees, what runs along the antimeridian or a pole.

    Examples
    --------
    >>> square = np.array([[170, 0], [180, 0], [180, 9], [170, 9], [170, 0]])
    >>> [part.tolist() for part in without_seams(square)]
    [[[170, 0], [180, 0]], [[180, 9], [170, 9], [170, 0]]]
    """
    lon, lat = np.abs(ring.T)
    edge = (lon > 180 - 1e-9) | (lat > 90 - 1e-9)
    seam = edge[:-1] & edge[1:]
    if not seam.any():
        return [ring]
    parts = np.split(ring, np.flatnonzero(seam) + 1)
    return [part for part in parts if len(part) > 1]


def _on_grid(
    box: tuple[float, float, float, float], grid_deg: float
) -> tuple[float, float, float, float]:
    """Widen a box a little, so that its sides lie out of sight."""
    west, south, east, north = box
    more = 4 * grid_deg
    return (
        max(west - more, -180.0),
        max(south - more, -90.0),
        min(east + more, 180.0),
        min(north + more, 90.0),
    )


def _clipped(
    box: tuple[float, float, float, float],
    worldview: Worldview,
    borders: gpd.GeoDataFrame | None,
) -> gpd.GeoDataFrame:
    west, south, east, north = box
    if borders is None:
        units = load_regions(worldview=worldview, bbox=box)[_COLUMNS]
    else:
        units = borders.cx[west:east, south:north][_COLUMNS]
    shapes = shapely.clip_by_rect(units.geometry.to_numpy(), *box)
    clipped: gpd.GeoDataFrame = units.set_geometry(shapes, crs=units.crs)
    return clipped[shapely.area(shapes) > 0]


@dataclass(frozen=True, slots=True)
class _Bend:
    """From lines on the grid to lines in the plane."""

    view: View
    grid_deg: float
    longest_deg: float

    def degrees(self, lines: list[NDArray[np.int64]]) -> Lines:
        """Thin lines to what shows, and split their long edges."""
        if not lines:
            return []
        owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
        shapes: Any = shapely.linestrings(np.concatenate(lines), indices=owner)
        shapes = shapely.simplify(shapes, THINNED_STEPS, preserve_topology=False)
        shapes = shapes[shapely.length(shapes) > SPECK_STEPS]
        split = shapely.segmentize(shapes, self.longest_deg / self.grid_deg)
        steps, owner = shapely.get_coordinates(split, return_index=True)
        degrees = np.clip(steps * self.grid_deg, [-180.0, -90.0], [180.0, 90.0])
        return _split(degrees, owner)

    def plane(self, lines: Lines) -> Lines:
        """Project lines."""
        if not lines:
            return []
        owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
        return _split(self.view.to_plane(np.concatenate(lines)), owner)


def _split(vertices: FloatArray, owner: NDArray[np.int64]) -> Lines:
    return np.split(vertices, np.flatnonzero(np.diff(owner)) + 1)


def names_on_grid(view: View, borders: Borders, columns: int, rows: int) -> Cells:
    """Say in which country each cell of the frame lies.

    Parameters
    ----------
    view, borders
        The frame, and the borders in it.
    columns, rows : int
        Cells across and up the frame.

    Returns
    -------
    countries : (rows, columns) array of int
        Row 0 is the southernmost; -1 at sea.
    codes, names : sequence of str
        Code and name of each country.
    """
    x_m = view.west_m + (np.arange(columns) + 0.5) * view.width_m / columns
    y_m = view.south_m + (np.arange(rows) + 0.5) * view.height_m / rows
    plane = np.stack(np.meshgrid(x_m, y_m), axis=-1).reshape(-1, 2)
    on_earth = np.hypot(*plane.T) < 0.997 * WORLD_RADIUS_M
    cells = np.full(len(plane), -1, np.int64)
    number, codes = pd.factorize(borders.units["country_code"])
    named = borders.units.drop_duplicates("country_code")
    points = shapely.points(view.to_lon_lat(plane[on_earth]))
    tree = shapely.STRtree(borders.units.geometry.to_numpy())
    point, unit = tree.query(points, predicate="intersects")
    cells[np.flatnonzero(on_earth)[point]] = number[unit]
    return cells.reshape(rows, columns), list(codes), named["country_name"].tolist()


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges (n, 2, 2) by kind, in grid steps; coasts keep their direction.

    Units are put on a grid finer than a pixel, where neighbours keep identical edges.
    A coast has one unit, a border two countries, an inner border two units of one.
    """

    coast: NDArray[np.int64]
    country: NDArray[np.int64]
    region: NDArray[np.int64]


def sorted_edges(units: gpd.GeoDataFrame, grid_deg: float) -> Edges:
    """Sort the edges of all units by what lies on their two sides.

    Parameters
    ----------
    units : GeoDataFrame
        ``country_code`` and ``geometry``, EPSG:4326; neighbours share vertices.
    grid_deg : float
        Step of the grid that vertices are moved to, degrees.

    Returns
    -------
    Edges
        All empty where there is no unit.
    """
    edges = edges_of(units.geometry.to_numpy(), grid_deg)
    if not len(edges.owner):
        nothing = np.empty((0, 2, 2), np.int64)
        return Edges(nothing, nothing, nothing)
    order = np.argsort(edges.number, kind="stable")
    first = np.searchsorted(edges.number[order], np.arange(edges.number.max() + 1))
    country = pd.factorize(units["country_code"])[0][edges.owner]
    two_countries = _differ(country[order], first)
    two_units = _differ(edges.owner[order], first)
    # As often forward as backward: land on both sides.
    net = np.add.reduceat(np.where(edges.forward, 1, -1)[order], first)
    pairs = np.stack([edges.low, edges.high], axis=1)[order][first]
    pairs[net < 0] = pairs[net < 0][:, ::-1]
    inner = net == 0
    return Edges(
        # As often as it counts, so that rings close where shapes touch on the grid.
        coast=np.repeat(pairs, np.abs(net), axis=0),
        country=pairs[inner & two_countries],
        region=pairs[inner & two_units & ~two_countries],
    )


def _differ(owner: NDArray[np.int64], first: NDArray[np.int64]) -> NDArray[np.bool_]:
    different: NDArray[np.bool_] = np.minimum.reduceat(
        owner, first
    ) != np.maximum.reduceat(owner, first)
    return different


def chained_rings(edges: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Chain directed edges to closed rings: as many leave a vertex as reach it.

    Examples
    --------
    >>> edges = np.array([[[0, 0], [1, 0]], [[1, 0], [1, 1]], [[1, 1], [0, 0]]])
    >>> [ring.tolist() for ring in chained_rings(edges)]
    [[[0, 0], [1, 0], [1, 1], [0, 0]]]
    """
    # A vertex as one integer: twice as fast as a pair.
    following: dict[int, list[int]] = {}
    for start, end in ((edges[..., 0] << 32) + edges[..., 1]).tolist():
        following.setdefault(start, []).append(end)
    rings = []
    for start, ends in following.items():
        while ends:
            ring = [start]
            while nexts := following.get(ring[-1]):
                ring.append(nexts.pop())
            vertices = np.array(ring, np.int64)
            x = (vertices + (1 << 31)) >> 32
            rings.append(np.column_stack([x, vertices - (x << 32)]))
    return rings


def merged_lines(edges: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Join edges to lines that run from one junction to the next."""
    if not len(edges):
        return []
    segments: Any = shapely.linestrings(edges)
    merged = shapely.line_merge(shapely.multilinestrings(segments))
    parts = shapely.get_parts(merged)
    return [shapely.get_coordinates(part).astype(np.int64) for part in parts]
