/**
 * WGS 84: the direct and the inverse problem, and Cartesian coordinates.
 *
 * The one module that knows GeographicLib, and its order (latitude first).
 * Everywhere else a position is [lon, lat] in degrees, a length is in metres,
 * and an azimuth is in degrees clockwise from north.
 */

import geographiclib from "geographiclib-geodesic";

/** @import { LonLat } from "./decode.js" */

/**
 * A geodesic from one point to another.
 *
 * @typedef {object} GeodesicLeg
 * @property {number} length_m
 * @property {number} azimuth_deg  At the start, in [-180, 180].
 * @property {number} lonDifference_deg  Longitude swept, in [-180, 180].
 * @property {number} areaToEquator_m2  Signed area between the geodesic and the
 *   equator: the integral of `authalic.areaPerRadian_m2` over longitude.
 */

const { Geodesic } = geographiclib;
const wgs84 = Geodesic.WGS84;
export const semiMajorAxis_m = wgs84.a;
const flattening = wgs84.f;
export const semiMinorAxis_m = semiMajorAxis_m * (1 - flattening);
export const eccentricitySquared = flattening * (2 - flattening);

/** Half the meridian ellipse: no two points are farther apart than this. */
export const greatestDistance_m = 20003931.4586;
export const RADIANS = Math.PI / 180;
const LEG_MASK =
  Geodesic.DISTANCE | Geodesic.AZIMUTH | Geodesic.AREA | Geodesic.LONG_UNROLL |
  Geodesic.LONGITUDE;

/**
 * The longitude in [-180, 180) that means the same meridian.
 *
 * @param {number} lon
 * @returns {number}
 */
export function wrapLongitude(lon) {
  const wrapped = lon - 360 * Math.floor((lon + 180) / 360);
  return wrapped === 180 ? -180 : wrapped;
}

/**
 * The longitude nearest to a reference that means the same meridian.
 *
 * @param {number} lon
 * @param {number} reference
 * @returns {number}
 */
export function unwrapLongitude(lon, reference) {
  return lon - 360 * Math.round((lon - reference) / 360);
}

/**
 * Geodesic distance in metres.
 *
 * @param {LonLat} from
 * @param {LonLat} to
 * @returns {number}
 */
export function distance_m(from, to) {
  return wgs84.Inverse(from[1], from[0], to[1], to[0], Geodesic.DISTANCE).s12;
}

/**
 * The shortest geodesic between two points, with the area under it.
 *
 * @param {LonLat} from
 * @param {LonLat} to
 * @returns {GeodesicLeg}
 */
export function leg(from, to) {
  const solution = wgs84.Inverse(from[1], from[0], to[1], to[0], LEG_MASK);
  return {
    length_m: solution.s12,
    azimuth_deg: solution.azi1,
    lonDifference_deg: solution.lon2 - solution.lon1,
    areaToEquator_m2: solution.S12,
  };
}

/**
 * Distance, and azimuth at both ends (the second one pointing onwards).
 *
 * @param {LonLat} from
 * @param {LonLat} to
 * @returns {{length_m: number, azimuth_deg: number, endAzimuth_deg: number}}
 */
export function inverse(from, to) {
  const mask = Geodesic.DISTANCE | Geodesic.AZIMUTH;
  const solution = wgs84.Inverse(from[1], from[0], to[1], to[0], mask);
  return {
    length_m: solution.s12,
    azimuth_deg: solution.azi1,
    endAzimuth_deg: solution.azi2,
  };
}

/**
 * The point at a distance in a direction, longitude in [-180, 180].
 *
 * @param {LonLat} from
 * @param {number} azimuth_deg
 * @param {number} length_m
 * @returns {LonLat}
 */
export function direct(from, azimuth_deg, length_m) {
  const mask = Geodesic.LATITUDE | Geodesic.LONGITUDE;
  const end = wgs84.Direct(from[1], from[0], azimuth_deg, length_m, mask);
  return [end.lon2, end.lat2];
}

/**
 * Reduced length m12 as a function of distance, along one geodesic.
 *
 * Two geodesics that leave a point at a small angle d (radians) are d m12
 * apart, so m12 is the density of area in geodesic polar coordinates.
 *
 * @param {LonLat} from
 * @param {number} azimuth_deg
 * @returns {(length_m: number) => number}
 */
export function reducedLength(from, azimuth_deg) {
  const mask = Geodesic.REDUCEDLENGTH | Geodesic.DISTANCE_IN;
  const line = wgs84.Line(from[1], from[0], azimuth_deg, mask);
  return (length_m) => line.Position(length_m, Geodesic.REDUCEDLENGTH).m12;
}

/**
 * Earth-centred Cartesian coordinates in metres of a point on the ellipsoid.
 *
 * @param {LonLat} position
 * @returns {[number, number, number]}
 */
export function toCartesian([lon, lat]) {
  const sinLat = Math.sin(lat * RADIANS);
  // cos(90 degrees) is 6e-17, not 0: a pole would have as many positions as
  // longitudes.
  const cosLat = Math.abs(lat) === 90 ? 0 : Math.cos(lat * RADIANS);
  const normal_m = semiMajorAxis_m / Math.sqrt(1 - eccentricitySquared * sinLat ** 2);
  return [
    normal_m * cosLat * Math.cos(lon * RADIANS),
    normal_m * cosLat * Math.sin(lon * RADIANS),
    normal_m * (1 - eccentricitySquared) * sinLat,
  ];
}

/**
 * Radii of curvature of the ellipsoid, along the meridian and across it.
 *
 * @param {number} lat
 * @returns {{meridian_m: number, normal_m: number}}
 */
export function curvatureRadii(lat) {
  const w = 1 - eccentricitySquared * Math.sin(lat * RADIANS) ** 2;
  const normal_m = semiMajorAxis_m / Math.sqrt(w);
  return { meridian_m: (normal_m * (1 - eccentricitySquared)) / w, normal_m };
}
