/**
 * A region made ready to be measured from any launch point.
 *
 * Everything that does not depend on the launch point is computed here once:
 * Cartesian coordinates of the vertices, the area up to each vertex, and a ball
 * that holds the region. Edges are straight in lon/lat, as in RFC 7946; long
 * ones are divided, so that each is close to its chord in space.
 */

import { edgeArea_m2 } from "./authalic.js";
import { RADIANS, semiMajorAxis_m, toCartesian } from "./geodesy.js";

/** @import { LonLat, Polygon, Ring } from "./decode.js" */

/**
 * Rings lie one after another in the arrays, each closed (its first vertex is
 * there again at its end), shells counter-clockwise and holes clockwise.
 * Edge `i` runs from vertex `i` to vertex `i + 1`.
 *
 * @typedef {object} PreparedRegion
 * @property {Int32Array} ringStarts  Where each ring begins, and the end of all.
 * @property {Float64Array} lon
 * @property {Float64Array} lat
 * @property {Float64Array} x  Cartesian coordinates, in metres.
 * @property {Float64Array} y
 * @property {Float64Array} z
 * @property {Float64Array} areaBefore_m2  Area under the ring's edges up to here.
 * @property {Float64Array} edgeChord_m  Chord of each edge.
 * @property {Float64Array} edgeSag_m  How far, at most, an edge is from its chord.
 * @property {Float64Array} ringArea_m2  Signed.
 * @property {number} area_m2
 * @property {[number, number]} lonBounds
 * @property {{centre: [number, number, number], radius_m: number}} ball
 * @property {Float64Array} chord_m  Room for the distances of one measurement.
 * @property {Float64Array} distance_m  Room for the geodesic ones; NaN if unknown.
 */

const LONGEST_EDGE_M = 25000;
// Near a pole even a short edge may turn far; this keeps it close to a chord.
const LONGEST_EDGE_DEG = 5;
// An edge this short is nearly an arc of a circle: the deviation at its middle
// is its greatest, but for this factor.
const SAG_MARGIN = 1.25;

/**
 * Signed area of a ring in square degrees; positive if counter-clockwise.
 *
 * @param {Ring} ring
 * @returns {number}
 */
function planarArea(ring) {
  let sum = 0;
  let [lon, lat] = ring[ring.length - 1];
  for (const [nextLon, nextLat] of ring) {
    sum += (nextLon - lon) * (nextLat + lat);
    [lon, lat] = [nextLon, nextLat];
  }
  return -sum / 2;
}

/**
 * How many parts an edge must have.
 *
 * @param {LonLat} from
 * @param {LonLat} to
 * @returns {number}
 */
function partsOfEdge([lon1, lat1], [lon2, lat2]) {
  const widest_rad = Math.min(Math.abs(lat1), Math.abs(lat2)) * RADIANS;
  const metresPerDegree = semiMajorAxis_m * RADIANS;
  const length_m =
    metresPerDegree * Math.hypot((lon2 - lon1) * Math.cos(widest_rad), lat2 - lat1);
  const byLength = length_m / LONGEST_EDGE_M;
  return Math.ceil(Math.max(1, byLength, Math.abs(lon2 - lon1) / LONGEST_EDGE_DEG));
}

/**
 * A closed copy of a ring, long edges divided evenly in lon/lat.
 *
 * @param {Ring} ring
 * @returns {Ring}
 */
function divideRing(ring) {
  /** @type {Ring} */
  const divided = [];
  ring.forEach((from, i) => {
    const to = ring[(i + 1) % ring.length];
    const parts = partsOfEdge(from, to);
    for (let part = 0; part < parts; part++) {
      divided.push(positionOnEdge(from, to, part / parts));
    }
  });
  divided.push(ring[0]);
  return divided;
}

/**
 * @param {LonLat} from
 * @param {LonLat} to
 * @param {number} fraction
 * @returns {LonLat}
 */
export function positionOnEdge(from, to, fraction) {
  return [
    from[0] + fraction * (to[0] - from[0]),
    from[1] + fraction * (to[1] - from[1]),
  ];
}

/**
 * Rings of all polygons, divided and turned: shells counter-clockwise, holes
 * clockwise. Rings without an area are left out.
 *
 * @param {Polygon[]} polygons
 * @returns {Ring[]}
 */
function orientedRings(polygons) {
  return polygons.flatMap((polygon) =>
    polygon.flatMap((ring, index) => {
      const area = ring.length < 3 ? 0 : planarArea(ring);
      if (area === 0) return [];
      const turned = area > 0 === (index === 0) ? ring : [...ring].reverse();
      return [divideRing(turned)];
    }),
  );
}

/**
 * @param {number} vertices
 * @param {number} rings
 * @returns {PreparedRegion}
 */
function emptyRegion(vertices, rings) {
  const numbers = () => new Float64Array(vertices);
  return {
    ringStarts: new Int32Array(rings + 1),
    lon: numbers(),
    lat: numbers(),
    x: numbers(),
    y: numbers(),
    z: numbers(),
    areaBefore_m2: numbers(),
    edgeChord_m: numbers(),
    edgeSag_m: numbers(),
    ringArea_m2: new Float64Array(rings),
    area_m2: 0,
    lonBounds: [Infinity, -Infinity],
    ball: { centre: [0, 0, 0], radius_m: 0 },
    chord_m: numbers(),
    distance_m: numbers(),
  };
}

/**
 * @param {PreparedRegion} region
 * @param {number} vertex
 * @param {LonLat} position
 */
function putVertex(region, vertex, position) {
  [region.lon[vertex], region.lat[vertex]] = position;
  const [x, y, z] = toCartesian(position);
  region.x[vertex] = x;
  region.y[vertex] = y;
  region.z[vertex] = z;
  region.lonBounds[0] = Math.min(region.lonBounds[0], position[0]);
  region.lonBounds[1] = Math.max(region.lonBounds[1], position[0]);
}

/**
 * @param {PreparedRegion} region
 * @param {number} edge
 * @param {LonLat} from
 * @param {LonLat} to
 */
function putEdge(region, edge, from, to) {
  const { x, y, z } = region;
  const [midX, midY, midZ] = toCartesian(positionOnEdge(from, to, 0.5));
  const chord_m = Math.hypot(
    x[edge + 1] - x[edge],
    y[edge + 1] - y[edge],
    z[edge + 1] - z[edge],
  );
  const sag_m = Math.hypot(
    midX - (x[edge + 1] + x[edge]) / 2,
    midY - (y[edge + 1] + y[edge]) / 2,
    midZ - (z[edge + 1] + z[edge]) / 2,
  );
  region.edgeChord_m[edge] = chord_m;
  region.edgeSag_m[edge] = SAG_MARGIN * sag_m;
  region.areaBefore_m2[edge + 1] = region.areaBefore_m2[edge] + edgeArea_m2(from, to);
}

/**
 * A ball about the middle of the vertices that holds every edge.
 *
 * @param {PreparedRegion} region
 * @returns {{centre: [number, number, number], radius_m: number}}
 */
function ballAround({ x, y, z, edgeSag_m }) {
  const middle = (/** @type {Float64Array} */ values) =>
    (values.reduce((a, b) => Math.min(a, b)) + values.reduce((a, b) => Math.max(a, b))) / 2;
  /** @type {[number, number, number]} */
  const centre = [middle(x), middle(y), middle(z)];
  let radius_m = 0;
  for (let i = 0; i < x.length; i++) {
    const reach_m = Math.hypot(x[i] - centre[0], y[i] - centre[1], z[i] - centre[2]);
    radius_m = Math.max(radius_m, reach_m + edgeSag_m[i]);
  }
  return { centre, radius_m };
}

/**
 * Make a region ready to be measured.
 *
 * @param {Polygon[]} polygons  Valid, straight in lon/lat; a region that holds
 *   a pole has an edge along it, as every valid GeoJSON polygon does.
 * @returns {PreparedRegion}
 */
export function prepareRegion(polygons) {
  const rings = orientedRings(polygons);
  const vertices = rings.reduce((sum, ring) => sum + ring.length, 0);
  const region = emptyRegion(vertices, rings.length);
  let start = 0;
  rings.forEach((ring, index) => {
    region.ringStarts[index] = start;
    ring.forEach((position, i) => putVertex(region, start + i, position));
    for (let i = 0; i + 1 < ring.length; i++) {
      putEdge(region, start + i, ring[i], ring[i + 1]);
    }
    start += ring.length;
    region.ringArea_m2[index] = region.areaBefore_m2[start - 1];
    region.area_m2 += region.ringArea_m2[index];
  });
  region.ringStarts[rings.length] = start;
  if (start > 0) region.ball = ballAround(region);
  return region;
}

/**
 * Whether a position is inside a region, by counting the edges east of it.
 *
 * @param {PreparedRegion} region
 * @param {LonLat} position
 * @returns {boolean}
 */
export function contains(region, [lon, lat]) {
  const [west, east] = region.lonBounds;
  // On the map a pole is an edge, and hence not inside; just beside it is.
  const offPole = Math.max(-89.9999999, Math.min(89.9999999, lat));
  for (let copy = lon - 720; copy <= east; copy += 360) {
    if (copy >= west && oddEdgesEast(region, copy, offPole)) return true;
  }
  return false;
}

/**
 * @param {PreparedRegion} region
 * @param {number} lon
 * @param {number} lat
 * @returns {boolean}
 */
function oddEdgesEast(region, lon, lat) {
  const { ringStarts } = region;
  let odd = false;
  for (let ring = 0; ring + 1 < ringStarts.length; ring++) {
    for (let i = ringStarts[ring]; i + 1 < ringStarts[ring + 1]; i++) {
      const above = region.lat[i] > lat;
      if (above === region.lat[i + 1] > lat) continue;
      const fraction = (lat - region.lat[i]) / (region.lat[i + 1] - region.lat[i]);
      if (lon < region.lon[i] + fraction * (region.lon[i + 1] - region.lon[i])) odd = !odd;
    }
  }
  return odd;
}
