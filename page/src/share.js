/**
 * Out of the page: its state in the address; figures, shapes and pictures as files.
 */

import { writeCsv } from "./csv.js";
import { byId } from "./dom.js";
import { azimuthsOf } from "./figures.js";
import { wrapLongitude } from "./geodesy.js";
import { toMultiPolygon } from "./geojson.js";
import { asPng, asSvg } from "./picture.js";
import { hideable, isMoved } from "./scene.js";
import { outlines } from "./shapes.js";
import { readHash } from "./state.js";
import { tidyRows } from "./tidy.js";

/**
 * @import { LonLat, Polygon } from "./decode.js"
 * @import { Page } from "./page.js"
 * @import { Scene } from "./scene.js"
 * @import { PageState } from "./state.js"
 * @import { Outline } from "./trace.js"
 */

const TOLERANCE_M = 10;
const TOLD_MS = 4000;

/**
 * Ask for what an address says.
 *
 * @param {Scene} scene
 * @param {string} hash
 * @returns {PageState}
 */
export function readAddress(scene, hash) {
  const systems = scene.systems.map((system) => system.id);
  const stages = scene.stages?.length ?? 1;
  const layers = hideable(scene);
  return readHash(hash, { sites: scene.sites.length, systems, stages, layers });
}

/**
 * The present state, for the address.
 *
 * @param {Scene} scene
 * @param {(index: number) => boolean} isShown  Whether a system is.
 * @param {PageState["view"]} view
 * @returns {PageState}
 */
export function stateOf(scene, isShown, view) {
  const shown = scene.systems.filter((_, index) => isShown(index));
  const all = shown.length === scene.systems.length;
  return {
    sites: scene.sites.map((site) =>
      isMoved(site) ? [wrapLongitude(site.at[0]), site.at[1]] : null,
    ),
    systems: all ? null : shown.map((system) => system.id),
    hidden: [],
    bands: scene.view.bands,
    merged: scene.view.merged,
    ownRange_m: scene.own.max_m > 0 ? scene.own.max_m : null,
    view,
    projection: "true",
    stage: 0,
  };
}

/**
 * Keep a state in the address. A page without an origin of its own (in a
 * sandboxed frame) has none to keep it in.
 *
 * @param {string} hash
 */
export function keep(hash) {
  try {
    history.replaceState(null, "", hash || location.pathname + location.search);
  } catch {
    byId("rv-link").dataset.hash = hash;
  }
}

/**
 * @param {string} name
 * @param {Blob} content
 */
function download(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/**
 * Every reach as it stands, as GeoJSON.
 *
 * @param {Scene} scene
 * @returns {string}
 */
export function reachesAsGeoJson(scene) {
  const azimuths = azimuthsOf(scene);
  const features = scene.sites.flatMap((site) =>
    scene.systems.map((system, i) => {
      const geometry = site.fixed
        ? { type: "MultiPolygon", coordinates: closed(site.reaches[i].polygons) }
        : toMultiPolygon(...pair(outlines(site.at, system, azimuths, TOLERANCE_M)));
      const properties = {
        kind: "reach",
        site: site.name,
        system: system.name,
        min_range_km: system.min_m / 1000,
        max_range_km: system.max_m / 1000,
        moved_by_reader: isMoved(site),
        source: system.source.text,
      };
      return { type: "Feature", properties, geometry };
    }),
  );
  return JSON.stringify({ type: "FeatureCollection", features });
}

/**
 * @param {Outline[]} found
 * @returns {[Outline, Outline | undefined]}
 */
function pair([outer, inner]) {
  return [outer, inner];
}

/**
 * @param {Polygon[]} polygons
 * @returns {LonLat[][][]}
 */
function closed(polygons) {
  return polygons.map((rings) => rings.map((ring) => [...ring, ring[0]]));
}

/**
 * Put the address on the clipboard, or show it where there is none. Of a page without
 * an address of its own it is the part that holds the view.
 *
 * @param {Scene} scene
 * @param {string} hash
 */
async function copyLink(scene, hash) {
  const { words } = scene;
  const field = byId("rv-link");
  // The address of a file, or of a frame without one, leads nobody else here: only what
  // stands after its # is worth a copy.
  const hasAddress = /^https?:$/.test(location.protocol);
  field.value = hasAddress ? location.href.replace(/#.*$/, "") + hash : hash;
  if (!field.value) {
    tell(words.nothingToCopy);
    return;
  }
  try {
    await navigator.clipboard.writeText(field.value);
    tell(hasAddress ? words.copied : words.copiedPart);
  } catch {
    field.hidden = false;
    field.focus();
    field.select();
    tell(hasAddress ? words.copyThis : words.copyPart);
  }
}

/** @param {string} text */
function tell(text) {
  const node = byId("rv-share-told");
  node.textContent = text;
  setTimeout(() => (node.textContent = ""), TOLD_MS);
}

/**
 * Watch the buttons.
 *
 * @param {Page} page
 */
export function watch(page) {
  const { scene } = page;
  const save = (/** @type {string} */ suffix, /** @type {BlobPart} */ part, type = "") =>
    download(`rangeviz.${suffix}`, new Blob([part], { type }));
  /** @type {Object<string, () => void>} */
  const actions = {
    "rv-copy": () => copyLink(scene, page.hash()),
    "rv-csv": () => save("csv", writeCsv(tidyRows(scene)), "text/csv"),
    "rv-geojson": () => save("geojson", reachesAsGeoJson(scene), "application/geo+json"),
    "rv-svg": () => download("rangeviz.svg", asSvg(page)),
    "rv-png": async () => download("rangeviz.png", await asPng(page)),
  };
  for (const [id, act] of Object.entries(actions)) {
    byId(id).disabled = false;
    byId(id).addEventListener("click", act);
  }
}
