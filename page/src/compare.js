/**
 * The error that simpler circles would make, for the reader to see.
 *
 * Three ways in which range circles are commonly drawn: on a sphere (Leaflet's
 * and folium's circle, Turf), as a circle of degrees on a plain lon/lat map, and
 * as a buffer in Web Mercator metres (EPSG:3857). Each is measured on WGS 84.
 */

import { distance_m, RADIANS, semiMajorAxis_m } from "./geodesy.js";
import { EDGE_LAT, mercatorY } from "./mercator.js";

/** @import { LonLat } from "./decode.js" */

/** @typedef {"sphere" | "degrees" | "webMercator"} SimpleCircle */

/**
 * @typedef {object} CircleError
 * @property {SimpleCircle} kind
 * @property {LonLat[]} path  The circle as that way draws it, closed.
 * @property {number} least_m  Error in distance, negative where it falls short.
 * @property {number} greatest_m
 * @property {number} worst_m  The larger of the two, without sign.
 */

const MEAN_RADIUS_M = 6371008.8;
const STEPS = 180;

/**
 * The direct problem on a sphere (Snyder 1987, eq. 5-5 and 5-6).
 *
 * @param {LonLat} launch
 * @param {number} range_m
 * @param {number} azimuth_rad
 * @returns {LonLat}
 */
function onSphere([lon, lat], range_m, azimuth_rad) {
  const angle_rad = range_m / MEAN_RADIUS_M;
  const sinLat = Math.sin(lat * RADIANS);
  const cosLat = Math.cos(lat * RADIANS);
  const across = Math.sin(angle_rad) * Math.sin(azimuth_rad);
  const sinEnd =
    sinLat * Math.cos(angle_rad) + cosLat * Math.sin(angle_rad) * Math.cos(azimuth_rad);
  const along =
    cosLat * Math.cos(angle_rad) - sinLat * Math.sin(angle_rad) * Math.cos(azimuth_rad);
  return [
    lon + Math.atan2(across, along) / RADIANS,
    Math.asin(Math.max(-1, Math.min(1, sinEnd))) / RADIANS,
  ];
}

/**
 * A circle of degrees, one degree being as long as on a meridian.
 *
 * @param {LonLat} launch
 * @param {number} range_m
 * @param {number} azimuth_rad
 * @returns {LonLat}
 */
function inDegrees([lon, lat], range_m, azimuth_rad) {
  const radius_deg = range_m / (MEAN_RADIUS_M * RADIANS);
  const north = lat + radius_deg * Math.cos(azimuth_rad);
  return [lon + radius_deg * Math.sin(azimuth_rad), Math.max(-90, Math.min(90, north))];
}

/**
 * A circle of Web Mercator metres, which are true at the equator only.
 *
 * @param {LonLat} launch
 * @param {number} range_m
 * @param {number} azimuth_rad
 * @returns {LonLat}
 */
function inWebMercator([lon, lat], range_m, azimuth_rad) {
  const radius_rad = range_m / semiMajorAxis_m;
  const y = mercatorY(lat) + radius_rad * Math.cos(azimuth_rad);
  const north = Math.atan(Math.sinh(y)) / RADIANS;
  const east = lon + (radius_rad * Math.sin(azimuth_rad)) / RADIANS;
  return [east, Math.max(-EDGE_LAT, Math.min(EDGE_LAT, north))];
}

/** @type {Record<SimpleCircle, typeof onSphere>} */
const WAYS = { sphere: onSphere, degrees: inDegrees, webMercator: inWebMercator };

/**
 * How far off a simple circle would be, sampled every two degrees of azimuth.
 *
 * @param {SimpleCircle} kind
 * @param {LonLat} launch
 * @param {number} range_m
 * @returns {CircleError}
 */
function circleError(kind, launch, range_m) {
  const path = Array.from({ length: STEPS + 1 }, (_, i) =>
    WAYS[kind](launch, range_m, (2 * Math.PI * i) / STEPS),
  );
  const errors_m = path.map((position) => distance_m(launch, position) - range_m);
  const least_m = Math.min(...errors_m);
  const greatest_m = Math.max(...errors_m);
  const worst_m = Math.max(Math.abs(least_m), Math.abs(greatest_m));
  return { kind, path, least_m, greatest_m, worst_m };
}

/**
 * The errors of all simple circles.
 *
 * @param {LonLat} launch
 * @param {number} range_m
 * @returns {CircleError[]}
 */
export function circleErrors(launch, range_m) {
  /** @type {SimpleCircle[]} */
  const kinds = ["sphere", "degrees", "webMercator"];
  return kinds.map((kind) => circleError(kind, launch, range_m));
}
