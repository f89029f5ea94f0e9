/**
 * What the map says under the pointer, under a tap and under the crosshair.
 */

import { element } from "./dom.js";
import { findNear } from "./finding.js";

/**
 * @import { Card } from "./card.js"
 * @import { Finding } from "./finding.js"
 * @import { Layers } from "./layers.js"
 * @import { MapView, Pixel } from "./map.js"
 */

const TIP_PX = 10;

export class Inspector {
  /**
   * @param {MapView} view
   * @param {Layers} layers
   * @param {Card} card
   * @param {() => Finding | null} underCrosshair  Where the reader has walked to.
   */
  constructor(view, layers, card, underCrosshair) {
    const { map } = view;
    this.view = view;
    this.layers = layers;
    this.card = card;
    this.tip = element("div", { class: "rv-tip", "aria-hidden": "true", hidden: "" });
    this.waiting = 0;
    const box = map.getContainer();
    box.append(this.tip);
    map.on("click", (/** @type {any} */ event) => this.open(event.containerPoint));
    map.on("mousemove", (/** @type {any} */ event) => this.hover(event.containerPoint));
    map.on("mouseout movestart", () => this.leave());
    box.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.target !== box) return;
      if (event.key === "Enter") this.open(map.getSize().divideBy(2), underCrosshair());
      if (event.key === "Escape") card.close();
    });
  }

  /**
   * @param {Pixel} pixel
   * @param {Finding | null} [known]  What is there.
   */
  open(pixel, known = null) {
    this.leave();
    this.card.open(known ?? findNear(this.view, this.layers, pixel));
  }

  leave() {
    cancelAnimationFrame(this.waiting);
    this.tip.hidden = true;
  }

  /** @param {Pixel} pixel */
  hover(pixel) {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => {
      const lines = this.tipLines(findNear(this.view, this.layers, pixel));
      this.tip.hidden = lines.length === 0;
      if (lines.length === 0) return;
      this.tip.replaceChildren(...lines.map((line) => element("div", {}, line)));
      // Above the pointer, and within the map.
      const { offsetWidth, offsetHeight } = this.tip;
      const left = Math.min(pixel.x - offsetWidth / 2, this.view.map.getSize().x - offsetWidth);
      const isLow = pixel.y > offsetHeight + TIP_PX;
      const top = isLow ? pixel.y - offsetHeight - TIP_PX : pixel.y + 2 * TIP_PX;
      this.tip.style.transform = `translate(${Math.max(0, left)}px, ${top}px)`;
    });
  }

  /**
   * @param {Finding} finding
   * @returns {string[]}
   */
  tipLines({ at, unit, zones, place, ring }) {
    const { card } = this;
    const lines = [];
    if (ring) lines.push(`${ring.system.name}: ${card.range(ring.system)}`);
    if (place) lines.push(place.name);
    lines.push(...zones.map((zone) => `${zone.name} (${card.scene.words[zone.rule]})`));
    if (unit && !zones.some((zone) => zone.unit === unit)) lines.push(card.unitName(unit));
    if (lines.length === 0) return [];
    const ways = card.reachRows(at).filter((_, i) => i % 2 === 0);
    return [...lines, ...ways.map((row) => row.join(": "))];
  }
}
