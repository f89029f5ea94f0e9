/**
 * Keeps everything true to where the launch points stand: rings and zones with
 * every frame of a drag, tables a little later.
 */

import { hushOwn, setOwn, setView, tellOwn, watch as watchControls } from "./controls.js";
import { byId, byIdIfAny } from "./dom.js";
import { Events } from "./events.js";
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
import { Inspector } from "./inspect.js";
import { Labels } from "./labels.js";
import { watch as watchLegend } from "./legend.js";
import { Lesson } from "./lesson.js";
import { watch as watchGlobe } from "./globe.js";
import { centreOf, drawBorders, MapView } from "./map.js";
import { create as createMarker, watchFields } from "./pin.js";
import { watch as watchPrint, watchTables } from "./print.js";
import * as ringlayer from "./ringlayer.js";
import { isMoved, onScene, snap } from "./scene.js";
import * as share from "./share.js";
import { writeHash } from "./state.js";
import { Teller } from "./status.js";
import { Tables } from "./tables.js";
import { create as createZones, drawBaselines } from "./zones.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { ZoneFigures } from "./figures.js"
 * @import { ProjectionKind } from "./projection.js"
 * @import { RingLayer } from "./ringlayer.js"
 * @import { Scene, Site } from "./scene.js"
 * @import { PageState } from "./state.js"
 * @import { Survey } from "./survey.js"
 */

/**
 * What happens on a page.
 *
 * @typedef {object} Happenings
 * @property {Site} drawn  The rings of a launch point, where it stands now.
 * @property {{kind: string, index: number, shown: boolean}} switched  A layer.
 * @property {PageState} read  Out of the address, about to be taken up.
 * @property {PageState} restored  Taken up, and everything follows it.
 * @property {PageState} written  About to become the address; may be completed.
 */

const TABLE_DELAY_MS = 80;
const STATUS_DELAY_MS = 400;
const SLICE_MS = 4;

export class Page {
  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    /** @type {Events<Happenings>} */
    this.events = new Events();
    this.view = new MapView(scene, share.readAddress(scene).projection);
    this.map = this.view.map;
    const drawn = drawBorders(this.view);
    this.regions = drawn.regions;
    this.zoneLayers = createZones(this.view);
    drawBaselines(this.view);
    this.rings = ringlayer.create(this.view);
    // Where only countries are drawn there is nothing to hide.
    const hides = document.querySelector("input[data-layer=borders]");
    if (!drawn.hasRegions) hides?.closest("label")?.remove();
    this.legend = watchLegend((kind, index, shown) => this.showLayer(kind, index, shown));
    /** @type {{zones: ZoneFigures[][]}} */
    this.figures = { zones: scene.sites.map(() => []) };
    const isShown = (/** @type {RingLayer} */ ring) => this.isRingShown(ring);
    this.labels = new Labels(this.view, this.rings, isShown);
    new Inspector(this.view, this.rings, isShown, this.figures);
    this.tables = scene.sites.map((site) => new Tables(scene, site));
    this.lesson = new Lesson(scene);
    this.teller = new Teller(scene, this.figures);
    this.markers = scene.sites.map((site) =>
      createMarker(this.view, site, (at, settled) => this.move(site, at, settled)),
    );
    this.showPosition = scene.sites.map((site) =>
      watchFields(scene, site, (at) => this.moveInSight(site, at)),
    );
    /** @type {{frames_ms: number[], tables_ms: number[]}} */
    this.timing = { frames_ms: [], tables_ms: [] };
    this.frame = 0;
    this.tableTimer = 0;
    this.statusTimer = 0;
    /** @type {PageState["view"]} */
    this.kept = null;
    /** @type {Set<Site>} */
    this.undrawn = new Set();
    /** @type {Set<Site>} */
    this.unmeasured = new Set();
    /** @type {Map<Site, Survey | null>} */
    this.surveys = new Map();
  }

  /** Show what the address tells, and begin to listen to the reader. */
  open() {
    const state = this.restore();
    this.scene.sites.forEach((site) => this.queue(site));
    this.drawWaiting();
    this.look(state);
    performance.mark("rv-first-ring");
    performance.measure("rv-init", "rv-start", "rv-first-ring");
    this.writeTables(true);
    this.labels.arrange();
    this.events.emit("restored", state);
    byIdIfAny("rv-reset")?.addEventListener("click", () => this.reset());
    watchControls(this.scene, () => this.redraw());
    share.watch(this.scene, () => this.hash());
    watchPrint(this);
    watchGlobe(this);
    this.watchProjection();
    watchTables();
    addEventListener("hashchange", () => this.follow());
    this.map.on("dragend zoomend", () => this.keepView());
    document.documentElement.classList.add("rv-ready");
  }

  /** Take up an address that has changed. */
  follow() {
    // A link to a place in the page is no state.
    if (document.querySelector(":target")) {
      this.keepAddress();
      return;
    }
    const state = this.restore();
    this.redraw();
    this.look(state);
    this.events.emit("restored", state);
  }

  /**
   * Show the view that a state names, or else all rings.
   *
   * @param {PageState} state
   */
  look({ projection, view }) {
    const centre = projection === "globe" && view ? view.centre : centreOf(this.scene);
    this.view.project(projection, centre);
    this.tellProjection();
    this.showAll();
    if (view) this.view.show(view);
  }

  keepView() {
    this.kept = this.view.view();
    this.keepAddress();
  }

  /** Show all rings that are shown, wherever they are. */
  showAll() {
    const { projection } = this.view;
    const shown = this.rings.filter((ring) => this.isRingShown(ring));
    const reaches = shown.flatMap((ring) => ring.line.paths);
    const lands = this.scene.sites.flatMap(({ outline }) =>
      outline.polygons.flat().flatMap((ring) => projection.ring(ring)),
    );
    this.view.fit([...reaches, ...lands]);
    this.labels.arrange();
  }

  /** The reader's choice among projections. */
  watchProjection() {
    const choices = document.querySelectorAll("input[name=rv-projection]");
    for (const choice of /** @type {NodeListOf<HTMLInputElement>} */ (choices)) {
      choice.disabled = false;
      choice.addEventListener("change", () =>
        this.chooseProjection(/** @type {ProjectionKind} */ (choice.value)),
      );
    }
    byIdIfAny("rv-lesson-show")?.addEventListener("click", () => this.chooseProjection("mercator"));
  }

  /** @param {ProjectionKind} kind */
  chooseProjection(kind) {
    this.view.project(kind, centreOf(this.scene));
    this.tellProjection();
    this.kept = null;
    this.showAll();
    this.keepAddress();
  }

  tellProjection() {
    const choices = document.querySelectorAll("input[name=rv-projection]");
    for (const choice of /** @type {NodeListOf<HTMLInputElement>} */ (choices)) {
      choice.checked = choice.value === this.view.projection.kind;
    }
  }

  /** Distances are true from where the launch point is now. */
  recentre() {
    const { projection } = this.view;
    const centre = centreOf(this.scene);
    const same = centre[0] === projection.centre[0] && centre[1] === projection.centre[1];
    if (projection.kind !== "true" || same) return;
    this.view.project("true", centre);
  }

  keepAddress() {
    share.keep(this.hash());
  }

  /**
   * @param {RingLayer} ring
   * @returns {boolean}
   */
  isRingShown({ system }) {
    const { own, systems } = this.scene;
    return system === own ? system.max_m > 0 : this.isSystemShown(systems.indexOf(system));
  }

  /**
   * @param {number} index
   * @returns {boolean}
   */
  isSystemShown(index) {
    return this.legend.isShown("system", index);
  }

  /**
   * @param {string} kind
   * @param {number} index
   * @param {boolean} shown
   */
  showLayer(kind, index, shown) {
    const toggle = (/** @type {any} */ layer) => (shown ? layer.addTo(this.map) : layer.remove());
    if (kind === "system") this.showSystem(index, shown);
    if (kind === "zone") toggle(this.zoneLayers[index]);
    if (kind === "borders") toggle(this.regions);
    if (kind === "places") this.labels.showPlaces = shown;
    if (kind !== "system") this.events.emit("switched", { kind, index, shown });
    this.labels.arrange();
    this.keepAddress();
  }

  /**
   * @param {number} index
   * @param {boolean} shown
   */
  showSystem(index, shown) {
    for (const ring of this.rings) {
      if (ring.system === this.scene.systems[index]) ringlayer.show(this.map, ring, shown);
    }
    this.events.emit("switched", { kind: "system", index, shown });
  }

  /** @param {Site} site */
  queue(site) {
    this.undrawn.add(site);
    this.unmeasured.add(site);
  }

  /**
   * @param {Site} site
   * @param {LonLat} at
   * @param {boolean} settled
   */
  move(site, at, settled) {
    site.at = snap(site, onScene(this.scene, at));
    this.queue(site);
    if (settled) {
      this.placeMarker(site);
      this.settle();
    } else if (!this.frame) {
      this.frame = requestAnimationFrame(() => this.drawFrame());
      this.tableTimer ||= setTimeout(() => this.writeTables(false), TABLE_DELAY_MS);
    }
  }

  /**
   * Move a launch point and the map to it.
   *
   * @param {Site} site
   * @param {LonLat} at
   */
  moveInSight(site, at) {
    this.move(site, at, true);
    this.kept = null;
    this.showAll();
    this.keepAddress();
  }

  /** @param {Site} site */
  placeMarker(site) {
    const [lon, lat] = site.at;
    this.markers[site.index].setLatLng([lat, lon]);
  }

  /** Bring everything up to date at once. */
  settle() {
    this.drawWaiting();
    this.recentre();
    this.writeTables(true);
    this.labels.arrange();
    this.keepAddress();
  }

  /** The work of one frame of a drag. */
  drawFrame() {
    const began = performance.now();
    this.drawWaiting();
    this.labels.follow();
    this.timing.frames_ms.push(performance.now() - began);
  }

  /** Rings and the figures of zones. */
  drawWaiting() {
    const { scene, figures } = this;
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    for (const site of this.undrawn) {
      ringlayer.update(this.view, this.rings, site);
      this.showPosition[site.index](site.at);
      this.events.emit("drawn", site);
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
    if (survey) {
      const areas_km2 = reachAreas_km2(scene, reachOf(scene, site.at));
      tables.write({
        zones: this.figures.zones[site.index],
        units: ofUnits(scene, survey),
        places: ofPlaces(scene, site.at),
        areas_km2,
        permitted: permittedAreas(scene, site.at, areas_km2),
        uncovered: this.teller.isUncovered(site),
      });
    } else {
      tables.restore();
    }
    const banded = scene.view.bands && !site.fixed;
    tables.writeBands(banded ? bandsOfZones(scene, site.at) : null);
  }

  redraw() {
    this.scene.sites.forEach((site) => this.queue(site));
    this.settle();
  }

  reset() {
    const { markers, scene } = this;
    for (const site of scene.sites) {
      site.at = site.published;
      this.placeMarker(site);
    }
    this.kept = null;
    if (document.activeElement === byId("rv-reset")) {
      // The button is about to be disabled, and would drop the focus.
      markers.find((_, i) => !scene.sites[i].fixed).getElement().focus({ preventScroll: true });
    }
    this.redraw();
    this.showAll();
  }

  /** @returns {string} */
  hash() {
    const state = share.stateOf(this.scene, (index) => this.isSystemShown(index), this.kept);
    state.projection = this.view.projection.kind;
    this.events.emit("written", state);
    return writeHash(state);
  }

  /**
   * Take up the state that the address tells.
   *
   * @returns {PageState}
   */
  restore() {
    const { scene } = this;
    const state = share.readAddress(scene);
    this.events.emit("read", state);
    scene.sites.forEach((site, i) => {
      const at = site.fixed ? null : state.sites[i];
      site.at = at ? snap(site, onScene(scene, at)) : site.published;
      this.placeMarker(site);
    });
    setView(scene, state);
    setOwn(scene, state.ownRange_m);
    scene.systems.forEach(({ id }, i) => {
      const shown = state.systems === null || state.systems.includes(id);
      this.legend.set("system", i, shown);
      this.showSystem(i, shown);
    });
    this.kept = state.view;
    return state;
  }
}
