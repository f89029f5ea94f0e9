/**
 * "Why the circle looks like an egg": the way to the map of the web, and the error
 * that simpler circles would make.
 */

import { circleErrors } from "./compare.js";
import { byId, byIdIfAny, element } from "./dom.js";

/**
 * @import { Scene, Site } from "./scene.js"
 */

export class Lesson {
  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.box = byIdIfAny("rv-lesson");
    this.box?.addEventListener("toggle", () => this.update());
  }

  /** Draw anew, if the lesson is open. */
  update() {
    const site = this.scene.sites.find((each) => !each.fixed);
    if (!this.box?.open || !site) return;
    byId("rv-lesson-errors").replaceChildren(...this.errorRows(site));
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
