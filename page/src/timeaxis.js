/**
 * The dates of a timeline to scale: a dot for each where it lies in time, and a line
 * from there to the date that can be chosen, which needs more room than a dot.
 */

import { svg } from "./dom.js";

const HEIGHT_PX = 22;
const AXIS_PX = 6;
const GAP_PX = 10;

/**
 * The middle of what a date names: a day, a month or a year.
 *
 * @param {string} text  "2024", "2024-11" or "2024-11-17".
 * @returns {number}  Milliseconds since 1970.
 */
export function middleOf(text) {
  const [year, month, day] = text.split("-").map(Number);
  const start = Date.UTC(year, (month || 1) - 1, day || 1);
  const end = day
    ? Date.UTC(year, month - 1, day + 1)
    : month
      ? Date.UTC(year, month, 1)
      : Date.UTC(year + 1, 0, 1);
  return (start + end) / 2;
}

/**
 * Where labels begin, each as near to its dot as the others let it.
 *
 * @param {number[]} dots
 * @param {number[]} widths
 * @param {number} room  Their sum and the gaps fit.
 * @returns {number[]}
 */
export function spread(dots, widths, room) {
  const lefts = dots.map((dot, i) => dot - widths[i] / 2);
  lefts.forEach((left, i) => {
    const least = i === 0 ? 0 : lefts[i - 1] + widths[i - 1] + GAP_PX;
    lefts[i] = Math.max(left, least);
  });
  for (let i = lefts.length - 1; i >= 0; i--) {
    const most = i === lefts.length - 1 ? room : lefts[i + 1] - GAP_PX;
    lefts[i] = Math.min(lefts[i], most - widths[i]);
  }
  return lefts;
}

export class TimeAxis {
  /** @param {HTMLElement} box  Holds the dates' labels. */
  constructor(box) {
    this.box = box;
    this.labels = Array.from(box.querySelectorAll("label"));
    this.times = this.labels.map((label) => middleOf(label.querySelector("time")?.dateTime || ""));
    this.drawing = svg("svg", { class: "rv-axis", height: HEIGHT_PX, "aria-hidden": "true" });
    this.current = 0;
    box.prepend(this.drawing);
    new ResizeObserver(() => this.arrange()).observe(box);
  }

  arrange() {
    const { box, labels, times } = this;
    const widths = labels.map((label) => label.offsetWidth);
    const needed = widths.reduce((sum, width) => sum + width + GAP_PX, -GAP_PX);
    const room = Math.max(box.clientWidth, needed);
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const [start, end] = [widths[0] / 2, room - widths[widths.length - 1] / 2];
    const dots = times.map((time) =>
      last > first ? start + ((time - first) / (last - first)) * (end - start) : room / 2,
    );
    const lefts = spread(dots, widths, room);
    labels.forEach((label, i) => (label.style.left = `${lefts[i]}px`));
    this.drawing.setAttribute("width", String(room));
    const lines = dots.map((dot, i) => `M${dot} ${AXIS_PX}L${lefts[i] + widths[i] / 2} ${HEIGHT_PX}`);
    this.drawing.replaceChildren(
      svg("path", { d: `M${start} ${AXIS_PX}H${end}${lines.join("")}` }),
      ...dots.map((dot) => svg("circle", { cx: dot, cy: AXIS_PX, r: 4 })),
    );
    this.mark(this.current);
  }

  /** @param {number} index  Of the date that is shown. */
  mark(index) {
    this.current = index;
    this.drawing.querySelectorAll("circle").forEach((dot, i) =>
      dot.classList.toggle("rv-now", i === index),
    );
  }
}
