/**
 * Out of the page: its state in the address, figures and shapes as files, and
 * its height for the page around it.
 */

import { writeCsv } from "./csv.js";
import { byId } from "./dom.js";
import { azimuthsOf } from "./figures.js";
import { wrapLongitude } from "./geodesy.js";
import { toMultiPolygon } from "./geojson.js";
import { isMoved } from "./scene.js";
import { outlines } from "./shapes.js";
import { readHash } from "./state.js";
import { tidyRows } from "./tidy.js";

/**
 * @import { LonLat, Polygon } from "./decode.js"
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
 * @returns {PageState}
 */
export function readAddress(scene) {
  const systems = scene.systems.map((system) => system.id);
  const stages = scene.stages?.length ?? 1;
  return readHash(location.hash, { sites: scene.sites.length, systems, stages });
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
 * @param {string} type
 * @param {string} text
 */
function download(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
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
 * @param {Scene} scene
 * @param {() => string} hash
 */
export function watch(scene, hash) {
  for (const id of ["rv-copy", "rv-csv", "rv-geojson"]) byId(id).disabled = false;
  byId("rv-copy").addEventListener("click", () => copyLink(scene, hash()));
  byId("rv-csv").addEventListener("click", () =>
    download("rangeviz.csv", "text/csv", writeCsv(tidyRows(scene))),
  );
  byId("rv-geojson").addEventListener("click", () =>
    download("rangeviz.geojson", "application/geo+json", reachesAsGeoJson(scene)),
  );
  if (parent !== window) {
    const post = () => {
      const height = document.documentElement.scrollHeight;
      parent.postMessage({ type: "rangeviz:height", height }, "*");
    };
    new ResizeObserver(post).observe(document.body);
  }
}
