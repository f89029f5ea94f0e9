/**
 * Areas on the ellipsoid between the equator and an edge straight in lon/lat.
 *
 * The area between equator and latitude, per radian of longitude, is
 *     S(lat) = b^2/2 (sin lat / (1 - e^2 sin^2 lat) + atanh(e sin lat) / e)
 * (Snyder 1987, Map Projections: A Working Manual, eq. 3-12). It is odd in
 * latitude and even about the pole, hence a sum of sines of odd multiples of
 * latitude, and the mean of each sine along an edge has a closed form.
 */

import { eccentricitySquared, RADIANS, semiMinorAxis_m } from "./geodesy.js";

/** @import { LonLat } from "./decode.js" */

const eccentricity = Math.sqrt(eccentricitySquared);
// Terms fall by e^2 = 0.0067 each: the seventh would be below a double's digits.
const TERMS = 6;
const SAMPLES = 16;

/**
 * Area between the equator and a latitude, per radian of longitude.
 *
 * @param {number} lat
 * @returns {number}
 */
export function areaPerRadian_m2(lat) {
  const sinLat = Math.sin(lat * RADIANS);
  const zone = sinLat / (1 - eccentricitySquared * sinLat ** 2);
  const logarithm = Math.atanh(eccentricity * sinLat) / eccentricity;
  return (semiMinorAxis_m ** 2 / 2) * (zone + logarithm);
}

export const halfEarth_m2 = 2 * Math.PI * areaPerRadian_m2(90);
const coefficients = sineCoefficients();

/**
 * Coefficients of sin((2k + 1) lat) in S, by a discrete sine transform.
 *
 * @returns {number[]}
 */
function sineCoefficients() {
  return Array.from({ length: TERMS }, (_, term) => {
    let sum = 0;
    for (let j = 0; j < SAMPLES; j++) {
      const lat_rad = ((j + 0.5) * Math.PI) / (2 * SAMPLES);
      sum += areaPerRadian_m2(lat_rad / RADIANS) * Math.sin((2 * term + 1) * lat_rad);
    }
    return (2 * sum) / SAMPLES;
  });
}

/**
 * Mean of S along an edge on which latitude changes evenly.
 *
 * @param {number} lat1
 * @param {number} lat2
 * @returns {number}
 */
function meanAreaPerRadian_m2(lat1, lat2) {
  const middle_rad = ((lat1 + lat2) / 2) * RADIANS;
  const half_rad = ((lat2 - lat1) / 2) * RADIANS;
  let sum = 0;
  for (let term = 0; term < TERMS; term++) {
    const multiple = 2 * term + 1;
    const spread_rad = multiple * half_rad;
    const damping = Math.abs(spread_rad) < 1e-9 ? 1 : Math.sin(spread_rad) / spread_rad;
    sum += coefficients[term] * Math.sin(multiple * middle_rad) * damping;
  }
  return sum;
}

/**
 * What an edge adds to the area of its ring; counter-clockwise rings add up
 * to a positive area.
 *
 * @param {LonLat} from
 * @param {LonLat} to
 * @returns {number}
 */
export function edgeArea_m2(from, to) {
  return -(to[0] - from[0]) * RADIANS * meanAreaPerRadian_m2(from[1], to[1]);
}
