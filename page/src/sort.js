/**
 * Tables that a reader sorts by any column: once up, once down, then as they were.
 */

import { element } from "./dom.js";

/** @import { Page } from "./page.js" */

/** Rows of systems and zones have the legend's order. */
const SORTED = /^rv-(?:countries|regions|places|within|gains)-/;
const ORDERS = /** @type {const} */ ([undefined, "ascending", "descending"]);

class SortedTable {
  /**
   * @param {HTMLTableElement} table
   * @param {string} language
   * @param {string} rest  What is left of all countries is no country: it stays last.
   */
  constructor(table, language, rest) {
    this.body = table.tBodies[0];
    this.rest = rest;
    this.letters = new Intl.Collator(language, { numeric: true });
    this.heads = Array.from(table.tHead?.rows[0].cells || []);
    this.column = 0;
    /** @type {typeof ORDERS[number]} */
    this.order = undefined;
    this.rows = Array.from(this.body.rows);
    this.heads.forEach((head, column) => {
      const press = element("button", { type: "button", class: "rv-sort" }, ...head.childNodes);
      press.addEventListener("click", () => this.choose(column));
      head.append(press);
    });
  }

  /** Take the rows as they are now for unsorted, and sort them. */
  take() {
    this.rows = Array.from(this.body.rows);
    if (this.order) this.sort();
  }

  /** @param {number} column */
  choose(column) {
    const next = column === this.column ? ORDERS.indexOf(this.order) + 1 : 1;
    this.column = column;
    this.order = ORDERS[next % ORDERS.length];
    this.heads.forEach((head, i) => {
      if (i === column && this.order) head.setAttribute("aria-sort", this.order);
      else head.removeAttribute("aria-sort");
    });
    this.sort();
  }

  sort() {
    const { column, order, letters } = this;
    const text = (/** @type {HTMLTableRowElement} */ row, cell = column) =>
      row.cells[cell].firstChild?.textContent || "";
    const isRest = (/** @type {HTMLTableRowElement} */ row) => text(row, 0) === this.rest;
    const rows = this.rows.filter((row) => !isRest(row));
    if (order) {
      const sign = order === "ascending" ? 1 : -1;
      const value = (/** @type {HTMLTableRowElement} */ row) => Number(row.cells[column].dataset.value ?? -Infinity);
      rows.sort((a, b) => sign * (value(a) - value(b) || letters.compare(text(a), text(b))));
    }
    this.body.replaceChildren(...rows, ...this.rows.filter(isRest));
  }
}

/** @param {Page} page */
export function watchOrder({ events, scene }) {
  const language = document.documentElement.lang || "en";
  const tables = Array.from(document.querySelectorAll(".rv-site table"))
    .map((table) => /** @type {HTMLTableElement} */ (table))
    .filter(({ tBodies: [body] }) => SORTED.test(body.id))
    .map((table) => new SortedTable(table, language, scene.words.elsewhere));
  const ofSite = scene.sites.map((site) =>
    tables.filter(({ body }) => body.id.endsWith(`-${site.index}`) && !body.id.startsWith("rv-gains")),
  );
  events.on("measured", ({ site }) => ofSite[site.index].forEach((table) => table.take()));
}
