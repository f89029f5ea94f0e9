/**
 * The timeline of a page with stages: a date chooses which systems and zones the
 * map shows and which section the panel does. The date stands in the address.
 */

import { byId } from "./dom.js";

/** @import { Page } from "./page.js" */

/**
 * @typedef {object} ShownAtStage
 * @property {number[]} systems  Numbers among the scene's.
 * @property {number[]} zones
 */

/** @returns {NodeListOf<HTMLInputElement>} */
function boxes() {
  return document.querySelectorAll("input[data-layer=system], input[data-layer=zone]");
}

export class Timeline {
  /**
   * @param {Page} page
   * @param {ShownAtStage[]} stages
   */
  constructor(page, stages) {
    this.page = page;
    this.stages = stages;
    this.current = 0;
    this.shown = 0;
    page.events.on("read", ({ stage }) => (this.current = stage));
    page.events.on("restored", () => this.show(this.current, false));
    page.events.on("written", (state) => this.complete(state));
    byId("rv-earlier").addEventListener("click", () => this.choose(this.current - 1));
    byId("rv-later").addEventListener("click", () => this.choose(this.current + 1));
    for (const input of this.dates()) {
      input.addEventListener("change", () => this.choose(Number(input.value) - 1));
    }
  }

  /** @returns {NodeListOf<HTMLInputElement>} */
  dates() {
    return document.querySelectorAll("input[name=rv-stage]");
  }

  /**
   * Put the stage into a state. A system that it doesn't speak of isn't hidden by
   * the reader.
   *
   * @param {import("./state.js").PageState} state
   */
  complete(state) {
    const { systems } = this.page.scene;
    const counts = this.stages[this.current].systems;
    const ids = systems.map(({ id }) => id);
    const shown = ids.filter((id, i) => !counts.includes(i) || (state.systems || ids).includes(id));
    state.systems = shown.length === ids.length ? null : shown;
    state.stage = this.current;
  }

  /**
   * Show what a stage speaks of, and nothing else.
   *
   * @param {number} index
   * @param {boolean} afresh  Whether what the reader has switched off comes back.
   */
  show(index, afresh) {
    const before = this.stages[this.shown];
    this.current = this.shown = index;
    for (const box of boxes()) {
      const kind = box.dataset.layer === "system" ? "systems" : "zones";
      const number = Number(box.dataset.index);
      const counts = this.stages[index][kind].includes(number);
      const label = /** @type {HTMLElement} */ (box.closest("label"));
      label.hidden = !counts;
      const wanted = counts && (afresh || box.checked || !before[kind].includes(number));
      if (box.checked === wanted) continue;
      box.checked = wanted;
      box.dispatchEvent(new Event("change"));
    }
    this.tell();
  }

  /** Bring the controls and the panel up to date. */
  tell() {
    const { current, stages } = this;
    const dates = this.dates();
    dates.forEach((input, i) => (input.checked = i === current));
    dates[current].closest("label")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    byId("rv-earlier").disabled = current === 0;
    byId("rv-later").disabled = current === stages.length - 1;
    stages.forEach((_, i) => (byId(`rv-stage-${i + 1}`).hidden = i !== current));
    const title = byId(`rv-stage-${current + 1}-title`).textContent;
    byId("rv-stage-told").textContent = title;
  }

  /** @param {number} index */
  choose(index) {
    if (index < 0 || index >= this.stages.length || index === this.current) return;
    this.show(index, true);
    this.page.keepAddress();
  }
}
