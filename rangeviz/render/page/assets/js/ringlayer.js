/**
 * The rings on the map: a fill and a line for each launch point and system.
 */
var rangeviz = rangeviz || {};

/**
 * @typedef {object} RingLayer
 * @property {Site} site
 * @property {System} system
 * @property {any} fill  Leaflet layer.
 * @property {any} line  Leaflet layer.
 * @property {LonLat[]} path  Of the greatest range, for labels and the pointer.
 */

rangeviz.ringlayer = (function () {
  "use strict";

  const { circle, annularSector } = rangeviz.rings;
  const { mapShape, mapShapeBetween } = rangeviz.mercator;
  const { toLatLng } = rangeviz.map;

  /**
   * Leaflet rounds every vertex to a whole pixel and drops near-collinear ones;
   * a ring drawn that way is visibly faceted.
   *
   * @param {any} Base  A Leaflet path class.
   * @returns {any}
   */
  function unrounded(Base) {
    return Base.extend({
      _projectLatlngs(/** @type {any[]} */ latLngs, /** @type {any[]} */ result, /** @type {any} */ bounds) {
        if (!(latLngs[0] instanceof L.LatLng)) {
          latLngs.forEach((part) => this._projectLatlngs(part, result, bounds));
          return;
        }
        const origin = this._map.getPixelOrigin();
        const points = latLngs.map((latLng) => this._map.project(latLng)._subtract(origin));
        points.forEach((point) => bounds.extend(point));
        result.push(points);
      },
    });
  }

  const SmoothPolygon = unrounded(L.Polygon);
  const SmoothPolyline = unrounded(L.Polyline);

  /**
   * Make the layers, without a shape yet.
   *
   * @param {any} map
   * @param {Scene} scene
   * @returns {RingLayer[]}
   */
  function create(map, scene) {
    const pane = "rv-rings";
    const still = { interactive: false, noClip: true, smoothFactor: 0 };
    const base = { ...still, pane, renderer: L.svg({ pane, padding: 0.4 }) };
    return scene.sites.flatMap((site) =>
      scene.systems.map((system) => {
        const tint = { className: `rv-ring-fill rv-s${system.style}`, stroke: false };
        const stroke = {
          className: `rv-ring rv-s${system.style}`,
          dashArray: system.dash || null,
          weight: 2.6,
        };
        const fill = new SmoothPolygon([], { ...base, ...tint, fillRule: "evenodd" });
        const line = new SmoothPolyline([], { ...base, ...stroke });
        return { site, system, fill: fill.addTo(map), line: line.addTo(map), path: [] };
      }),
    );
  }

  /**
   * Outlines of one system's reach from a point: the outer one first.
   *
   * @param {LonLat} at
   * @param {System} system
   * @param {[number, number] | null} sector
   * @returns {Outline[]}
   */
  function outlines(at, { min_m, max_m }, sector) {
    if (sector) {
      const [startAzimuth_deg, endAzimuth_deg] = sector;
      const limits = { minRange_m: min_m, maxRange_m: max_m };
      return [annularSector(at, { startAzimuth_deg, endAzimuth_deg, ...limits })];
    }
    return (min_m > 0 ? [max_m, min_m] : [max_m]).map((range_m) => circle(at, range_m));
  }

  /**
   * @param {RingLayer} ring
   * @param {LonLat[][]} fill
   * @param {LonLat[][]} strokes
   */
  function draw(ring, fill, strokes) {
    ring.fill.setLatLngs(fill.map((path) => path.map(toLatLng)));
    ring.line.setLatLngs(strokes.map((path) => path.map(toLatLng)));
  }

  /**
   * Draw every ring of one launch point where it stands now.
   *
   * @param {Scene} scene
   * @param {RingLayer[]} rings
   * @param {Site} site
   */
  function update(scene, rings, site) {
    for (const ring of rings) {
      if (ring.site !== site) continue;
      if (site.fixed) {
        const paths = site.reaches[scene.systems.indexOf(ring.system)].flat();
        ring.path = paths[0] || [];
        draw(ring, paths, paths.map((path) => [...path, path[0]]));
        continue;
      }
      const [outer, inner] = outlines(site.at, ring.system, scene.sector);
      const shape = inner ? mapShapeBetween(outer, inner) : mapShape(outer);
      ring.path = outer.path;
      draw(ring, shape.fill, shape.strokes);
    }
  }

  /**
   * @param {any} map
   * @param {RingLayer} ring
   * @param {boolean} shown
   */
  function show(map, ring, shown) {
    for (const layer of [ring.fill, ring.line]) {
      if (shown) layer.addTo(map);
      else layer.remove();
    }
  }

  return { create, update, show };
})();
