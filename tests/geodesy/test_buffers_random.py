"""Random shapes: every buffer lies between two planar ones, topology included.

The shapes are a few kilometres wide, where an azimuthal equidistant plane is true to
centimetres. There, the union of each edge's own planar buffer is the truth: what is
within distance - e of the shape must be in the buffer, what is beyond distance + e
must not. This covers holes, gulfs and necks: one that is lost, invented, closed or
opened breaks one of the two inclusions.

60 shapes by default; the full sweep:

    RANGEVIZ_BUFFER_SHAPES=2000 python -m pytest tests/geodesy/test_buffers_random.py
"""

import os

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from shapely import LineString, MultiLineString, MultiPoint, Polygon

from rangeviz.geodesy.buffer.buffers import geodesic_buffer

SHAPES = int(os.environ.get("RANGEVIZ_BUFFER_SHAPES", "60"))
TOLERANCE_M = 2.0
SLACK_M = 0.4  # of the truth: arcs of 64 segments, edges in pieces of 0.01 degrees


@st.composite
def stars(draw):
    """Concave polygons, some with a hole."""
    count = draw(st.integers(5, 24))
    radii = draw(
        st.lists(st.floats(0.15, 1), min_size=count, max_size=count).map(np.array)
    )
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    ring = (radii * [np.cos(angle), np.sin(angle)]).T
    holes = [ring[::-1] * 0.6] if draw(st.booleans()) else []
    return Polygon(ring, holes)


@st.composite
def horseshoes(draw):
    """Rings with a gap: gulfs that nearly close, or just do."""
    gap = draw(st.floats(0.05, 1.2))
    count = draw(st.integers(8, 20))
    angle = np.linspace(gap / 2, 2 * np.pi - gap / 2, count)
    squeeze = draw(st.floats(0.4, 1))
    return LineString(np.column_stack([np.cos(angle), squeeze * np.sin(angle)]))


@st.composite
def combs(draw):
    """Parallel teeth: gulfs about two distances wide."""
    teeth = draw(st.integers(2, 5))
    lengths = draw(st.lists(st.floats(0.3, 1.5), min_size=teeth, max_size=teeth))
    step = draw(st.floats(0.3, 0.8))
    spine = LineString([(0, 0), (step * (teeth - 1), 0)])
    bars = [
        LineString([(i * step, 0), (i * step, length)])
        for i, length in enumerate(lengths)
    ]
    return MultiLineString([spine, *bars])


@st.composite
def clusters(draw):
    """Points: necks, and holes between three or more."""
    xy = st.tuples(st.floats(-1, 1), st.floats(-1, 1))
    return MultiPoint(draw(st.lists(xy, min_size=2, max_size=14, unique=True)))


@st.composite
def cases(draw):
    shape = draw(st.one_of(stars(), horseshoes(), combs(), clusters()))
    lon = draw(st.one_of(st.floats(-180, 180), st.floats(179.98, 180)))
    lat = draw(st.floats(-78, 78))
    size_m = draw(st.floats(500, 3_000))
    share = draw(st.floats(0.02, 1.2))
    return shape, lon, lat, size_m, max(25.0, share * size_m)


def on_earth(shape, lon, lat, size_m):
    """The shape in lon/lat, longitudes continuous, and the way into its plane."""
    plane = f"+proj=aeqd +lon_0={lon} +lat_0={lat} +ellps=WGS84"
    to_earth = Transformer.from_crs(plane, "EPSG:4326", always_xy=True)
    to_plane = Transformer.from_crs("EPSG:4326", plane, always_xy=True)

    def place(xy):
        lons, lats = to_earth.transform(*(size_m * xy).T)
        return np.column_stack([lon + (lons - lon + 180) % 360 - 180, lats])

    def back(lonlat):
        return np.column_stack(to_plane.transform(*lonlat.T))

    return shapely.transform(shape, place), back


def planar_buffer(shape, distance_m):
    """Union of the buffers of single edges: no simplification on the way."""
    rings = shapely.get_rings(shape) if shape.area else shapely.get_parts(shape)
    edges = []
    for ring in rings:
        xy = shapely.get_coordinates(ring)
        if len(xy) == 1:
            edges.append(shapely.Point(xy[0]))
        else:
            edges += list(shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1)))
    return shapely.union_all([*shapely.buffer(edges, distance_m, quad_segs=64), shape])


@pytest.mark.slow
@settings(
    max_examples=SHAPES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(cases())
def test_buffer_lies_between_two_planar_ones(case):
    shape, lon, lat, size_m, distance_m = case
    given_shape, to_plane = on_earth(shape, lon, lat, size_m)
    result = geodesic_buffer(given_shape, distance_m, tolerance_m=TOLERANCE_M)
    assert result.geometry.is_valid
    bound = result.max_deviation_m
    assert bound <= min(TOLERANCE_M, distance_m / 50)
    planar = shapely.transform(shapely.segmentize(given_shape, 0.01), to_plane)
    halves = shapely.get_parts(shapely.transform(result.geometry, to_plane))
    drawn = shapely.union_all(shapely.buffer(halves, 1e-5))  # heals the seam at 180
    least = planar_buffer(planar, distance_m - bound - SLACK_M)
    most = planar_buffer(planar, distance_m + bound + SLACK_M)
    assert shapely.difference(least, drawn).area < 1e-2
    assert shapely.difference(drawn, most).area < 1e-2
    if len(_holes(least)) == len(_holes(most)):
        beyond = [hole for hole in _holes(drawn) if not most.buffer(1e-3).covers(hole)]
        assert len(beyond) == len(_holes(most))
    if len(shapely.get_parts(least)) == len(shapely.get_parts(most)):
        parts = [part for part in shapely.get_parts(drawn) if part.intersects(least)]
        assert len(parts) == len(shapely.get_parts(most))


def _holes(shape):
    rings, owner = shapely.get_rings(shapely.get_parts(shape), return_index=True)
    inner = np.append(False, owner[1:] == owner[:-1])
    return list(shapely.polygons(rings[inner]))
