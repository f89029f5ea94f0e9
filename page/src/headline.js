/**
 * The headline says what the figures find; once a launch point is moved, it says what
 * they find from there. A finding that the page's borders leave open is not claimed:
 * what is shown is named instead.
 */

import { say } from "./dom.js";
import { certainShare, longest_m, zoneShare } from "./figures.js";
import { nameOf } from "./scene.js";

/**
 * @import { UnitFigures, ZoneFigures } from "./figures.js"
 * @import { Page } from "./page.js"
 * @import { Scene, Site, System } from "./scene.js"
 * @import { MovedFigures } from "./tables.js"
 */

/**
 * What a headline is made of, in the page's language.
 *
 * @typedef {object} FindingWords
 * @property {Object<string, string>} words  Its sentences.
 * @property {string[]} ranges  How they name each system.
 */

const MOST_NAMES = 3;

/**
 * Retell the headline whenever the figures are new.
 *
 * @param {Page} page
 * @param {FindingWords} finding
 */
export function watch({ events, scene, updates }, finding) {
  const heading = document.querySelector("h1");
  const published = heading?.textContent || "";
  /** @type {Map<Site, MovedFigures>} */
  const moved = new Map();
  events.on("measured", ({ site, figures }) => {
    if (figures) moved.set(site, figures);
    else moved.delete(site);
    const teller = new Finding(scene, finding);
    const text = moved.size > 0 ? teller.tell(updates.figures.zones, moved) : published;
    if (heading && heading.textContent !== text) heading.textContent = document.title = text;
  });
}

export class Finding {
  /**
   * @param {Scene} scene
   * @param {FindingWords} finding
   */
  constructor(scene, { words, ranges }) {
    this.scene = scene;
    this.words = words;
    this.ranges = ranges;
    this.names = scene.sites.map((site) => nameOf(scene, site));
  }

  /**
   * @param {ZoneFigures[][]} zones  Of each launch point.
   * @param {Map<Site, MovedFigures>} moved
   * @returns {string}
   */
  tell(zones, moved) {
    const { sector, sites } = this.scene;
    const isOpen = sector || sites.some((site) => site.fixed);
    const claim = isOpen ? "" : this.scene.zones.length > 0 ? this.ofZone(zones) : this.ofLand(moved);
    return claim || this.plain();
  }

  /** @returns {string}  What is shown, without a claim. */
  plain() {
    return say(this.words.title, { sites: this.few(this.names), systems: this.few(this.ranges) });
  }

  /**
   * How much of the first zone the range that says most reaches.
   *
   * @param {ZoneFigures[][]} zones
   * @returns {string}  Empty where it can't be told.
   */
  ofZone(zones) {
    const { scene } = this;
    const rows = zones.flatMap(([zone], site) =>
      scene.systems.map((system, i) => ({
        system,
        site: this.names[site],
        share: zone.shares[i],
        certain: certainShare(scene, zone, zone.zone.unit, system),
        text: zoneShare(scene, zone, i).text,
      })),
    );
    const reach = (/** @type {{system: System}} */ { system }) => system.max_m;
    const full = rows.filter(({ certain }) => certain === 1);
    const best = full.length > 0
      ? full.reduce((a, b) => (reach(b) < reach(a) ? b : a))
      : rows.reduce((a, b) => (b.share - a.share || reach(b) - reach(a)) > 0 ? b : a);
    const isNone = rows.every(({ certain }) => certain === 0);
    if (!isNone && best.text === "–") return "";
    const key = full.length > 0 ? "zone_all" : isNone ? "zone_none" : "zone_some";
    return say(this.words[key], {
      zone: scene.zones[0].name,
      range: this.range(best.system),
      site: best.site,
      share: best.text,
    });
  }

  /**
   * Which countries the longest range reaches.
   *
   * @param {Map<Site, MovedFigures>} moved
   * @returns {string}  Empty where it can't be told.
   */
  ofLand(moved) {
    const { countries, format, sites, systems } = this.scene;
    const figures = Array.from(moved.values());
    if (moved.size < sites.length || figures.some(({ uncovered }) => uncovered)) return "";
    const longest = systems.find(({ max_m }) => max_m === longest_m(this.scene));
    const about = { range: this.range(/** @type {System} */ (longest)), site: this.few(this.names) };
    const units = figures.flatMap((each) => each.units);
    const sure = units.filter((unit) => this.isSurelyReached(unit));
    if (this.words.covers_own) {
      if (sure.length < units.length) return "";
      const count = new Set(units.map(({ unit }) => unit)).size;
      return say(this.words.covers_own, { count: format.count(count), ...about });
    }
    const codes = new Set(sure.map(({ unit }) => unit.country));
    if (units.some(({ unit }) => !codes.has(unit.country))) return "";
    const names = Array.from(codes, (code) => countries[code]);
    if (names.length === 0) return say(this.words.covers_none, about);
    if (names.length === 1) return say(this.words.covers_one, { country: names[0], ...about });
    if (names.length > MOST_NAMES) {
      return say(this.words.covers_many, { count: format.count(names.length), ...about });
    }
    return say(this.words.covers_listed, { countries: this.listed(names), ...about });
  }

  /**
   * @param {UnitFigures} figures
   * @returns {boolean}  Whether some range holds a point of a region, whatever the error
   *   of its shape.
   */
  isSurelyReached({ unit, nearest_m, farthest_m }) {
    return this.scene.systems.some(
      ({ min_m, max_m }) => nearest_m + unit.off_m <= max_m && farthest_m - unit.off_m >= min_m,
    );
  }

  /**
   * @param {System} system
   * @returns {string}
   */
  range(system) {
    return this.ranges[this.scene.systems.indexOf(system)];
  }

  /**
   * @param {string[]} names
   * @returns {string}
   */
  few(names) {
    if (names.length <= MOST_NAMES) return this.listed(names);
    const shown = names.slice(0, MOST_NAMES).join(", ");
    const count = this.scene.format.count(names.length - MOST_NAMES);
    return say(this.words.and_more, { names: shown, count });
  }

  /**
   * @param {string[]} names
   * @returns {string}  "a, b and c"
   */
  listed(names) {
    const last = names[names.length - 1];
    if (names.length === 1) return last;
    return say(this.words.and, { most: names.slice(0, -1).join(", "), last });
  }
}
