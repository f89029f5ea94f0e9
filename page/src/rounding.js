/**
 * Figures written no finer than the page's borders leave certain: rounded to a step
 * of at least twice the bound of their error, so that each is right to one step.
 * Steps coarser than usual are marked with "≈".
 */

import { noBound_m } from "./limits.js";

/** @import { Formatter } from "./format.js" */

/**
 * @typedef {object} Written
 * @property {string} text
 * @property {number} [value]  For a file: kilometres, km2, or a share from 0 to 1.
 */

/** @type {Written} */
const UNKNOWN = { text: "–" };

/**
 * The smallest of 1, 2, 5, 10, 20... that is at least twice a bound.
 *
 * @param {number} bound
 * @returns {number}
 */
export function stepFor(bound) {
  if (2 * bound <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(2 * bound) + 1e-12);
  return power * ([1, 2, 5].find((digit) => digit * power >= 2 * bound) ?? 10);
}

/**
 * @param {number} value
 * @param {number} step
 * @returns {number}
 */
function toStep(value, step) {
  return step * Math.round(value / step);
}

/**
 * A distance to borders.
 *
 * @param {Formatter} format
 * @param {number} metres
 * @param {number} off_m  Bound of its error.
 * @returns {Written}
 */
export function writeDistance(format, metres, off_m) {
  if (off_m >= noBound_m) return UNKNOWN;
  const step_km = stepFor(off_m / 1000);
  const value = toStep(metres / 1000, step_km);
  const text = format.count(value);
  if (step_km === 1) return { text, value };
  return { text: value === 0 ? `<${format.count(step_km)}` : `≈${text}`, value };
}

/**
 * A share, from 0 to 1. Some is never none and nearly all never all, unless it is
 * known to be.
 *
 * @param {Formatter} format
 * @param {number} share
 * @param {number} off  Bound of its error.
 * @param {boolean} [isCertain]  Of 0 or 1, that it is none or all.
 * @returns {Written}
 */
export function writeShare(format, share, off, isCertain = false) {
  if (isCertain) return { text: format.percent(share), value: share };
  const step = stepFor(100 * off);
  if (!(step < 100)) return UNKNOWN;
  const value = toStep(100 * share, step) / 100;
  if (value <= 0) return { text: `<${format.percent(step / 100)}`, value: 0 };
  if (value >= 1) return { text: `>${format.percent(1 - step / 100)}`, value: 1 };
  return { text: `${step > 1 ? "≈" : ""}${format.percent(value)}`, value };
}

/**
 * A share that may be larger, or smaller, than what is known of it.
 *
 * @param {Formatter} format
 * @param {number} share
 * @param {"≥" | "≤"} side
 * @returns {Written}
 */
export function writeLimit(format, share, side) {
  const percent = 100 * Math.min(1, Math.max(0, share));
  const value = (side === "≥" ? Math.floor(percent) : Math.ceil(percent)) / 100;
  return { text: `${side}${format.percent(value)}`, value };
}

/**
 * An area.
 *
 * @param {Formatter} format
 * @param {number} km2
 * @param {number} off_km2  Bound of its error.
 * @returns {Written}
 */
export function writeArea(format, km2, off_km2) {
  const step = stepFor(off_km2);
  const value = toStep(Math.max(0, km2), step);
  return { text: `${step > 1 ? "≈" : ""}${format.count(value)}`, value };
}
