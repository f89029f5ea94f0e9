/**
 * Distance from a launch point along the edges of a region's boundary.
 */

import { edgeArea_m2 } from "./authalic.js";
import { curvatureRadii, distance_m, inverse, RADIANS } from "./geodesy.js";
import { positionOnEdge } from "./region.js";
import { vertexDistance_m, vertexPosition, vertexWithin } from "./vertices.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { RangeLimit, Reach } from "./reach.js"
 * @import { PreparedRegion } from "./region.js"
 */

/**
 * Where a boundary crosses a range circle.
 *
 * @typedef {object} Crossing
 * @property {1 | -1} sign  1 where the boundary leaves the circle, -1 where it enters.
 * @property {LonLat} position
 * @property {number} areaBefore_m2  Area under the ring up to here.
 */

const TOLERANCE_M = 1e-3;
const MOST_STEPS = 60;

/**
 * @param {PreparedRegion} region
 * @param {number} edge
 * @param {number} fraction
 * @returns {LonLat}
 */
function edgePosition(region, edge, fraction) {
  const from = vertexPosition(region, edge);
  return positionOnEdge(from, vertexPosition(region, edge + 1), fraction);
}

/**
 * Chord from the launch point to the nearest point of an edge's own chord.
 *
 * @param {PreparedRegion} region
 * @param {number} edge
 * @returns {number}
 */
export function chordToEdge_m({ chord_m, edgeChord_m }, edge) {
  const start = chord_m[edge];
  const end = chord_m[edge + 1];
  const length = edgeChord_m[edge];
  const along = (start * start + length * length - end * end) / (2 * length);
  if (!(along > 0)) return start;
  if (along >= length) return end;
  return Math.sqrt(Math.max(0, start * start - along * along));
}

/**
 * Distance at a point of an edge, and how fast it changes with the fraction.
 *
 * @param {PreparedRegion} region
 * @param {Reach} reach
 * @param {number} edge
 * @param {number} fraction
 * @returns {{distance_m: number, slope_m: number}}
 */
function distanceOnEdge(region, reach, edge, fraction) {
  const position = edgePosition(region, edge, fraction);
  const { length_m, endAzimuth_deg } = inverse(reach.launch, position);
  const { meridian_m, normal_m } = curvatureRadii(position[1]);
  const east_m =
    (region.lon[edge + 1] - region.lon[edge]) *
    RADIANS * normal_m * Math.cos(position[1] * RADIANS);
  const north_m = (region.lat[edge + 1] - region.lat[edge]) * RADIANS * meridian_m;
  const azimuth_rad = endAzimuth_deg * RADIANS;
  const slope_m = east_m * Math.sin(azimuth_rad) + north_m * Math.cos(azimuth_rad);
  return { distance_m: length_m, slope_m };
}

/**
 * Where a function changes sign between two fractions, by the Illinois form
 * of false position (Dowell and Jarratt 1971).
 *
 * @param {(fraction: number) => number} f
 * @param {[number, number]} start  A fraction and the value there.
 * @param {[number, number]} end  The same, with a value of the other sign.
 * @param {number} tolerance  Of the value.
 * @returns {number}
 */
function findRoot(f, [a, atA], [b, atB], tolerance) {
  for (let step = 0; step < MOST_STEPS; step++) {
    const middle = b - (atB * (b - a)) / (atB - atA);
    const atMiddle = f(middle);
    if (Math.abs(atMiddle) <= tolerance) return middle;
    if (atMiddle > 0 === atB > 0) {
      atA /= 2;
    } else {
      [a, atA] = [b, atB];
    }
    [b, atB] = [middle, atMiddle];
  }
  return b;
}

/**
 * The fraction at which the distance along an edge is least or greatest, if
 * that is between its ends.
 *
 * @param {PreparedRegion} region
 * @param {Reach} reach
 * @param {number} edge
 * @param {"least" | "greatest"} kind
 * @returns {{fraction: number, distance_m: number} | null}
 */
export function extremeOnEdge(region, reach, edge, kind) {
  const rising = kind === "greatest";
  const start = distanceOnEdge(region, reach, edge, 0).slope_m;
  if (start === 0 || start > 0 !== rising) return null;
  const end = distanceOnEdge(region, reach, edge, 1).slope_m;
  if (end === 0 || end > 0 === rising) return null;
  const slopeAt = (/** @type {number} */ fraction) =>
    distanceOnEdge(region, reach, edge, fraction).slope_m;
  // The distance is flat here: a slope of a metre moves it by far less.
  const fraction = findRoot(slopeAt, [0, start], [1, end], 1);
  return { fraction, distance_m: distanceOnEdge(region, reach, edge, fraction).distance_m };
}

/**
 * The fraction between two others, one within range and one not, at the range.
 *
 * @param {PreparedRegion} region
 * @param {Reach} reach
 * @param {RangeLimit} limit
 * @param {number} edge
 * @param {[number, number]} start  A fraction and the distance there.
 * @param {[number, number]} end
 * @returns {number}
 */
function crossingFraction(region, reach, { range_m }, edge, start, end) {
  const excess_m = (/** @type {number} */ fraction) =>
    distance_m(reach.launch, edgePosition(region, edge, fraction)) - range_m;
  if (start[1] === range_m) return start[0];
  if (end[1] === range_m) return end[0];
  const from = /** @type {[number, number]} */ ([start[0], start[1] - range_m]);
  return findRoot(excess_m, from, [end[0], end[1] - range_m], TOLERANCE_M);
}

/**
 * Whether an edge whose ends are on one side of the circle may reach across.
 *
 * @param {PreparedRegion} region
 * @param {RangeLimit} limit
 * @param {number} edge
 * @param {boolean} within
 * @returns {boolean}
 */
function mayReachAcross(region, limit, edge, within) {
  const { chord_m, edgeChord_m, edgeSag_m } = region;
  const sag_m = edgeSag_m[edge];
  if (within) {
    return Math.max(chord_m[edge], chord_m[edge + 1]) + sag_m > limit.surelyInsideChord_m;
  }
  const nearer = Math.min(chord_m[edge], chord_m[edge + 1]);
  if (nearer - edgeChord_m[edge] / 2 - sag_m >= limit.surelyOutsideChord_m) return false;
  return chordToEdge_m(region, edge) - sag_m < limit.surelyOutsideChord_m;
}

/**
 * Fractions at which one edge crosses the circle: none, one or two.
 *
 * @param {PreparedRegion} region
 * @param {Reach} reach
 * @param {RangeLimit} limit
 * @param {number} edge
 * @param {boolean} startWithin
 * @param {boolean} endWithin
 * @returns {number[]}
 */
function crossingsOfEdge(region, reach, limit, edge, startWithin, endWithin) {
  if (startWithin === endWithin && !mayReachAcross(region, limit, edge, startWithin)) {
    return [];
  }
  const start = /** @type {[number, number]} */ ([0, vertexDistance_m(region, reach, edge)]);
  const end = /** @type {[number, number]} */ ([1, vertexDistance_m(region, reach, edge + 1)]);
  if (startWithin !== endWithin) {
    return [crossingFraction(region, reach, limit, edge, start, end)];
  }
  const turn = extremeOnEdge(region, reach, edge, startWithin ? "greatest" : "least");
  if (turn === null || turn.distance_m <= limit.range_m === startWithin) return [];
  const middle = /** @type {[number, number]} */ ([turn.fraction, turn.distance_m]);
  return [
    crossingFraction(region, reach, limit, edge, start, middle),
    crossingFraction(region, reach, limit, edge, middle, end),
  ];
}

/**
 * All crossings of one ring with a range circle, in the ring's order.
 *
 * @param {PreparedRegion} region
 * @param {Reach} reach
 * @param {RangeLimit} limit
 * @param {number} ring
 * @returns {{crossings: Crossing[], startsWithin: boolean}}
 */
export function crossingsOfRing(region, reach, limit, ring) {
  const first = region.ringStarts[ring];
  const last = region.ringStarts[ring + 1] - 1;
  const startsWithin = vertexWithin(region, reach, limit, first);
  /** @type {Crossing[]} */
  const crossings = [];
  let within = startsWithin;
  for (let edge = first; edge < last; edge++) {
    const endWithin = vertexWithin(region, reach, limit, edge + 1);
    const fractions = crossingsOfEdge(region, reach, limit, edge, within, endWithin);
    fractions.forEach((fraction, i) => {
      const leaving = within === (i === 0);
      crossings.push(crossingAt(region, edge, fraction, leaving ? 1 : -1));
    });
    within = endWithin;
  }
  return { crossings, startsWithin };
}

/**
 * @param {PreparedRegion} region
 * @param {number} edge
 * @param {number} fraction
 * @param {1 | -1} sign
 * @returns {Crossing}
 */
function crossingAt(region, edge, fraction, sign) {
  const position = edgePosition(region, edge, fraction);
  const part_m2 = edgeArea_m2(vertexPosition(region, edge), position);
  return { sign, position, areaBefore_m2: region.areaBefore_m2[edge] + part_m2 };
}
