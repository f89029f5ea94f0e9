/**
 * What is drawn, and which of it the reader has switched off.
 */

import { drawGround } from "./ground.js";
import { watch as watchLegend } from "./legend.js";
import * as ringlayer from "./ringlayer.js";
import { hideable } from "./scene.js";
import { create as createZones, dimAround, drawBaselines } from "./zones.js";

/**
 * @import { Events } from "./events.js"
 * @import { MapView } from "./map.js"
 * @import { Happenings } from "./page.js"
 * @import { RingLayer } from "./ringlayer.js"
 * @import { Scene } from "./scene.js"
 */

/**
 * @param {string} name  "zone3" or "places"
 * @returns {[string, number]}
 */
function partsOf(name) {
  const [, kind = "", index = ""] = /^([a-z]+)(\d*)$/.exec(name) || [];
  return [kind, Number(index)];
}

export class Layers {
  /**
   * @param {MapView} view
   * @param {Events<Happenings>} events
   */
  constructor(view, events) {
    /** @type {Scene} */
    this.scene = view.scene;
    this.map = view.map;
    this.events = events;
    const borders = drawGround(view);
    this.regions = borders.regions;
    dimAround(view);
    this.zones = createZones(view);
    this.baselines = drawBaselines(view);
    this.rings = ringlayer.create(view);
    // Of many fills over each other each is fainter.
    const share = Math.min(1, 2 / this.scene.systems.length);
    document.documentElement.style.setProperty("--share", String(share));
    // Where only countries are drawn there is nothing to hide.
    const hides = document.querySelector("input[data-layer=borders]");
    if (!borders.hasRegions) hides?.closest("label")?.remove();
    this.legend = watchLegend((kind, index, shown) => {
      this.show(kind, index, shown);
      events.emit("chosen", { kind, index, shown });
    });
  }

  /**
   * @param {RingLayer} ring
   * @returns {boolean}
   */
  isRingShown({ site, system }) {
    const { own, systems } = this.scene;
    if (!site.shown) return false;
    return system === own ? system.max_m > 0 : this.isSystemShown(systems.indexOf(system));
  }

  /**
   * @param {number} index
   * @returns {boolean}
   */
  isSystemShown(index) {
    return this.legend.isShown("system", index);
  }

  /** @returns {RingLayer[]} */
  shownRings() {
    return this.rings.filter((ring) => this.isRingShown(ring));
  }

  /**
   * Show the systems of a state, and them alone.
   *
   * @param {string[] | null} ids  Null for all.
   */
  showSystems(ids) {
    this.scene.systems.forEach(({ id }, i) => {
      const shown = ids === null || ids.includes(id);
      this.legend.set("system", i, shown);
      this.show("system", i, shown);
    });
  }

  /**
   * Show the launch points of a stage, and them alone. None of those that change is a
   * point: nothing else follows them.
   *
   * @param {number[]} numbers
   */
  showSites(numbers) {
    for (const site of this.scene.sites) {
      const shown = numbers.includes(site.index);
      if (site.shown === shown) continue;
      site.shown = shown;
      for (const ring of this.rings.filter((each) => each.site === site)) {
        ringlayer.show(this.map, ring, this.isRingShown(ring));
      }
      const baseline = this.baselines[site.index];
      if (shown) baseline?.addTo(this.map);
      else baseline?.remove();
    }
  }

  /** @returns {string[]}  Names of the other layers that the reader has hidden. */
  hidden() {
    return hideable(this.scene).filter((name) => !this.legend.isShown(...partsOf(name)));
  }

  /** @param {string[]} names  Of the other layers that are not to be shown. */
  hide(names) {
    for (const name of hideable(this.scene)) {
      const [kind, index] = partsOf(name);
      const shown = !names.includes(name);
      if (this.legend.isShown(kind, index) === shown) continue;
      this.legend.set(kind, index, shown);
      this.show(kind, index, shown);
    }
  }

  /**
   * @param {string} kind
   * @param {number} index
   * @param {boolean} shown
   */
  show(kind, index, shown) {
    const toggle = (/** @type {any} */ layer) => (shown ? layer.addTo(this.map) : layer.remove());
    if (kind === "system") {
      const system = this.scene.systems[index];
      for (const ring of this.rings.filter((each) => each.system === system)) {
        ringlayer.show(this.map, ring, shown && ring.site.shown);
      }
    }
    if (kind === "zone") toggle(this.zones[index]);
    if (kind === "borders") toggle(this.regions);
    this.events.emit("switched", { kind, index, shown });
  }
}
