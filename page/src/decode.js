/**
 * Polygons out of the page's data block.
 *
 * A polygon is a list of rings, shell first, then holes. A ring is one flat
 * list of integers, `[lon0, lat0, dlon1, dlat1, ...]`, in units of the grid
 * (0.001 degree, say): the first pair absolute, each further pair the step from
 * the vertex before. Rings are not closed. Integers add without rounding, so
 * the last vertex is as exact as the first.
 */

/** @typedef {[number, number]} LonLat  Degrees, longitude first. */
/** @typedef {LonLat[]} Ring  Unclosed: the first vertex is not repeated. */
/** @typedef {Ring[]} Polygon  Shell, then holes. */
/** @typedef {number[]} DeltaRing  Integers, as described above. */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * Positions of one ring.
 *
 * @param {DeltaRing} deltas
 * @param {number} grid_deg  Size of one unit, in degrees.
 * @returns {Ring}
 */
export function decodeRing(deltas, grid_deg) {
  const unitsPerDegree = Math.round(1 / grid_deg);
  /** @type {Ring} */
  const ring = [];
  let lon = 0;
  let lat = 0;
  for (let i = 0; i + 1 < deltas.length; i += 2) {
    lon += deltas[i];
    lat += deltas[i + 1];
    // Dividing by an integer gives the double nearest to the decimal
    // fraction; multiplying by 0.001 does not.
    ring.push([lon / unitsPerDegree, lat / unitsPerDegree]);
  }
  return ring;
}

/**
 * Positions of many polygons.
 *
 * @param {DeltaRing[][]} polygons
 * @param {number} grid_deg  Size of one unit, in degrees; one over an integer.
 * @returns {Polygon[]}
 */
export function decodePolygons(polygons, grid_deg) {
  return polygons.map((rings) => rings.map((ring) => decodeRing(ring, grid_deg)));
}

/**
 * Integers out of base64 VLQ: digits of 5 bits, the lowest first, the sixth
 * bit for more; the lowest bit of a number is its sign.
 *
 * @param {string} text
 * @returns {number[]}
 */
export function readIntegers(text) {
  const numbers = [];
  let value = 0;
  let shift = 0;
  for (const digit of text) {
    const bits = DIGITS.indexOf(digit);
    value += (bits & 31) << shift;
    shift += 5;
    if (bits < 32) {
      numbers.push(value & 1 ? -(value >> 1) : value >> 1);
      value = shift = 0;
    }
  }
  return numbers;
}
