/**
 * Which projection lays the map flat, and which part of the world is in sight.
 */

import { byIdIfAny } from "./dom.js";
import { centreOf } from "./map.js";

/**
 * @import { Page } from "./page.js"
 * @import { ProjectionKind } from "./projection.js"
 * @import { PageState } from "./state.js"
 */

export class Framing {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.scene = page.scene;
    this.view = page.view;
    /** @type {PageState["view"]}  Where the reader has gone; null while all is shown. */
    this.kept = null;
    /** Whether it is not the reader who moves the map. */
    this.isFitting = false;
  }

  /** Begin to follow the reader's choices. */
  watch() {
    for (const choice of this.choices()) {
      choice.disabled = false;
      choice.addEventListener("change", () =>
        this.choose(/** @type {ProjectionKind} */ (choice.value)),
      );
    }
    byIdIfAny("rv-lesson-show")?.addEventListener("click", () => this.choose("mercator"));
    this.view.map.on("dragend zoomend", () => this.keep());
  }

  /** @returns {NodeListOf<HTMLInputElement>}  Among projections. */
  choices() {
    return document.querySelectorAll("input[name=rv-projection]");
  }

  /**
   * Show the view that a state names, or else all rings.
   *
   * @param {PageState} state
   */
  look({ projection, view }) {
    const centre = projection === "globe" && view ? view.centre : centreOf(this.scene);
    this.project(projection, centre);
    this.fitAll();
    if (view) this.view.show(view);
  }

  /**
   * Bring a position into the middle.
   *
   * @param {import("./decode.js").LonLat} at
   */
  lookAt(at) {
    if (this.view.projection.kind === "globe") this.view.turn(at);
    else this.view.show({ ...this.view.view(), centre: at });
    this.keep();
  }

  keep() {
    if (this.isFitting) return;
    this.kept = this.view.view();
    this.page.keepAddress();
  }

  /** Show all rings that are shown, wherever they are, from now on. */
  showAll() {
    this.kept = null;
    this.fitAll();
  }

  /** Show all rings this once. */
  fitAll() {
    const { projection } = this.view;
    const reaches = this.page.layers.shownRings().flatMap((ring) => ring.line.paths);
    const lands = this.scene.sites.flatMap(({ outline }) =>
      outline.polygons.flat().flatMap((ring) => projection.ring(ring)),
    );
    this.isFitting = true;
    this.view.fit([...reaches, ...lands]);
    this.isFitting = false;
    this.page.labels.arrange();
  }

  /** @param {ProjectionKind} kind */
  choose(kind) {
    this.project(kind, centreOf(this.scene));
    this.showAll();
    this.page.keepAddress();
  }

  /**
   * @param {ProjectionKind} kind
   * @param {import("./decode.js").LonLat} centre
   */
  project(kind, centre) {
    this.view.project(kind, centre);
    for (const choice of this.choices()) choice.checked = choice.value === kind;
  }

  /** Distances are true from where the launch point is now. */
  recentre() {
    if (this.view.projection.kind === "true") this.view.project("true", centreOf(this.scene));
  }
}
