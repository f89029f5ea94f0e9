/**
 * Area of a sector of a range circle, on the ellipsoid.
 *
 * In geodesic polar coordinates the element of area is m12 ds da, with m12 the
 * reduced length (Karney 2013, Algorithms for geodesics, section 3). Its
 * integral over distance is a smooth, even, periodic function of azimuth, so a
 * few samples give it as a sum of cosines, and any sector in closed form.
 */

import { RADIANS, reducedLength } from "./geodesy.js";

/** @import { LonLat } from "./decode.js" */

/**
 * Area swept from azimuth zero, in square metres, as a function of an angle in
 * radians (unbounded; odd, so it does not matter which way angles are counted).
 *
 * @typedef {(angle_rad: number) => number} SweptArea
 */

const AZIMUTH_STEPS = 16;
const DISTANCE_NODES = 12;
const quadrature = gaussLegendre(DISTANCE_NODES);

/**
 * Nodes and weights of Gauss-Legendre quadrature on [0, 1].
 *
 * @param {number} count
 * @returns {{node: number, weight: number}[]}
 */
function gaussLegendre(count) {
  return Array.from({ length: count }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 8; step++) {
      const polynomial = legendre(count, x);
      slope = polynomial.slope;
      x -= polynomial.value / slope;
    }
    return { node: (1 + x) / 2, weight: 1 / ((1 - x * x) * slope * slope) };
  });
}

/**
 * Legendre polynomial and its derivative, by the three-term recurrence.
 *
 * @param {number} degree
 * @param {number} x
 * @returns {{value: number, slope: number}}
 */
function legendre(degree, x) {
  let previous = 1;
  let value = x;
  for (let n = 2; n <= degree; n++) {
    [previous, value] = [value, ((2 * n - 1) * x * value - (n - 1) * previous) / n];
  }
  return { value, slope: (degree * (x * value - previous)) / (x * x - 1) };
}

/**
 * Area per radian of azimuth within a range.
 *
 * @param {LonLat} launch
 * @param {number} range_m
 * @param {number} azimuth_deg
 * @returns {number}
 */
function areaPerRadian_m2(launch, range_m, azimuth_deg) {
  const width_m = reducedLength(launch, azimuth_deg);
  let sum = 0;
  for (const { node, weight } of quadrature) sum += weight * width_m(node * range_m);
  return sum * range_m;
}

/**
 * Coefficients of cos(k azimuth) in the area per radian, k = 0, 1, ...
 *
 * @param {LonLat} launch
 * @param {number} range_m
 * @returns {number[]}
 */
function cosineCoefficients(launch, range_m) {
  const step_rad = Math.PI / AZIMUTH_STEPS;
  const samples = Array.from({ length: AZIMUTH_STEPS + 1 }, (_, j) => {
    const atEnd = j === 0 || j === AZIMUTH_STEPS;
    const area_m2 = areaPerRadian_m2(launch, range_m, (j * step_rad) / RADIANS);
    return atEnd ? area_m2 / 2 : area_m2;
  });
  return samples.slice(0, AZIMUTH_STEPS).map((_, k) => {
    const sum = samples.reduce((total, area, j) => total + area * Math.cos(k * j * step_rad), 0);
    return ((k === 0 ? 1 : 2) * sum) / AZIMUTH_STEPS;
  });
}

/**
 * The area swept by a range as the azimuth turns from zero.
 *
 * @param {LonLat} launch
 * @param {number} range_m
 * @returns {SweptArea}
 */
export function sweptArea(launch, range_m) {
  const [mean, ...waves] = cosineCoefficients(launch, range_m);
  return (angle_rad) => {
    let area_m2 = mean * angle_rad;
    waves.forEach((wave, i) => {
      area_m2 += (wave * Math.sin((i + 1) * angle_rad)) / (i + 1);
    });
    return area_m2;
  };
}
