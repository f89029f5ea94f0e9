/**
 * Puts the page together, and keeps everything true to where the launch points
 * stand: rings and zones with every frame of a drag, tables a little later.
 */
var rangeviz = rangeviz || {};

rangeviz.start = function () {
  "use strict";

  performance.mark("rv-start");
  const { byId, say } = rangeviz.dom;
  const { isMoved } = rangeviz.scene;
  const figuresOf = rangeviz.figures;
  const TABLE_DELAY_MS = 80;
  const STATUS_DELAY_MS = 400;

  const scene = rangeviz.scene.read(byId("rv-data").textContent);
  const map = rangeviz.map.create(scene);
  const { regions } = rangeviz.map.drawBorders(map, scene);
  const zoneLayers = rangeviz.zones.create(map, scene);
  const rings = rangeviz.ringlayer.create(map, scene);
  const legend = rangeviz.legend.watch(showLayer);
  const isShown = (/** @type {RingLayer} */ ring) =>
    legend.isShown("system", scene.systems.indexOf(ring.system));
  /** @type {{zones: ZoneFigures[][]}} */
  const figures = { zones: scene.sites.map(() => []) };
  const labels = new rangeviz.labels.Labels(map, scene, rings, isShown);
  new rangeviz.inspect.Inspector(map, scene, rings, isShown, figures);
  const tables = scene.sites.map((site) => new rangeviz.tables.Tables(scene, site));
  const markers = scene.sites.map((site) =>
    rangeviz.pin.create(map, scene, site, (at, settled) => move(site, at, settled)),
  );
  const showPosition = scene.sites.map((site) =>
    rangeviz.pin.watchFields(scene, site, (at) => {
      move(site, at, true);
      map.panInside(markers[site.index].getLatLng(), { padding: [60, 60], animate: false });
    }),
  );
  const publishedStatus = byId("rv-status").textContent;
  const timing = { frames_ms: /** @type {number[]} */ ([]), tables_ms: /** @type {number[]} */ ([]) };
  let frame = 0;
  let tableTimer = 0;
  let statusTimer = 0;
  /** @type {Set<Site>} */
  const waiting = new Set();

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
        .forEach((ring) => rangeviz.ringlayer.show(map, ring, shown));
    }
    if (kind === "zone") toggle(zoneLayers[index]);
    if (kind === "borders") toggle(regions);
    if (kind === "places") labels.showPlaces = shown;
    labels.arrange();
  }

  /**
   * @param {Site} site
   * @param {LonLat} at
   * @param {boolean} settled
   */
  function move(site, at, settled) {
    site.at = rangeviz.pin.clamp(scene, at);
    waiting.add(site);
    if (settled) {
      markers[site.index].setLatLng(rangeviz.map.toLatLng(site.at));
      drawWaiting();
      writeTables();
      labels.arrange();
    } else if (!frame) {
      frame = requestAnimationFrame(drawWaiting);
      tableTimer = tableTimer || setTimeout(writeTables, TABLE_DELAY_MS);
    }
  }

  /** The work of one frame: rings and the figures of zones. */
  function drawWaiting() {
    const began = performance.now();
    cancelAnimationFrame(frame);
    frame = 0;
    for (const site of waiting) {
      rangeviz.ringlayer.update(scene, rings, site);
      showPosition[site.index](site.at);
      if (site.fixed) continue;
      const reach = figuresOf.reachOf(scene, site.at);
      figures.zones[site.index] = figuresOf.ofZones(scene, reach);
      if (isMoved(site)) tables[site.index].writeZones(figures.zones[site.index]);
    }
    timing.frames_ms.push(performance.now() - began);
  }

  /** Regions, countries and places: too much for every frame. */
  function writeTables() {
    const began = performance.now();
    clearTimeout(tableTimer);
    tableTimer = 0;
    for (const site of waiting) writeSite(site);
    waiting.clear();
    byId("rv-reset").disabled = !scene.sites.some(isMoved);
    clearTimeout(statusTimer);
    statusTimer = setTimeout(writeStatus, STATUS_DELAY_MS);
    timing.tables_ms.push(performance.now() - began);
  }

  /** @param {Site} site */
  function writeSite(site) {
    const own = tables[site.index];
    if (!isMoved(site)) {
      own.restore();
      return;
    }
    const reach = figuresOf.reachOf(scene, site.at);
    own.writeZones(figuresOf.ofZones(scene, reach));
    own.writeUnits(figuresOf.ofUnits(scene, reach), figuresOf.reachAreas_km2(scene, reach));
    own.writePlaces(figuresOf.ofPlaces(scene, site.at));
    own.markMoved();
  }

  /** Tell what changed to who can't see it, once things are quiet. */
  function writeStatus() {
    const moved = scene.sites.filter(isMoved);
    const sentences = moved.flatMap((site) => {
      const position = `${site.at[1].toFixed(4)}, ${rangeviz.geodesy.wrapLongitude(site.at[0]).toFixed(4)}`;
      return [say(scene.words.position, { site: site.name, position }), ...zoneSentences(site)];
    });
    byId("rv-status").textContent = moved.length > 0 ? sentences.join(" ") : publishedStatus;
    byId("rv-moved").textContent = moved.length > 0 ? scene.words.moved : "";
  }

  /**
   * @param {Site} site
   * @returns {string[]}
   */
  function zoneSentences(site) {
    const { words, format, systems } = scene;
    return figures.zones[site.index].map(({ zone, inside, nearest_m, shares }) => {
      const each = shares.map((share, i) => `${systems[i].short} ${format.share(share)}`);
      return say(inside ? words.statusZoneInside : words.statusZone, {
        zone: zone.name,
        nearest: format.km(nearest_m),
        shares: each.join(", "),
      });
    });
  }

  function reset() {
    for (const site of scene.sites) {
      site.at = site.published;
      markers[site.index].setLatLng(rangeviz.map.toLatLng(site.at));
      waiting.add(site);
    }
    drawWaiting();
    writeTables();
    rangeviz.map.showAll(map, scene);
    labels.arrange();
  }

  scene.sites.forEach((site) => waiting.add(site));
  drawWaiting();
  performance.mark("rv-first-ring");
  performance.measure("rv-init", "rv-start", "rv-first-ring");
  waiting.clear();
  labels.arrange();
  byId("rv-reset").addEventListener("click", reset);
  rangeviz.print.watch(map, scene);
  Object.assign(rangeviz, { page: { map, scene, move, reset, timing, labels, rings } });
  document.documentElement.classList.add("rv-ready");
  return map;
};
