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

import { halfEarth_m2 } from "./authalic.js";
import { crossingsOfRing } from "./boundary.js";
import { farthestDistance_m, nearestDistance_m } from "./extent.js";
import { direct, leg, RADIANS } from "./geodesy.js";
import { contains } from "./region.js";
import { startMeasurement } from "./vertices.js";

/**
 * @import { Crossing } from "./boundary.js"
 * @import { LonLat } from "./decode.js"
 * @import { RangeLimit, Reach } from "./reach.js"
 * @import { PreparedRegion } from "./region.js"
 */

/**
 * @typedef {object} RegionMeasure
 * @property {boolean} inside  Whether the launch point is in the region.
 * @property {number} nearest_m  0 if it is inside.
 * @property {number} farthest_m
 * @property {number[]} area_m2  Within each range.
 * @property {number[]} share  The same, as a part of the region's area.
 */

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
 * The widest gap between angles.
 *
 * @param {number[]} angles_rad  In [0, 2 pi).
 * @returns {{start_rad: number, width_rad: number}}
 */
function widestGap(angles_rad) {
  const sorted = [...angles_rad].sort((a, b) => a - b);
  const widths = sorted.map((angle, i) => (sorted[i + 1] ?? sorted[0] + TURN) - angle);
  const width_rad = Math.max(...widths);
  return { start_rad: sorted[widths.indexOf(width_rad)], width_rad };
}

/**
 * What crossings add to the area, counted from the middle of the widest gap
 * between them; and places on the circle in that gap.
 *
 * @param {Reach} reach
 * @param {RangeLimit} limit
 * @param {Crossing[]} crossings
 * @returns {{area_m2: number, inGap: LonLat[]}}
 */
function sumCrossings(reach, limit, crossings) {
  const legs = crossings.map(({ position }) => leg(reach.launch, position));
  const angles_rad = legs.map(({ azimuth_deg }) => turnFrom(0, -azimuth_deg * RADIANS));
  const { start_rad, width_rad } = widestGap(angles_rad);
  const origin_rad = start_rad + width_rad / 2;
  let area_m2 = 0;
  let turn_deg = 0;
  crossings.forEach(({ sign, position, areaBefore_m2 }, i) => {
    const arc_m2 = limit.sweptArea_m2(turnFrom(origin_rad, angles_rad[i]));
    area_m2 += sign * (areaBefore_m2 + legs[i].areaToEquator_m2 - arc_m2);
    turn_deg += sign * (position[0] - reach.launch[0] - legs[i].lonDifference_deg);
  });
  // Fans that hold one pole turn once about it; the area under them is then
  // off by the hemisphere's.
  const holdsOnePole = Math.abs(Math.round(turn_deg / 360)) % 2 === 1;
  const inGap = [0.25, 0.5, 0.75].map((part) => {
    const azimuth_deg = -(start_rad + part * width_rad) / RADIANS;
    return direct(reach.launch, azimuth_deg, limit.range_m);
  });
  return { area_m2: holdsOnePole ? area_m2 + halfEarth_m2 : area_m2, inGap };
}

/**
 * The angle in [origin, origin + 2 pi) that means the same direction.
 *
 * @param {number} origin_rad
 * @param {number} angle_rad
 * @returns {number}
 */
function turnFrom(origin_rad, angle_rad) {
  return angle_rad - TURN * Math.floor((angle_rad - origin_rad) / TURN);
}

/**
 * An area known up to a multiple of the Earth's, brought between limits, and
 * how far it then is outside them.
 *
 * @param {number} area_m2
 * @param {number} greatest_m2
 * @returns {{area_m2: number, excess_m2: number}}
 */
function reduceArea(area_m2, greatest_m2) {
  const turns = Math.round((area_m2 - greatest_m2 / 2) / EARTH_M2);
  const reduced = area_m2 - turns * EARTH_M2;
  const within = Math.min(greatest_m2, Math.max(0, reduced));
  return { area_m2: within, excess_m2: Math.abs(reduced - within) };
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
  if (crossings.length === 0) return uncrossedArea_m2(region, reach, limit, area_m2);
  const sum = sumCrossings(reach, limit, crossings);
  return wholeArea_m2(region, limit, area_m2 + sum.area_m2, sum.inGap);
}

/**
 * The area where the boundary does not cross the circle: that of the rings
 * within, and the circle's own if the circle lies in the region.
 *
 * @param {PreparedRegion} region
 * @param {Reach} reach
 * @param {RangeLimit} limit
 * @param {number} ringsWithin_m2
 * @returns {number}
 */
function uncrossedArea_m2(region, reach, limit, ringsWithin_m2) {
  if (ringsWithin_m2 === 0 && !contains(region, reach.launch)) return 0;
  const onCircle = [50, 170, 290].map((azimuth_deg) =>
    direct(reach.launch, azimuth_deg, limit.range_m),
  );
  return wholeArea_m2(region, limit, ringsWithin_m2, onCircle);
}

/**
 * The sum over the crossings lacks the whole circle if its origin is in the
 * region. Where the boundary runs along the circle, or touches it, places can't
 * tell for certain; often only one of the two areas is possible.
 *
 * @param {PreparedRegion} region
 * @param {RangeLimit} limit
 * @param {number} sum_m2
 * @param {LonLat[]} places  Three on the circle, no crossing between them.
 * @returns {number}
 */
function wholeArea_m2(region, limit, sum_m2, places) {
  const circle_m2 = limit.sweptArea_m2(TURN);
  const greatest_m2 = Math.min(region.area_m2, circle_m2);
  const without = reduceArea(sum_m2, greatest_m2);
  const withCircle = reduceArea(sum_m2 + circle_m2, greatest_m2);
  const undecided_m2 = 1e-9 * greatest_m2 + 1;
  if (without.excess_m2 > undecided_m2) return withCircle.area_m2;
  if (withCircle.excess_m2 > undecided_m2) return without.area_m2;
  const inside = places.filter((position) => contains(region, position)).length;
  return inside >= 2 ? withCircle.area_m2 : without.area_m2;
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
export function measureAreas(region, reach) {
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
export function measureRegion(region, reach) {
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
export function isBeyondReach(region, reach) {
  return reach.limits.every((limit) => sideOfBall(region, reach, limit) === "outside");
}
