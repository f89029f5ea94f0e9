/**
 * The nearest and the farthest point of a region.
 *
 * Chords give bounds for every edge; only edges that could hold the answer are
 * measured on the ellipsoid, best first.
 */

import { chordToEdge_m, extremeOnEdge } from "./boundary.js";
import { greatestDistance_m, wrapLongitude } from "./geodesy.js";
import {
  greatestDistanceOfChord_m,
  leastDistance_m,
  surelyInsideChord_m,
  surelyOutsideChord_m,
} from "./reach.js";
import { contains } from "./region.js";
import { approximateDistance_m, approximationError_m, vertexDistance_m } from "./vertices.js";

/**
 * @import { Reach } from "./reach.js"
 * @import { PreparedRegion } from "./region.js"
 */

/** @typedef {{edge: number, bound_m: number}} Candidate */

/**
 * Call a function with every edge of a region.
 *
 * @param {PreparedRegion} region
 * @param {(edge: number) => void} visit
 */
function forEachEdge({ ringStarts }, visit) {
  for (let ring = 0; ring + 1 < ringStarts.length; ring++) {
    for (let edge = ringStarts[ring]; edge + 1 < ringStarts[ring + 1]; edge++) visit(edge);
  }
}

/**
 * Bounds of the distance along an edge, from distances of its ends.
 *
 * @param {PreparedRegion} region
 * @param {number} edge
 * @param {number} start_m
 * @param {number} end_m
 * @returns {{least_m: number, greatest_m: number}}
 */
function boundsFromEnds(region, edge, start_m, end_m) {
  const length_m = region.edgeChord_m[edge] + 2 * region.edgeSag_m[edge];
  return {
    least_m: (start_m + end_m - length_m) / 2,
    greatest_m: (start_m + end_m + length_m) / 2,
  };
}

/**
 * The same without an inverse problem.
 *
 * @param {PreparedRegion} region
 * @param {Reach} reach
 * @param {number} edge
 * @returns {{least_m: number, greatest_m: number}}
 */
function cheapBounds(region, reach, edge) {
  const start_m = approximateDistance_m(region, reach, edge);
  const end_m = approximateDistance_m(region, reach, edge + 1);
  const { least_m, greatest_m } = boundsFromEnds(region, edge, start_m, end_m);
  const error_m = approximationError_m(Math.max(start_m, end_m));
  return { least_m: least_m - error_m, greatest_m: greatest_m + error_m };
}

/**
 * Bounds of the distance along an edge, with those of its ends.
 *
 * @param {PreparedRegion} region
 * @param {Reach} reach
 * @param {number} edge
 */
function exactBounds(region, reach, edge) {
  const start_m = vertexDistance_m(region, reach, edge);
  const end_m = vertexDistance_m(region, reach, edge + 1);
  return { start_m, end_m, ...boundsFromEnds(region, edge, start_m, end_m) };
}

/**
 * Edges that may hold the nearest point, the most promising first.
 *
 * @param {PreparedRegion} region
 * @returns {Candidate[]}
 */
function nearCandidates(region) {
  const { chord_m, edgeChord_m, edgeSag_m } = region;
  let nearestChord_m = Infinity;
  for (const chord of chord_m) if (chord < nearestChord_m) nearestChord_m = chord;
  const farEnough_m = surelyOutsideChord_m(greatestDistanceOfChord_m(nearestChord_m));
  /** @type {Candidate[]} */
  const candidates = [];
  forEachEdge(region, (edge) => {
    // No point of an edge is nearer than its start by more than its length.
    if (chord_m[edge] - edgeChord_m[edge] - edgeSag_m[edge] > farEnough_m) return;
    const bound = chordToEdge_m(region, edge) - edgeSag_m[edge];
    if (bound <= farEnough_m) candidates.push({ edge, bound_m: leastDistance_m(bound) });
  });
  return candidates.sort((a, b) => a.bound_m - b.bound_m);
}

/**
 * Distance from the launch point to the region's boundary.
 *
 * @param {PreparedRegion} region
 * @param {Reach} reach
 * @returns {number}  Infinity if the region is empty.
 */
export function nearestDistance_m(region, reach) {
  let nearest_m = Infinity;
  for (const { edge, bound_m } of nearCandidates(region)) {
    if (bound_m >= nearest_m) break;
    if (cheapBounds(region, reach, edge).least_m >= nearest_m) continue;
    const { start_m, end_m, least_m } = exactBounds(region, reach, edge);
    nearest_m = Math.min(nearest_m, start_m, end_m);
    if (least_m >= nearest_m) continue;
    const turn = extremeOnEdge(region, reach, edge, "least");
    if (turn !== null) nearest_m = Math.min(nearest_m, turn.distance_m);
  }
  return nearest_m;
}

/**
 * Edges that may hold the farthest point, the most promising first.
 *
 * @param {PreparedRegion} region
 * @returns {Candidate[]}
 */
function farCandidates(region) {
  const { chord_m, edgeSag_m } = region;
  let farthestChord_m = 0;
  for (const chord of chord_m) if (chord > farthestChord_m) farthestChord_m = chord;
  const nearEnough_m = surelyInsideChord_m(leastDistance_m(farthestChord_m));
  /** @type {Candidate[]} */
  const candidates = [];
  forEachEdge(region, (edge) => {
    const bound = Math.max(chord_m[edge], chord_m[edge + 1]) + edgeSag_m[edge];
    if (bound < nearEnough_m) return;
    candidates.push({ edge, bound_m: greatestDistanceOfChord_m(bound) });
  });
  return candidates.sort((a, b) => b.bound_m - a.bound_m);
}

/**
 * Distance from the launch point to the farthest point of the region.
 *
 * @param {PreparedRegion} region
 * @param {Reach} reach
 * @returns {number}  0 if the region is empty.
 */
export function farthestDistance_m(region, reach) {
  const [lon, lat] = reach.launch;
  if (contains(region, [wrapLongitude(lon + 180), -lat])) return greatestDistance_m;
  let farthest_m = 0;
  for (const { edge, bound_m } of farCandidates(region)) {
    if (bound_m <= farthest_m) break;
    if (cheapBounds(region, reach, edge).greatest_m <= farthest_m) continue;
    const { start_m, end_m, greatest_m } = exactBounds(region, reach, edge);
    farthest_m = Math.max(farthest_m, start_m, end_m);
    if (greatest_m <= farthest_m) continue;
    const turn = extremeOnEdge(region, reach, edge, "greatest");
    if (turn !== null) farthest_m = Math.max(farthest_m, turn.distance_m);
  }
  return farthest_m;
}
