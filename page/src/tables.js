/**
 * The tables: rendered with the page, rewritten when a launch point moves.
 */

import { byId, element, say } from "./dom.js";
import { certainShare, unitShares, zoneShare } from "./figures.js";
import { writeArea, writeDistance, writeLimit, writeShare } from "./rounding.js";
import { nameOf } from "./scene.js";

/**
 * @import { PlaceFigures, UnitFigures, ZoneFigures } from "./figures.js"
 * @import { Written } from "./rounding.js"
 * @import { Scene, Site } from "./scene.js"
 */

/**
 * Everything that the tables of a moved launch point say.
 *
 * @typedef {object} MovedFigures
 * @property {ZoneFigures[]} zones
 * @property {UnitFigures[]} units
 * @property {PlaceFigures[]} places
 * @property {number[]} areas_km2  Of each system's reach.
 * @property {{areas_km2: number[], off_km2: number}} permitted
 * @property {boolean} uncovered  Whether the reach leaves the page's borders.
 */

const KINDS = ["zones", "countries", "regions", "places", "ranges"];
const AREA_COLUMN = 3;
const PERMITTED_COLUMN = 4;
/** @type {Written} */
const UNKNOWN = { text: "–" };

/**
 * @param {HTMLElement} cell
 * @param {Written} written
 * @returns {HTMLElement}
 */
function fill(cell, { text, value }) {
  cell.textContent = text;
  if (value === undefined) delete cell.dataset.value;
  else cell.dataset.value = String(Number(value.toFixed(5)));
  return cell;
}

/**
 * @param {string} head
 * @param {string} note
 * @param {Written[]} cells
 * @returns {HTMLElement}
 */
function row(head, note, cells) {
  const header = element("th", { scope: "row" }, head);
  if (note) header.append(element("span", { class: "rv-note" }, note));
  return element("tr", {}, header, ...cells.map((each) => fill(element("td"), each)));
}

export class Tables {
  /**
   * @param {Scene} scene
   * @param {Site} site
   */
  constructor(scene, site) {
    this.scene = scene;
    this.site = site;
    /** @type {Map<string, {body: HTMLElement, published: Node[]}>} */
    this.bodies = new Map();
    for (const kind of KINDS) {
      const body = document.getElementById(`rv-${kind}-${site.index}`);
      if (body) this.bodies.set(kind, { body, published: Array.from(body.childNodes) });
    }
    /** @type {Map<string, {node: HTMLElement, published: string}>} */
    this.notes = new Map();
    for (const kind of ["regions", "places"]) {
      const node = byId(`rv-${kind}-more-${site.index}`);
      this.notes.set(kind, { node, published: node.textContent });
    }
    this.heading = byId(`rv-moved-${site.index}`);
    this.title = byId(`rv-from-${site.index}`);
    this.publishedTitle = this.title.textContent;
  }

  /** Put the published figures back. */
  restore() {
    for (const { body, published } of this.bodies.values()) {
      body.replaceChildren(...published);
    }
    for (const [kind, { published }] of this.notes) this.note(kind, published);
    this.heading.hidden = true;
    this.title.textContent = this.publishedTitle;
  }

  /** @param {MovedFigures} figures */
  write(figures) {
    this.writeRanges(figures);
    this.writeZones(figures.zones);
    this.writeCountries(figures);
    this.writeRegions(figures);
    this.writePlaces(figures);
    this.markMoved(figures.uncovered);
  }

  /**
   * @param {string} kind
   * @param {HTMLElement[]} rows
   */
  replace(kind, rows) {
    this.bodies.get(kind)?.body.replaceChildren(...rows);
  }

  /**
   * As many rows as the published table may have, and how many are left out.
   *
   * @param {"regions" | "places"} kind
   * @param {HTMLElement[]} rows
   * @param {string} remark  After that.
   */
  replaceSome(kind, rows, remark) {
    const { words, format, most_rows } = this.scene;
    const left = rows.length - most_rows[kind];
    this.replace(kind, rows.slice(0, most_rows[kind]));
    const more = left > 0 ? say(words.leftOut, { count: format.count(left) }) : "";
    this.note(kind, [more, remark].filter(Boolean).join(" "));
  }

  /**
   * @param {string} kind
   * @param {string} text
   */
  note(kind, text) {
    const { node } = /** @type {{node: HTMLElement}} */ (this.notes.get(kind));
    node.textContent = text;
    node.hidden = !text;
  }

  /** @param {MovedFigures} figures */
  writeRanges({ areas_km2, permitted }) {
    const { format } = this.scene;
    const { published } = this.bodies.get("ranges") || { published: [] };
    const rows = published.filter((node) => node instanceof HTMLTableRowElement);
    this.replace(
      "ranges",
      rows.map((each, i) => {
        const copy = /** @type {HTMLTableRowElement} */ (each.cloneNode(true));
        fill(copy.cells[AREA_COLUMN], writeArea(format, areas_km2[i], 0));
        // A timeline tells what is permitted by its stages, not here.
        const cell = copy.cells[PERMITTED_COLUMN];
        if (cell) fill(cell, writeArea(format, permitted.areas_km2[i], permitted.off_km2));
        return copy;
      }),
    );
  }

  /** @param {ZoneFigures[]} zones */
  writeZones(zones) {
    const { words, format, systems } = this.scene;
    const rows = zones.map((figures) => {
      const { zone, nearest_m } = figures;
      const shares = systems.map((_, i) => zoneShare(this.scene, figures, i));
      const distance = writeDistance(format, nearest_m, zone.unit.off_m);
      return row(zone.name, words[zone.rule], [distance, ...shares]);
    });
    this.replace("zones", rows);
  }

  /** @param {MovedFigures} figures */
  writeRegions({ units, uncovered }) {
    const { countries, format, level, words } = this.scene;
    if (level === "country") {
      // The page carries no regions: what stands here is as it was published.
      const { published } = this.bodies.get("regions") || { published: [] };
      this.replace("regions", /** @type {HTMLElement[]} */ (published));
      this.note("regions", words.asPublished);
      return;
    }
    const rows = units.map((figures) => {
      const { unit, nearest_m } = figures;
      const isPart = uncovered && !unit.whole;
      const distance = isPart ? UNKNOWN : writeDistance(format, nearest_m, unit.off_m);
      const shares = isPart ? figures.shares.map(() => UNKNOWN) : unitShares(this.scene, figures);
      return row(unit.name, countries[unit.country], [distance, ...shares]);
    });
    this.replaceSome("regions", rows, "");
  }

  /** @param {MovedFigures} figures */
  writeCountries({ units, areas_km2, uncovered }) {
    const { countries, countries_off_km2, format, words } = this.scene;
    const sums = sumByCountry(units);
    const rows = Array.from(sums, ([country, sum]) => {
      const own = units.filter(({ unit }) => unit.country === country);
      const off_km2 = countries_off_km2[country];
      const shares = sum.map((km2, i) =>
        uncovered
          ? writeLimit(format, (km2 - off_km2) / areas_km2[i], "≥")
          : writeShare(format, km2 / areas_km2[i], off_km2 / areas_km2[i], this.isNone(own, i)),
      );
      return row(countries[country] || words.noCountry, "", shares);
    });
    const known = Array.from(sums.keys(), (country) => countries_off_km2[country]);
    const off_km2 = known.reduce((sum, each) => sum + each, 0);
    const rest = areas_km2.map((area_km2, i) => {
      const rest_km2 = Array.from(sums.values()).reduce((left, sum) => left - sum[i], area_km2);
      return uncovered
        ? writeLimit(format, (rest_km2 + off_km2) / area_km2, "≤")
        : writeShare(format, rest_km2 / area_km2, off_km2 / area_km2, off_km2 === 0);
    });
    rows.push(row(words.elsewhere, "", rest));
    this.replace("countries", rows);
  }

  /**
   * Whether a system certainly reaches none of some units.
   *
   * @param {UnitFigures[]} units
   * @param {number} system
   * @returns {boolean}
   */
  isNone(units, system) {
    const span = this.scene.systems[system];
    return units.every((each) => certainShare(this.scene, each, each.unit, span) === 0);
  }

  /** @param {MovedFigures} figures */
  writePlaces({ places }) {
    const { format, least_carried, least_listed, systems, words } = this.scene;
    const rows = places.map(({ place, distance_m, within }) => {
      const names = systems.filter((_, i) => within[i]).map((system) => system.short);
      const distance = { text: format.km(distance_m), value: distance_m / 1000 };
      const note = place.population === null ? "" : format.count(place.population);
      const made = row(place.name, note, [distance, { text: names.join(", ") }]);
      if (place.population !== null) made.dataset.population = String(place.population);
      return made;
    });
    const isShort = least_carried > least_listed;
    const count = format.count(least_carried);
    this.replaceSome("places", rows, isShort ? say(words.largerPlaces, { count }) : "");
  }

  /**
   * Write both ends of each band beside the shares of zones, or take them away.
   *
   * @param {(string | null)[][] | null} bands  By zone, then by system.
   */
  writeBands(bands) {
    const rows = Array.from(this.bodies.get("zones")?.body.children || []);
    rows.forEach((each, zone) => {
      const cells = Array.from(each.children).slice(2);
      cells.forEach((cell, system) => {
        cell.querySelector(".rv-note")?.remove();
        const text = bands && bands[zone][system];
        if (text) cell.append(element("span", { class: "rv-note" }, text));
      });
    });
  }

  /**
   * Say that the figures are the reader's own, and how exact they are.
   *
   * @param {boolean} uncovered  Whether they may lack land that this page lacks.
   */
  markMoved(uncovered) {
    const { words } = this.scene;
    const sentences = [words.moved, words.rounded, ...(uncovered ? [words.uncovered] : [])];
    this.heading.textContent = sentences.join(" ");
    this.heading.hidden = false;
    const site = nameOf(this.scene, this.site);
    this.title.textContent = say(this.scene.words.distanceFrom, { site });
  }
}

/**
 * @param {UnitFigures[]} units
 * @returns {Map<number, number[]>}  Areas in km2, by country, then by system.
 */
function sumByCountry(units) {
  /** @type {Map<number, number[]>} */
  const sums = new Map();
  for (const { unit, areas_km2 } of units) {
    const sum = sums.get(unit.country) || areas_km2.map(() => 0);
    sums.set(unit.country, sum);
    areas_km2.forEach((area_km2, i) => (sum[i] += area_km2));
  }
  return sums;
}
