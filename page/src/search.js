/**
 * A field to search for a place in: an editable combobox with a list, as ARIA has it.
 */

import { byId, element, say } from "./dom.js";
import { Gazetteer } from "./gazetteer.js";

/**
 * @import { Entry } from "./gazetteer.js"
 * @import { Scene } from "./scene.js"
 */

const MOST_KNOWN_LETTERS = /^[\p{Script=Latin}\p{Script=Cyrillic}\P{L}]*$/u;

export class Search {
  /**
   * @param {Scene} scene
   * @param {(entry: Entry) => void} onChoose
   */
  constructor(scene, onChoose) {
    this.scene = scene;
    this.onChoose = onChoose;
    /** @type {HTMLInputElement} */
    this.field = byId("rv-search");
    this.list = byId("rv-search-list");
    this.told = byId("rv-search-told");
    /** @type {Gazetteer | null} */
    this.gazetteer = null;
    /** @type {Entry[]} */
    this.found = [];
    this.active = -1;
    const { field, list } = this;
    field.disabled = false;
    field.addEventListener("input", () => this.offer());
    field.addEventListener("keydown", (event) => this.press(event));
    field.addEventListener("blur", () => this.close());
    // The field keeps the focus while the list is used.
    list.addEventListener("pointerdown", (/** @type {Event} */ event) => event.preventDefault());
    list.addEventListener("click", (/** @type {Event} */ { target }) => {
      const option = /** @type {Element} */ (target).closest("[role=option]");
      if (option) this.choose(Array.from(list.children).indexOf(option));
    });
  }

  /** @returns {Gazetteer}  Read when it is first asked for. */
  known() {
    this.gazetteer ||= new Gazetteer(this.scene);
    return this.gazetteer;
  }

  /** Show what answers to the field's text. */
  offer() {
    const query = this.field.value.trim();
    this.found = this.known().find(query);
    this.list.replaceChildren(...this.found.map((entry, row) => this.option(entry, row)));
    this.open(this.found.length > 0);
    this.mark(-1);
    const { placesFound, noPlace, noLetters } = this.scene.words;
    const count = this.found.length;
    this.told.textContent = !query
      ? ""
      : count > 0
        ? say(placesFound, { count: this.scene.format.count(count) })
        : say(MOST_KNOWN_LETTERS.test(query.normalize("NFKC")) ? noPlace : noLetters, { name: query });
    this.told.classList.toggle("rv-hidden", count > 0);
  }

  /**
   * @param {Entry} entry
   * @param {number} row
   * @returns {HTMLElement}
   */
  option(entry, row) {
    const country = this.known().countryOf(entry);
    const attributes = { role: "option", id: `rv-search-${row}`, "aria-selected": "false" };
    const where = country ? [element("span", { class: "rv-note-inline" }, `, ${country}`)] : [];
    return element("li", attributes, entry.name, ...where);
  }

  /** @param {boolean} shown */
  open(shown) {
    this.list.hidden = !shown;
    if (shown) this.list.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-expanded", String(shown));
  }

  close() {
    this.open(false);
    this.mark(-1);
  }

  /**
   * @param {number} row  -1 for none.
   */
  mark(row) {
    this.active = row;
    Array.from(this.list.children).forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === row));
      if (i === row) option.scrollIntoView({ block: "nearest" });
    });
    if (row < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `rv-search-${row}`);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const { key } = event;
    const count = this.found.length;
    const isOpen = !this.list.hidden;
    if (key === "Escape") {
      if (isOpen) this.close();
      else this.field.value = "";
    } else if (key === "Enter" && count > 0) {
      this.choose(Math.max(0, this.active));
    } else if ((key === "ArrowDown" || key === "ArrowUp") && count > 0) {
      this.open(true);
      const step = key === "ArrowDown" ? 1 : -1;
      // From the field itself down to the first, or up to the last.
      this.mark(this.active < 0 ? (step > 0 ? 0 : count - 1) : (this.active + step + count) % count);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** @param {number} row */
  choose(row) {
    const entry = this.found[row];
    this.field.value = entry.name;
    this.told.textContent = "";
    this.close();
    this.onChoose(entry);
  }
}
