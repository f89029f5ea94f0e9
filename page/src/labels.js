/**
 * Names on the map: none covers another, none leaves the map.
 *
 * Labels are drawn for the eye only; the tables say the same to everyone else.
 */

import { around, beside, centred, overlap, snap, square } from "./boxes.js";
import { element } from "./dom.js";
import { holds, nameOf, unitAt } from "./scene.js";
import { boxesOn } from "./seas.js";

/**
 * @import { Pixel, Rectangle } from "./boxes.js"
 * @import { Entry } from "./gazetteer.js"
 * @import { MapView } from "./map.js"
 * @import { RingLayer } from "./ringlayer.js"
 * @import { Place } from "./scene.js"
 */

/**
 * @typedef {object} Label
 * @property {HTMLElement} node
 * @property {number} width
 * @property {number} height
 */

/** @typedef {{x: number, y: number, rank: number}} Spot */

const EDGE_PX = 4;
const DOT_PX = 4;
const CALLOUT_PX = 10;
const PIN_PX = 17;
const RING_AZIMUTHS = [0, 315, 45, 337, 22, 180, 225, 135, 292, 67, 202, 157, 270, 90];
const COUNTRY_STEPS = 14;
const NAME_PX = { x: 55, y: 14 };
const PLACE_PX2 = 22_000;
const RING_GAP_PX = 5;

export class Labels {
  /**
   * @param {MapView} view
   * @param {RingLayer[]} rings
   * @param {(layer: RingLayer) => boolean} isShown
   */
  constructor(view, rings, isShown) {
    const { map, scene } = view;
    this.view = view;
    this.map = map;
    this.scene = scene;
    this.rings = rings;
    this.isShown = isShown;
    this.showPlaces = true;
    /** @type {Set<Place>}  What is named. */
    this.kept = new Set();
    this.zoom = Infinity;
    /** So many places have room. */
    this.room = 0;
    /** @type {any} */
    this.box = map.getPane("rv-labels");
    this.box.setAttribute("aria-hidden", "true");
    this.box.classList.add("leaflet-zoom-hide");
    /** @type {Map<string, Label>} */
    this.made = new Map();
    /** @type {Rectangle[]} */
    this.taken = [];
    /** @type {Rectangle[]} */
    this.controls = [];
    /** @type {Map<number, Spot[]>} */
    this.countrySpots = new Map();
    /** @type {{label: Label, boxes: Rectangle[]}[]} */
    this.seaSpots = [];
    /** @type {Pixel[]} */
    this.ringPixels = [];
    /** @type {Entry[]}  Of the world, largest first, once the reader has gone there. */
    this.cities = [];
    /** @type {{key: string, name: string, pixel: Pixel}[]} */
    this.citySpots = [];
    map.on("zoomend moveend resize", () => this.arrange());
  }

  /**
   * A label, made on first use.
   *
   * @param {string} key
   * @param {string} text
   * @param {string} className
   * @returns {Label}
   */
  label(key, text, className) {
    let label = this.made.get(key);
    if (!label) {
      const node = element("span", { class: className, hidden: "" }, text);
      this.box.append(node);
      const { width, height } = node.getBoundingClientRect();
      label = { node, width: Math.ceil(width), height: Math.ceil(height) };
      this.made.set(key, label);
    }
    return label;
  }

  /**
   * @param {Rectangle} box  In pixels of the map's container.
   * @returns {boolean}
   */
  fits(box) {
    const { x, y } = this.map.getSize();
    const inMap =
      box.left >= EDGE_PX &&
      box.top >= EDGE_PX &&
      box.right <= x - EDGE_PX &&
      box.bottom <= y - EDGE_PX;
    return inMap && !this.taken.some((other) => overlap(box, other));
  }

  /**
   * Show a label in the first box that is free.
   *
   * @param {Label} label
   * @param {Rectangle[]} boxes
   * @returns {boolean}
   */
  put(label, boxes) {
    const free = boxes.map(snap).find((box) => this.fits(box));
    label.node.hidden = !free;
    if (!free) return false;
    this.taken.push(free);
    const corner = this.map.containerPointToLayerPoint([free.left, free.top]);
    label.node.style.transform = `translate(${corner.x}px, ${corner.y}px)`;
    return true;
  }

  /** Place every label anew for the present view. */
  arrange() {
    // Nearer, or beside it, what was named stays named; from afar the choice is new.
    const zoom = this.map.getZoom();
    if (zoom < this.zoom) this.kept.clear();
    this.zoom = zoom;
    this.controls = this.controlBoxes();
    this.countrySpots = this.findCountries();
    this.citySpots = this.findCities();
    this.seaSpots = (this.scene.seas || []).map((sea, row) => {
      const label = this.label(`sea ${row}`, sea.name, "rv-label rv-label-sea");
      return { label, boxes: boxesOn(this.view, sea, label) };
    });
    this.follow();
  }

  /** Place every label anew in a view that has not changed. */
  follow() {
    for (const { node } of this.made.values()) node.hidden = true;
    this.taken = [...this.controls];
    this.room = Math.round((this.map.getSize().x * this.map.getSize().y) / PLACE_PX2);
    this.putSites();
    this.putCallouts();
    const kept = this.kept;
    this.kept = new Set();
    this.putPlaces((place) => kept.has(place));
    this.putRings();
    this.putCountries();
    this.putPlaces((place) => !kept.has(place));
    this.putCities();
    this.putSeas();
  }

  /** @returns {Rectangle[]} */
  controlBoxes() {
    const frame = this.map.getContainer().getBoundingClientRect();
    const controls = this.map.getContainer().querySelectorAll(".leaflet-control");
    return Array.from(controls, (control) => {
      const box = control.getBoundingClientRect();
      return {
        left: box.left - frame.left,
        top: box.top - frame.top,
        right: box.right - frame.left,
        bottom: box.bottom - frame.top,
      };
    });
  }

  putSites() {
    const sites = this.scene.sites.filter(({ shown }) => shown);
    const pins = sites.map((site) => square(this.view.pixel(site.at), PIN_PX));
    this.taken.push(...pins);
    for (const site of sites) {
      const name = nameOf(this.scene, site);
      const label = this.label(`site ${site.index} ${name}`, name, "rv-label rv-label-site");
      this.put(label, beside(this.view.pixel(site.at), label, PIN_PX + 3));
    }
  }

  /** Write the author's callouts, the lines of one under each other. */
  putCallouts() {
    (this.scene.callouts || []).forEach(({ lon, lat, lines, direction }, row) => {
      const pixel = this.view.pixel([lon, lat]);
      const spot = square(pixel, DOT_PX);
      if (!this.view.projection.isVisible([lon, lat]) || !this.fits(spot)) return;
      const labels = lines.map((line, i) => this.label(`callout ${row} ${i}`, line, "rv-label rv-label-callout"));
      const width = Math.max(...labels.map((label) => label.width));
      const height = labels.reduce((sum, label) => sum + label.height, 0);
      const boxes = around(pixel, { width, height }, CALLOUT_PX, direction);
      const ranked = (direction ? boxes : this.leastDisturbed(boxes)).map(snap);
      const free = ranked.find((box) => this.fits(box));
      if (!free) return;
      this.put(this.label(`dot callout ${row}`, "", "rv-dot rv-dot-seat"), [spot]);
      let { left, top } = free;
      for (const label of labels) {
        this.put(label, [{ left, top, right: left + label.width, bottom: top + label.height }]);
        top += label.height;
      }
    });
  }

  putRings() {
    this.rings.forEach((ring, row) => {
      if (!this.isShown(ring) || ring.path.length === 0) return;
      const { short, max_m, style } = ring.system;
      const apart = /\d$/.test(short) ? "," : "";
      const text = `${short}${apart} ${this.scene.format.rangeKm(max_m)} ${this.scene.words.km}`;
      const label = this.label(`ring ${row} ${text}`, text, `rv-label rv-label-ring rv-s${style}`);
      this.put(label, this.ringBoxes(ring, label));
    });
  }

  /**
   * Outside the ring first, then inside, around the clock.
   *
   * @param {RingLayer} ring
   * @param {Label} label
   * @returns {Rectangle[]}
   */
  ringBoxes(ring, label) {
    const points = RING_AZIMUTHS.map((azimuth) => {
      const at = Math.round((azimuth / 360) * ring.path.length) % ring.path.length;
      return { azimuth, ...this.view.pixelOfPlane(ring.path[at]) };
    });
    const outward = (/** @type {number} */ sign) =>
      points.map(({ x, y, azimuth }) => {
        const angle = (azimuth * Math.PI) / 180;
        const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
        // So far along the normal the whole box lies beyond the ring's tangent.
        const away = (Math.abs(sin) * label.width + Math.abs(cos) * label.height) / 2 + RING_GAP_PX;
        return centred({ x: x + sign * away * sin, y: y - sign * away * cos }, label);
      });
    return this.leastDisturbed([...outward(1), ...outward(-1)]);
  }

  /**
   * Where each country's name could stand, best first.
   *
   * @returns {Map<number, Spot[]>}
   */
  findCountries() {
    const shown = this.rings.filter((ring) => this.isShown(ring));
    this.ringPixels = shown.flatMap((ring) => ring.path.map((at) => this.view.pixelOfPlane(at)));
    const { x, y } = this.map.getSize();
    /** @type {Map<number, Spot[]>} */
    const spots = new Map();
    for (let row = 1; row < COUNTRY_STEPS; row++) {
      for (let column = 1; column < COUNTRY_STEPS; column++) {
        const spot = { x: (x * column) / COUNTRY_STEPS, y: (y * row) / COUNTRY_STEPS };
        const country = this.countryAt(spot);
        if (country === null) continue;
        const list = spots.get(country) || [];
        spots.set(country, list);
        list.push({ ...spot, rank: this.roomAround(spot, country) });
      }
    }
    for (const list of spots.values()) list.sort((a, b) => b.rank - a.rank);
    return spots;
  }

  /**
   * Boxes, those first that no ring crosses and that lie on no hatch.
   *
   * @param {Rectangle[]} boxes
   * @returns {Rectangle[]}
   */
  leastDisturbed(boxes) {
    const hatched = this.scene.zones.filter(({ rule }) => rule === "restricted");
    const isDisturbed = (/** @type {Rectangle} */ { left, top, right, bottom }) => {
      if (this.ringPixels.some(({ x, y }) => x > left && x < right && y > top && y < bottom)) return true;
      const points = [left, (left + right) / 2, right].map((x) => this.view.positionAt({ x, y: (top + bottom) / 2 }));
      return hatched.some(({ unit }) => points.some((point) => holds(unit, point)));
    };
    const [free, disturbed] = [false, true].map((wanted) => boxes.filter((box) => isDisturbed(box) === wanted));
    return [...free, ...disturbed];
  }

  /** Name countries, those with the largest part of the map first. */
  putCountries() {
    const largest = [...this.countrySpots].sort(([, a], [, b]) => b.length - a.length);
    for (const [country, list] of largest) {
      const name = this.scene.countries[country];
      const label = this.label(`country ${country}`, name, "rv-label rv-label-country");
      this.put(label, list.map((spot) => centred(spot, label)));
    }
  }

  /** Name seas, the largest first; one that is there in parts is named once. */
  putSeas() {
    /** @type {Set<string | null>} */
    const named = new Set();
    for (const { label, boxes } of this.seaSpots) {
      const name = label.node.textContent;
      if (named.has(name)) continue;
      if (this.put(label, this.leastDisturbed(boxes))) named.add(name);
    }
  }

  /**
   * @param {{x: number, y: number}} pixel
   * @returns {number | null}
   */
  countryAt({ x, y }) {
    const unit = unitAt(this.scene, this.view.positionAt({ x, y }));
    return unit && unit.country;
  }

  /**
   * How well a country's name stands at a pixel: how many of the points that
   * the name would cover are in the country, then nearness to the middle.
   *
   * @param {{x: number, y: number}} spot
   * @param {number} country
   * @returns {number}
   */
  roomAround({ x, y }, country) {
    const offsets = [-90, -60, -30, 30, 60, 90];
    const own = offsets.filter((dx) => this.countryAt({ x: x + dx, y }) === country);
    const size = this.map.getSize();
    const far = Math.hypot(x / size.x - 0.5, y / size.y - 0.5);
    const position = this.view.positionAt({ x, y });
    const hatched = this.scene.zones.some((zone) => holds(zone.unit, position));
    return own.length - far - (hatched ? offsets.length : 0) - this.crossings({ x, y });
  }

  /**
   * How much rings would cross a name that stands at a pixel.
   *
   * @param {Pixel} spot
   * @returns {number}
   */
  crossings({ x, y }) {
    const near = this.ringPixels.some(
      (pixel) => Math.abs(pixel.x - x) < NAME_PX.x && Math.abs(pixel.y - y) < NAME_PX.y,
    );
    return near ? 2 : 0;
  }

  /** @param {(place: Place) => boolean} isMeant */
  putPlaces(isMeant) {
    if (!this.showPlaces) return;
    this.scene.named.forEach((place, row) => {
      if (this.kept.size >= this.room || !isMeant(place)) return;
      if (!this.view.projection.isVisible(place.at)) return;
      const pixel = this.view.pixel(place.at);
      if (this.putPlace(`place ${row}`, place.name, pixel, place.rank)) this.kept.add(place);
    });
  }

  putCities() {
    if (!this.showPlaces) return;
    for (const { key, name, pixel } of this.citySpots) this.putPlace(key, name, pixel, "town");
  }

  /**
   * @param {string} key
   * @param {string} name
   * @param {Pixel} point
   * @param {Place["rank"]} rank
   * @returns {boolean}
   */
  putPlace(key, name, point, rank) {
    const spot = square(point, DOT_PX);
    if (!this.fits(spot)) return false;
    const label = this.label(key, name, "rv-label rv-label-place");
    if (!this.put(label, this.leastDisturbed(beside(point, label, DOT_PX + 3)))) return false;
    return this.put(this.label(`dot ${key}`, "", `rv-dot rv-dot-${rank}`), [spot]);
  }

  /** @returns {{key: string, name: string, pixel: Pixel}[]}  Cities in sight. */
  findCities() {
    const { x, y } = this.map.getSize();
    return this.cities
      .map(({ name, at }, row) => ({ key: `city ${row}`, name, at, pixel: this.view.pixel(at) }))
      .filter(({ at, pixel }) => {
        const inMap = pixel.x > 0 && pixel.y > 0 && pixel.x < x && pixel.y < y;
        return inMap && this.view.projection.isVisible(at);
      });
  }
}
