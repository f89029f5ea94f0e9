/**
 * Every table as it stands, one row for each figure: numbers as numbers, and beside
 * them the text that the page shows.
 */

import { wrapLongitude } from "./geodesy.js";
import { isMoved } from "./scene.js";

/**
 * @import { Cell } from "./csv.js"
 * @import { Scene } from "./scene.js"
 */

const HEAD = [
  "site", "lon", "lat", "moved", "table", "item", "note", "system", "measure", "value", "shown",
];

/**
 * What the columns of our own tables hold: the measure, and whether there is one for
 * each system.
 *
 * @type {Record<string, {measures: string[], each?: string}>}
 */
const COLUMNS = {
  zones: { measures: ["nearest_km"], each: "share_of_zone" },
  countries: { measures: [], each: "share_of_reach" },
  regions: { measures: ["nearest_km"], each: "share_of_region" },
  places: { measures: ["distance_km", "within"] },
  ranges: { measures: ["range_km", "sources_give_km", "area_km2", "permitted_km2"] },
};

/**
 * @param {HTMLTableCellElement} cell
 * @returns {string}
 */
function textOf(cell) {
  return cell.firstChild?.textContent || "";
}

/**
 * @param {HTMLTableElement} table
 * @param {Scene} scene
 * @returns {{kind: string, columns: {system: string, measure: string}[]}}
 */
function describe(table, scene) {
  const [, kind = ""] = /^rv-([a-z]+)-\d+$/.exec(table.tBodies[0].id) || [];
  const known = COLUMNS[kind];
  if (!known) {
    const heads = Array.from(table.rows[0].cells, textOf).slice(1);
    const title = table.caption?.textContent || "";
    return { kind: title, columns: heads.map((measure) => ({ system: "", measure })) };
  }
  const own = known.measures.map((measure) => ({ system: "", measure }));
  const each = scene.systems.map(({ id }) => ({ system: id, measure: known.each || "" }));
  return { kind, columns: known.each ? [...own, ...each] : own };
}

/**
 * @param {HTMLTableElement} table
 * @param {Cell[]} about  Of its launch point.
 * @param {Scene} scene
 * @returns {Cell[][]}
 */
function rowsOf(table, about, scene) {
  const { kind, columns } = describe(table, scene);
  return Array.from(table.tBodies[0].rows).flatMap((row, number) => {
    const [head, ...cells] = Array.from(row.cells);
    const note = head.querySelector(".rv-note")?.textContent || "";
    const { population } = row.dataset;
    const item = [...about, kind, textOf(head), population === undefined ? note : ""];
    const figures = cells.map((cell, i) => {
      const { system, measure } = columns[i];
      const { value } = cell.dataset;
      const of = kind === "ranges" ? scene.systems[number].id : system;
      return [...item, of, measure, value === undefined ? null : Number(value), textOf(cell)];
    });
    if (population !== undefined) {
      figures.push([...item, "", "population", Number(population), note]);
    }
    return figures;
  });
}

/**
 * @param {Scene} scene
 * @returns {Cell[][]}  The first row names the columns.
 */
export function tidyRows(scene) {
  /** @type {NodeListOf<HTMLTableElement>} */
  const tables = document.querySelectorAll(".rv-site table");
  const rows = Array.from(tables).flatMap((table) => {
    const section = /** @type {HTMLElement} */ (table.closest(".rv-site"));
    const site = scene.sites[Number(/^rv-from-(\d+)$/.exec(section.getAttribute("aria-labelledby") || "")?.[1])];
    /** @type {Cell[]} */
    const about = site
      ? [site.name, ...positionOf(site), isMoved(site) ? "yes" : "no"]
      : [section.querySelector("h2")?.textContent || "", null, null, ""];
    return rowsOf(table, about, scene);
  });
  return [HEAD, ...rows];
}

/**
 * @param {import("./scene.js").Site} site
 * @returns {Cell[]}
 */
function positionOf({ at, fixed }) {
  if (fixed) return [null, null];
  return [Number(wrapLongitude(at[0]).toFixed(6)), Number(at[1].toFixed(6))];
}
