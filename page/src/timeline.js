/**
 * The timeline of a page with stages: a date chooses which systems, zones and lines
 * the map shows and which sections the panel does. The date stands in the address.
 */

import { byId } from "./dom.js";
import { TimeAxis } from "./timeaxis.js";

/**
 * @import { Page } from "./page.js"
 * @import { PageState } from "./state.js"
 */

/**
 * @typedef {object} ShownAtStage
 * @property {number[]} systems  Numbers among the scene's.
 * @property {number[]} zones
 * @property {number[]} [sites]  Where stages have lines or areas of their own.
 */

/** Time to find what has changed, and to read what is told of it. */
const LOOK_MS = 1800;
const LETTER_MS = 55;

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
    this.timer = 0;
    this.axis = new TimeAxis(byId("rv-dates"));
    page.events.on("read", ({ stage }) => (this.current = stage));
    page.events.on("restored", (state) => this.show(this.current, state));
    page.events.on("written", (state) => this.complete(state));
    byId("rv-earlier").addEventListener("click", () => this.choose(this.current - 1));
    byId("rv-later").addEventListener("click", () => this.choose(this.current + 1));
    byId("rv-play").addEventListener("click", () => (this.timer ? this.pause() : this.play()));
    for (const input of this.dates()) {
      input.addEventListener("change", () => this.choose(Number(input.value) - 1));
    }
  }

  /** @returns {NodeListOf<HTMLInputElement>} */
  dates() {
    return document.querySelectorAll("input[name=rv-stage]");
  }

  /**
   * Put the stage into a state. What it doesn't speak of isn't hidden by the reader.
   *
   * @param {PageState} state
   */
  complete(state) {
    const { systems: all } = this.page.scene;
    const { systems, zones } = this.stages[this.current];
    const ids = all.map(({ id }) => id);
    const shown = ids.filter((id, i) => !systems.includes(i) || (state.systems || ids).includes(id));
    const spoken = zones.map((zone) => `zone${zone}`);
    state.systems = shown.length === ids.length ? null : shown;
    state.hidden = state.hidden.filter((name) => !name.startsWith("zone") || spoken.includes(name));
    state.stage = this.current;
  }

  /**
   * Show what a stage speaks of, and nothing else.
   *
   * @param {number} index
   * @param {PageState | null} state  What of it the reader has switched off; null for
   *   nothing.
   */
  show(index, state) {
    this.current = index;
    const { labels, layers } = this.page;
    this.showSites(this.stages[index].sites);
    const { systems } = this.page.scene;
    for (const box of boxes()) {
      const isSystem = box.dataset.layer === "system";
      const number = Number(box.dataset.index);
      const counts = this.stages[index][isSystem ? "systems" : "zones"].includes(number);
      const isHidden = isSystem
        ? state?.systems?.includes(systems[number].id) === false
        : state?.hidden.includes(`zone${number}`);
      const label = /** @type {HTMLElement} */ (box.closest("label"));
      label.hidden = !counts;
      const wanted = counts && !isHidden;
      const kind = isSystem ? "system" : "zone";
      if (layers.legend.isShown(kind, number) === wanted) continue;
      layers.legend.set(kind, number, wanted);
      layers.show(kind, number, wanted);
    }
    labels.arrange();
    this.tell();
  }

  /** @param {number[] | undefined} numbers */
  showSites(numbers) {
    if (!numbers) return;
    const { layers, scene } = this.page;
    layers.showSites(numbers);
    if (scene.view.merged) this.page.redraw(); // what is shown as one are others now
    for (const { index, shown } of scene.sites) {
      const section = document.querySelector(`[aria-labelledby=rv-from-${index}]`);
      /** @type {HTMLElement} */ (section).hidden = !shown;
    }
  }

  /** Bring the controls and the panel up to date. */
  tell() {
    const { current, stages } = this;
    const dates = this.dates();
    dates.forEach((input, i) => (input.checked = i === current));
    dates[current].closest("label")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.axis.mark(current);
    byId("rv-earlier").disabled = current === 0;
    byId("rv-later").disabled = current === stages.length - 1;
    stages.forEach((_, i) => (byId(`rv-stage-${i + 1}`).hidden = i !== current));
    const title = byId(`rv-stage-${current + 1}-title`).textContent;
    byId("rv-stage-told").textContent = title;
  }

  /**
   * The reader's choice, which ends the play.
   *
   * @param {number} index
   */
  choose(index) {
    this.pause();
    this.go(index);
  }

  /** @param {number} index */
  go(index) {
    if (index < 0 || index >= this.stages.length || index === this.current) return;
    this.show(index, null);
    this.page.keepAddress();
  }

  /** From here to the last date, or from the first if this is the last. */
  play() {
    const last = this.stages.length - 1;
    this.label("pause");
    const wait = () => {
      const { textContent } = byId("rv-stage-told");
      const { textContent: note } = byId(`rv-stage-${this.current + 1}`).querySelector("p:not([hidden])");
      const letters = textContent.length + Math.min(note.length, 120);
      this.timer = setTimeout(step, LOOK_MS + LETTER_MS * letters);
    };
    const step = () => {
      this.go(this.current + 1);
      if (this.current === last) this.pause();
      else wait();
    };
    if (this.current === last) this.go(0);
    wait();
  }

  pause() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.label("play");
  }

  /** @param {"play" | "pause"} name  What the button does next. */
  label(name) {
    const button = byId("rv-play");
    button.setAttribute("aria-label", button.dataset[name]);
    button.dataset.next = name;
  }
}
