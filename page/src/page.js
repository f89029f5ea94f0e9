/**
 * Keeps everything true to where the launch points stand.
 */

import { setOwn, setView, watch as watchControls } from "./controls.js";
import { Card } from "./card.js";
import { byId, byIdIfAny } from "./dom.js";
import { Events } from "./events.js";
import { watchFrame } from "./frame.js";
import { Framing } from "./framing.js";
import { watch as watchGlobe } from "./globe.js";
import { Inspector } from "./inspect.js";
import { Labels } from "./labels.js";
import { Layers } from "./layers.js";
import { MapView } from "./map.js";
import { watchGhosts } from "./over.js";
import { create as createMarker, watchFields } from "./pin.js";
import { watch as watchPrint, watchTables } from "./print.js";
import { isMoved, onScene, snap } from "./scene.js";
import { Ruler } from "./ruler.js";
import { Search } from "./search.js";
import * as share from "./share.js";
import { writeHash } from "./state.js";
import { addTools } from "./tools.js";
import { Updates } from "./updates.js";
import { Walk } from "./walk.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { RingLayer } from "./ringlayer.js"
 * @import { Scene, Site } from "./scene.js"
 * @import { PageState } from "./state.js"
 * @import { MovedFigures } from "./tables.js"
 */

/**
 * A layer of one kind ("system", "zone", "borders", "places").
 *
 * @typedef {{kind: string, index: number, shown: boolean}} Switched
 */

/**
 * What happens on a page.
 *
 * @typedef {object} Happenings
 * @property {Site} drawn  The rings of a launch point, where it stands now.
 * @property {Switched} switched  A layer is shown or hidden.
 * @property {Switched} chosen  The reader has switched it in the legend.
 * @property {PageState} read  Out of the address, about to be taken up.
 * @property {PageState} restored  Taken up, and everything follows it.
 * @property {PageState} written  About to become the address; may be completed.
 * @property {string} kept  The address's hash of now.
 * @property {{site: Site, figures: MovedFigures | null}} measured  The tables of a launch
 *   point are written; null for the published ones.
 */

export class Page {
  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    /** @type {Events<Happenings>} */
    this.events = new Events();
    this.view = new MapView(scene, share.readAddress(scene, location.hash).projection);
    this.map = this.view.map;
    this.layers = new Layers(this.view, this.events);
    /** @type {Site | null} */
    this.lastMoved = null;
    const { rings } = this.layers;
    const isShown = (/** @type {RingLayer} */ ring) => this.layers.isRingShown(ring);
    this.labels = new Labels(this.view, rings, isShown);
    this.framing = new Framing(this);
    this.search = new Search(scene, ({ at }) => this.goTo(at));
    watchGhosts(this);
    this.updates = new Updates(this);
    this.card = new Card(scene, new Ruler(this.view), this.updates.figures);
    const walk = new Walk(scene, this.framing, this.card);
    new Inspector(this.view, this.layers, this.card, () => walk.here());
    this.markers = scene.sites.map((site) =>
      createMarker(this.view, site, (at, settled) => this.move(site, at, settled)),
    );
    const showPosition = scene.sites.map((site) =>
      watchFields(scene, site, (at) => this.moveInSight(site, at)),
    );
    this.events.on("drawn", (site) => showPosition[site.index](site.at));
    this.events.on("drawn", () => this.card.refresh());
    this.events.on("switched", ({ kind, shown }) => {
      if (kind === "places") this.labels.showPlaces = shown;
    });
    this.events.on("chosen", () => {
      this.labels.arrange();
      this.keepAddress();
    });
  }

  /** Show what the address tells, and begin to listen to the reader. */
  open() {
    const state = this.restore(location.hash);
    this.updates.queueAll();
    this.updates.draw();
    this.framing.look(state);
    performance.mark("rv-first-ring");
    performance.measure("rv-init", "rv-start", "rv-first-ring");
    addTools(this);
    this.updates.writeTables(true);
    this.labels.arrange();
    this.events.emit("restored", state);
    byIdIfAny("rv-reset")?.addEventListener("click", () => this.reset());
    watchControls(this.scene, () => this.redraw());
    share.watch(this);
    watchPrint(this.framing);
    watchGlobe(this.framing);
    this.framing.watch();
    watchTables();
    watchFrame(this.scene);
    addEventListener("hashchange", () => this.follow());
    document.documentElement.classList.add("rv-ready");
  }

  /** Take up an address that has changed. */
  follow() {
    // A link to a place in the page is no state.
    const target = document.querySelector(":target");
    if (target) {
      target.closest("details")?.setAttribute("open", "");
      this.keepAddress();
      return;
    }
    this.show(location.hash);
  }

  /**
   * Show what an address's hash tells.
   *
   * @param {string} hash
   */
  show(hash) {
    const state = this.restore(hash);
    this.redraw();
    this.framing.look(state);
    this.events.emit("restored", state);
  }

  /**
   * Take up the state that an address's hash tells.
   *
   * @param {string} hash
   * @returns {PageState}
   */
  restore(hash) {
    const { scene } = this;
    const state = share.readAddress(scene, hash);
    this.events.emit("read", state);
    scene.sites.forEach((site, i) => {
      const at = site.fixed ? null : state.sites[i];
      site.at = at ? snap(site, onScene(scene, at)) : site.published;
      site.place = this.placeOf(site);
      this.placeMarker(site);
    });
    setView(scene, state);
    setOwn(scene, state.ownRange_m);
    this.layers.showSystems(state.systems);
    this.layers.hide(state.hidden);
    this.framing.kept = state.view;
    return state;
  }

  keepAddress() {
    const hash = this.hash();
    share.keep(hash);
    this.events.emit("kept", hash);
  }

  /** @returns {string} */
  hash() {
    const isShown = (/** @type {number} */ index) => this.layers.isSystemShown(index);
    const state = share.stateOf(this.scene, isShown, this.framing.kept);
    state.projection = this.view.projection.kind;
    state.hidden = this.layers.hidden();
    this.events.emit("written", state);
    return writeHash(state);
  }

  /**
   * @param {Site} site
   * @param {LonLat} at
   * @param {boolean} settled
   */
  move(site, at, settled) {
    site.at = snap(site, onScene(this.scene, at));
    site.place = settled ? this.placeOf(site) : null;
    this.lastMoved = site;
    this.updates.queue(site);
    if (settled) {
      this.placeMarker(site);
      this.settle();
    } else {
      this.updates.soon();
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
    this.framing.showAll();
    this.keepAddress();
  }

  /**
   * @param {Site} site
   * @returns {string | null}
   */
  placeOf(site) {
    if (!isMoved(site)) return null;
    const gazetteer = this.search.known();
    this.labels.cities = gazetteer.cities;
    return gazetteer.nameAt(site.at);
  }

  /**
   * The launch point that the reader moved last, or the first, goes to a place; of a
   * page that has none only the view does.
   *
   * @param {LonLat} at
   */
  goTo(at) {
    const points = this.scene.sites.filter((site) => !site.fixed);
    const site = points.find((each) => each === this.lastMoved) ?? points[0];
    if (site) this.moveInSight(site, at);
    else this.framing.lookAt(at);
  }

  /** @param {Site} site */
  placeMarker(site) {
    const [lon, lat] = site.at;
    this.markers[site.index].setLatLng([lat, lon]);
  }

  /** Bring everything up to date at once. */
  settle() {
    this.updates.draw();
    this.framing.recentre();
    this.updates.writeTables(true);
    this.labels.arrange();
    this.keepAddress();
  }

  redraw() {
    this.updates.queueAll();
    this.settle();
  }

  reset() {
    const { markers, scene } = this;
    for (const site of scene.sites) {
      site.at = site.published;
      this.placeMarker(site);
    }
    if (document.activeElement === byId("rv-reset")) {
      // The button is about to be disabled, and would drop the focus.
      markers.find((_, i) => !scene.sites[i].fixed).getElement().focus({ preventScroll: true });
    }
    this.redraw();
    this.framing.showAll();
    this.keepAddress();
  }
}
