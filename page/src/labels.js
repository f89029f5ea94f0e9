/**
 * Names on the map: none covers another, none leaves the map.
 *
 * Labels are drawn for the eye only; the tables say the same to everyone else.
 */

import { around, beside, centred, denser, distanceTo, edgeAt, overlap, snap, square } from "./boxes.js";
import { CountryNames } from "./countrynames.js";
import { element } from "./dom.js";
import { holds, nameOf } from "./scene.js";
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

const EDGE_PX = 4;
const DOT_PX = 4;
const CALLOUT_PX = 10;
const PIN_PX = 17;
/** Where along a ring, which begins in the north, its label is tried. */
const RING_PARTS = [0, 315, 45, 337, 22, 180, 225, 135, 292, 67, 202, 157, 270, 90].map((deg) => deg / 360);
const PLACE_PX2 = 22_000;
const RING_GAP_PX = 5;
/** How far along the tangent a label may move, in its own widths. */
const ASIDE = [0.12, -0.12, 0.25, -0.25, 0.5, -0.5];
const CLEAR_PX = 2;
/** Farther from its ring a label seems to be another's: each pixel is as bad as so many
 *  points of lines that cross it. */
const NEAR_PX = 12;
const FARNESS = 0.4;
const LATER = 0.4;
const HATCHED = 10;
const EIGHTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((part) => part / 8);

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
    /** @type {Rectangle[]}  Dots of what was named. */
    this.dots = [];
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
    /** @type {{country: number, label: Label, boxes: Rectangle[]}[]}  Largest first. */
    this.countrySpots = [];
    /** @type {{label: Label, boxes: Rectangle[]}[]} */
    this.seaSpots = [];
    /** @type {Pixel[]} */
    this.lines = [];
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
    if (free) this.show(label, free);
    else label.node.hidden = true;
    return free !== undefined;
  }

  /**
   * @param {Label} label
   * @param {Rectangle} box
   */
  show({ node }, box) {
    this.taken.push(box);
    const { x, y } = this.map.containerPointToLayerPoint([box.left, box.top]);
    node.style.transform = `translate(${x}px, ${y}px)`;
    node.hidden = false;
  }

  /** Place every label anew for the present view. */
  arrange() {
    // Nearer, or beside it, what was named stays named; from afar the choice is new.
    const zoom = this.map.getZoom();
    if (zoom < this.zoom) this.kept.clear();
    this.zoom = zoom;
    this.controls = this.controlBoxes();
    this.lines = this.findLines();
    const countries = new CountryNames(this.view, this.lines);
    this.countrySpots = countries.largest().map((country) => {
      const name = this.scene.countries[country];
      const label = this.label(`country ${country}`, name, "rv-label rv-label-country");
      return { country, label, boxes: countries.boxes(country, label) };
    });
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
    this.dots = [...kept]
      .filter(({ at }) => this.view.projection.isVisible(at))
      .map(({ at }) => square(this.view.pixel(at), DOT_PX));
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
    const pixels = ring.path.slice(1).map((at) => this.view.pixelOfPlane(at));
    const points = RING_PARTS.map((part) => edgeAt(pixels, Math.round(part * pixels.length)));
    const beyond = (/** @type {number} */ sign, /** @type {number} */ aside) =>
      points.map(({ x, y, outward }, row) => {
        // So far along the normal the whole box lies beyond the ring's tangent.
        const away = sign * ((Math.abs(outward.x) * label.width + Math.abs(outward.y) * label.height) / 2 + RING_GAP_PX);
        const along = aside * label.width;
        const box = centred({ x: x + away * outward.x - along * outward.y, y: y + away * outward.y + along * outward.x }, label);
        const off_px = Math.max(0, distanceTo(box, { x, y }) - NEAR_PX);
        return { box, penalty: off_px * FARNESS + row * LATER };
      });
    return this.best([...beyond(1, 0), ...ASIDE.flatMap((aside) => beyond(1, aside)), ...beyond(-1, 0)]);
  }

  /**
   * Points of all lines that no name should cross, near to each other.
   *
   * @returns {Pixel[]}
   */
  findLines() {
    const { x, y } = this.map.getSize();
    const rings = this.rings.filter((ring) => this.isShown(ring)).map(({ path }) => path);
    const outlines = this.scene.sites
      .filter(({ fixed, shown }) => fixed && shown)
      .flatMap(({ outline }) => outline.polygons.flat())
      .flatMap((ring) => this.view.projection.line([...ring, ring[0]]));
    return [...rings, ...outlines].flatMap((path) =>
      denser(path.map((at) => this.view.pixelOfPlane(at)), { left: 0, top: 0, right: x, bottom: y }),
    );
  }

  /**
   * The free box that lines cross least and that lies on no hatch, if there is one.
   *
   * @param {Rectangle[]} boxes
   * @returns {Rectangle[]}
   */
  leastDisturbed(boxes) {
    return this.best(boxes.map((box) => ({ box, penalty: 0 })));
  }

  /**
   * @param {{box: Rectangle, penalty: number}[]} candidates
   * @returns {Rectangle[]}  The least disturbed that is free, or none.
   */
  best(candidates) {
    /** @type {Rectangle[]} */
    let best = [];
    let least = Infinity;
    for (const { box, penalty } of candidates) {
      if (penalty >= least || !this.fits(snap(box))) continue;
      const rank = penalty + this.disturbance(box);
      if (rank >= least) continue;
      least = rank;
      best = [box];
    }
    return best;
  }

  /**
   * @param {Rectangle} box
   * @returns {number}  How much lines cross it, and hatches.
   */
  disturbance({ left, top, right, bottom }) {
    const isNear = (/** @type {Pixel} */ { x, y }) =>
      x > left - CLEAR_PX && x < right + CLEAR_PX && y > top - CLEAR_PX && y < bottom + CLEAR_PX;
    const hatched = this.scene.zones.filter(({ rule }) => rule === "restricted");
    const isHatched = (/** @type {Pixel} */ pixel) => {
      const position = this.view.positionAt(pixel);
      return hatched.some(({ unit }) => holds(unit, position));
    };
    const onHatch =
      hatched.length > 0 &&
      EIGHTHS.some((part) => [top, bottom].some((y) => isHatched({ x: left + part * (right - left), y })));
    return this.lines.filter(isNear).length + (onHatch ? HATCHED : 0);
  }

  /** Name countries, those with the largest part of the map first. */
  putCountries() {
    // A land that is the baseline is named as a launch point is.
    const sites = new Set(this.scene.sites.filter(({ shown }) => shown).map(({ name }) => name));
    for (const { country, label, boxes } of this.countrySpots) {
      if (!sites.has(this.scene.countries[country])) this.put(label, boxes);
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

  /** @param {(place: Place) => boolean} isMeant */
  putPlaces(isMeant) {
    if (!this.showPlaces) return;
    this.scene.named.forEach((place, row) => {
      if (this.kept.size >= this.room || !isMeant(place)) return;
      if (!this.view.projection.isVisible(place.at)) return;
      if (this.putPlace(`place ${row}`, place.name, this.view.pixel(place.at), place.rank)) this.kept.add(place);
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
    // No other name may hide the dot of one that is to stay.
    const clear = beside(point, label, DOT_PX + 3).filter((box) => !this.dots.some((dot) => overlap(box, dot)));
    if (!this.put(label, this.leastDisturbed(clear))) return false;
    this.show(this.label(`dot ${key}`, "", `rv-dot rv-dot-${rank}`), snap(spot));
    return true;
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
