/**
 * The rings on the map: for each launch point and system a fill, a line and the
 * band in which sources disagree; or, merged, one outline for each system.
 */

import { azimuthsOf } from "./figures.js";
import { toLatLng } from "./map.js";
import { mapShape, mapShapeBetween } from "./mercator.js";
import { outsideOthers } from "./merge.js";
import { outlines, reachShape } from "./shapes.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { MapSpan } from "./mercator.js"
 * @import { Scene, Site, System } from "./scene.js"
 */

/**
 * @typedef {object} RingLayer
 * @property {Site} site
 * @property {System} system
 * @property {any} fill  Leaflet layer.
 * @property {any} line  Leaflet layer.
 * @property {any} band  Leaflet layer.
 * @property {LonLat[]} path  Of the greatest range, for labels and the pointer.
 * @property {LonLat[][]} area  What is filled.
 * @property {LonLat[][]} strokes  What is drawn.
 */

const MARGIN_DEG = 60;

/**
 * Leaflet rounds every vertex to a whole pixel and drops near-collinear ones;
 * a ring drawn that way is visibly faceted.
 *
 * @param {any} Base  A Leaflet path class.
 * @returns {any}
 */
function unrounded(Base) {
  return Base.extend({
    _projectLatlngs(/** @type {any[]} */ latLngs, /** @type {any[]} */ result, /** @type {any} */ bounds) {
      if (!(latLngs[0] instanceof L.LatLng)) {
        latLngs.forEach((part) => this._projectLatlngs(part, result, bounds));
        return;
      }
      const origin = this._map.getPixelOrigin();
      const points = latLngs.map((latLng) => this._map.project(latLng)._subtract(origin));
      points.forEach((point) => bounds.extend(point));
      result.push(points);
    },
  });
}

const SmoothPolygon = unrounded(L.Polygon);
const SmoothPolyline = unrounded(L.Polyline);

/**
 * Make the layers, without a shape yet.
 *
 * @param {any} map
 * @param {Scene} scene
 * @returns {RingLayer[]}
 */
export function create(map, scene) {
  const pane = "rv-rings";
  const still = { interactive: false, noClip: true, smoothFactor: 0 };
  const base = { ...still, pane, renderer: L.svg({ pane, padding: 0.4 }) };
  const systems = [...scene.systems, scene.own];
  return scene.sites.flatMap((site) =>
    systems.map((system) => {
      const tone = (/** @type {string} */ name) => `${name} rv-s${system.style}`;
      const area = { ...base, stroke: false, fillRule: site.fixed ? "evenodd" : "nonzero" };
      const stroke = { dashArray: system.dash || null, weight: 2.6 };
      const add = (/** @type {any} */ layer) => layer.addTo(map);
      return {
        site,
        system,
        fill: add(new SmoothPolygon([], { ...area, className: tone("rv-ring-fill") })),
        band: add(new SmoothPolygon([], { ...area, className: tone("rv-band"), fillRule: "evenodd" })),
        line: add(new SmoothPolyline([], { ...base, ...stroke, className: tone("rv-ring") })),
        path: [],
        area: [],
        strokes: [],
      };
    }),
  );
}

/**
 * The longitudes that the map can show.
 *
 * @param {Scene} scene
 * @returns {MapSpan}
 */
export function spanOf({ cover: [west, , east] }) {
  return { west: west - MARGIN_DEG, east: east + MARGIN_DEG };
}

/**
 * Shape one ring where its launch point stands now.
 *
 * @param {Scene} scene
 * @param {RingLayer} ring
 */
function shape(scene, ring) {
  const { site, system } = ring;
  ring.path = ring.area = ring.strokes = [];
  if (site.fixed) {
    if (system === scene.own) return;
    ring.area = site.reaches[scene.systems.indexOf(system)].flat();
    ring.strokes = ring.area.map((path) => [...path, path[0]]);
    ring.path = ring.area[0] || [];
    return;
  }
  if (system.max_m <= 0) return;
  const [outer, inner] = outlines(site.at, system, azimuthsOf(scene));
  const span = spanOf(scene);
  const found = inner ? mapShapeBetween(outer, inner, span) : mapShape(outer, span);
  const outside = mapShape(outer, span).fill.length;
  // Filled by the nonzero rule, so that merged rings fill once: what is taken
  // away runs the other way round.
  ring.area = found.fill.map((path, i) => (i >= outside ? [...path].reverse() : path));
  ring.strokes = found.strokes;
  ring.path = outer.path;
}

/**
 * Shape every ring of one launch point, and its bands if they are shown.
 *
 * @param {Scene} scene
 * @param {RingLayer[]} rings
 * @param {Site} site
 */
export function update(scene, rings, site) {
  for (const ring of rings) {
    if (ring.site !== site) continue;
    shape(scene, ring);
    const { low_m, high_m } = ring.system;
    const banded = scene.view.bands && low_m && high_m && low_m < high_m && !site.fixed;
    const span = { min_m: low_m || 0, max_m: high_m || 0 };
    const band = banded ? reachShape(site.at, span, azimuthsOf(scene), spanOf(scene)).fill : [];
    ring.band.setLatLngs(toLatLngs(band));
  }
  draw(scene, rings);
}

/**
 * @param {LonLat[][]} paths
 * @returns {[number, number][][]}
 */
function toLatLngs(paths) {
  return paths.map((path) => path.map(toLatLng));
}

/**
 * Put the shapes on the map, merged or apart. Merged, the first launch point's
 * layer carries the fill of all.
 *
 * @param {Scene} scene
 * @param {RingLayer[]} rings
 */
export function draw(scene, rings) {
  for (const ring of rings) {
    const family = rings.filter((other) => other.system === ring.system);
    if (!scene.view.merged || family.length === 1) {
      ring.fill.setLatLngs(toLatLngs(ring.area));
      ring.line.setLatLngs(toLatLngs(ring.strokes));
      continue;
    }
    const area = ring === family[0] ? family.flatMap((other) => other.area) : [];
    const others = family.filter((other) => other !== ring);
    ring.fill.setLatLngs(toLatLngs(area));
    ring.line.setLatLngs(toLatLngs(outsideOthers(ring.strokes, others, scene.sector)));
  }
}

/**
 * @param {any} map
 * @param {RingLayer} ring
 * @param {boolean} shown
 */
export function show(map, ring, shown) {
  for (const layer of [ring.fill, ring.band, ring.line]) {
    if (shown) layer.addTo(map);
    else layer.remove();
  }
}
