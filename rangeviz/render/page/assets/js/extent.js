/**
 * The nearest and the farthest point of a region.
 *
 * Chords give bounds for every edge; only edges that could hold the answer are
 * measured on the ellipsoid, best first.
 */
var rangeviz = rangeviz || {};

rangeviz.extent = (function () {
  "use strict";

  const { wrapLongitude, greatestDistance_m } = rangeviz.geodesy;
  const { contains } = rangeviz.region;
  const { leastDistance_m, greatestDistanceOfChord_m } = rangeviz.reach;
  const { vertexDistance_m, chordToEdge_m, extremeOnEdge } = rangeviz.boundary;

  /** @typedef {{edge: number, bound_m: number}} Candidate */

  /**
   * Call a function with every edge of a region.
   *
   * @param {PreparedRegion} region
   * @param {(edge: number) => void} visit
   */
  function forEachEdge({ ringStarts }, visit) {
    for (let ring = 0; ring + 1 < ringStarts.length; ring++) {
      for (let edge = ringStarts[ring]; edge + 1 < ringStarts[ring + 1]; edge++) visit(edge);
    }
  }

  /**
   * How far, at most, the distance along an edge goes beyond that of its ends.
   *
   * @param {PreparedRegion} region
   * @param {Reach} reach
   * @param {number} edge
   * @returns {{least_m: number, greatest_m: number}}
   */
  function boundsFromEnds(region, reach, edge) {
    const start_m = vertexDistance_m(region, reach, edge);
    const end_m = vertexDistance_m(region, reach, edge + 1);
    const length_m = region.edgeChord_m[edge] + 2 * region.edgeSag_m[edge];
    return {
      least_m: (start_m + end_m - length_m) / 2,
      greatest_m: (start_m + end_m + length_m) / 2,
    };
  }

  /**
   * Edges that may hold the nearest point, the most promising first.
   *
   * @param {PreparedRegion} region
   * @returns {Candidate[]}
   */
  function nearCandidates(region) {
    const nearestChord_m = region.chord_m.reduce((a, b) => Math.min(a, b), Infinity);
    const limit_m = greatestDistanceOfChord_m(nearestChord_m);
    /** @type {Candidate[]} */
    const candidates = [];
    forEachEdge(region, (edge) => {
      const bound_m = leastDistance_m(chordToEdge_m(region, edge) - region.edgeSag_m[edge]);
      if (bound_m <= limit_m) candidates.push({ edge, bound_m });
    });
    return candidates.sort((a, b) => a.bound_m - b.bound_m);
  }

  /**
   * Distance from the launch point to the region's boundary.
   *
   * @param {PreparedRegion} region
   * @param {Reach} reach
   * @returns {number}  Infinity if the region is empty.
   */
  function nearestDistance_m(region, reach) {
    let nearest_m = Infinity;
    for (const { edge, bound_m } of nearCandidates(region)) {
      if (bound_m >= nearest_m) break;
      nearest_m = Math.min(
        nearest_m,
        vertexDistance_m(region, reach, edge),
        vertexDistance_m(region, reach, edge + 1),
      );
      if (boundsFromEnds(region, reach, edge).least_m >= nearest_m) continue;
      const turn = extremeOnEdge(region, reach, edge, "least");
      if (turn !== null) nearest_m = Math.min(nearest_m, turn.distance_m);
    }
    return nearest_m;
  }

  /**
   * Edges that may hold the farthest point, the most promising first.
   *
   * @param {PreparedRegion} region
   * @returns {Candidate[]}
   */
  function farCandidates(region) {
    const { chord_m, edgeSag_m } = region;
    const limit_m = leastDistance_m(chord_m.reduce((a, b) => Math.max(a, b), 0));
    /** @type {Candidate[]} */
    const candidates = [];
    forEachEdge(region, (edge) => {
      const farther_m = Math.max(chord_m[edge], chord_m[edge + 1]) + edgeSag_m[edge];
      const bound_m = greatestDistanceOfChord_m(farther_m);
      if (bound_m >= limit_m) candidates.push({ edge, bound_m });
    });
    return candidates.sort((a, b) => b.bound_m - a.bound_m);
  }

  /**
   * Distance from the launch point to the farthest point of the region.
   *
   * @param {PreparedRegion} region
   * @param {Reach} reach
   * @returns {number}  0 if the region is empty.
   */
  function farthestDistance_m(region, reach) {
    const [lon, lat] = reach.launch;
    if (contains(region, [wrapLongitude(lon + 180), -lat])) return greatestDistance_m;
    let farthest_m = 0;
    for (const { edge, bound_m } of farCandidates(region)) {
      if (bound_m <= farthest_m) break;
      farthest_m = Math.max(
        farthest_m,
        vertexDistance_m(region, reach, edge),
        vertexDistance_m(region, reach, edge + 1),
      );
      if (boundsFromEnds(region, reach, edge).greatest_m <= farthest_m) continue;
      const turn = extremeOnEdge(region, reach, edge, "greatest");
      if (turn !== null) farthest_m = Math.max(farthest_m, turn.distance_m);
    }
    return farthest_m;
  }

  return { nearestDistance_m, farthestDistance_m };
})();
