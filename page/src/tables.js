/**
 * The tables: rendered with the page, rewritten when a launch point moves.
 */

import { byId, element, say } from "./dom.js";
import { nameOf } from "./scene.js";

/**
 * @import { PlaceFigures, UnitFigures, ZoneFigures } from "./figures.js"
 * @import { Scene, Site } from "./scene.js"
 */

const KINDS = ["zones", "countries", "regions", "places"];
const MOST_ROWS = 60;

/** @typedef {{text: string, value?: number}} TableCell */

/**
 * @param {string} head
 * @param {string} note
 * @param {TableCell[]} cells
 * @returns {HTMLElement}
 */
function row(head, note, cells) {
  const header = element("th", { scope: "row" }, head);
  if (note) header.append(element("span", { class: "rv-note" }, note));
  const figures = cells.map(({ text, value }) => {
    const cell = element("td", {}, text);
    if (value !== undefined) cell.dataset.value = String(value);
    return cell;
  });
  return element("tr", {}, header, ...figures);
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
    this.heading = byId(`rv-moved-${site.index}`);
    this.title = byId(`rv-from-${site.index}`);
    this.publishedTitle = this.title.textContent;
  }

  /**
   * A distance, with its kilometres for a file.
   *
   * @param {number} metres
   * @returns {TableCell}
   */
  km(metres) {
    return { text: this.scene.format.km(metres), value: Number((metres / 1000).toFixed(3)) };
  }

  /**
   * @param {number} share
   * @returns {TableCell}
   */
  share(share) {
    return { text: this.scene.format.share(share), value: Number(share.toFixed(5)) };
  }

  /** Put the published figures back. */
  restore() {
    for (const { body, published } of this.bodies.values()) {
      body.replaceChildren(...published);
    }
    this.heading.hidden = true;
    this.title.textContent = this.publishedTitle;
  }

  /**
   * @param {string} kind
   * @param {HTMLElement[]} rows
   */
  write(kind, rows) {
    this.bodies.get(kind)?.body.replaceChildren(...rows.slice(0, MOST_ROWS));
  }

  /** @param {ZoneFigures[]} zones */
  writeZones(zones) {
    const { words } = this.scene;
    const rows = zones.map(({ zone, nearest_m, shares }) => {
      const cells = shares.map((share) => this.share(share));
      return row(zone.name, words[zone.rule], [this.km(nearest_m), ...cells]);
    });
    this.write("zones", rows);
  }

  /**
   * @param {UnitFigures[]} units
   * @param {number[]} areas_km2  Of each system's reach.
   */
  writeUnits(units, areas_km2) {
    const { countries } = this.scene;
    const rows = units.map(({ unit, nearest_m, shares }) => {
      const note = this.scene.level === "country" ? "" : countries[unit.country];
      const cells = shares.map((share) => this.share(share));
      return row(unit.name, note, [this.km(nearest_m), ...cells]);
    });
    this.write("regions", rows);
    this.writeCountries(units, areas_km2);
  }

  /**
   * @param {UnitFigures[]} units
   * @param {number[]} areas_km2
   */
  writeCountries(units, areas_km2) {
    const { countries, words } = this.scene;
    /** @type {Map<number, number[]>} */
    const sums = new Map();
    const rest = areas_km2.slice();
    for (const { unit, areas_km2: inside } of units) {
      const sum = sums.get(unit.country) || inside.map(() => 0);
      sums.set(unit.country, sum);
      inside.forEach((area, i) => {
        sum[i] += area;
        rest[i] -= area;
      });
    }
    const shares = (/** @type {number[]} */ areas) =>
      areas.map((area, i) => this.share(Math.max(0, area) / areas_km2[i]));
    const rows = Array.from(sums, ([country, areas]) => row(countries[country], "", shares(areas)));
    rows.push(row(words.elsewhere, "", shares(rest)));
    this.write("countries", rows);
  }

  /** @param {PlaceFigures[]} places */
  writePlaces(places) {
    const { format, systems, words } = this.scene;
    const rows = places.map(({ place, distance_m, within }) => {
      const names = systems.filter((_, i) => within[i]).map((system) => system.short);
      const cells = [this.km(distance_m), { text: names.join(", ") || words.none }];
      return row(place.name, format.count(place.population), cells);
    });
    this.write("places", rows);
  }

  /**
   * Write both ends of each band beside the shares of zones, or take them away.
   *
   * @param {([number, number] | null)[][] | null} bands  By zone, then by system.
   */
  writeBands(bands) {
    const { format } = this.scene;
    const rows = Array.from(this.bodies.get("zones")?.body.children || []);
    rows.forEach((each, zone) => {
      const cells = Array.from(each.children).slice(2);
      cells.forEach((cell, system) => {
        cell.querySelector(".rv-note")?.remove();
        const ends = bands && bands[zone][system];
        if (!ends) return;
        const text = ends.map((end) => format.share(end)).join("–");
        cell.append(element("span", { class: "rv-note" }, text));
      });
    });
  }

  /**
   * Say that the figures are the reader's own.
   *
   * @param {boolean} uncovered  Whether they may lack land that this page lacks.
   */
  markMoved(uncovered) {
    const { words } = this.scene;
    this.heading.textContent = uncovered ? `${words.moved} ${words.uncovered}` : words.moved;
    this.heading.hidden = false;
    const site = nameOf(this.scene, this.site);
    this.title.textContent = say(this.scene.words.distanceFrom, { site });
  }
}
