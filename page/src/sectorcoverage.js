/**
 * How much of a region lies within a sector of each range.
 *
 * In geodesic polar coordinates an area is a sum over the region's edges: what
 * lies between the launch point and an edge, or only up to the range where the
 * edge is beyond it, and nothing where its azimuth is outside the sector. An edge
 * that is partly one and partly another is halved until its parts are not.
 */

import { edgeArea_m2, halfEarth_m2 } from "./authalic.js";
import { isBeyondReach } from "./coverage.js";
import { leg, RADIANS, semiMajorAxis_m, wrapLongitude } from "./geodesy.js";
import { contains, positionOnEdge } from "./region.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { GeodesicLeg } from "./geodesy.js"
 * @import { RangeLimit, Reach } from "./reach.js"
 * @import { PreparedRegion } from "./region.js"
 * @import { Azimuths } from "./shapes.js"
 */

/**
 * One end of an edge, as seen from the launch point.
 *
 * @typedef {object} SightedPoint
 * @property {LonLat} position
 * @property {GeodesicLeg} leg
 */

/**
 * @typedef {object} SectorLimit
 * @property {RangeLimit} limit
 * @property {number} start_deg
 * @property {number} width_deg  Clockwise.
 */

// A part this short is taken as a whole for where its middle is.
const SHORTEST_PART_M = 0.05;
const GREATEST_LAT = 89.9999999;
const UNCUT_DEG = 33.3;

/**
 * A launch point on a pole moved off it by a centimetre, along a meridian on
 * which no map is cut, and the azimuth there that means the same direction: on
 * the pole itself, edges along it would pass through the launch point.
 *
 * @param {LonLat} launch
 * @param {number} azimuth_deg
 * @returns {{launch: LonLat, azimuth_deg: number}}
 */
function offPole([lon, lat], azimuth_deg) {
  if (Math.abs(lat) < GREATEST_LAT) return { launch: [lon, lat], azimuth_deg };
  const side = Math.sign(lat);
  return {
    launch: [lon + UNCUT_DEG, side * GREATEST_LAT],
    azimuth_deg: azimuth_deg + side * UNCUT_DEG,
  };
}

/**
 * Area between the launch point and an edge; positive if the edge runs
 * counter-clockwise about it.
 *
 * @param {SightedPoint} from
 * @param {SightedPoint} to
 * @returns {number}
 */
function fanArea_m2(from, to) {
  const area_m2 =
    edgeArea_m2(from.position, to.position) +
    to.leg.areaToEquator_m2 -
    from.leg.areaToEquator_m2;
  // An edge that is seen past a pole is off by the hemisphere; a fan is small.
  return area_m2 - halfEarth_m2 * Math.round(area_m2 / halfEarth_m2);
}

/**
 * Area of the range's sector between the azimuths of two points.
 *
 * @param {SightedPoint} from
 * @param {SightedPoint} to
 * @param {RangeLimit} limit
 * @returns {number}
 */
function sweptBetween_m2(from, to, limit) {
  const turn_deg = wrapLongitude(to.leg.azimuth_deg - from.leg.azimuth_deg);
  const start_rad = -from.leg.azimuth_deg * RADIANS;
  const end_rad = start_rad - turn_deg * RADIANS;
  return limit.sweptArea_m2(end_rad) - limit.sweptArea_m2(start_rad);
}

/**
 * Where an edge's azimuths are: "in" the sector, "out" of it, or both.
 *
 * @param {SightedPoint} from
 * @param {SightedPoint} to
 * @param {SectorLimit} sector
 * @returns {"in" | "out" | "both"}
 */
function azimuthSide(from, to, { start_deg, width_deg }) {
  const offset = from.leg.azimuth_deg - start_deg;
  const first = offset - 360 * Math.floor(offset / 360);
  const second = first + wrapLongitude(to.leg.azimuth_deg - from.leg.azimuth_deg);
  const [low, high] = [Math.min(first, second), Math.max(first, second)];
  const turns = [-360, 0, 360];
  if (turns.some((turn) => low >= turn && high <= turn + width_deg)) return "in";
  return turns.every((turn) => high < turn || low > turn + width_deg) ? "out" : "both";
}

/**
 * An upper bound of an edge's length.
 *
 * @param {LonLat} from
 * @param {LonLat} to
 * @returns {number}
 */
function lengthBound_m([lon1, lat1], [lon2, lat2]) {
  const widest = Math.cos(Math.min(Math.abs(lat1), Math.abs(lat2)) * RADIANS);
  return 1.01 * semiMajorAxis_m * RADIANS * Math.hypot((lon2 - lon1) * widest, lat2 - lat1);
}

/**
 * What one edge adds to the area within a sector.
 *
 * @param {SightedPoint} from
 * @param {SightedPoint} to
 * @param {SectorLimit} sector
 * @param {LonLat} launch
 * @returns {number}
 */
function edgeWithin_m2(from, to, sector, launch) {
  const side = azimuthSide(from, to, sector);
  if (side === "out") return 0;
  const length_m = lengthBound_m(from.position, to.position);
  const twice_m = from.leg.length_m + to.leg.length_m - 2 * sector.limit.range_m;
  const tiny = length_m < SHORTEST_PART_M;
  if (side === "in" || tiny) {
    if (twice_m + length_m <= 0 || (tiny && twice_m <= 0)) return fanArea_m2(from, to);
    if (twice_m - length_m >= 0 || tiny) return sweptBetween_m2(from, to, sector.limit);
  }
  const position = positionOnEdge(from.position, to.position, 0.5);
  const middle = { position, leg: leg(launch, position) };
  return (
    edgeWithin_m2(from, middle, sector, launch) + edgeWithin_m2(middle, to, sector, launch)
  );
}

/**
 * Area of a region within one sector.
 *
 * @param {PreparedRegion} region
 * @param {LonLat} launch
 * @param {SightedPoint[]} points  The region's vertices.
 * @param {SectorLimit} sector
 * @returns {number}
 */
function areaWithin_m2(region, launch, points, sector) {
  let area_m2 = 0;
  for (let ring = 0; ring + 1 < region.ringStarts.length; ring++) {
    for (let i = region.ringStarts[ring]; i + 1 < region.ringStarts[ring + 1]; i++) {
      area_m2 += edgeWithin_m2(points[i], points[i + 1], sector, launch);
    }
  }
  // Edges round the antipode run clockwise about the launch point.
  const antipode = /** @type {LonLat} */ ([wrapLongitude(launch[0] + 180), -launch[1]]);
  if (contains(region, antipode)) area_m2 += sectorArea_m2(sector);
  return Math.min(region.area_m2, Math.max(0, area_m2));
}

/**
 * Area of a sector itself.
 *
 * @param {SectorLimit} sector
 * @returns {number}
 */
function sectorArea_m2({ limit, start_deg, width_deg }) {
  const start_rad = -start_deg * RADIANS;
  const end_rad = start_rad - width_deg * RADIANS;
  return limit.sweptArea_m2(start_rad) - limit.sweptArea_m2(end_rad);
}

/**
 * Areas and shares of a region within a sector of each range.
 *
 * @param {PreparedRegion} region
 * @param {Reach} reach
 * @param {Azimuths} azimuths
 * @returns {{area_m2: number[], share: number[]}}
 */
export function measureSectorAreas(region, reach, { start_deg, end_deg }) {
  const { limits } = reach;
  const { launch, azimuth_deg } = offPole(reach.launch, start_deg);
  if (region.area_m2 === 0 || isBeyondReach(region, reach)) {
    const none = limits.map(() => 0);
    return { area_m2: none, share: none };
  }
  const points = Array.from(region.lon, (lon, i) => {
    const position = /** @type {LonLat} */ ([lon, region.lat[i]]);
    return { position, leg: leg(launch, position) };
  });
  const area_m2 = limits.map((limit) =>
    areaWithin_m2(region, launch, points, {
      limit,
      start_deg: azimuth_deg,
      width_deg: widthOf({ start_deg, end_deg }),
    }),
  );
  return { area_m2, share: area_m2.map((area) => area / region.area_m2) };
}

/**
 * Area of the sector of each range.
 *
 * @param {Reach} reach
 * @param {Azimuths} azimuths
 * @returns {number[]}
 */
export function sectorAreas_m2({ limits }, azimuths) {
  const { start_deg } = azimuths;
  const width_deg = widthOf(azimuths);
  return limits.map((limit) => sectorArea_m2({ limit, start_deg, width_deg }));
}

/**
 * Whether a position is seen within a sector.
 *
 * @param {LonLat} launch
 * @param {LonLat} position
 * @param {Azimuths} azimuths
 * @returns {boolean}
 */
export function isSeenWithin(launch, position, azimuths) {
  const offset = leg(launch, position).azimuth_deg - azimuths.start_deg;
  return offset - 360 * Math.floor(offset / 360) <= widthOf(azimuths);
}

/**
 * Angle from start to end, clockwise: above 0, at most 360 degrees.
 *
 * @param {Azimuths} azimuths
 * @returns {number}
 */
function widthOf({ start_deg, end_deg }) {
  const turn_deg = end_deg - start_deg;
  return turn_deg - 360 * Math.floor(turn_deg / 360) || 360;
}
