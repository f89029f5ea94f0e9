/**
 * What follows a launch point: rings and zones with every frame of a drag, tables a
 * little later, and the words that are spoken once things are quiet.
 */

import { hushOwn, tellOwn } from "./controls.js";
import { byIdIfAny } from "./dom.js";
import {
  bandsOfZones,
  ofPlaces,
  ofUnits,
  ofZones,
  permittedAreas,
  reachAreas_km2,
  reachOf,
  surveyUnits,
} from "./figures.js";
import { Lesson } from "./lesson.js";
import { feltSentences } from "./over.js";
import * as ringlayer from "./ringlayer.js";
import { isMoved } from "./scene.js";
import { Teller } from "./status.js";
import { Tables } from "./tables.js";

/**
 * @import { ZoneFigures } from "./figures.js"
 * @import { Page } from "./page.js"
 * @import { Site } from "./scene.js"
 * @import { Survey } from "./survey.js"
 * @import { MovedFigures } from "./tables.js"
 */

const TABLE_DELAY_MS = 80;
const STATUS_DELAY_MS = 400;
const SLICE_MS = 4;

export class Updates {
  /** @param {Page} page */
  constructor(page) {
    const { scene } = page;
    this.page = page;
    this.scene = scene;
    /** @type {{zones: ZoneFigures[][]}} */
    this.figures = { zones: scene.sites.map(() => []) };
    this.tables = scene.sites.map((site) => new Tables(scene, site));
    this.lesson = new Lesson(scene);
    this.teller = new Teller(scene, this.figures, (site) => feltSentences(page, site));
    /** @type {{frames_ms: number[], tables_ms: number[]}} */
    this.timing = { frames_ms: [], tables_ms: [] };
    this.frame = 0;
    this.tableTimer = 0;
    this.statusTimer = 0;
    /** @type {Set<Site>} */
    this.undrawn = new Set();
    /** @type {Set<Site>} */
    this.unmeasured = new Set();
    /** @type {Map<Site, Survey | null>} */
    this.surveys = new Map();
  }

  /** @param {Site} site */
  queue(site) {
    this.undrawn.add(site);
    this.unmeasured.add(site);
  }

  queueAll() {
    this.scene.sites.forEach((site) => this.queue(site));
  }

  /** Draw with the next frame, and measure soon. */
  soon() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => this.drawFrame());
    this.tableTimer ||= setTimeout(() => this.writeTables(false), TABLE_DELAY_MS);
  }

  /** The work of one frame of a drag. */
  drawFrame() {
    const began = performance.now();
    this.draw();
    this.page.labels.follow();
    this.timing.frames_ms.push(performance.now() - began);
  }

  /** Rings and the figures of zones. */
  draw() {
    const { scene, figures, page } = this;
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    for (const site of this.undrawn) {
      ringlayer.update(page.view, page.layers.rings, site);
      page.events.emit("drawn", site);
      if (site.fixed) continue;
      figures.zones[site.index] = ofZones(scene, reachOf(scene, site.at));
      if (isMoved(site)) this.tables[site.index].writeZones(figures.zones[site.index]);
    }
    this.undrawn.clear();
  }

  /**
   * Regions, countries and places: too much for one frame. While a marker is
   * dragged they are measured a little in each.
   *
   * @param {boolean} atOnce
   */
  writeTables(atOnce) {
    const began = performance.now();
    clearTimeout(this.tableTimer);
    this.tableTimer = 0;
    for (const site of this.unmeasured) this.surveys.set(site, this.surveyOf(site));
    this.unmeasured.clear();
    for (const [site, survey] of this.surveys) {
      if (survey && !survey.advance(atOnce ? Infinity : SLICE_MS)) continue;
      this.writeSite(site, survey);
      this.surveys.delete(site);
    }
    if (this.surveys.size > 0) {
      requestAnimationFrame(() => this.writeTables(false));
      return;
    }
    const reset = byIdIfAny("rv-reset");
    if (reset) reset.disabled = !this.scene.sites.some(isMoved);
    hushOwn();
    this.lesson.update();
    clearTimeout(this.statusTimer);
    this.statusTimer = setTimeout(() => this.tell(), STATUS_DELAY_MS);
    this.timing.tables_ms.push(performance.now() - began);
  }

  /** What is spoken, once things are quiet. */
  tell() {
    this.teller.tell();
    tellOwn(this.scene);
  }

  /**
   * @param {Site} site
   * @returns {Survey | null}  Null for a launch point that stands as published.
   */
  surveyOf(site) {
    return isMoved(site) ? surveyUnits(this.scene, reachOf(this.scene, site.at)) : null;
  }

  /**
   * @param {Site} site
   * @param {Survey | null} survey  Done.
   */
  writeSite(site, survey) {
    const { scene } = this;
    const tables = this.tables[site.index];
    const figures = survey && this.figuresOf(site, survey);
    if (figures) tables.write(figures);
    else tables.restore();
    const banded = scene.view.bands && !site.fixed;
    tables.writeBands(banded ? bandsOfZones(scene, site.at) : null);
    this.page.events.emit("measured", { site, figures });
  }

  /**
   * @param {Site} site
   * @param {Survey} survey  Done.
   * @returns {MovedFigures}
   */
  figuresOf(site, survey) {
    const { scene } = this;
    const areas_km2 = reachAreas_km2(scene, reachOf(scene, site.at));
    return {
      zones: this.figures.zones[site.index],
      units: ofUnits(scene, survey),
      places: ofPlaces(scene, site.at),
      areas_km2,
      permitted: permittedAreas(scene, site.at, areas_km2),
      uncovered: this.teller.isUncovered(site),
    };
  }
}
