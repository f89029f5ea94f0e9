/**
 * Web Mercator: its ordinate, and shapes cut and repeated for its map.
 *
 * The map ends at 85.05 degrees and repeats every 360. A shape that holds a pole
 * is filled up to the map's edge, but its outline is drawn only where the
 * outline really is: there is no stroke along the edge or down a seam.
 */

import { RADIANS } from "./geodesy.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { Outline } from "./trace.js"
 */

/**
 * The longitudes for which a map needs shapes.
 *
 * @typedef {{west: number, east: number}} MapSpan
 */

/**
 * @typedef {object} MapShape
 * @property {LonLat[][]} fill  Rings to be filled together by the even-odd rule.
 * @property {LonLat[][]} strokes  Lines to be drawn.
 */

export const EDGE_LAT = 85.0511287798066;
/** @type {MapSpan} */
const THREE_WORLDS = { west: -540, east: 540 };

/**
 * @param {number} lat
 * @returns {number}
 */
function clampLatitude(lat) {
  return Math.max(-EDGE_LAT, Math.min(EDGE_LAT, lat));
}

/**
 * Ordinate of a latitude on the map, in radians; the map's edge beyond it.
 *
 * @param {number} lat
 * @returns {number}
 */
export function mercatorY(lat) {
  return Math.asinh(Math.tan(clampLatitude(lat) * RADIANS));
}

/**
 * Shifts, in degrees, that bring a path into a span of longitudes.
 *
 * @param {LonLat[]} path
 * @param {MapSpan} span
 * @returns {number[]}
 */
function shiftsInto(path, { west, east }) {
  const lons = path.map(([lon]) => lon);
  const first = Math.ceil((west - Math.max(...lons)) / 360);
  const last = Math.floor((east - Math.min(...lons)) / 360);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => 360 * (first + i));
}

/**
 * @param {LonLat[]} path
 * @param {number} shift_deg
 * @returns {LonLat[]}
 */
function shiftPath(path, shift_deg) {
  return path.map(([lon, lat]) => [lon + shift_deg, lat]);
}

/**
 * @param {LonLat[]} path
 * @returns {LonLat[]}
 */
function clampPath(path) {
  return path.map(([lon, lat]) => [lon, clampLatitude(lat)]);
}

/**
 * The path of an outline round one pole, over the whole span, closed along the
 * map's edge.
 *
 * @param {Outline} outline
 * @param {number[]} shifts
 * @returns {LonLat[]}
 */
function polarFill({ path, turns, holdsNorthPole }, shifts) {
  const eastward = turns > 0 ? shifts : [...shifts].reverse();
  const line = eastward.flatMap((shift) => shiftPath(path.slice(0, -1), shift));
  line.push(shiftPath(path.slice(-1), eastward[eastward.length - 1])[0]);
  const edge = holdsNorthPole ? EDGE_LAT : -EDGE_LAT;
  return [...line, [line[line.length - 1][0], edge], [line[0][0], edge]];
}

/**
 * @param {MapSpan} span
 * @returns {LonLat[]}
 */
function wholeMap({ west, east }) {
  return [
    [west, -EDGE_LAT],
    [east, -EDGE_LAT],
    [east, EDGE_LAT],
    [west, EDGE_LAT],
  ];
}

/**
 * Rings that fill an outline on the map.
 *
 * @param {Outline} outline
 * @param {MapSpan} span
 * @returns {LonLat[][]}
 */
function fillRings(outline, span) {
  const shifts = shiftsInto(outline.path, span);
  if (shifts.length > 0 && outline.turns !== 0) {
    return [clampPath(polarFill(outline, shifts))];
  }
  const ring = clampPath(outline.path.slice(0, -1));
  const rings = shifts.map((shift) => shiftPath(ring, shift));
  const holdsBothPoles = outline.holdsNorthPole && outline.holdsSouthPole;
  return holdsBothPoles ? [wholeMap(span), ...rings] : rings;
}

/**
 * Pieces of a path that are on the map.
 *
 * @param {LonLat[]} path
 * @returns {LonLat[][]}
 */
function piecesOnMap(path) {
  /** @type {LonLat[][]} */
  const pieces = [];
  /** @type {LonLat[]} */
  let piece = [];
  path.forEach((position, i) => {
    const here = Math.abs(position[1]) < EDGE_LAT;
    const before = i > 0 && Math.abs(path[i - 1][1]) < EDGE_LAT;
    if (i > 0 && here !== before) piece.push(edgePosition(path[i - 1], position));
    if (here) piece.push(position);
    else if (piece.length > 0) {
      pieces.push(piece);
      piece = [];
    }
  });
  return piece.length > 0 ? [...pieces, piece] : pieces;
}

/**
 * Where the line between two positions, one on the map and one beyond, meets
 * the map's edge.
 *
 * @param {LonLat} from
 * @param {LonLat} to
 * @returns {LonLat}
 */
function edgePosition(from, to) {
  const edge = Math.abs(from[1]) > Math.abs(to[1]) ? from[1] : to[1];
  const lat = Math.sign(edge) * EDGE_LAT;
  const fraction = (lat - from[1]) / (to[1] - from[1]);
  return [from[0] + fraction * (to[0] - from[0]), lat];
}

/**
 * A line as it is drawn on the map.
 *
 * @param {LonLat[]} path
 * @param {MapSpan} span
 * @returns {LonLat[][]}
 */
export function mapLines(path, span) {
  const pieces = piecesOnMap(path);
  return shiftsInto(path, span).flatMap((shift) => pieces.map((piece) => shiftPath(piece, shift)));
}

/**
 * A closed line whose edges are as given, as it is filled on the map.
 *
 * @param {LonLat[]} ring
 * @param {MapSpan} span
 * @returns {LonLat[][]}
 */
export function mapRings(ring, span) {
  return shiftsInto(ring, span).map((shift) => shiftPath(clampPath(ring), shift));
}

/**
 * An outline as it is drawn on the map.
 *
 * @param {Outline} outline
 * @param {MapSpan} [span]  By default the world and one copy on either side.
 * @returns {MapShape}
 */
export function mapShape(outline, span = THREE_WORLDS) {
  return { fill: fillRings(outline, span), strokes: mapLines(outline.path, span) };
}
