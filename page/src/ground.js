/**
 * The ground of the map: land, water, and the lines of coasts, rivers and borders.
 *
 * Water lies over the fills of the reaches, so that it has one colour everywhere.
 */

import { joinRings, sortArcs } from "./arcs.js";
import { areasOf } from "./map.js";
import { rimCircle } from "./projection.js";
import { makeUnit } from "./scene.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { MapView } from "./map.js"
 * @import { PlanePoint, Projection } from "./projection.js"
 */

const CUT_DEG = 0.011;
/** The lowest map, and the nearest to a pole, within which north turns. */
const TURNED_DEG = 18;
const POLAR_DEG = 66;
/** Half the side of a plane without a rim: more than a map shows. */
const PLANE_M = 2e8;
/** Widths of rivers, the greatest first. */
const RIVERS_PX = [1.8, 1.5, 1.2, 1, 0.8];

/**
 * Pieces of a line that are no part of the box that the borders were cut with.
 *
 * @param {LonLat[]} line
 * @param {[number, number, number, number]} cover
 * @returns {LonLat[][]}
 */
function withoutCuts(line, [west, south, east, north]) {
  const close = (/** @type {number} */ a, /** @type {number} */ b) => Math.abs(a - b) < CUT_DEG;
  const isCut = (/** @type {LonLat} */ a, /** @type {LonLat} */ b) =>
    [west, east].some((lon) => close(a[0], lon) && close(b[0], lon)) ||
    [south, north].some((lat) => close(a[1], lat) && close(b[1], lat));
  /** @type {LonLat[][]} */
  const pieces = [[line[0]]];
  for (let i = 1; i < line.length; i++) {
    if (isCut(line[i - 1], line[i])) pieces.push([line[i]]);
    else pieces[pieces.length - 1].push(line[i]);
  }
  return pieces.filter((piece) => piece.length > 1);
}

/**
 * All that a map may show of the Earth.
 *
 * @param {Projection} projection
 * @returns {PlanePoint[]}
 */
export function earthOf({ rim_m }) {
  if (rim_m !== null) return rimCircle(rim_m);
  return [[-PLANE_M, -PLANE_M], [PLANE_M, -PLANE_M], [PLANE_M, PLANE_M], [-PLANE_M, PLANE_M]];
}

/**
 * @param {MapView} view
 * @returns {{regions: any, hasRegions: boolean}}  The layer of region borders, which can
 *   be hidden, and whether it shows any.
 */
export function drawGround(view) {
  const { scene } = view;
  const look = (/** @type {string} */ pane) => {
    const renderer = L.svg({ pane, padding: 0.4 });
    return (/** @type {Object<string, any>} */ options) => ({ pane, renderer, ...options });
  };
  const area = { stroke: false, fillOpacity: 1 };
  const land = look("rv-land");
  view.draw("area", land({ ...area, className: "rv-land" }), (projection) => [earthOf(projection)]);
  const base = sortArcs(scene.beneath || scene);
  const own = scene.beneath ? sortArcs(scene) : null;
  drawWater(view, base.coast, look("rv-water"));
  const borders = look("rv-borders");
  view.draw("lines", borders({ className: "rv-graticule", weight: 0.7 }), (projection) =>
    doesTurn(projection, scene.fit) ? graticule().flatMap((line) => projection.line(line)) : [],
  );
  const lines = (/** @type {LonLat[][]} */ paths) => (/** @type {Projection} */ projection) =>
    paths.flatMap((path) => withoutCuts(path, scene.cover)).flatMap((path) => projection.line(path));
  const draw = (/** @type {string} */ name, /** @type {number} */ weight, /** @type {LonLat[][]} */ paths) =>
    view.draw("lines", borders({ className: name, smoothFactor: 0.6, weight }), lines(paths));
  const { inner } = own || base;
  const regions = draw("rv-region-border", 0.8, inner);
  draw("rv-coast", 0.8, base.coast);
  draw("rv-country-border", 1.4, own ? [...base.outer, ...own.outer, ...own.coast] : base.outer);
  return { regions, hasRegions: inner.length > 0 };
}

/**
 * Whether meridians and parallels say something on a map: where they would be straight
 * they are left out.
 *
 * @param {Projection} projection
 * @param {[number, number, number, number]} fit
 * @returns {boolean}
 */
function doesTurn({ kind }, [, south, , north]) {
  return kind === "globe" || (kind === "true" && (north - south > TURNED_DEG || Math.max(north, -south) > POLAR_DEG));
}

/** @returns {LonLat[][]}  Meridians of every 30 degrees, parallels of every 15. */
function graticule() {
  const steps = (/** @type {number} */ low, /** @type {number} */ high, /** @type {number} */ step) =>
    Array.from({ length: (high - low) / step + 1 }, (_, i) => low + i * step);
  const parallels = steps(-75, 75, 15).map((lat) => steps(-180, 180, 5).map((lon) => [lon, lat]));
  const meridians = steps(-180, 150, 30).map((lon) => steps(-90, 90, 5).map((lat) => [lon, lat]));
  return /** @type {LonLat[][]} */ ([...parallels, ...meridians]);
}

/**
 * @param {MapView} view
 * @param {LonLat[][]} coast
 * @param {(options: Object<string, any>) => Object<string, any>} look
 */
function drawWater(view, coast, look) {
  const { land, water } = view.scene;
  const shore = makeUnit({}, joinRings(coast).map((ring) => [ring]));
  const flat = { stroke: false, fillOpacity: 1, fillRule: "evenodd" };
  // What two shapes share must not be thinned apart: the sea would show through.
  const sea = { ...flat, className: "rv-sea", smoothFactor: 0.2 };
  view.draw("area", look(sea), (projection) => [
    earthOf(projection),
    ...areasOf(projection, [shore]),
    ...areasOf(projection, [land]),
  ]);
  RIVERS_PX.forEach((weight, rank) => {
    const rivers = water.rivers.filter((river) => river.rank === rank);
    view.draw("lines", look({ className: "rv-river", smoothFactor: 0.6, weight }), (projection) =>
      rivers.flatMap(({ line }) => projection.line(line)),
    );
  });
  const lakes = { ...flat, className: "rv-sea rv-lake", smoothFactor: 0.6, stroke: true, weight: 0.8 };
  view.draw("area", look(lakes), (projection) => areasOf(projection, [water.lakes]));
}
