/**
 * The reading card: what is at a point, and how far from there to another.
 */

import { byId, element, say } from "./dom.js";
import { isSeen, sharesOf, within, zoneShare } from "./figures.js";
import { inverse, distance_m } from "./geodesy.js";
import { writeDistance } from "./rounding.js";
import { nameOf } from "./scene.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { ZoneFigures } from "./figures.js"
 * @import { Finding } from "./finding.js"
 * @import { Ruler } from "./ruler.js"
 * @import { Scene, Site, System, Unit, Zone } from "./scene.js"
 */

/** @typedef {[string, string | Node][]} Rows */

const MOST_SITES = 4;

export class Card {
  /**
   * @param {Scene} scene
   * @param {Ruler} ruler
   * @param {{zones: ZoneFigures[][]}} figures  The latest, by launch point.
   */
  constructor(scene, ruler, figures) {
    this.scene = scene;
    this.ruler = ruler;
    this.figures = figures;
    this.node = byId("rv-card");
    this.told = byId("rv-card-told");
    /** @type {Finding | null}  From where the next point is measured. */
    this.start = null;
    /** @type {Finding | null}  What is shown, while it depends on launch points. */
    this.shown = null;
    /** @type {HTMLElement | null}  Where the focus goes when the card is closed. */
    this.opener = null;
    this.node.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape") this.close();
    });
  }

  /**
   * Tell what was found; or, while measuring, how far it is.
   *
   * @param {Finding} finding
   */
  open(finding) {
    const { start } = this;
    this.start = null;
    this.shown = start ? null : finding;
    this.ruler.lay(start && [start.at, finding.at]);
    if (start) this.showMeasure(start, finding);
    else if (finding.ring && !finding.place) this.show(this.aboutRing(finding.ring));
    else this.showPoint(finding);
    if (!this.node.contains(document.activeElement)) {
      this.opener = /** @type {HTMLElement | null} */ (document.activeElement);
    }
  }

  /**
   * @param {HTMLElement[]} content
   * @param {string} [spoken]
   */
  show(content, spoken = content[0].textContent ?? "") {
    const closer = element("button", { type: "button", class: "rv-card-close" }, "\u00d7");
    closer.setAttribute("aria-label", this.scene.words.close);
    closer.addEventListener("click", () => this.close());
    this.node.replaceChildren(closer, ...content);
    this.node.hidden = false;
    this.told.textContent = spoken;
  }

  /** A launch point has moved. */
  refresh() {
    if (!this.shown || this.start) return;
    const spoken = this.told.textContent;
    this.open(this.shown);
    this.told.textContent = spoken;
  }

  close() {
    const held = this.node.contains(document.activeElement);
    this.start = this.shown = null;
    this.ruler.lay(null);
    this.node.hidden = true;
    this.told.textContent = "";
    if (held) this.opener?.focus({ preventScroll: true });
  }

  /** @param {Finding} finding */
  showPoint(finding) {
    const { words } = this.scene;
    const measure = element("button", { type: "button" }, words.measure);
    measure.addEventListener("click", () => {
      this.start = finding;
      measure.replaceWith(element("p", {}, words.measureTo));
      this.told.textContent = words.measureTo;
      byId("rv-map").focus({ preventScroll: true });
    });
    this.show([...this.aboutPoint(finding), measure], this.sentence(finding));
  }

  /**
   * @param {Finding} from
   * @param {Finding} to
   */
  showMeasure(from, to) {
    const ends = { from: this.titleOf(from), to: this.titleOf(to) };
    const title = say(this.scene.words.between, ends);
    const way = this.way(from.at, to.at);
    this.show([element("strong", {}, title), element("p", { class: "rv-card-way" }, way)], `${title}: ${way}`);
  }

  /**
   * Distance and azimuth.
   *
   * @param {LonLat} from
   * @param {LonLat} to
   * @returns {string}
   */
  way(from, to) {
    const { format, words } = this.scene;
    const { length_m, azimuth_deg } = inverse(from, to);
    const length = `${format.km(length_m)} ${words.km}`;
    if (length_m < 1) return length;
    const degrees = format.count(Math.round((azimuth_deg + 360) % 360) % 360);
    return `${length}, ${say(words.azimuth, { degrees })}`;
  }

  /**
   * @param {Finding} finding
   * @returns {string}
   */
  titleOf({ at, place, unit }) {
    if (place) return place.name;
    if (unit) return this.unitName(unit);
    const { format, words } = this.scene;
    return `${words.sea} (${format.degrees(at[1])}, ${format.degrees(((at[0] + 540) % 360) - 180)})`;
  }

  /**
   * One sentence: what is there, how far, and which ranges hold it.
   *
   * @param {Finding} finding
   * @returns {string}
   */
  sentence(finding) {
    const zones = finding.zones.map((zone) => `${zone.name} (${this.scene.words[zone.rule]})`);
    const unit = finding.place && finding.unit ? [this.unitName(finding.unit)] : [];
    const rows = this.reachRows(finding.at).map((row) => row.join(" "));
    return `${[this.titleOf(finding), ...unit, ...zones].join(", ")}. ${rows.join("; ")}.`;
  }

  /**
   * @param {Unit} unit
   * @returns {string}
   */
  unitName(unit) {
    const country = this.scene.countries[unit.country];
    return this.scene.level === "country" ? country : `${unit.name}, ${country}`;
  }

  /**
   * @param {System} system
   * @returns {string}
   */
  range({ max_m }) {
    const { km, mi } = this.scene.words;
    return `${this.scene.format.rangeKm(max_m)} ${km} (${this.scene.format.miles(max_m)} ${mi})`;
  }

  /** @returns {Site[]} */
  points() {
    return this.scene.sites.filter((site) => !site.fixed).slice(0, MOST_SITES);
  }

  /**
   * @param {Site} site
   * @param {LonLat} at
   * @returns {System[]}  That reach so far.
   */
  reaching(site, at) {
    const reached = within(this.scene, distance_m(site.at, at));
    const seen = isSeen(this.scene, site.at, at);
    return this.scene.systems.filter((_, i) => seen && reached[i]);
  }

  /**
   * Way and ranges from each launch point.
   *
   * @param {LonLat} at
   * @returns {[string, string][]}
   */
  reachRows(at) {
    const { words } = this.scene;
    return this.points().flatMap((site) => {
      const names = this.reaching(site, at).map(({ short }) => short);
      /** @type {[string, string][]} */
      const rows = [
        [say(words.distanceFrom, { site: nameOf(this.scene, site) }), this.way(site.at, at)],
        [words.reaches, names.join(", ") || words.none],
      ];
      return rows;
    });
  }

  /**
   * @param {Finding["ring"] & {}} ring
   * @returns {HTMLElement[]}
   */
  aboutRing({ system, site }) {
    const { words, format } = this.scene;
    /** @type {Rows} */
    const rows = [[words.publishedRange, this.range(system)]];
    if (system.min_m > 0) {
      rows.push([words.minimumRange, `${format.rangeKm(system.min_m)} ${words.km}`]);
    }
    if (system.low_m && system.high_m) {
      const ends = [system.low_m, system.high_m].map((end) => format.rangeKm(end)).join("–");
      rows.push([words.sourcesGive, `${ends} ${words.km}`]);
    }
    rows.push([words.from, nameOf(this.scene, site)], [words.source, sourceOf(system)]);
    const { quote } = system.source;
    return [...sheet(system.name, rows), ...(quote ? [element("q", {}, quote)] : [])];
  }

  /**
   * @param {Finding} finding
   * @returns {HTMLElement[]}
   */
  aboutPoint(finding) {
    const { at, unit, zones, place } = finding;
    const { words, format } = this.scene;
    /** @type {Rows} */
    const rows = [];
    if (place && unit) rows.push(["", this.unitName(unit)]);
    if (place?.population) rows.push([words.population, format.count(place.population)]);
    rows.push(...this.reachRows(at));
    for (const zone of zones) rows.push(...this.zoneRows(zone));
    if (unit && !place && zones.length === 0) rows.push(...this.unitRows(unit));
    const reaching = new Set(this.points().flatMap((site) => this.reaching(site, at)));
    for (const system of reaching) rows.push([`${words.source}: ${system.short}`, sourceOf(system)]);
    const notes = zones.filter((zone) => zone.note).map((zone) => element("p", {}, zone.note));
    return [...sheet(this.titleOf(finding), rows), ...notes];
  }

  /**
   * @param {Zone} zone
   * @returns {Rows}
   */
  zoneRows(zone) {
    const { words, systems, sites, format } = this.scene;
    /** @type {Rows} */
    const rows = [[zone.name, words[zone.rule]]];
    const figures = sites.length === 1 && this.figures.zones[0]?.find((each) => each.zone === zone);
    if (!figures) return rows;
    const km = (/** @type {number} */ metres) =>
      `${writeDistance(format, metres, zone.unit.off_m).text} ${words.km}`;
    const nearest = figures.inside ? words.inside : km(figures.nearest_m);
    rows.push([words.nearestEdge, nearest], [words.farthest, km(figures.farthest_m)]);
    systems.forEach((system, i) => {
      const head = say(words.shareWithin, { system: system.short });
      rows.push([head, zoneShare(this.scene, figures, i).text]);
    });
    return rows;
  }

  /**
   * @param {Unit} unit
   * @returns {Rows}
   */
  unitRows(unit) {
    const { words, systems, sites } = this.scene;
    if (sites.length > 1 || sites[0].fixed || !unit.whole) return [];
    return sharesOf(this.scene, sites[0].at, unit).map(({ text }, i) => [
      say(words.shareWithin, { system: systems[i].short }),
      text,
    ]);
  }
}

/**
 * @param {System} system
 * @returns {string | Node}
 */
function sourceOf({ source: { text, url } }) {
  return url ? element("a", { href: url, rel: "noopener noreferrer" }, text) : text;
}

/**
 * @param {string} title
 * @param {Rows} rows
 * @returns {HTMLElement[]}
 */
function sheet(title, rows) {
  const list = element("dl");
  for (const [head, value] of rows) {
    list.append(element("div", {}, element("dt", {}, head), element("dd", {}, value)));
  }
  return [element("strong", {}, title), list];
}
