/**
 * A launch point with its ranges, made ready to measure regions with.
 *
 * Straight chords through the ellipsoid are cheap, geodesics are not. A chord
 * bounds the geodesic between its ends, closely at short distances (0.6 m at
 * 300 km, 14 km at 10,000 km): the geodesic is a curve whose curvature lies
 * between those of the ellipsoid, so it is compared with arcs of the circles of
 * least and of greatest curvature (Schur's comparison theorem gives the upper
 * bound; the lower one, where torsion is neglected, is held by a test).
 */

import {
  greatestDistance_m,
  semiMajorAxis_m,
  semiMinorAxis_m,
  toCartesian,
} from "./geodesy.js";
import { greatestRange_m } from "./limits.js";
import { sweptArea } from "./sector.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { SweptArea } from "./sector.js"
 */

/**
 * @typedef {object} RangeLimit
 * @property {number} range_m
 * @property {number} surelyInsideChord_m  A chord no longer than this is inside.
 * @property {number} surelyOutsideChord_m  A chord no shorter than this is outside.
 * @property {SweptArea} sweptArea_m2
 */

/**
 * @typedef {object} Reach
 * @property {LonLat} launch
 * @property {[number, number, number]} cartesian
 * @property {RangeLimit[]} limits  One for each range, in the order given.
 */

const leastRadius_m = semiMinorAxis_m ** 2 / semiMajorAxis_m;
const greatestRadius_m = semiMajorAxis_m ** 2 / semiMinorAxis_m;

/**
 * No geodesic with this chord is shorter.
 *
 * @param {number} chord_m
 * @returns {number}
 */
export function leastDistance_m(chord_m) {
  const sine = Math.min(1, Math.max(0, chord_m) / (2 * greatestRadius_m));
  return 2 * greatestRadius_m * Math.asin(sine);
}

/**
 * No shortest geodesic with this chord is longer.
 *
 * @param {number} chord_m
 * @returns {number}
 */
export function greatestDistanceOfChord_m(chord_m) {
  const sine = chord_m / (2 * leastRadius_m);
  return sine >= 1 ? greatestDistance_m : 2 * leastRadius_m * Math.asin(sine);
}

/**
 * A chord no longer than this is surely within a distance.
 *
 * @param {number} length_m
 * @returns {number}
 */
export function surelyInsideChord_m(length_m) {
  const half_rad = Math.min(Math.PI / 2, length_m / (2 * leastRadius_m));
  return 2 * leastRadius_m * Math.sin(half_rad);
}

/**
 * A chord no shorter than this is surely beyond a distance.
 *
 * @param {number} length_m
 * @returns {number}
 */
export function surelyOutsideChord_m(length_m) {
  const half_rad = Math.min(Math.PI / 2, length_m / (2 * greatestRadius_m));
  return 2 * greatestRadius_m * Math.sin(half_rad);
}

/**
 * @param {LonLat} launch
 * @param {number} range_m
 * @returns {RangeLimit}
 */
function rangeLimit(launch, range_m) {
  if (!(range_m > 0 && range_m <= greatestRange_m)) {
    throw new RangeError(
      `range ${range_m} m is not above 0 and at most ${greatestRange_m} m: ` +
        "farther out, range circles overlap themselves near the antipode",
    );
  }
  /** @type {SweptArea | null} */
  let swept = null;
  return {
    range_m,
    surelyInsideChord_m: surelyInsideChord_m(range_m),
    surelyOutsideChord_m: surelyOutsideChord_m(range_m),
    // Most regions lie inside or outside as a whole and never ask for it.
    sweptArea_m2: (angle_rad) => {
      swept ??= sweptArea(launch, range_m);
      return swept(angle_rad);
    },
  };
}

/**
 * Make a launch point and its ranges ready.
 *
 * @param {LonLat} launch
 * @param {number[]} ranges_m  Each above 0 and at most 19,900 km.
 * @returns {Reach}
 */
export function prepareReach(launch, ranges_m) {
  return {
    launch,
    cartesian: toCartesian(launch),
    limits: ranges_m.map((range_m) => rangeLimit(launch, range_m)),
  };
}
