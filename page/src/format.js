/**
 * Numbers and dates as a reader of one language writes them.
 */

import { leastShown_m2, metresPerMile, nearlyAll } from "./limits.js";

/**
 * @typedef {object} Formatter
 * @property {(metres: number) => string} km  A distance: one decimal below 100, whole above.
 * @property {(metres: number) => string} rangeKm  A published range, with its own decimals.
 * @property {(metres: number) => string} miles  Whole international miles.
 * @property {(squareMetres: number) => string} km2  One decimal below 10, whole above.
 * @property {(metres: number) => string} metres  Three significant digits.
 * @property {(share: number) => string} share  Per cent; never falsely none or all.
 * @property {(share: number) => string} percent  Whole per cent.
 * @property {(count: number) => string} count
 * @property {(degrees: number) => string} degrees  Four decimals.
 * @property {(date: string) => string} date  From an ISO date or part of one.
 */

/**
 * The language's own digits and signs, or English where it is not known.
 *
 * @param {string} language  BCP 47, such as "uk".
 * @returns {string}
 */
function knownLanguage(language) {
  try {
    return Intl.NumberFormat.supportedLocalesOf(language)[0] ?? "en";
  } catch {
    return "en";
  }
}

/**
 * Per cent, where little is never none and almost is never all.
 *
 * @param {number} share
 * @param {Intl.NumberFormat} percent
 * @returns {string}
 */
function formatShare(share, percent) {
  if (!(share > 0)) return percent.format(0);
  if (share < 0.01) return `<${percent.format(0.01)}`;
  if (share > 0.99 && share < nearlyAll) return `>${percent.format(0.99)}`;
  return percent.format(Math.min(1, share));
}

/**
 * A date no more exact than it was given: "2024", "2024-11" or "2024-11-17".
 *
 * @param {string} text
 * @param {string} language
 * @returns {string}  The text itself if it is no such date.
 */
function formatDate(text, language) {
  const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text);
  if (match === null) return text;
  const [, year, month, day] = match;
  const date = new Date(Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1)));
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { timeZone: "UTC", year: "numeric" };
  if (month) options.month = "long";
  if (day) options.day = "numeric";
  return new Intl.DateTimeFormat(language, options).format(date);
}

/**
 * Functions that write numbers and dates in a language.
 *
 * @param {string} language  BCP 47; English is used for an unknown one.
 * @returns {Formatter}
 */
export function createFormatter(language) {
  const known = knownLanguage(language);
  const numbers = (/** @type {Intl.NumberFormatOptions} */ options) =>
    new Intl.NumberFormat(known, options);
  const whole = numbers({ maximumFractionDigits: 0 });
  const oneDecimal = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const asPublished = numbers({ maximumFractionDigits: 3 });
  const significant = numbers({ maximumSignificantDigits: 3 });
  const fourDecimals = numbers({ minimumFractionDigits: 4, maximumFractionDigits: 4 });
  const percent = numbers({ style: "percent" });
  return {
    km: (metres) => (metres < 99950 ? oneDecimal : whole).format(metres / 1000),
    rangeKm: (metres) => asPublished.format(metres / 1000),
    miles: (metres) => whole.format(metres / metresPerMile),
    km2: (squareMetres) => {
      const small = squareMetres >= leastShown_m2 && squareMetres < 9.95e6;
      return (small ? oneDecimal : whole).format(squareMetres / 1e6);
    },
    metres: (metres) => significant.format(metres),
    share: (share) => formatShare(share, percent),
    percent: (share) => percent.format(share),
    count: (count) => whole.format(count),
    degrees: (degrees) => fourDecimals.format(degrees),
    date: (text) => formatDate(text, known),
  };
}
