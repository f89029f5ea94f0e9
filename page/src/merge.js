/**
 * The outline of several reaches of one system taken together: the parts of each
 * ring that lie in no other reach.
 */

import { inverse } from "./geodesy.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { RingLayer } from "./ringlayer.js"
 */

const HALVINGS = 14;

/**
 * Whether a reach holds a position.
 *
 * @param {RingLayer} ring
 * @param {[number, number] | null} sector
 * @param {LonLat} position
 * @returns {boolean}
 */
function holds({ site, system }, sector, position) {
  if (site.fixed) return false;
  const { length_m, azimuth_deg } = inverse(site.at, position);
  if (length_m >= system.max_m || length_m <= system.min_m) return false;
  if (!sector) return true;
  const turn = (/** @type {number} */ angle) => angle - 360 * Math.floor(angle / 360);
  return turn(azimuth_deg - sector[0]) < (turn(sector[1] - sector[0]) || 360);
}

/**
 * Where the line between two positions, one free and one not, changes.
 *
 * @param {(position: LonLat) => boolean} isFree
 * @param {LonLat} free
 * @param {LonLat} taken
 * @returns {LonLat}
 */
function edgeOf(isFree, free, taken) {
  let [near, far] = [free, taken];
  for (let i = 0; i < HALVINGS; i++) {
    /** @type {LonLat} */
    const middle = [(near[0] + far[0]) / 2, (near[1] + far[1]) / 2];
    if (isFree(middle)) near = middle;
    else far = middle;
  }
  return near;
}

/**
 * Parts of lines that are in no other reach.
 *
 * @param {LonLat[][]} strokes
 * @param {RingLayer[]} others
 * @param {[number, number] | null} sector
 * @returns {LonLat[][]}
 */
export function outsideOthers(strokes, others, sector) {
  const isFree = (/** @type {LonLat} */ position) =>
    !others.some((other) => holds(other, sector, position));
  return strokes.flatMap((stroke) => {
    const free = stroke.map(isFree);
    /** @type {LonLat[][]} */
    const pieces = [];
    stroke.forEach((position, i) => {
      const before = i > 0 && free[i - 1];
      if (free[i] && !before) {
        const entry = i > 0 ? [edgeOf(isFree, position, stroke[i - 1])] : [];
        pieces.push([...entry, position]);
      } else if (free[i]) {
        pieces[pieces.length - 1].push(position);
      } else if (before) {
        pieces[pieces.length - 1].push(edgeOf(isFree, stroke[i - 1], position));
      }
    });
    return pieces;
  });
}
