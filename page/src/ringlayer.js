/**
 * The rings on the map: for each launch point and system a fill, a line and the
 * band in which sources disagree; or, merged, one outline for each system.
 */

import { azimuthsOf } from "./figures.js";
import { areasOf } from "./map.js";
import { outsideOthers } from "./merge.js";
import { outlines } from "./shapes.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { MapView } from "./map.js"
 * @import { RangeSpan } from "./places.js"
 * @import { PlanePoint, Projection } from "./projection.js"
 * @import { Scene, Site, System } from "./scene.js"
 * @import { Outline } from "./trace.js"
 */

/**
 * @typedef {object} RingLayer
 * @property {Site} site
 * @property {System} system
 * @property {any} fill  Leaflet layer.
 * @property {any} halo  Leaflet layer.
 * @property {any} line  Leaflet layer.
 * @property {any} band  Leaflet layer.
 * @property {Outline[]} outlines  Of a point: the outer one, and the inner one.
 * @property {Outline[]} band_outlines
 * @property {PlanePoint[]} path  Of the greatest range, for labels and the pointer.
 */

/**
 * Make the layers, without a shape yet.
 *
 * @param {MapView} view
 * @returns {RingLayer[]}
 */
export function create(view) {
  const { scene } = view;
  const look = (/** @type {string} */ pane) => {
    const renderer = L.svg({ pane, padding: 0.4 });
    return { noClip: true, pane, renderer, smoothFactor: 0 };
  };
  const [beneath, above] = [look("rv-fills"), look("rv-rings")];
  const systems = [...scene.systems, scene.own];
  /** @type {RingLayer[]} */
  const rings = scene.sites.flatMap((site) =>
    systems.map((system) => ({
      ...{ site, system, outlines: [], band_outlines: [], path: [] },
      ...{ fill: null, band: null, halo: null, line: null },
    })),
  );
  for (const ring of rings) {
    const { site, system } = ring;
    const tone = (/** @type {string} */ name) => `${name} rv-s${system.style}`;
    const area = { stroke: false, fillRule: site.fixed ? "evenodd" : "nonzero" };
    const lines = (/** @type {Projection} */ projection) => linesOf(scene, rings, ring, projection);
    ring.fill = view.draw("area", { ...beneath, ...area, className: tone("rv-ring-fill") }, (projection) =>
      fillOf(scene, rings, ring, projection),
    );
    ring.band = view.draw("area", { ...above, ...area, className: tone("rv-band") }, (projection) =>
      areaBetween(projection, ring.band_outlines),
    );
    ring.halo = view.draw("lines", { ...above, className: "rv-ring-halo", weight: 4.4 }, lines);
    const stroke = { dashArray: system.dash || null, weight: 2.6 };
    ring.line = view.draw("lines", { ...above, ...stroke, className: tone("rv-ring") }, lines);
  }
  return rings;
}

/**
 * @param {Projection} projection
 * @param {Outline[]} pair  None, an outer outline, or an outer and an inner one.
 * @returns {PlanePoint[][]}
 */
export function areaBetween(projection, [outer, inner]) {
  return outer ? projection.reach(outer, inner) : [];
}

/**
 * @param {Scene} scene
 * @param {RingLayer} ring
 * @param {Projection} projection
 * @returns {PlanePoint[][]}
 */
function ownArea(scene, { site, system, outlines }, projection) {
  if (!site.fixed) return areaBetween(projection, outlines);
  const row = scene.systems.indexOf(system);
  return row < 0 ? [] : areasOf(projection, [site.reaches[row]]);
}

/**
 * Lines of a ring's edge, on the ground.
 *
 * @param {Scene} scene
 * @param {RingLayer} ring
 * @returns {LonLat[][]}
 */
function edgesOf(scene, { site, system, outlines }) {
  if (!site.fixed) return outlines.map(({ path }) => path);
  const row = scene.systems.indexOf(system);
  return row < 0 ? [] : site.reaches[row].polygons.flat().map((path) => [...path, path[0]]);
}

/**
 * Rings of one system, if they are shown as one.
 *
 * @param {Scene} scene
 * @param {RingLayer[]} rings
 * @param {RingLayer} ring
 * @returns {RingLayer[]}
 */
function familyOf(scene, rings, ring) {
  if (!scene.view.merged) return [ring];
  return rings.filter((other) => other.system === ring.system && other.site.shown);
}

/**
 * Merged, the first launch point's layer carries the fill of all.
 *
 * @param {Scene} scene
 * @param {RingLayer[]} rings
 * @param {RingLayer} ring
 * @param {Projection} projection
 * @returns {PlanePoint[][]}
 */
function fillOf(scene, rings, ring, projection) {
  const family = familyOf(scene, rings, ring);
  if (family[0] !== ring) return [];
  return family.flatMap((each) => ownArea(scene, each, projection));
}

/**
 * @param {Scene} scene
 * @param {RingLayer[]} rings
 * @param {RingLayer} ring
 * @param {Projection} projection
 * @returns {PlanePoint[][]}
 */
function linesOf(scene, rings, ring, projection) {
  const others = familyOf(scene, rings, ring).filter((other) => other !== ring);
  const edges = edgesOf(scene, ring);
  const drawn = others.length > 0 ? outsideOthers(edges, others, scene.sector) : edges;
  ring.path = edges.length > 0 ? projection.line(edges[0])[0] || [] : [];
  return drawn.flatMap((path) => projection.line(path));
}

/**
 * Shape every ring of one launch point, and its bands if they are shown.
 *
 * @param {MapView} view
 * @param {RingLayer[]} rings
 * @param {Site} site
 */
export function update({ scene, projection }, rings, site) {
  const azimuths = azimuthsOf(scene);
  for (const ring of rings.filter((each) => each.site === site && !site.fixed)) {
    const { system } = ring;
    ring.outlines = system.max_m > 0 ? outlines(site.at, system, azimuths) : [];
    ring.band_outlines = bandOf(scene, system).flatMap((span) => outlines(site.at, span, azimuths));
    ring.band.setPaths(areaBetween(projection, ring.band_outlines));
  }
  // Merged, what one ring shows depends on all.
  const changed = scene.view.merged ? rings : rings.filter((ring) => ring.site === site);
  for (const ring of changed) {
    ring.fill.setPaths(fillOf(scene, rings, ring, projection));
    const lines = linesOf(scene, rings, ring, projection);
    ring.halo.setPaths(lines);
    ring.line.setPaths(lines);
  }
}

/**
 * The band in which sources disagree, if there is one and it is shown.
 *
 * @param {Scene} scene
 * @param {System} system
 * @returns {RangeSpan[]}
 */
function bandOf({ view }, { low_m, high_m }) {
  const banded = view.bands && low_m && high_m && low_m < high_m;
  return banded ? [{ min_m: low_m, max_m: high_m }] : [];
}

/**
 * @param {any} map
 * @param {RingLayer} ring
 * @param {boolean} shown
 */
export function show(map, ring, shown) {
  for (const layer of [ring.fill, ring.band, ring.halo, ring.line]) {
    if (shown) layer.addTo(map);
    else layer.remove();
  }
}
