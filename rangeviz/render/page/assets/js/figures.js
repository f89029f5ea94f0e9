/**
 * The figures of one launch point, as its tables show them.
 */
var rangeviz = rangeviz || {};

/**
 * @typedef {object} ZoneFigures
 * @property {Zone} zone
 * @property {boolean} inside
 * @property {number} nearest_m
 * @property {number} farthest_m
 * @property {number[]} shares  For each system.
 */

/**
 * @typedef {object} UnitFigures
 * @property {Unit} unit
 * @property {number} nearest_m
 * @property {number[]} areas_km2  For each system.
 * @property {number[]} shares
 */

/**
 * @typedef {object} PlaceFigures
 * @property {Place} place
 * @property {number} distance_m
 * @property {boolean[]} within  For each system.
 */

rangeviz.figures = (function () {
  "use strict";

  const { distance_m } = rangeviz.geodesy;
  const { prepareReach } = rangeviz.reach;
  const { measureRegion } = rangeviz.coverage;
  const { prepared } = rangeviz.scene;

  /**
   * Longest range of a scene in metres.
   *
   * @param {Scene} scene
   * @returns {number}
   */
  function longest_m(scene) {
    return Math.max(...scene.systems.map((system) => system.max_m));
  }

  /**
   * Greatest ranges of all systems, then the least ones that are published.
   *
   * @param {Scene} scene
   * @param {LonLat} at
   * @returns {Reach}
   */
  function reachOf(scene, at) {
    const greatest = scene.systems.map((system) => system.max_m);
    const least = scene.systems.filter((s) => s.min_m > 0).map((s) => s.min_m);
    return prepareReach(at, [...greatest, ...least]);
  }

  /**
   * One value per system out of one per range: what the least range excludes
   * is taken away.
   *
   * @param {Scene} scene
   * @param {number[]} values  In the order of `reachOf`.
   * @returns {number[]}
   */
  function perSystem(scene, values) {
    let next = scene.systems.length;
    return scene.systems.map((system, i) =>
      system.min_m > 0 ? values[i] - values[next++] : values[i],
    );
  }

  /**
   * Area of each system's reach on the ellipsoid.
   *
   * @param {Scene} scene
   * @param {Reach} reach
   * @returns {number[]}
   */
  function reachAreas_km2(scene, reach) {
    const whole = reach.limits.map((limit) => limit.sweptArea_m2(2 * Math.PI) / 1e6);
    return perSystem(scene, whole);
  }

  /**
   * @param {Scene} scene
   * @param {Reach} reach
   * @returns {ZoneFigures[]}
   */
  function ofZones(scene, reach) {
    return scene.zones.map((zone) => {
      const found = measureRegion(prepared(zone.unit), reach);
      return {
        zone,
        inside: found.inside,
        nearest_m: found.nearest_m,
        farthest_m: found.farthest_m,
        shares: perSystem(scene, found.share),
      };
    });
  }

  /**
   * Share of a unit, against its whole area where only a part is carried.
   *
   * @param {Unit} unit
   * @param {number} area_m2
   * @param {number} share  Of the part that is carried.
   * @returns {number}
   */
  function shareOf(unit, area_m2, share) {
    return unit.whole ? share : Math.min(1, area_m2 / 1e6 / unit.area_km2);
  }

  /**
   * Units that the longest range touches, nearest first.
   *
   * @param {Scene} scene
   * @param {Reach} reach
   * @returns {UnitFigures[]}
   */
  function ofUnits(scene, reach) {
    const found = [];
    for (const unit of scene.units) {
      if (unit.polygons.length === 0) continue;
      const measured = measureRegion(prepared(unit), reach);
      if (measured.area_m2.every((area) => area <= 0)) continue;
      const areas_m2 = perSystem(scene, measured.area_m2);
      const shares = perSystem(scene, measured.share);
      found.push({
        unit,
        nearest_m: measured.nearest_m,
        areas_km2: areas_m2.map((area) => area / 1e6),
        shares: shares.map((share, i) => shareOf(unit, areas_m2[i], share)),
      });
    }
    return found.sort((a, b) => a.nearest_m - b.nearest_m);
  }

  /**
   * Places within the longest range, nearest first.
   *
   * @param {Scene} scene
   * @param {LonLat} at
   * @returns {PlaceFigures[]}
   */
  function ofPlaces(scene, at) {
    const limit_m = longest_m(scene);
    return scene.places
      .map((place) => ({ place, distance_m: distance_m(at, place.at) }))
      .filter((found) => found.distance_m <= limit_m)
      .sort((a, b) => a.distance_m - b.distance_m)
      .map((found) => ({ ...found, within: within(scene, found.distance_m) }));
  }

  /**
   * Which systems reach a distance.
   *
   * @param {Scene} scene
   * @param {number} distance
   * @returns {boolean[]}
   */
  function within(scene, distance) {
    return scene.systems.map((s) => distance <= s.max_m && distance >= s.min_m);
  }

  return { longest_m, reachOf, reachAreas_km2, ofZones, ofUnits, ofPlaces, within };
})();
