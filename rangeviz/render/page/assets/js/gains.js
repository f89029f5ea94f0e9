/**
 * Of a comparison: a hatch over what the second system adds to the first, which
 * follows a moved launch point.
 */
var rangeviz = rangeviz || {};

/**
 * @typedef {Scene & {gains: (string[][] | null)[], gain_grid_deg: number}} GainsScene
 */

rangeviz.gains = (function () {
  "use strict";

  const { ringlayer } = rangeviz;
  const { reachShape } = rangeviz.shapes;
  const { readPolygons } = rangeviz.scene;
  const { toLatLng } = rangeviz.map;
  const { create, update, show } = ringlayer;
  const MARGIN_DEG = 60;
  /** @type {Map<Site, {layer: any, hidden: Set<System>}>} */
  const gains = new Map();

  /**
   * The distances that the second system reaches and the first does not.
   *
   * @param {System} base
   * @param {System} other
   * @returns {RangeSpan[]}
   */
  function addedSpans(base, other) {
    const spans = [
      { min_m: other.min_m, max_m: Math.min(other.max_m, base.min_m) },
      { min_m: Math.max(other.min_m, base.max_m), max_m: other.max_m },
    ];
    return spans.filter(({ min_m, max_m }) => min_m < max_m);
  }

  /**
   * @param {GainsScene} scene
   * @param {Site} site
   * @returns {LonLat[][]}
   */
  function areaOf(scene, site) {
    const drawn = scene.gains[site.index];
    if (drawn) return readPolygons(drawn, scene.gain_grid_deg).flat();
    const [west, , east] = scene.cover;
    const span = { west: west - MARGIN_DEG, east: east + MARGIN_DEG };
    const [base, other] = scene.systems;
    return addedSpans(base, other).flatMap(
      (each) => reachShape(site.at, each, rangeviz.figures.azimuthsOf(scene), span).fill,
    );
  }

  ringlayer.create = (map, scene) => {
    const fillRule = /** @type {const} */ ("evenodd");
    const look = { stroke: false, fillRule, className: "rv-gain rv-s1" };
    const still = { interactive: false, noClip: true, pane: "rv-zones", smoothFactor: 0.5 };
    const renderer = L.svg({ pane: "rv-zones", padding: 0.4 });
    for (const site of scene.sites) {
      const layer = L.polygon([], { ...look, ...still, renderer }).addTo(map);
      gains.set(site, { layer, hidden: new Set() });
    }
    return create(map, scene);
  };

  ringlayer.update = (scene, rings, site) => {
    update(scene, rings, site);
    const paths = areaOf(/** @type {GainsScene} */ (scene), site);
    gains.get(site)?.layer.setLatLngs(paths.map((path) => path.map(toLatLng)));
  };

  ringlayer.show = (map, ring, shown) => {
    show(map, ring, shown);
    const gain = gains.get(ring.site);
    if (!gain) return;
    if (shown) gain.hidden.delete(ring.system);
    else gain.hidden.add(ring.system);
    if (gain.hidden.size === 0) gain.layer.addTo(map);
    else gain.layer.remove();
  };

  return { addedSpans };
})();
