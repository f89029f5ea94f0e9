/**
 * Puts the page together, and keeps everything true to where the launch points
 * stand: rings and zones with every frame of a drag, tables a little later.
 */
var rangeviz = rangeviz || {};

rangeviz.start = function () {
  "use strict";

  performance.mark("rv-start");
  const { byId } = rangeviz.dom;
  const { isMoved } = rangeviz.scene;
  const { controls, share, ringlayer, pin } = rangeviz;
  const figuresOf = rangeviz.figures;
  const TABLE_DELAY_MS = 80;
  const STATUS_DELAY_MS = 400;
  const SLICE_MS = 4;

  const scene = rangeviz.scene.read(byId("rv-data").textContent);
  const map = rangeviz.map.create(scene);
  const { regions } = rangeviz.map.drawBorders(map, scene);
  const zoneLayers = rangeviz.zones.create(map, scene);
  rangeviz.zones.drawBaselines(map, scene);
  const rings = ringlayer.create(map, scene);
  const legend = rangeviz.legend.watch(showLayer);
  const isSystemShown = (/** @type {number} */ index) => legend.isShown("system", index);
  const isShown = (/** @type {RingLayer} */ { system }) =>
    system === scene.own ? system.max_m > 0 : isSystemShown(scene.systems.indexOf(system));
  /** @type {{zones: ZoneFigures[][]}} */
  const figures = { zones: scene.sites.map(() => []) };
  const labels = new rangeviz.labels.Labels(map, scene, rings, isShown);
  new rangeviz.inspect.Inspector(map, scene, rings, isShown, figures);
  const tables = scene.sites.map((site) => new rangeviz.tables.Tables(scene, site));
  const lesson = new rangeviz.lesson.Lesson(scene);
  const teller = new rangeviz.status.Teller(scene, figures);
  const markers = scene.sites.map((site) =>
    pin.create(map, scene, site, (at, settled) => move(site, at, settled)),
  );
  const showPosition = scene.sites.map((site) =>
    pin.watchFields(scene, site, (at) => {
      move(site, at, true);
      // A point outside the borders that the page carries can be seen too.
      if (!map.options.maxBounds?.contains(markers[site.index].getLatLng())) map.setMaxBounds();
      map.panInside(markers[site.index].getLatLng(), { padding: [60, 60], animate: false });
    }),
  );
  const timing = { frames_ms: /** @type {number[]} */ ([]), tables_ms: /** @type {number[]} */ ([]) };
  let frame = 0;
  let tableTimer = 0;
  let statusTimer = 0;
  /** @type {PageState["view"]} */
  let view = null;
  /** @type {Set<Site>} */
  const undrawn = new Set();
  /** @type {Set<Site>} */
  const unmeasured = new Set();
  /** @type {Map<Site, Survey | null>} */
  const surveys = new Map();

  /**
   * @param {string} kind
   * @param {number} index
   * @param {boolean} shown
   */
  function showLayer(kind, index, shown) {
    const toggle = (/** @type {any} */ layer) => (shown ? layer.addTo(map) : layer.remove());
    if (kind === "system") {
      rings
        .filter((ring) => ring.system === scene.systems[index])
        .forEach((ring) => ringlayer.show(map, ring, shown));
    }
    if (kind === "zone") toggle(zoneLayers[index]);
    if (kind === "borders") toggle(regions);
    if (kind === "places") labels.showPlaces = shown;
    labels.arrange();
    share.keep(hash());
  }

  /** @param {Site} site */
  function queue(site) {
    undrawn.add(site);
    unmeasured.add(site);
  }

  /**
   * @param {Site} site
   * @param {LonLat} at
   * @param {boolean} settled
   */
  function move(site, at, settled) {
    site.at = pin.clamp(scene, at);
    queue(site);
    if (settled) {
      markers[site.index].setLatLng(rangeviz.map.toLatLng(site.at));
      settle();
    } else if (!frame) {
      frame = requestAnimationFrame(drawFrame);
      tableTimer = tableTimer || setTimeout(() => writeTables(false), TABLE_DELAY_MS);
    }
  }

  /** Bring everything up to date at once. */
  function settle() {
    drawWaiting();
    writeTables(true);
    labels.arrange();
    share.keep(hash());
  }

  /** The work of one frame of a drag. */
  function drawFrame() {
    const began = performance.now();
    drawWaiting();
    labels.follow();
    timing.frames_ms.push(performance.now() - began);
  }

  /** Rings and the figures of zones. */
  function drawWaiting() {
    cancelAnimationFrame(frame);
    frame = 0;
    for (const site of undrawn) {
      ringlayer.update(scene, rings, site);
      showPosition[site.index](site.at);
      if (site.fixed) continue;
      const reach = figuresOf.reachOf(scene, site.at);
      figures.zones[site.index] = figuresOf.ofZones(scene, reach);
      if (isMoved(site)) tables[site.index].writeZones(figures.zones[site.index]);
    }
    undrawn.clear();
  }

  /**
   * Regions, countries and places: too much for one frame. While a marker is
   * dragged they are measured a little in each.
   *
   * @param {boolean} atOnce
   */
  function writeTables(atOnce) {
    const began = performance.now();
    clearTimeout(tableTimer);
    tableTimer = 0;
    for (const site of unmeasured) surveys.set(site, surveyOf(site));
    unmeasured.clear();
    for (const [site, survey] of surveys) {
      if (survey && !survey.advance(atOnce ? Infinity : SLICE_MS)) continue;
      writeSite(site, survey);
      surveys.delete(site);
    }
    if (surveys.size > 0) {
      requestAnimationFrame(() => writeTables(false));
      return;
    }
    byId("rv-reset").disabled = !scene.sites.some(isMoved);
    controls.tellOwn(scene);
    lesson.update();
    clearTimeout(statusTimer);
    statusTimer = setTimeout(() => teller.tell(), STATUS_DELAY_MS);
    timing.tables_ms.push(performance.now() - began);
  }

  /**
   * @param {Site} site
   * @returns {Survey | null}  Null for a launch point that stands as published.
   */
  function surveyOf(site) {
    if (!isMoved(site)) return null;
    return figuresOf.surveyUnits(scene, figuresOf.reachOf(scene, site.at));
  }

  /**
   * @param {Site} site
   * @param {Survey | null} survey  Done.
   */
  function writeSite(site, survey) {
    const own = tables[site.index];
    if (survey) {
      const areas_km2 = figuresOf.reachAreas_km2(scene, figuresOf.reachOf(scene, site.at));
      own.writeZones(figures.zones[site.index]);
      own.writeUnits(figuresOf.ofUnits(scene, survey), areas_km2);
      own.writePlaces(figuresOf.ofPlaces(scene, site.at));
      own.markMoved(teller.isUncovered(site));
    } else {
      own.restore();
    }
    const banded = scene.view.bands && !site.fixed;
    own.writeBands(banded ? figuresOf.bandsOfZones(scene, site.at) : null);
  }

  function redraw() {
    scene.sites.forEach(queue);
    settle();
  }

  function reset() {
    for (const site of scene.sites) {
      site.at = site.published;
      markers[site.index].setLatLng(rangeviz.map.toLatLng(site.at));
    }
    view = null;
    map.setMaxBounds(rangeviz.map.toBounds(scene.cover));
    if (document.activeElement === byId("rv-reset")) {
      // The button is about to be disabled, and would drop the focus.
      markers.find((_, i) => !scene.sites[i].fixed).getElement().focus({ preventScroll: true });
    }
    redraw();
    rangeviz.map.showAll(map, scene);
  }

  /** @returns {string} */
  function hash() {
    return share.hashOf(scene, isSystemShown, view);
  }

  /** Take up the state that the address tells. */
  function restore() {
    const state = share.readAddress(scene);
    scene.sites.forEach((site, i) => {
      site.at = site.fixed ? site.published : pin.clamp(scene, state.sites[i] || site.published);
      if (!state.sites[i]) site.at = site.published;
      markers[i].setLatLng(rangeviz.map.toLatLng(site.at));
    });
    controls.setView(scene, state);
    controls.setOwn(scene, state.ownRange_m);
    scene.systems.forEach(({ id }, i) => {
      const shown = state.systems === null || state.systems.includes(id);
      legend.set("system", i, shown);
      rings
        .filter((ring) => ring.system === scene.systems[i])
        .forEach((ring) => ringlayer.show(map, ring, shown));
    });
    view = state.view;
    if (view) map.setView(rangeviz.map.toLatLng(view.centre), view.zoom, { animate: false });
  }

  restore();
  scene.sites.forEach(queue);
  drawWaiting();
  performance.mark("rv-first-ring");
  performance.measure("rv-init", "rv-start", "rv-first-ring");
  writeTables(true);
  labels.arrange();
  byId("rv-reset").addEventListener("click", reset);
  controls.watch(scene, redraw);
  share.watch(scene, hash);
  rangeviz.print.watch(map, scene);
  rangeviz.print.watchTables();
  addEventListener("hashchange", () => {
    // A link to a place in the page is no state.
    if (document.querySelector(":target")) {
      share.keep(hash());
      return;
    }
    restore();
    redraw();
  });
  map.on("dragend zoomend", () => {
    const { lng, lat } = map.getCenter();
    view = { centre: [lng, lat], zoom: map.getZoom() };
    share.keep(hash());
  });
  Object.assign(rangeviz, { page: { map, scene, move, reset, hash, timing, labels, rings } });
  document.documentElement.classList.add("rv-ready");
  return map;
};
