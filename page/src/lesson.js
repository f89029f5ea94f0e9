/**
 * "Why the circle looks like an egg": the same rings on an azimuthal equidistant
 * map, and the error that simpler circles would make.
 */

import { circlePath, panelPoint, regionPath } from "./azimuthal.js";
import { circleErrors } from "./compare.js";
import { byId, element, svg } from "./dom.js";
import { prepared } from "./scene.js";

/**
 * @import { Panel } from "./azimuthal.js"
 * @import { Scene, Site, Unit } from "./scene.js"
 */

const RADIUS = 150;
const MARGIN = 1.18;
const GREATEST_M = 19900000;

export class Lesson {
  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.box = byId("rv-lesson");
    this.box.addEventListener("toggle", () => this.update());
  }

  /** Draw anew, if the lesson is open. */
  update() {
    const site = this.scene.sites.find((each) => !each.fixed);
    if (!this.box.open || !site) return;
    byId("rv-lesson-map").replaceChildren(...this.picture(site));
    byId("rv-lesson-errors").replaceChildren(...this.errorRows(site));
  }

  /**
   * @param {Site} site
   * @returns {Node[]}
   */
  picture(site) {
    const { systems, units, zones } = this.scene;
    const longest_m = Math.max(...systems.map((system) => system.max_m));
    const greatest_m = Math.min(longest_m * MARGIN, GREATEST_M);
    const panel = { launch: site.at, greatest_m, radius: RADIUS };
    const path = (/** @type {Unit[]} */ shapes) =>
      shapes.map((unit) => regionPath(prepared(unit), panel)).join("");
    const rings = systems.map(({ max_m, style, dash }) =>
      svg("circle", {
        class: `rv-lesson-ring rv-ring rv-s${style}`,
        r: (max_m / greatest_m) * RADIUS,
        ...(dash ? { "stroke-dasharray": dash } : {}),
      }),
    );
    return [
      svg("clipPath", { id: "rv-lesson-clip" }, svg("path", { d: circlePath(RADIUS) })),
      svg("path", { class: "rv-lesson-sea", d: circlePath(RADIUS) }),
      svg(
        "g",
        { "clip-path": "url(#rv-lesson-clip)" },
        svg("path", { class: "rv-lesson-land", d: path(units) }),
        svg("path", { class: "rv-lesson-zone", d: path(zones.map((zone) => zone.unit)) }),
        ...this.dots(panel),
        ...rings,
      ),
      svg("circle", { class: "rv-lesson-centre", r: 4 }),
      svg("path", { class: "rv-lesson-rim", d: circlePath(RADIUS) }),
    ];
  }

  /**
   * @param {Panel} panel
   * @returns {Node[]}
   */
  dots(panel) {
    return this.scene.places.slice(0, 40).map(({ at }) => {
      const [cx, cy] = panelPoint(at, panel);
      return svg("circle", { class: "rv-lesson-dot", cx: cx.toFixed(1), cy: cy.toFixed(1), r: 1.6 });
    });
  }

  /**
   * @param {Site} site
   * @returns {Node[]}
   */
  errorRows(site) {
    const { systems, words, format } = this.scene;
    const each = systems.map(({ max_m }) => circleErrors(site.at, max_m));
    return each[0].map(({ kind }, row) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, words[kind]),
        ...each.map((errors) => {
          const { worst_m } = errors[row];
          const text =
            worst_m < 1000
              ? `${format.metres(worst_m)} ${words.m}`
              : `${format.km(worst_m)} ${words.km}`;
          return element("td", {}, text);
        }),
      ),
    );
  }
}
