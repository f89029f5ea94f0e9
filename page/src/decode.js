/**
 * Shapes out of the texts of the page's data block, which `encode.py` and `topology.py`
 * write: between "|" stand polygons, between ";" their rings, shell first. A ring is
 * integers: the steps of lon and lat to each vertex from the one before it, also from
 * the last of the ring before; all begin at 0, 0. Rings are not closed. Integers add
 * without rounding, so the last vertex is as exact as the first.
 */

import { digits, lastDigits } from "./limits.js";

/** @typedef {[number, number]} LonLat  Degrees, longitude first. */
/** @typedef {LonLat[]} Ring  Unclosed: the first vertex is not repeated. */
/** @typedef {Ring[]} Polygon  Shell, then holes. */

/**
 * The integers that stand one after another in a text.
 *
 * @param {string} text
 * @returns {number[]}
 */
export function readIntegers(text) {
  const numbers = [];
  let before = 0;
  for (const letter of text) {
    const digit = digits.indexOf(letter);
    if (digit < lastDigits) {
      const doubled = before * lastDigits + digit;
      numbers.push(doubled % 2 ? -(doubled - 1) / 2 : doubled / 2);
      before = 0;
    } else {
      before = before * (digits.length - lastDigits) + digit - lastDigits + 1;
    }
  }
  return numbers;
}

/**
 * @template T
 * @param {string} text  Of polygons.
 * @param {(text: string) => T} read  A ring of them.
 * @returns {T[][]}
 */
function split(text, read) {
  return text ? text.split("|").map((rings) => rings.split(";").map(read)) : [];
}

/**
 * @param {string} text
 * @param {number} grid_deg  Size of one unit, in degrees; one over an integer.
 * @returns {Polygon[]}
 */
export function readPolygons(text, grid_deg) {
  const unitsPerDegree = Math.round(1 / grid_deg);
  let [lon, lat] = [0, 0];
  return split(text, (ring) => {
    const steps = readIntegers(ring);
    /** @type {Ring} */
    const positions = [];
    for (let i = 0; i < steps.length; i += 2) {
      lon += steps[i];
      lat += steps[i + 1];
      // Dividing by an integer gives the double nearest to the decimal
      // fraction; multiplying by 0.001 does not.
      positions.push([lon / unitsPerDegree, lat / unitsPerDegree]);
    }
    return positions;
  });
}

/**
 * @param {string} text  Of one line after another, as of the rings of one polygon.
 * @param {number} grid_deg
 * @returns {LonLat[][]}
 */
export function readLines(text, grid_deg) {
  return readPolygons(text, grid_deg).flat();
}

/**
 * What puts the letters of a language into names that the page carries in others.
 *
 * @param {string} letters  These, and after them those that stand for them.
 * @returns {(name: string) => string}
 */
export function letterSwap(letters) {
  const half = letters.length / 2;
  const others = new Map(Array.from(letters, (letter, i) => [letter, letters[(i + half) % letters.length]]));
  return (name) => Array.from(name, (letter) => others.get(letter) ?? letter).join("");
}

/**
 * The arcs that bound each of many shapes: `~n` is arc `n` backwards.
 *
 * @param {string[]} texts  An arc that comes for the first time is 0, others tell how
 *   far they lie before the next such one; below 0 stand those from end to start.
 * @returns {number[][][][]}
 */
export function readArcNumbers(texts) {
  let next = 0;
  const numberOf = (/** @type {number} */ step) =>
    step < 0 ? ~(next + step) : step > 0 ? next - step : next++;
  return texts.map((text) => split(text, (ring) => readIntegers(ring).map(numberOf)));
}
