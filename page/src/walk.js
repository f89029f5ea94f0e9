/**
 * A walk over the map by keyboard, in one tab stop: from the launch point outwards over
 * zones, regions and places, each spoken; and rows of tables that lead there.
 */

import { byId, element } from "./dom.js";
import { longest_m } from "./figures.js";
import { findAt } from "./finding.js";
import { distance_m } from "./geodesy.js";
import { holds } from "./scene.js";

/**
 * @import { Card } from "./card.js"
 * @import { LonLat } from "./decode.js"
 * @import { Finding } from "./finding.js"
 * @import { Framing } from "./framing.js"
 * @import { Place, Scene, Unit } from "./scene.js"
 */

const STEPS = 9;
/** @type {Object<string, number>} */
const KEYS = { PageDown: 1, PageUp: -1 };
/** @type {WeakMap<Unit, LonLat>} */
const insides = new WeakMap();

/**
 * A point within a unit: of a grid over it the one nearest to its middle.
 *
 * @param {Unit} unit
 * @returns {LonLat}
 */
function insideOf(unit) {
  const known = insides.get(unit);
  if (known) return known;
  const [west, south, east, north] = unit.bounds;
  /** @type {LonLat[]} */
  const spots = [];
  for (let row = 0; row < STEPS; row++) {
    for (let column = 0; column < STEPS; column++) {
      const [u, v] = [(column + 0.5) / STEPS, (row + 0.5) / STEPS];
      spots.push([west + u * (east - west), south + v * (north - south)]);
    }
  }
  const away = (/** @type {LonLat} */ [lon, lat]) => Math.hypot(lon - (west + east) / 2, lat - (south + north) / 2);
  spots.sort((a, b) => away(a) - away(b));
  const spot = spots.find((each) => holds(unit, each)) ?? unit.polygons[0][0][0];
  insides.set(unit, spot);
  return spot;
}

/**
 * What can be walked to, nearest to the launch point first.
 *
 * @param {Scene} scene
 * @returns {Finding[]}
 */
export function stops(scene) {
  const from = (scene.sites.find((site) => !site.fixed) ?? scene.sites[0]).at;
  const limit_m = longest_m(scene);
  const near = (/** @type {LonLat} */ at) => distance_m(from, at) <= limit_m;
  const zones = scene.zones.map((zone) => insideOf(zone.unit));
  const units = scene.units.map(insideOf).filter(near);
  const areas = [...new Set([...zones, ...units])].map((at) => findAt(scene, at));
  const places = scene.places.filter((place) => place.listed && near(place.at));
  return [...areas, ...places.map((place) => findAt(scene, place.at, place))].sort(
    (a, b) => distance_m(from, a.at) - distance_m(from, b.at),
  );
}

export class Walk {
  /**
   * @param {Scene} scene
   * @param {Framing} framing
   * @param {Card} card
   */
  constructor(scene, framing, card) {
    this.scene = scene;
    this.framing = framing;
    this.card = card;
    /** @type {Finding | null}  Where the reader stands. */
    this.stop = null;
    const box = byId("rv-map");
    box.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const step = KEYS[event.key];
      if (!step || event.target !== box) return;
      event.preventDefault();
      this.step(step);
    });
    for (const kind of ["zones", "regions", "places"]) {
      for (const site of scene.sites) {
        const body = document.getElementById(`rv-${kind}-${site.index}`);
        if (body) this.leadFrom(/** @type {HTMLTableSectionElement} */ (body), kind);
      }
    }
  }

  /** @param {number} by */
  step(by) {
    const all = stops(this.scene);
    if (all.length === 0) return;
    const [lon, lat] = this.stop?.at ?? [NaN, NaN];
    const here = all.findIndex(({ at }) => at[0] === lon && at[1] === lat);
    const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : (here + by + all.length) % all.length;
    this.goTo(all[next]);
    this.card.told.textContent = this.card.sentence(all[next]);
  }

  /** @returns {Finding | null}  The stop under the crosshair. */
  here() {
    const { view } = this.framing;
    const middle = view.map.getSize().divideBy(2);
    const { x, y } = this.stop ? view.pixel(this.stop.at) : { x: NaN, y: NaN };
    return Math.hypot(x - middle.x, y - middle.y) < 2 ? this.stop : null;
  }

  /** @param {Finding} finding */
  goTo(finding) {
    this.stop = finding;
    this.framing.lookAt(finding.at);
  }

  /**
   * Make each row's head a button that shows it on the map; of a table's one can be
   * reached by Tab, the others by arrows.
   *
   * @param {HTMLTableSectionElement} body
   * @param {string} kind
   */
  leadFrom(body, kind) {
    const decorate = () => {
      Array.from(body.rows).forEach((row, i) => {
        const head = row.cells[0];
        if (head.firstElementChild?.matches(".rv-lead") || !head.firstChild) return;
        const name = head.firstChild.textContent ?? "";
        const button = element("button", { type: "button", class: "rv-lead" }, name);
        button.tabIndex = i === 0 ? 0 : -1;
        head.firstChild.replaceWith(button);
      });
    };
    decorate();
    new MutationObserver(decorate).observe(body, { childList: true });
    body.addEventListener("click", ({ target }) => {
      const button = /** @type {Element} */ (target).closest(".rv-lead");
      if (button) this.show(/** @type {HTMLTableRowElement} */ (button.closest("tr")), kind);
    });
    body.addEventListener("keydown", (event) => roveOver(body, event));
  }

  /**
   * @param {HTMLTableRowElement} row
   * @param {string} kind
   */
  show(row, kind) {
    const finding = this.findingOf(row, kind);
    if (!finding) return;
    this.goTo(finding);
    this.card.open(finding);
  }

  /**
   * @param {HTMLTableRowElement} row
   * @param {string} kind
   * @returns {Finding | null}
   */
  findingOf(row, kind) {
    const name = row.cells[0].firstChild?.textContent;
    const { scene } = this;
    if (kind === "places") {
      const population = Number(row.dataset.population ?? NaN);
      const isMeant = (/** @type {Place} */ place) =>
        place.name === name && (place.population ?? NaN) === population;
      const place = scene.places.find(isMeant) ?? scene.places.find((each) => each.name === name);
      return place ? findAt(scene, place.at, place) : null;
    }
    const country = row.cells[0].querySelector(".rv-note")?.textContent;
    const unit =
      kind === "zones"
        ? scene.zones.find((zone) => zone.name === name)?.unit
        : scene.units.find((each) => each.name === name && (scene.countries[each.country] ?? "") === country);
    return unit ? findAt(scene, insideOf(unit)) : null;
  }
}

/**
 * @param {HTMLTableSectionElement} body
 * @param {KeyboardEvent} event
 */
function roveOver(body, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  /** @type {HTMLElement[]} */
  const buttons = Array.from(body.querySelectorAll(".rv-lead"));
  const here = buttons.indexOf(/** @type {HTMLElement} */ (event.target));
  const next = buttons[here + (step ?? 0)];
  if (!step || here < 0 || !next) return;
  event.preventDefault();
  buttons[here].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
