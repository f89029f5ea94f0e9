/**
 * Regions on an azimuthal equidistant map about the launch point, as SVG paths.
 *
 * On this map distances from the centre are true and range circles are circles.
 * For a small panel chords are exact enough: on a map of 10,000 km a point is off
 * by at most 0.2 % of the radius, on one of 15,000 km by 0.7 % (held by a test).
 * What lies beyond the map's edge is pulled straight in to just outside it, which
 * keeps every shape right within the edge; the page hides the rest with a round
 * clip.
 */

import {
  RADIANS,
  semiMajorAxis_m,
  semiMinorAxis_m,
  toCartesian,
  wrapLongitude,
} from "./geodesy.js";
import { contains } from "./region.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { PreparedRegion } from "./region.js"
 */

/**
 * Plane position in the panel's units, x to the right and y downwards.
 *
 * @typedef {[number, number]} PanelPoint
 */

/**
 * @typedef {object} Panel
 * @property {LonLat} launch
 * @property {number} greatest_m  Distance at the panel's edge.
 * @property {number} radius  Of the panel, in its own units (SVG user units).
 */

const MEAN_RADIUS_M = (2 * semiMajorAxis_m + semiMinorAxis_m) / 3;
const BEYOND_EDGE = 1.05;
const LEAST_STEP = 0.25;
const GREATEST_TURN = Math.PI / 12;

/**
 * A function from Cartesian coordinates to the panel, in polar form.
 *
 * @param {Panel} panel
 * @returns {(x: number, y: number, z: number) => {radius: number, azimuth_rad: number}}
 */
function polarProjector({ launch, greatest_m, radius }) {
  const [x0, y0, z0] = toCartesian(launch);
  const [sinLon, cosLon] = [Math.sin(launch[0] * RADIANS), Math.cos(launch[0] * RADIANS)];
  const [sinLat, cosLat] = [Math.sin(launch[1] * RADIANS), Math.cos(launch[1] * RADIANS)];
  return (x, y, z) => {
    const [dx, dy, dz] = [x - x0, y - y0, z - z0];
    const east = cosLon * dy - sinLon * dx;
    const outward = cosLon * dx + sinLon * dy;
    const north = cosLat * dz - sinLat * outward;
    const sine = Math.min(1, Math.hypot(dx, dy, dz) / (2 * MEAN_RADIUS_M));
    const length_m = 2 * MEAN_RADIUS_M * Math.asin(sine);
    return { radius: (length_m / greatest_m) * radius, azimuth_rad: Math.atan2(east, north) };
  };
}

/**
 * @param {number} radius
 * @param {number} azimuth_rad
 * @returns {PanelPoint}
 */
function fromPolar(radius, azimuth_rad) {
  return [radius * Math.sin(azimuth_rad), -radius * Math.cos(azimuth_rad)];
}

/**
 * Points of one ring on the panel. Where it runs outside the edge it follows
 * the edge round, so that the chord between two points never cuts across.
 *
 * @param {PreparedRegion} region
 * @param {number} ring
 * @param {Panel} panel
 * @returns {PanelPoint[]}
 */
function ringPoints({ ringStarts, x, y, z }, ring, panel) {
  const project = polarProjector(panel);
  const edge = BEYOND_EDGE * panel.radius;
  /** @type {PanelPoint[]} */
  const points = [];
  let before = project(x[ringStarts[ring]], y[ringStarts[ring]], z[ringStarts[ring]]);
  for (let i = ringStarts[ring]; i < ringStarts[ring + 1]; i++) {
    const here = project(x[i], y[i], z[i]);
    if (before.radius > edge && here.radius > edge) {
      points.push(...arcPoints(edge, before.azimuth_rad, here.azimuth_rad));
    }
    points.push(fromPolar(Math.min(here.radius, edge), here.azimuth_rad));
    before = here;
  }
  return points;
}

/**
 * Points between two azimuths on the edge, the short way round.
 *
 * @param {number} edge
 * @param {number} from_rad
 * @param {number} to_rad
 * @returns {PanelPoint[]}
 */
function arcPoints(edge, from_rad, to_rad) {
  const whole = 2 * Math.PI;
  const turn_rad = to_rad - from_rad - whole * Math.round((to_rad - from_rad) / whole);
  const steps = Math.ceil(Math.abs(turn_rad) / GREATEST_TURN);
  return Array.from({ length: Math.max(0, steps - 1) }, (_, i) =>
    fromPolar(edge, from_rad + ((i + 1) * turn_rad) / steps),
  );
}

/**
 * An SVG path through points, those that can't be told apart left out. Empty
 * if nothing of it would be seen.
 *
 * @param {PanelPoint[]} points
 * @returns {string}
 */
function closedPath(points) {
  /** @type {PanelPoint[]} */
  const kept = [];
  for (const point of points) {
    const last = kept[kept.length - 1];
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= LEAST_STEP) {
      kept.push(point);
    }
  }
  if (kept.length < 3) return "";
  return `M${kept.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}Z`;
}

/**
 * A full circle as an SVG path.
 *
 * @param {number} radius
 * @returns {string}
 */
export function circlePath(radius) {
  const r = radius.toFixed(1);
  return `M${r},0A${r},${r},0,1,1,-${r},0A${r},${r},0,1,1,${r},0Z`;
}

/**
 * A region as an SVG path about the origin, to be filled by the even-odd rule.
 *
 * @param {PreparedRegion} region
 * @param {Panel} panel
 * @returns {string}
 */
export function regionPath(region, panel) {
  const edge = BEYOND_EDGE * panel.radius;
  let path = "";
  for (let ring = 0; ring + 1 < region.ringStarts.length; ring++) {
    const points = ringPoints(region, ring, panel);
    if (points.some(([x, y]) => Math.hypot(x, y) < edge - LEAST_STEP) || turnsRound(points)) {
      path += closedPath(points);
    }
  }
  // The antipode is the whole rim of the map: a region that holds it has its
  // inside outside its rings.
  const [lon, lat] = panel.launch;
  const holdsAntipode = contains(region, [wrapLongitude(lon + 180), -lat]);
  return holdsAntipode ? path + circlePath(edge) : path;
}

/**
 * Whether a closed line goes round the origin.
 *
 * @param {PanelPoint[]} points
 * @returns {boolean}
 */
function turnsRound(points) {
  let turn_rad = 0;
  points.forEach(([x, y], i) => {
    const [fromX, fromY] = points[(i || points.length) - 1];
    turn_rad += Math.atan2(fromX * y - fromY * x, fromX * x + fromY * y);
  });
  return Math.abs(turn_rad) > Math.PI;
}

/**
 * Where a position is on the panel, even if beyond its edge.
 *
 * @param {LonLat} position
 * @param {Panel} panel
 * @returns {PanelPoint}
 */
export function panelPoint(position, panel) {
  const { radius, azimuth_rad } = polarProjector(panel)(...toCartesian(position));
  return fromPolar(radius, azimuth_rad);
}
