/**
 * The Leaflet map and the borders under everything else.
 */

import { byId } from "./dom.js";

/**
 * @import { LonLat, Polygon } from "./decode.js"
 * @import { Scene } from "./scene.js"
 */

const PANES = ["rv-land", "rv-borders", "rv-zones", "rv-rings", "rv-places", "rv-labels"];
const MERCATOR_LIMIT_DEG = 85.06;
const CUT_DEG = 0.011;
export const stillness = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * Leaflet's order, latitude first. No other module swaps.
 *
 * @param {LonLat} position
 * @returns {[number, number]}
 */
export function toLatLng([lon, lat]) {
  return [Math.max(-MERCATOR_LIMIT_DEG, Math.min(MERCATOR_LIMIT_DEG, lat)), lon];
}

/**
 * @param {Polygon[]} polygons
 * @returns {[number, number][][][]}
 */
export function toLatLngs(polygons) {
  return polygons.map((rings) => rings.map((ring) => ring.map(toLatLng)));
}

/**
 * @param {[number, number, number, number]} box
 * @returns {[[number, number], [number, number]]}
 */
export function toBounds([west, south, east, north]) {
  return [toLatLng([west, south]), toLatLng([east, north])];
}

/**
 * Wheel and one-finger drags belong to the page until the map is used.
 *
 * @param {any} map
 */
function leaveScrollToPage(map) {
  map.on("focus click", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  if (matchMedia("(pointer: coarse)").matches) map.dragging.disable();
}

/**
 * @param {Scene} scene
 * @returns {any}  A Leaflet map that shows the scene's first view.
 */
export function create(scene) {
  const map = L.map(byId("rv-map"), {
    attributionControl: false,
    fadeAnimation: !stillness.matches,
    inertia: !stillness.matches,
    maxBounds: toBounds(scene.cover),
    maxBoundsViscosity: 0.7,
    maxZoom: 12,
    scrollWheelZoom: false,
    zoomAnimation: !stillness.matches,
    zoomControl: false,
    zoomSnap: 0.1,
  });
  const { zoomIn, zoomOut, attribution } = scene.words;
  L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  L.control.scale({ maxWidth: 140 }).addTo(map);
  const credits = L.control.attribution({ prefix: false });
  credits.addTo(map);
  /** @type {HTMLElement} */ (credits.getContainer()).textContent = `Leaflet | ${attribution}`;
  PANES.forEach((name, row) => {
    const pane = map.createPane(name);
    pane.style.zIndex = String(300 + 20 * row);
    pane.style.pointerEvents = "none";
  });
  map.setMinZoom(Math.max(0, map.getBoundsZoom(toBounds(scene.cover), true)));
  showAll(map, scene);
  leaveScrollToPage(map);
  if (scene.tiles) addTiles(map, scene.tiles);
  return map;
}

/**
 * Tiles, where the page's author asked for them. Until one has come, and where
 * none comes, the page's own land is shown.
 *
 * @param {any} map
 * @param {{url: string, attribution: string}} tiles
 */
function addTiles(map, { url, attribution }) {
  const layer = L.tileLayer(url, { maxZoom: 12 });
  layer.once("tileload", () => {
    map.getContainer().classList.add("rv-tiled");
    const credits = map.getContainer().querySelector(".leaflet-control-attribution");
    credits.textContent += `. ${attribution}`;
  });
  layer.addTo(map);
}

/**
 * Go back to the first view.
 *
 * @param {any} map
 * @param {Scene} scene
 */
export function showAll(map, scene) {
  map.fitBounds(toBounds(scene.fit), { animate: false, padding: [8, 8] });
}

/**
 * Arcs between two regions of one country, and all others.
 *
 * @param {Scene} scene
 * @returns {{inner: LonLat[][], outer: LonLat[][]}}
 */
function sortArcs({ units, arcs }) {
  /** @type {Map<number, number>} */
  const owner = new Map();
  const inner = new Set();
  for (const { arcs: polygons, country } of units) {
    for (const signed of polygons.flat(2)) {
      const arc = signed < 0 ? ~signed : signed;
      if (owner.get(arc) === country) inner.add(arc);
      owner.set(arc, country);
    }
  }
  return {
    inner: arcs.filter((_, arc) => inner.has(arc)),
    outer: arcs.filter((_, arc) => !inner.has(arc)),
  };
}

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
 * Draw the land and its borders.
 *
 * @param {any} map
 * @param {Scene} scene
 * @returns {{regions: any}}  The layer of region borders, which can be hidden.
 */
export function drawBorders(map, scene) {
  const draw = (/** @type {string} */ pane, /** @type {any} */ options) => ({
    pane,
    renderer: L.svg({ pane, padding: 0.4 }),
    interactive: false,
    smoothFactor: 0.6,
    ...options,
  });
  const shapes = scene.units.map((unit) => toLatLngs(unit.polygons)).flat();
  L.polygon(shapes, draw("rv-land", { className: "rv-land", fillOpacity: 1, weight: 0.6 })).addTo(map);
  const { inner, outer } = sortArcs(scene);
  const lines = outer.flatMap((line) => withoutCuts(line, scene.cover));
  const style = draw("rv-borders", { className: "rv-region-border", weight: 0.8 });
  const regions = L.polyline(inner.map((line) => line.map(toLatLng)), style).addTo(map);
  const country = { ...style, className: "rv-country-border", weight: 1.4 };
  L.polyline(lines.map((line) => line.map(toLatLng)), country).addTo(map);
  return { regions };
}
