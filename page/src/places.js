/**
 * Distances to places.
 */

import { distance_m, toCartesian } from "./geodesy.js";
import { leastDistance_m } from "./reach.js";

/** @import { LonLat } from "./decode.js" */

/**
 * @typedef {object} PlaceDistance
 * @property {number} index  Of the place, in the list given.
 * @property {number} distance_m
 */

/**
 * The distances from which and up to which a system reaches.
 *
 * @typedef {{min_m: number, max_m: number}} RangeSpan
 */

/**
 * @typedef {object} PreparedPlaces
 * @property {LonLat[]} positions
 * @property {[number, number, number][]} cartesian
 */

/**
 * Make places ready to be measured to.
 *
 * @param {LonLat[]} positions
 * @returns {PreparedPlaces}
 */
export function preparePlaces(positions) {
  return { positions, cartesian: positions.map(toCartesian) };
}

/**
 * Places no farther than a limit, nearest first.
 *
 * @param {PreparedPlaces} places
 * @param {LonLat} launch
 * @param {number} limit_m
 * @returns {PlaceDistance[]}
 */
export function placesWithin(places, launch, limit_m) {
  const [x, y, z] = toCartesian(launch);
  /** @type {PlaceDistance[]} */
  const found = [];
  places.cartesian.forEach(([px, py, pz], index) => {
    if (leastDistance_m(Math.hypot(px - x, py - y, pz - z)) > limit_m) return;
    const length_m = distance_m(launch, places.positions[index]);
    if (length_m <= limit_m) found.push({ index, distance_m: length_m });
  });
  return found.sort((a, b) => a.distance_m - b.distance_m);
}
