/**
 * Tables as CSV (RFC 4180), safe to open in a spreadsheet.
 */

/** @typedef {string | number | null} Cell */

// Text that begins with one of these would be run as a formula.
const FORMULA_START = /^[\s\u0000-\u001f]*[=+\-@\uff1d\uff0b\uff0d\uff20|]/u;
const NEEDS_QUOTES = /[",\r\n'\t;]|^\s|\s$/;

/**
 * @param {Cell} cell
 * @returns {string}
 */
function writeCell(cell) {
  if (cell === null) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  const text = FORMULA_START.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Rows as CSV, ending in a line break. Numbers are written with a decimal
 * point, whatever the language; text that a spreadsheet would take for a
 * formula gets an apostrophe before it.
 *
 * @param {Cell[][]} rows  The first one names the columns.
 * @returns {string}
 */
export function writeCsv(rows) {
  return rows.map((row) => `${row.map(writeCell).join(",")}\r\n`).join("");
}
