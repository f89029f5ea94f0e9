/**
 * Outlines of a reach: geodesic circles and annular sectors.
 *
 * Every vertex is a solution of the direct problem (GeographicLib: nanometres).
 */

import { direct, distance_m, inverse } from "./geodesy.js";
import { closeOutline, tracePath } from "./trace.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { Curve, Outline } from "./trace.js"
 */

/**
 * @typedef {object} Sector
 * @property {number} startAzimuth_deg
 * @property {number} endAzimuth_deg  Clockwise from the start.
 * @property {number} minRange_m  0 if the sector begins at the launch point.
 * @property {number} maxRange_m
 */

// A chord of so many lies within 0.03 % of the circle on the map of true distances.
const CIRCLE_STEPS = 128;
const SIDE_STEPS = 16;
/** @type {LonLat} */
const NORTH_POLE = [0, 90];
/** @type {LonLat} */
const SOUTH_POLE = [0, -90];

/**
 * The geodesic circle about a launch point.
 *
 * @param {LonLat} launch
 * @param {number} range_m
 * @param {number} [tolerance_m]  Of edges straight in lon/lat, on the ground; if
 *   not given, the circle is as smooth as a map needs it.
 * @returns {Outline}
 */
export function circle(launch, range_m, tolerance_m) {
  /** @type {Curve} */
  const curve = (fraction) => direct(launch, -360 * fraction, range_m);
  return closeOutline(
    tracePath([curve], CIRCLE_STEPS, tolerance_m),
    distance_m(launch, NORTH_POLE) < range_m,
    distance_m(launch, SOUTH_POLE) < range_m,
  );
}

/**
 * The angle clockwise from one azimuth to another, in [0, 360).
 *
 * @param {number} from_deg
 * @param {number} to_deg
 * @returns {number}
 */
function turnBetween(from_deg, to_deg) {
  const turn = to_deg - from_deg;
  return turn - 360 * Math.floor(turn / 360);
}

/**
 * Whether a position is in a sector.
 *
 * @param {LonLat} launch
 * @param {Sector} sector
 * @param {LonLat} position
 * @returns {boolean}
 */
function inSector(launch, sector, position) {
  const { length_m, azimuth_deg } = inverse(launch, position);
  const width_deg = turnBetween(sector.startAzimuth_deg, sector.endAzimuth_deg);
  return (
    length_m > sector.minRange_m &&
    length_m < sector.maxRange_m &&
    turnBetween(sector.startAzimuth_deg, azimuth_deg) < width_deg
  );
}

/**
 * The outline of an annular sector, clockwise in azimuth from start to end.
 *
 * @param {LonLat} launch
 * @param {Sector} sector
 * @param {number} [tolerance_m]  As for a circle.
 * @returns {Outline}
 */
export function annularSector(launch, sector, tolerance_m) {
  const { startAzimuth_deg: start, minRange_m: near, maxRange_m: far } = sector;
  const width = turnBetween(start, sector.endAzimuth_deg);
  const length = far - near;
  /** @type {Curve} */
  const farArc = (fraction) => direct(launch, start + width * (1 - fraction), far);
  /** @type {Curve} */
  const inward = (fraction) => direct(launch, start, far - fraction * length);
  /** @type {Curve} */
  const nearArc = (fraction) => direct(launch, start + width * fraction, near);
  /** @type {Curve} */
  const outward = (fraction) => direct(launch, start + width, near + fraction * length);
  const curves = near > 0 ? [farArc, inward, nearArc, outward] : [farArc, inward, outward];
  return closeOutline(
    tracePath(curves, SIDE_STEPS, tolerance_m),
    inSector(launch, sector, NORTH_POLE),
    inSector(launch, sector, SOUTH_POLE),
  );
}
