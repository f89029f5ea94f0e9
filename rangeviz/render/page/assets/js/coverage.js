/**
 * How much of a region lies within each range, and how near and far it is.
 *
 * The part of a region inside a range circle is bounded by pieces of its own
 * edges and by arcs of the circle. Its area is a sum over the points where the
 * two cross: no polygon is cut, and the circle stays a true geodesic circle.
 * With edges counter-clockwise, the boundary from an entry point to an exit
 * point, closed by the geodesics to the launch point, is a fan whose area is
 * known (`areaBefore_m2` along edges, S12 along geodesics); the arc from an exit
 * point to the next entry point closes a sector whose area is known too.
 */
var rangeviz = rangeviz || {};

/**
 * @typedef {object} RegionMeasure
 * @property {boolean} inside  Whether the launch point is in the region.
 * @property {number} nearest_m  0 if it is inside.
 * @property {number} farthest_m
 * @property {number[]} area_m2  Within each range.
 * @property {number[]} share  The same, as a part of the region's area.
 */

rangeviz.coverage = (function () {
  "use strict";

  const { RADIANS, leg, direct } = rangeviz.geodesy;
  const { halfEarth_m2 } = rangeviz.authalic;
  const { contains } = rangeviz.region;
  const { startMeasurement, crossingsOfRing } = rangeviz.boundary;
  const { nearestDistance_m, farthestDistance_m } = rangeviz.extent;

  const TURN = 2 * Math.PI;
  const EARTH_M2 = 2 * halfEarth_m2;
  // Below this size of its ball, a region is the part of the ellipsoid in the
  // ball and not the part outside.
  const LARGEST_BALL_M = 4500000;

  /**
   * Where a region is as a whole: "inside" or "outside" a range, or "across".
   *
   * @param {PreparedRegion} region
   * @param {Reach} reach
   * @param {RangeLimit} limit
   * @returns {"inside" | "outside" | "across"}
   */
  function sideOfBall({ ball }, reach, limit) {
    if (ball.radius_m > LARGEST_BALL_M) return "across";
    const [x, y, z] = reach.cartesian;
    const chord_m = Math.hypot(ball.centre[0] - x, ball.centre[1] - y, ball.centre[2] - z);
    if (chord_m + ball.radius_m <= limit.surelyInsideChord_m) return "inside";
    if (chord_m - ball.radius_m >= limit.surelyOutsideChord_m) return "outside";
    return "across";
  }

  /**
   * Angles of crossings about the launch point, counter-clockwise, counted from
   * the middle of the widest gap between them.
   *
   * @param {number[]} azimuths_deg
   * @returns {{origin_rad: number, angles_rad: number[]}}
   */
  function anglesFromWidestGap(azimuths_deg) {
    const angles = azimuths_deg.map((azimuth) => -azimuth * RADIANS);
    const sorted = angles
      .map((angle) => angle - TURN * Math.floor(angle / TURN))
      .sort((a, b) => a - b);
    let origin_rad = 0;
    let widest = -1;
    sorted.forEach((angle, i) => {
      const next = i + 1 < sorted.length ? sorted[i + 1] : sorted[0] + TURN;
      if (next - angle > widest) {
        widest = next - angle;
        origin_rad = (next + angle) / 2;
      }
    });
    const turned = (/** @type {number} */ angle) =>
      angle - TURN * Math.floor((angle - origin_rad) / TURN);
    return { origin_rad, angles_rad: angles.map(turned) };
  }

  /**
   * The area of a region within a range circle that its boundary crosses, up to
   * a multiple of the Earth's area.
   *
   * @param {PreparedRegion} region
   * @param {Reach} reach
   * @param {RangeLimit} limit
   * @param {Crossing[]} crossings
   * @returns {number}
   */
  function areaFromCrossings(region, reach, limit, crossings) {
    const legs = crossings.map(({ position }) => leg(reach.launch, position));
    const { origin_rad, angles_rad } = anglesFromWidestGap(legs.map((l) => l.azimuth_deg));
    const swept = limit.sweptArea_m2;
    let area_m2 = 0;
    let turn_deg = 0;
    crossings.forEach(({ sign, position, areaBefore_m2 }, i) => {
      area_m2 += sign * (areaBefore_m2 + legs[i].areaToEquator_m2 - swept(angles_rad[i]));
      turn_deg += sign * (position[0] - reach.launch[0] - legs[i].lonDifference_deg);
    });
    const origin = direct(reach.launch, -origin_rad / RADIANS, limit.range_m);
    if (contains(region, origin)) area_m2 += swept(TURN);
    // Fans that hold one pole turn once about it; the area under them is then
    // off by the hemisphere's.
    const holdsOnePole = Math.abs(Math.round(turn_deg / 360)) % 2 === 1;
    return holdsOnePole ? area_m2 + halfEarth_m2 : area_m2;
  }

  /**
   * Area of a region within one range.
   *
   * @param {PreparedRegion} region
   * @param {Reach} reach
   * @param {RangeLimit} limit
   * @returns {number}
   */
  function areaWithin_m2(region, reach, limit) {
    /** @type {Crossing[]} */
    const crossings = [];
    let area_m2 = 0;
    for (let ring = 0; ring < region.ringArea_m2.length; ring++) {
      const found = crossingsOfRing(region, reach, limit, ring);
      if (found.startsWithin) area_m2 += region.ringArea_m2[ring];
      crossings.push(...found.crossings);
    }
    if (crossings.length > 0) {
      area_m2 += areaFromCrossings(region, reach, limit, crossings);
    } else if (contains(region, direct(reach.launch, 0, limit.range_m))) {
      area_m2 += limit.sweptArea_m2(TURN);
    }
    // The true area is between 0 and the region's own.
    const excess = Math.round((area_m2 - region.area_m2 / 2) / EARTH_M2);
    return Math.min(region.area_m2, Math.max(0, area_m2 - excess * EARTH_M2));
  }

  /**
   * Areas of a region within every range.
   *
   * @param {PreparedRegion} region
   * @param {Reach} reach
   * @returns {number[]}
   */
  function areasWithin_m2(region, reach) {
    return reach.limits.map((limit) => {
      const side = sideOfBall(region, reach, limit);
      if (side === "outside") return 0;
      return side === "inside" ? region.area_m2 : areaWithin_m2(region, reach, limit);
    });
  }

  /**
   * Areas and shares alone: quicker than the whole measure, for every frame of a
   * drag.
   *
   * @param {PreparedRegion} region
   * @param {Reach} reach
   * @returns {{area_m2: number[], share: number[]}}
   */
  function measureAreas(region, reach) {
    startMeasurement(region, reach);
    const area_m2 = areasWithin_m2(region, reach);
    const share = area_m2.map((area) => (region.area_m2 > 0 ? area / region.area_m2 : 0));
    return { area_m2, share };
  }

  /**
   * Measure a region from a launch point.
   *
   * @param {PreparedRegion} region
   * @param {Reach} reach
   * @returns {RegionMeasure}
   */
  function measureRegion(region, reach) {
    const { area_m2, share } = measureAreas(region, reach);
    const inside = contains(region, reach.launch);
    return {
      inside,
      nearest_m: inside ? 0 : nearestDistance_m(region, reach),
      farthest_m: farthestDistance_m(region, reach),
      area_m2,
      share,
    };
  }

  /**
   * Whether a whole region is farther away than every range, by its ball: cheap,
   * and true only if it surely is.
   *
   * @param {PreparedRegion} region
   * @param {Reach} reach
   * @returns {boolean}
   */
  function isBeyondReach(region, reach) {
    return reach.limits.every((limit) => sideOfBall(region, reach, limit) === "outside");
  }

  return { measureAreas, measureRegion, isBeyondReach };
})();
