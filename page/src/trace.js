/**
 * Smooth closed paths along curves on the ellipsoid.
 *
 * A path has as many vertices as it needs to look smooth in Web Mercator, or to
 * keep a tolerance on the ground: where the projection stretches it, near a pole,
 * there are more.
 */

import { RADIANS, semiMajorAxis_m, unwrapLongitude } from "./geodesy.js";
import { mercatorY } from "./mercator.js";

/** @import { LonLat } from "./decode.js" */

/**
 * A closed outline, counter-clockwise about what it encloses.
 *
 * @typedef {object} Outline
 * @property {LonLat[]} path  Longitudes without jumps. The last vertex is the
 *   first again, one turn on if the path goes round one pole.
 * @property {-1 | 0 | 1} turns  Turns about the axis, eastward positive.
 * @property {boolean} holdsNorthPole
 * @property {boolean} holdsSouthPole
 */

/** @typedef {(fraction: number) => LonLat} Curve  Fraction from 0 to 1. */

/**
 * How far a vertex is from the straight line between its neighbours, and how
 * far it may be.
 *
 * @typedef {object} Smoothness
 * @property {(from: LonLat, middle: LonLat, to: LonLat) => number} bend
 * @property {number} tolerance  In the unit of `bend`.
 */

const ROUGH_STEPS = 16;
// One vertex tells the bend of an edge only if the edge is nearly an arc.
const SAFETY = 4;
const MOST_HALVINGS = 10;
// Of the outline's width or height on the map, whichever is greater: 1/8 of a
// pixel where it fills 2,500.
const SMOOTHNESS = 1 / 20000;

/**
 * Distance of a point from the line between two others, in a plane.
 *
 * @param {[number, number]} line  From its start to its end.
 * @param {[number, number]} point  From its start to the point.
 * @returns {number}
 */
function distanceFromLine([dx, dy], [px, py]) {
  const length = Math.hypot(dx, dy);
  return length === 0 ? Math.hypot(px, py) : Math.abs(dx * py - dy * px) / length;
}

/** @type {Smoothness["bend"]}  In Web Mercator radians. */
function bendOnMap(from, middle, to) {
  const y = mercatorY(from[1]);
  return distanceFromLine(
    [(to[0] - from[0]) * RADIANS, mercatorY(to[1]) - y],
    [(middle[0] - from[0]) * RADIANS, mercatorY(middle[1]) - y],
  );
}

/** @type {Smoothness["bend"]}  In metres, for edges straight in lon/lat. */
function bendOnGround(from, middle, to) {
  const metresPerDegree = RADIANS * semiMajorAxis_m;
  const eastward = metresPerDegree * Math.cos(middle[1] * RADIANS);
  return distanceFromLine(
    [(to[0] - from[0]) * eastward, (to[1] - from[1]) * metresPerDegree],
    [(middle[0] - from[0]) * eastward, (middle[1] - from[1]) * metresPerDegree],
  );
}

/**
 * @param {LonLat} position
 * @param {LonLat} reference
 * @returns {LonLat}
 */
function unwrapTo([lon, lat], reference) {
  return [unwrapLongitude(lon, reference[0]), lat];
}

/**
 * Add the part of a curve between two fractions to a path, bisecting it until
 * it is straight enough.
 *
 * @param {LonLat[]} path  Ends at the curve's point at `start`.
 * @param {Curve} curve
 * @param {[number, number]} interval
 * @param {Smoothness} smoothness
 * @param {number} halvings  How many more are allowed.
 */
function extendPath(path, curve, [start, end], smoothness, halvings) {
  const from = path[path.length - 1];
  const middle = unwrapTo(curve((start + end) / 2), from);
  const to = unwrapTo(curve(end), middle);
  // The middle becomes a vertex, which leaves a quarter of its bend.
  const smooth = smoothness.bend(from, middle, to) <= 4 * smoothness.tolerance;
  if ((smooth && Math.abs(to[0] - from[0]) < 90) || halvings === 0) {
    path.push(middle, to);
    return;
  }
  const half = (start + end) / 2;
  extendPath(path, curve, [start, half], smoothness, halvings - 1);
  extendPath(path, curve, [half, end], smoothness, halvings - 1);
}

/**
 * The larger side of a path's bounding box on the map, in Web Mercator radians.
 *
 * @param {LonLat[]} path
 * @returns {number}
 */
function sizeOnMap(path) {
  const xs = path.map(([lon]) => lon * RADIANS);
  const ys = path.map(([, lat]) => mercatorY(lat));
  const span = (/** @type {number[]} */ values) => Math.max(...values) - Math.min(...values);
  return Math.max(span(xs), span(ys));
}

/**
 * Smoothness for the eye: in proportion to the size on the map.
 *
 * @param {Curve[]} curves
 * @returns {Smoothness}
 */
function smoothOnMap(curves) {
  /** @type {LonLat[]} */
  const rough = [];
  for (const curve of curves) {
    for (let i = 0; i <= ROUGH_STEPS; i++) {
      const position = curve(i / ROUGH_STEPS);
      rough.push(rough.length ? unwrapTo(position, rough[rough.length - 1]) : position);
    }
  }
  return { bend: bendOnMap, tolerance: SMOOTHNESS * sizeOnMap(rough) };
}

/**
 * A smooth path along curves that follow on one another.
 *
 * @param {Curve[]} curves
 * @param {number} leastSteps  Equal parts that each curve has at least.
 * @param {number} [tolerance_m]  On the ground; if not given, smooth on the map.
 * @returns {LonLat[]}
 */
export function tracePath(curves, leastSteps, tolerance_m) {
  const onGround = tolerance_m !== undefined;
  const smoothness = onGround
    ? { bend: bendOnGround, tolerance: tolerance_m / SAFETY }
    : smoothOnMap(curves);
  const steps = onGround ? SAFETY * leastSteps : leastSteps;
  const path = [curves[0](0)];
  for (const curve of curves) {
    for (let i = 0; i < steps; i++) {
      extendPath(path, curve, [i / steps, (i + 1) / steps], smoothness, MOST_HALVINGS);
    }
  }
  return path;
}

/**
 * Close a path, and see that it turns about the poles that it holds.
 *
 * @param {LonLat[]} path
 * @param {boolean} holdsNorthPole
 * @param {boolean} holdsSouthPole
 * @returns {Outline}
 */
export function closeOutline(path, holdsNorthPole, holdsSouthPole) {
  const turns = /** @type {-1 | 0 | 1} */ (Number(holdsNorthPole) - Number(holdsSouthPole));
  const traced = Math.round((path[path.length - 1][0] - path[0][0]) / 360);
  const mended = traced === turns ? path : turnAtLongestStep(path, 360 * (turns - traced));
  mended[mended.length - 1] = [mended[0][0] + 360 * turns, mended[0][1]];
  return { path: mended, turns, holdsNorthPole, holdsSouthPole };
}

/**
 * Where a path passes a pole within millimetres, samples can't tell on which
 * side; the distance to the pole can. The step across it is the longest.
 *
 * @param {LonLat[]} path
 * @param {number} missing_deg
 * @returns {LonLat[]}
 */
function turnAtLongestStep(path, missing_deg) {
  let longest = 1;
  for (let i = 1; i < path.length; i++) {
    const step = Math.abs(path[i][0] - path[i - 1][0]);
    if (step > Math.abs(path[longest][0] - path[longest - 1][0])) longest = i;
  }
  return path.map(([lon, lat], i) => (i < longest ? [lon, lat] : [lon + missing_deg, lat]));
}
