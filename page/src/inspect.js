/**
 * What the map says about the point under the pointer.
 */

import { byId, element, say } from "./dom.js";
import { isSeen, within, zoneShare } from "./figures.js";
import { distance_m } from "./geodesy.js";
import { writeDistance } from "./rounding.js";
import { holds, nameOf, unitAt } from "./scene.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { MapView, Pixel } from "./map.js"
 * @import { ZoneFigures } from "./figures.js"
 * @import { RingLayer } from "./ringlayer.js"
 * @import { Place, System, Unit, Zone } from "./scene.js"
 */

const NEAR_PX = 9;

/**
 * Everything that lies at a point.
 *
 * @typedef {object} Finding
 * @property {LonLat} at
 * @property {Unit | null} unit
 * @property {Zone[]} zones
 * @property {Place | null} place
 * @property {RingLayer | null} ring  Whose line is near.
 */

/**
 * @param {Pixel} pixel
 * @param {Pixel} from
 * @param {Pixel} to
 * @returns {number}  Pixels from the line between two others.
 */
function lineDistance(pixel, from, to) {
  const [p, a, b] = [pixel, from, to].map(({ x, y }) => L.point(x, y));
  return L.LineUtil.pointToSegmentDistance(p, a, b);
}

export class Inspector {
  /**
   * @param {MapView} view
   * @param {RingLayer[]} rings
   * @param {(layer: RingLayer) => boolean} isShown
   * @param {any} figures  The latest figures: `figures.zones[site.index]`.
   */
  constructor(view, rings, isShown, figures) {
    const { map, scene } = view;
    this.view = view;
    this.map = map;
    this.scene = scene;
    this.rings = rings;
    this.isShown = isShown;
    this.figures = figures;
    this.tip = L.tooltip({ className: "rv-tip", direction: "top", offset: [0, -8] });
    this.waiting = 0;
    this.card = byId("rv-card");
    this.closer = element("button", { type: "button", class: "rv-card-close" }, "\u00d7");
    this.closer.setAttribute("aria-label", scene.words.close);
    this.closer.addEventListener("click", () => this.close());
    map.on("click", (/** @type {any} */ event) => this.open(event.containerPoint));
    map.on("mousemove", (/** @type {any} */ event) => this.hover(event.latlng, event.containerPoint));
    map.on("mouseout movestart", () => this.leave());
    map.getContainer().addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.target !== map.getContainer()) return;
      if (event.key === "Enter") this.open(map.getSize().divideBy(2));
      if (event.key === "Escape") this.close();
    });
  }

  leave() {
    cancelAnimationFrame(this.waiting);
    this.map.closeTooltip(this.tip);
  }

  /**
   * @param {any} latlng
   * @param {Pixel} pixel
   */
  hover(latlng, pixel) {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => {
      const lines = this.tipLines(this.find(pixel));
      if (lines.length === 0) {
        this.map.closeTooltip(this.tip);
        return;
      }
      const content = element("div", {}, ...lines.map((line) => element("div", {}, line)));
      this.tip.setLatLng(latlng).setContent(content);
      this.map.openTooltip(this.tip);
    });
  }

  /**
   * @param {Finding} finding
   * @returns {string[]}
   */
  tipLines({ at, unit, zones, place, ring }) {
    const lines = [];
    if (ring) lines.push(`${ring.system.name}: ${this.range(ring.system)}`);
    if (place) lines.push(place.name);
    lines.push(...zones.map((zone) => `${zone.name} (${this.scene.words[zone.rule]})`));
    if (unit && !zones.some((zone) => zone.unit === unit)) lines.push(this.unitName(unit));
    if (lines.length > 0) lines.push(...this.distances(place ? place.at : at).map((d) => d.join(": ")));
    return lines;
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

  /**
   * Distance from each launch point.
   *
   * @param {LonLat} at
   * @returns {[string, string][]}
   */
  distances(at) {
    const { distanceFrom, km } = this.scene.words;
    return this.scene.sites
      .filter((site) => !site.fixed)
      .slice(0, 4)
      .map((site) => [
        say(distanceFrom, { site: nameOf(this.scene, site) }),
        `${this.scene.format.km(distance_m(site.at, at))} ${km}`,
      ]);
  }

  /**
   * @param {Pixel} pixel
   * @returns {Finding}
   */
  find(pixel) {
    const at = this.view.positionAt(pixel);
    return {
      at,
      unit: unitAt(this.scene, at),
      zones: this.scene.zones.filter((zone) => holds(zone.unit, at)),
      place: this.placeNear(pixel),
      ring: this.ringNear(pixel),
    };
  }

  /**
   * @param {Pixel} pixel
   * @returns {Place | null}
   */
  placeNear({ x, y }) {
    let best = null;
    let nearest = NEAR_PX;
    for (const place of this.scene.places.slice(0, this.scene.labelled)) {
      const spot = this.view.pixel(place.at);
      const away = Math.hypot(spot.x - x, spot.y - y);
      if (away < nearest) [best, nearest] = [place, away];
    }
    return best;
  }

  /**
   * @param {Pixel} pixel
   * @returns {RingLayer | null}
   */
  ringNear({ x, y }) {
    let best = null;
    let nearest = NEAR_PX;
    for (const ring of this.rings) {
      if (!this.isShown(ring)) continue;
      const points = ring.path.map((point) => this.view.pixelOfPlane(point));
      points.forEach((point, i) => {
        const next = points[(i + 1) % points.length];
        const away = lineDistance({ x, y }, point, next);
        if (away < nearest) [best, nearest] = [ring, away];
      });
    }
    return best;
  }

  /**
   * Tell what is at a pixel, on the card.
   *
   * @param {Pixel} pixel
   */
  open(pixel) {
    const finding = this.find(pixel);
    const content = finding.ring ? this.aboutRing(finding.ring) : this.aboutPoint(finding);
    this.leave();
    this.card.replaceChildren(this.closer, content);
    this.card.hidden = false;
  }

  close() {
    this.card.hidden = true;
  }

  /**
   * @param {RingLayer} ring
   * @returns {HTMLElement}
   */
  aboutRing({ system, site }) {
    const { words } = this.scene;
    const { source } = system;
    /** @type {[string, string | Node][]} */
    const rows = [[words.publishedRange, this.range(system)]];
    if (system.min_m > 0) {
      rows.push([words.minimumRange, `${this.scene.format.rangeKm(system.min_m)} ${words.km}`]);
    }
    if (system.low_m && system.high_m) {
      const ends = [system.low_m, system.high_m].map((end) => this.scene.format.rangeKm(end)).join("–");
      rows.push([words.sourcesGive, `${ends} ${words.km}`]);
    }
    rows.push([words.from, nameOf(this.scene, site)]);
    const text = source.url
      ? element("a", { href: source.url, rel: "noopener noreferrer" }, source.text)
      : source.text;
    rows.push([words.source, text]);
    const quote = source.quote ? [element("q", {}, source.quote)] : [];
    return this.sheet(system.name, rows, quote);
  }

  /**
   * @param {Finding} finding
   * @returns {HTMLElement}
   */
  aboutPoint({ at, unit, zones, place }) {
    const { words, systems, sites } = this.scene;
    const spot = place ? place.at : at;
    /** @type {[string, string | Node][]} */
    const rows = [];
    if (place && unit) rows.push(["", this.unitName(unit)]);
    if (place?.population) rows.push([words.population, this.scene.format.count(place.population)]);
    rows.push(...this.distances(spot));
    for (const site of sites.filter((each) => !each.fixed).slice(0, 4)) {
      const reached = within(this.scene, distance_m(site.at, spot));
      const seen = isSeen(this.scene, site.at, spot);
      const names = systems.filter((_, i) => seen && reached[i]).map((system) => system.short);
      rows.push([words.reaches, names.join(", ") || words.none]);
    }
    for (const zone of zones) rows.push(...this.zoneRows(zone));
    const title = place ? place.name : unit ? this.unitName(unit) : words.sea;
    const notes = zones.filter((zone) => zone.note).map((zone) => element("p", {}, zone.note));
    return this.sheet(title, rows, notes);
  }

  /**
   * @param {Zone} zone
   * @returns {[string, string][]}
   */
  zoneRows(zone) {
    const { words, systems, sites } = this.scene;
    /** @type {[string, string][]} */
    const rows = [[zone.name, words[zone.rule]]];
    if (sites.length > 1) return rows;
    const found = this.figures.zones[0]?.find((/** @type {ZoneFigures} */ f) => f.zone === zone);
    if (!found) return rows;
    const { format } = this.scene;
    const km = (/** @type {number} */ metres) =>
      `${writeDistance(format, metres, zone.unit.off_m).text} ${words.km}`;
    const nearest = found.inside ? words.inside : km(found.nearest_m);
    rows.push([words.nearestEdge, nearest]);
    rows.push([words.farthest, km(found.farthest_m)]);
    systems.forEach((system, i) => {
      const head = say(words.withinOf, { system: system.short });
      rows.push([head, zoneShare(this.scene, found, i).text]);
    });
    return rows;
  }

  /**
   * @param {string} title
   * @param {[string, string | Node][]} rows
   * @param {Node[]} notes
   * @returns {HTMLElement}
   */
  sheet(title, rows, notes) {
    const list = element("dl");
    for (const [head, value] of rows) {
      list.append(element("div", {}, element("dt", {}, head), element("dd", {}, value)));
    }
    return element("div", {}, element("strong", {}, title), list, ...notes);
  }
}
