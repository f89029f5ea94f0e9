/**
 * What a reader has set, in the address after the "#", and back again.
 *
 * The address may come from anyone. Whatever is not exactly right is left out,
 * and the page then shows what its author published.
 */

import { wrapLongitude } from "./geodesy.js";
import { greatestRange_m } from "./limits.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { ProjectionKind } from "./projection.js"
 */

/**
 * Each part is null where the page is as published.
 *
 * @typedef {object} PageState
 * @property {(LonLat | null)[]} sites  Moved launch points, in the page's order.
 * @property {string[] | null} systems  Identifiers of the systems shown.
 * @property {boolean} bands  Whether the bands of doubt are shown.
 * @property {boolean} merged  Whether reaches of one system are shown as one.
 * @property {number | null} ownRange_m  Range of the reader's own ring, in whole metres.
 * @property {{centre: LonLat, zoom: number} | null} view
 * @property {string[]} hidden  Zones ("zone0") and other layers ("places") not shown.
 * @property {ProjectionKind} projection
 * @property {number} stage  Counted from 0.
 */

/**
 * What the page has, and hence what an address may speak of.
 *
 * @typedef {object} PageLimits
 * @property {number} sites
 * @property {string[]} systems
 * @property {number} stages
 * @property {string[]} layers  What can be hidden beside systems.
 */

const LONGEST_HASH = 4000;
const GREATEST_ZOOM = 22;
/** @type {ProjectionKind[]}  The first is a page's own. */
const PROJECTIONS = ["true", "mercator", "globe"];
const NUMBER = /^-?\d{1,9}(\.\d{1,9})?$/;

/**
 * A number written plainly; NaN for anything else.
 *
 * @param {string} text
 * @returns {number}
 */
function parseNumber(text) {
  return NUMBER.test(text) ? Number(text) : NaN;
}

/**
 * @param {number} value
 * @param {number} decimals
 * @returns {string}
 */
function writeNumber(value, decimals) {
  // Adding zero makes minus zero plain zero.
  return String(Number(value.toFixed(decimals)) + 0);
}

/**
 * @param {string} text  "lon,lat"
 * @returns {LonLat | null}
 */
function parsePosition(text) {
  const numbers = text.split(",").map(parseNumber);
  const [lon, lat] = numbers;
  const valid = numbers.length === 2 && Math.abs(lon) <= 540 && Math.abs(lat) <= 90;
  return valid ? [lon, lat] : null;
}

/**
 * @param {LonLat} position
 * @returns {string}
 */
function writePosition([lon, lat]) {
  return `${writeNumber(lon, 6)},${writeNumber(lat, 6)}`;
}

/**
 * @param {string | null} text
 * @param {number} count
 * @returns {(LonLat | null)[]}
 */
function parseSites(text, count) {
  const parts = (text ?? "").split(";");
  return Array.from({ length: count }, (_, i) => {
    const position = parsePosition(parts[i] ?? "");
    return position && [wrapLongitude(position[0]), position[1]];
  });
}

/**
 * @param {string | null} text
 * @param {string[]} known
 * @returns {string[] | null}  In the page's order; null if not given.
 */
function parseSystems(text, known) {
  if (text === null) return null;
  const named = new Set(text.split(","));
  return known.filter((id) => named.has(encodeURIComponent(id)));
}

/**
 * @param {string | null} text  In kilometres.
 * @returns {number | null}
 */
function parseRange(text) {
  const range_m = Math.round(parseNumber(text ?? "") * 1000);
  return range_m > 0 && range_m <= greatestRange_m ? range_m : null;
}

/**
 * @param {string | null} text  "lon,lat,zoom"
 * @returns {PageState["view"]}
 */
function parseView(text) {
  const [lon, lat, zoomText, ...more] = (text ?? "").split(",");
  const centre = parsePosition(`${lon},${lat}`);
  const zoom = parseNumber(zoomText ?? "");
  const valid = centre !== null && more.length === 0 && zoom >= 0 && zoom <= GREATEST_ZOOM;
  return valid ? { centre, zoom } : null;
}

/**
 * @param {string | null} text  Counted from 1.
 * @param {number} count
 * @returns {number}
 */
function parseStage(text, count) {
  const number = /^\d{1,4}$/.test(text ?? "") ? Number(text) : 1;
  return number >= 1 && number <= count ? number - 1 : 0;
}

/**
 * Read an address's hash. Never throws.
 *
 * @param {string} hash  With or without its "#".
 * @param {PageLimits} limits
 * @returns {PageState}
 */
export function readHash(hash, limits) {
  const usable = hash.length <= LONGEST_HASH ? hash.replace(/^#/, "") : "";
  const fields = new URLSearchParams(usable);
  return {
    sites: parseSites(fields.get("at"), limits.sites),
    systems: parseSystems(fields.get("show"), limits.systems),
    hidden: (fields.get("hide") ?? "").split(",").filter((name) => limits.layers.includes(name)),
    bands: fields.get("bands") === "1",
    merged: fields.get("merged") === "1",
    ownRange_m: parseRange(fields.get("own")),
    view: parseView(fields.get("view")),
    projection: PROJECTIONS.find((kind) => kind === fields.get("proj")) ?? PROJECTIONS[0],
    stage: parseStage(fields.get("stage"), limits.stages),
  };
}

/**
 * Write a state as an address's hash: "#at=36.2304,49.9935&own=120".
 *
 * @param {PageState} state
 * @returns {string}  Empty if everything is as published.
 */
export function writeHash(state) {
  const { sites, systems, hidden, bands, merged, ownRange_m, view, projection, stage } = state;
  const fields = [];
  if (sites.some((site) => site !== null)) {
    fields.push(`at=${sites.map((site) => (site ? writePosition(site) : "")).join(";")}`);
  }
  if (systems !== null) {
    // Twice: once as a part of the list, once as a part of the address.
    const list = systems.map((id) => encodeURIComponent(encodeURIComponent(id)));
    fields.push(`show=${list.join(",")}`);
  }
  if (hidden.length > 0) fields.push(`hide=${hidden.join(",")}`);
  if (bands) fields.push("bands=1");
  if (merged) fields.push("merged=1");
  if (ownRange_m !== null) fields.push(`own=${writeNumber(ownRange_m / 1000, 3)}`);
  if (projection !== PROJECTIONS[0]) fields.push(`proj=${projection}`);
  if (view) fields.push(`view=${writePosition(view.centre)},${writeNumber(view.zoom, 2)}`);
  if (stage > 0) fields.push(`stage=${stage + 1}`);
  return fields.length > 0 ? `#${fields.join("&")}` : "";
}
