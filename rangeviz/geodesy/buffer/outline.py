"""The loop that builds a buffer: cover, check every edge, mend where it fails."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rangeviz.geodesy.buffer.boundary import Boundary, Gauge, divided
from rangeviz.geodesy.buffer.collar import Collar
from rangeviz.geodesy.buffer.earthward import areas_of
from rangeviz.geodesy.buffer.narrow import narrow_buffer
from rangeviz.geodesy.buffer.patches import (
    Patches,
    disc_cover,
    fans,
    polygons,
    ray_ends,
    strip_excesses,
)
from rangeviz.geodesy.buffer.specks import without_specks
from rangeviz.geodesy.buffer.stereographic import StereographicPlane
from rangeviz.geodesy.distance.chords import shortest_geodesic
from rangeviz.geodesy.distance.curvature import circle_radius_m, parts_of_ray
from rangeviz.geodesy.distance.nearest import Feet, NearestSearch
from rangeviz.geodesy.ellipsoid import (
    SMALLEST_RADIUS_M,
    SPHERE_RADIUS_M,
    FloatArray,
    meridian_radius_m,
    to_ecef,
)
from rangeviz.geodesy.pieces import Features, IntArray, ragged

_INWARD = 0.97  # edges may lie this share of the tolerance within the distance
_OUTWARD = 0.93  # the same beyond it: of vertices, and for two kinds of excess
_SPARE = 0.04, 0.24  # the least and most for each kind of excess
_NEAR_M = 20_000.0
_ROUGH = 0.3  # where chords of distances say less, geodesics are solved at once
_ROUNDING_M = 1e-3  # overlays and coordinates in double precision, generously
_HAIR_M = 1e-4  # a part of that: no wider holes are left by rounding
_MOST_ROUNDS = 30
_MOST_PARTS = 8
_LONGEST_EDGE_M = 200_000.0
_SLIVER = 0.02  # rays nearer than this share of the spacing are of a sliver


@dataclass(frozen=True, slots=True)
class _Samples:
    """Positions along failing edges, edge after edge, and their neighbours.

    ``head`` are the rows whose next row is on the same edge.
    """

    xy: FloatArray
    feet: Feet
    head: IntArray
    spacing_m: FloatArray


class Outline:
    """Grows a region in the plane until its boundary keeps the distance.

    Parameters
    ----------
    plane : StereographicPlane
        Where the region lies; its point at infinity is outside the buffer.
    features : Features
        What the distance is measured from.
    distance_m, tolerance_m : float
        The buffer's distance, and the largest allowed deviation.
    """

    def __init__(
        self,
        plane: StereographicPlane,
        features: Features,
        distance_m: float,
        tolerance_m: float,
    ) -> None:
        self._plane = plane
        self._features = features
        self._starts_xy = plane.from_lonlat(*features.start.T)
        tolerance_m -= _ROUNDING_M  # which the certificate adds in the end
        self._distance_m, self._tolerance_m = distance_m, tolerance_m
        lat = float(np.sort(np.abs(features.start[:, 1]))[len(features.start) // 2])
        loss = _loss_by_chords_m(distance_m, lat) / tolerance_m
        self._loss = loss if loss < _ROUGH else 0.0
        self._spare = self._balanced_spare(features)
        self._floor_m = distance_m - _INWARD * tolerance_m
        self._level_m = distance_m + (_OUTWARD - 2 * self._spare) * tolerance_m
        self._gauge = Gauge(
            plane,
            NearestSearch(features),
            self._floor_m,
            self._level_m - loss * tolerance_m if loss < _ROUGH else 0.0,
        )
        self._excess_m = 0.0
        # a little less than allowed here, lest steps be halved all over farther on
        self._spacing_m = 0.98 * float(self._spacing(lat, np.zeros(2)))

    def grow(self, shape: BaseGeometry) -> tuple[BaseGeometry, float]:
        """Cover the buffer coarsely, and mend that until it is all of it.

        Parameters
        ----------
        shape : shapely geometry
            The points, lines and areas, in lon/lat.

        Returns
        -------
        region : Polygon or MultiPolygon
            In the plane.
        max_deviation_m : float
            The certified bound.
        """
        region = self._whole(self._cover(shape))
        boundary = self._gauge.measure(region)
        for _ in range(_MOST_ROUNDS):
            low = np.flatnonzero(boundary.lowest_m < self._floor_m)
            stray = boundary.stray_m / (self._spare * self._tolerance_m)
            bent = np.flatnonzero(stray > 1)
            if not len(low) and not len(bent):
                break
            parts = np.clip(np.ceil(1.05 * np.sqrt(stray[bent])), 2, 16)
            region = divided(region, boundary.start[bent], parts.astype(np.intp))
            if len(low):
                # apart first: the region is large, and would be merged many times
                patches = shapely.union_all(self._patches(boundary, low))
                region = self._whole(_united(region, patches))
            boundary = self._gauge.measure(region)
        outward = self._level_m + self._excess_m - self._distance_m
        region, speck_m = without_specks(
            region, self._tolerance_m, self._tolerance_m - outward, self._inside_m
        )
        outward += max(float(boundary.stray_m.max()), speck_m)
        inward = self._distance_m - float(boundary.lowest_m.min())
        return region, max(inward, outward) + _ROUNDING_M

    def _whole(self, united: BaseGeometry) -> BaseGeometry:
        """Keep the areas of a union, without holes that only rounding leaves open."""
        region, _ = without_specks(areas_of(united), _HAIR_M, _HAIR_M, self._inside_m)
        return region

    def _cover(self, shape: BaseGeometry) -> BaseGeometry:
        narrow = narrow_buffer(self._plane, shape, self._distance_m)
        # a foot is on a piece, and a ray goes on from there
        far_m = self._level_m + 2 * float(self._gauge.search.chords.reach_m.max())
        curvature = self._plane.curvature_within(self._starts_xy, far_m)
        if (parts_of_ray(self._level_m, curvature) > 1).any():
            discs = disc_cover(self._plane, self._features, self._distance_m)
            return shapely.union_all([*discs, narrow])
        collar = Collar(
            self._plane,
            self._gauge.search,
            self._level_m,
            self._spare * self._tolerance_m,
            self._spacing,
            self._steps_per_turn,
        )
        region, self._excess_m = collar.pushed_out(narrow)
        return region

    def _inside_m(self, xy: FloatArray) -> FloatArray:
        """How far inside the buffer positions are; outside it is negative."""
        return np.asarray(self._distance_m - self._gauge.feet(xy).distance_m)

    def _spacing(self, lat: FloatArray | float, xy: FloatArray) -> FloatArray:
        """How far apart vertices may be, by the bounds of the certificate."""
        plane = self._plane.straight_line_curvature(xy)
        inward, outward = self._curvatures(lat, plane)
        share = np.minimum(
            (_INWARD + _OUTWARD - 0.02 - 2 * self._spare - self._loss) / inward,
            0.98 * self._spare / outward,
        )
        spacing = np.sqrt(8 * self._tolerance_m * share)
        return np.asarray(np.minimum(spacing, _LONGEST_EDGE_M))

    def _curvatures(
        self, lat: FloatArray | float, plane: FloatArray | float
    ) -> tuple[FloatArray, FloatArray]:
        """Bound by what edges come nearer than their ends, and by what they go beyond.

        Both per metre, of an eighth of the squared length.
        """
        tan = np.tan(np.radians(np.minimum(np.abs(lat), 89.0)))
        turning = (1.16 * tan + 0.011) / SPHERE_RADIUS_M
        return 1 / self._distance_m + turning, 1.01 * (turning + plane)

    def _balanced_spare(self, features: Features) -> float:
        """Share of the tolerance for excess with which vertices are farthest apart.

        Of arcs: of a near shape most edges are long and straight, and need the most.
        """
        if self._distance_m < _NEAR_M:
            return _SPARE[1]
        lat = np.abs(features.start[:, 1]).max()
        lat += math.degrees(self._distance_m / SMALLEST_RADIUS_M)
        plane = self._plane.curvature_within(self._starts_xy, self._distance_m).max()
        inward, outward = self._curvatures(lat, plane)
        whole = _INWARD + _OUTWARD - 0.02 - self._loss
        balanced = float(whole / (2 + 0.98 * inward / outward))
        return min(max(balanced, _SPARE[0]), _SPARE[1])

    def _patches(self, boundary: Boundary, low: IntArray) -> list[BaseGeometry]:
        """Make patches outside failing edges but within the distance."""
        samples = self._samples(boundary, low)
        feet, head = samples.feet, samples.head
        tail = head + 1
        ray_xy = ray_ends(
            self._plane, feet.lon, feet.lat, feet.azimuth_deg, self._level_m
        )
        foot = np.column_stack([feet.lon, feet.lat])
        excess = strip_excesses(self._plane, self._level_m, foot, ray_xy, head, tail)
        foot_xy = self._plane.from_lonlat(feet.lon, feet.lat)
        rings = [ray_xy[head], ray_xy[tail], foot_xy[tail], foot_xy[head], ray_xy[head]]
        quads = polygons(np.stack(rings, axis=1))
        gap = np.minimum(
            np.linalg.norm(ray_xy[tail] - ray_xy[head], axis=1),
            np.linalg.norm(samples.xy[tail] - samples.xy[head], axis=1),
        )
        fit = self._share_an_edge(samples) & (gap > _SLIVER * self._spacing_m)
        fit &= shapely.is_valid(quads)
        fit &= excess <= self._spare * self._tolerance_m
        bent = np.maximum(*map(self._plane.straight_line_curvature, (ray_xy, foot_xy)))
        is_whole = parts_of_ray(self._level_m, bent) == 1
        fit &= is_whole[head] & is_whole[tail]
        spacing = self._spacing(self._plane.to_lonlat(ray_xy)[1], ray_xy)[head]
        samples.spacing_m[:] = np.minimum(samples.spacing_m, spacing)
        sectors = self._sectors(samples, np.flatnonzero(~fit))
        worst = max(sectors.excess_m, float(excess[fit].max(initial=0.0)))
        self._excess_m = max(self._excess_m, worst)
        return [*quads[fit], *sectors.polygons]

    def _samples(self, boundary: Boundary, low: IntArray) -> _Samples:
        start = boundary.start[low]
        length = boundary.length_m[low]
        xy0, xy1 = boundary.xy[start], boundary.xy[start + 1]
        spacing = self._spacing(self._plane.to_lonlat(xy0)[1], xy0)
        ends = boundary.distance_m
        near = np.minimum(ends[start], ends[start + 1]) > self._floor_m
        spacing = np.where(near & (length < 1.05 * spacing), length / 2, spacing)
        parts = np.clip(np.ceil(length / spacing), 2, _MOST_PARTS).astype(np.intp)
        edge, rank = ragged(parts + 1)
        share = (rank / parts[edge])[:, None]
        xy = np.where(share == 1, xy1[edge], xy0[edge] + share * (xy1 - xy0)[edge])
        head = np.flatnonzero(rank < parts[edge])
        return _Samples(xy, self._gauge.feet(xy), head, spacing[edge[head]])

    def _share_an_edge(self, samples: _Samples) -> np.ndarray:
        """Tell neighbours whose feet lie on one edge, but are not one."""
        feet, head = samples.feet, samples.head
        tail = head + 1
        pairs = self._features.edge_vertices
        shared = feet.edge[head] == feet.edge[tail]
        shared |= (pairs[feet.edge[tail]] == feet.vertex[head][:, None]).any(axis=1)
        shared |= (pairs[feet.edge[head]] == feet.vertex[tail][:, None]).any(axis=1)
        return np.asarray(shared & ~_same_foot(feet, head))

    def _sectors(self, samples: _Samples, pairs: IntArray) -> Patches:
        """Make sectors about the feet of neighbours, towards each other and beyond."""
        feet, head = samples.feet, samples.head[pairs]
        tail = head + 1
        same = _same_foot(feet, head)
        # the shape is on the left: azimuths at a foot fall from head to tail
        azimuth = feet.azimuth_deg
        fall = (azimuth[head] - azimuth[tail] + 180) % 360 - 180
        head_reach, tail_reach = self._reach_deg(samples, head)
        lower = azimuth[head] - np.where(same, np.maximum(fall, 0), head_reach)
        upper = azimuth[head] + np.where(same, np.maximum(-fall, 0), 0.0)
        other = ~same
        side = np.concatenate([head, tail[other]])
        lower = np.concatenate([lower, azimuth[tail[other]]])
        upper = np.concatenate([upper, (azimuth[tail] + tail_reach)[other]])
        turn = self._steps_per_turn(samples.spacing_m[pairs])
        turn = np.concatenate([turn, turn[other]])
        # a little wider, lest a hair's breadth stay open beside a step
        first = np.floor(lower * turn / 360 - 0.05).astype(np.intp)
        last = np.ceil(upper * turn / 360 + 0.05).astype(np.intp)
        centre = np.column_stack([feet.lon[side], feet.lat[side]])
        return fans(self._plane, self._level_m, centre, first, last, turn)

    def _reach_deg(
        self, samples: _Samples, head: IntArray
    ) -> tuple[FloatArray, FloatArray]:
        """How far to turn from each foot of a pair to overlap the other's ray."""
        space = to_ecef(*self._plane.to_lonlat(samples.xy))
        gap = np.linalg.norm(space[head + 1] - space[head], axis=1)
        distance = np.maximum(samples.feet.distance_m, 0.2 * self._level_m)
        angles = (1.5 * gap / distance[side] for side in (head, head + 1))
        first, second = (np.degrees(np.minimum(angle, 1.0)) for angle in angles)
        return first, second

    def _steps_per_turn(self, spacing_m: FloatArray) -> IntArray:
        """Choose steps of azimuth, doubled until they suit: fans share vertices."""
        radius = circle_radius_m(self._level_m)
        least = max(8, int(np.ceil(2 * np.pi * radius / self._spacing_m)))
        doublings = np.ceil(np.log2(self._spacing_m / spacing_m) - 1e-9)
        return least * 2 ** np.maximum(0, doublings).astype(np.intp)


def _loss_by_chords_m(distance_m: float, lat: float) -> float:
    """How much too short chords tell a distance, at most at a latitude."""
    radius_m = float(meridian_radius_m(lat))
    turned = min(distance_m / (2 * radius_m), math.pi / 2)
    chord_m = np.asarray(2 * radius_m * math.sin(turned))
    return distance_m - float(shortest_geodesic(chord_m))


def _united(region: BaseGeometry, patches: BaseGeometry) -> BaseGeometry:
    """Unite two shapes, of which rounding can have made one cross itself by a hair."""
    try:
        united: BaseGeometry = shapely.union(region, patches)
    except shapely.errors.GEOSException:
        united = shapely.union(areas_of(region), areas_of(patches))
    return united


def _same_foot(feet: Feet, head: IntArray) -> np.ndarray:
    tail = head + 1
    same = (feet.lon[head] == feet.lon[tail]) & (feet.lat[head] == feet.lat[tail])
    return np.asarray(same)
