/**
 * How the map lays the Earth flat: true distances from a centre, a globe, or
 * Web Mercator. A plane has metres, x to the right and y upwards.
 *
 * `true` is the azimuthal equidistant projection of the ellipsoid: the polar
 * coordinates of a point are its geodesic distance and azimuth from the centre,
 * so range circles about the centre are circles. `globe` is the same, seen from
 * far above: distances foreshortened as on a sphere, the far side hidden.
 */

import {
  direct,
  eccentricitySquared,
  greatestDistance_m,
  inverse,
  RADIANS,
  semiMajorAxis_m,
  unwrapLongitude,
  wrapLongitude,
} from "./geodesy.js";
import { EDGE_LAT, mapLines, mapRings, mapShape, mercatorY } from "./mercator.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { MapSpan } from "./mercator.js"
 * @import { Outline } from "./trace.js"
 */

/** @typedef {"true" | "globe" | "mercator"} ProjectionKind */
/** @typedef {[number, number]} PlanePoint  Metres. */

/**
 * An end of an edge: on the ground, and in polar coordinates about the centre.
 *
 * @typedef {{at: LonLat, length_m: number, azimuth_rad: number}} EdgeEnd
 */

/**
 * @typedef {object} Projection
 * @property {ProjectionKind} kind
 * @property {LonLat} centre
 * @property {(position: LonLat) => PlanePoint} project
 * @property {(point: PlanePoint) => LonLat} unproject  The nearest one beyond the rim.
 * @property {(position: LonLat) => boolean} isVisible
 * @property {(ring: LonLat[]) => PlanePoint[][]} ring  A closed line, as areas are
 *   filled: once, or repeated where the map repeats, or not at all.
 * @property {(line: LonLat[]) => PlanePoint[][]} line  A line, as it is drawn.
 * @property {(outer: Outline, inner?: Outline) => PlanePoint[][]} reach  What lies
 *   between two outlines, to be filled by the nonzero rule: what is taken away runs
 *   the other way round.
 * @property {number | null} rim_m  Radius of the whole map; null where it has none.
 * @property {LonLat} antipode  What the rim stands for.
 */

const FLATTENING = 1 - Math.sqrt(1 - eccentricitySquared);
const SEMI_MINOR_M = semiMajorAxis_m * (1 - FLATTENING);
const MEAN_RADIUS_M = (2 * semiMajorAxis_m + SEMI_MINOR_M) / 3;
// Beyond this, Vincenty's series is slow to converge.
const FAR_RAD = 165 * RADIANS;
const STEPS = 4;
/** Around the antipode: a smaller rim leaves less of the map to one point. */
const TRUE_RIM_M = 19_900_000;
const ARC_STEP_RAD = Math.PI / 60;
// An edge is divided until its middle is this near to where it belongs, in
// parts of its own length on the plane.
const BEND = 0.001;
// The vertices of an outline are dense already; only towards the antipode, where an
// edge may sweep round half the map, something has to stand between them.
const SPREAD_M = 16_000_000;
const SHORT_DEG = 0.4;
const MOST_HALVINGS = 7;
// The world's land is cut along the meridian that faces the middle of a page, where the
// antipode of its launch point lies: a centimetre off, it is plain on which side.
const OFF_THE_CUT_DEG = 1e-7;

/**
 * A function that gives distance and azimuth from a centre.
 *
 * Vincenty's inverse formula (Survey Review XXIII, 176, 1975) with four steps:
 * within 0.2 m of the exact solution up to 165 degrees, at a tenth of its cost.
 * Farther off the exact solution is taken.
 *
 * @param {LonLat} centre
 * @returns {(position: LonLat) => {length_m: number, azimuth_rad: number}}
 */
export function polarAbout(centre) {
  const reduced = (/** @type {number} */ lat) =>
    Math.atan2((1 - FLATTENING) * Math.sin(lat * RADIANS), Math.cos(lat * RADIANS));
  const u1 = reduced(centre[1]);
  const [sinU1, cosU1] = [Math.sin(u1), Math.cos(u1)];
  return (position) => {
    const u2 = reduced(position[1]);
    const [sinU2, cosU2] = [Math.sin(u2), Math.cos(u2)];
    const difference = unwrapLongitude(position[0] - centre[0], 0) * RADIANS;
    let onSphere = difference;
    let [sigma, sinSigma, cosSigma, cosSqAlpha, cosMid] = [0, 0, 1, 1, 0];
    for (let step = 0; step < STEPS; step++) {
      const [sinL, cosL] = [Math.sin(onSphere), Math.cos(onSphere)];
      sinSigma = Math.hypot(cosU2 * sinL, cosU1 * sinU2 - sinU1 * cosU2 * cosL);
      if (sinSigma < 1e-15) break;
      cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosL;
      sigma = Math.atan2(sinSigma, cosSigma);
      const sinAlpha = (cosU1 * cosU2 * sinL) / sinSigma;
      cosSqAlpha = 1 - sinAlpha ** 2;
      cosMid = cosSqAlpha < 1e-12 ? 0 : cosSigma - (2 * sinU1 * sinU2) / cosSqAlpha;
      const c = (FLATTENING / 16) * cosSqAlpha * (4 + FLATTENING * (4 - 3 * cosSqAlpha));
      const series = sigma + c * sinSigma * (cosMid + c * cosSigma * (2 * cosMid ** 2 - 1));
      onSphere = difference + (1 - c) * FLATTENING * sinAlpha * series;
    }
    if (sigma > FAR_RAD) {
      const { length_m, azimuth_deg } = inverse(centre, position);
      return { length_m, azimuth_rad: azimuth_deg * RADIANS };
    }
    if (sinSigma < 1e-15) return { length_m: 0, azimuth_rad: 0 };
    const uSq = (cosSqAlpha * (semiMajorAxis_m ** 2 - SEMI_MINOR_M ** 2)) / SEMI_MINOR_M ** 2;
    const a = 1 + (uSq / 16384) * (4096 + uSq * (-768 + uSq * (320 - 175 * uSq)));
    const b = (uSq / 1024) * (256 + uSq * (-128 + uSq * (74 - 47 * uSq)));
    const change = b * sinSigma * (cosMid + (b / 4) * cosSigma * (2 * cosMid ** 2 - 1));
    const y = cosU2 * Math.sin(onSphere);
    const x = cosU1 * sinU2 - sinU1 * cosU2 * Math.cos(onSphere);
    return { length_m: SEMI_MINOR_M * a * (sigma - change), azimuth_rad: Math.atan2(y, x) };
  };
}

/**
 * @param {number} radius
 * @param {number} azimuth_rad
 * @returns {PlanePoint}
 */
function fromPolar(radius, azimuth_rad) {
  return [radius * Math.sin(azimuth_rad), radius * Math.cos(azimuth_rad)];
}

/**
 * Points between two azimuths on a circle, the short way round.
 *
 * @param {number} radius
 * @param {number} from_rad
 * @param {number} to_rad
 * @returns {PlanePoint[]}
 */
function arc(radius, from_rad, to_rad) {
  const whole = 2 * Math.PI;
  const turn_rad = to_rad - from_rad - whole * Math.round((to_rad - from_rad) / whole);
  const steps = Math.ceil(Math.abs(turn_rad) / ARC_STEP_RAD);
  return Array.from({ length: Math.max(0, steps - 1) }, (_, i) =>
    fromPolar(radius, from_rad + ((i + 1) * turn_rad) / steps),
  );
}

/**
 * A whole circle about the centre, counter-clockwise.
 *
 * @param {number} radius
 * @returns {PlanePoint[]}
 */
export function rimCircle(radius) {
  const steps = Math.round((2 * Math.PI) / ARC_STEP_RAD);
  return Array.from({ length: steps }, (_, i) => fromPolar(radius, -i * ARC_STEP_RAD));
}

/**
 * Turns that a closed line makes about the origin, counter-clockwise positive.
 *
 * @param {PlanePoint[]} points
 * @returns {number}
 */
function turnsAboutOrigin(points) {
  let turn_rad = 0;
  points.forEach(([x, y], i) => {
    const [fromX, fromY] = points[(i || points.length) - 1];
    turn_rad += Math.atan2(fromX * y - fromY * x, fromX * x + fromY * y);
  });
  return Math.round(turn_rad / (2 * Math.PI));
}

/** An azimuthal projection: what lies beyond its rim is pulled straight in to it. */
class Azimuthal {
  /**
   * @param {"true" | "globe"} kind
   * @param {LonLat} centre
   */
  constructor(kind, centre) {
    this.kind = kind;
    /** @type {LonLat} */
    this.centre = [centre[0], centre[1]];
    /** @type {LonLat} */
    const origin = [centre[0] + OFF_THE_CUT_DEG, centre[1] - Math.sign(centre[1]) * OFF_THE_CUT_DEG];
    this.polar = polarAbout(origin);
    this.rim_m = kind === "true" ? TRUE_RIM_M : MEAN_RADIUS_M;
    /** Distance on the ground at the rim. */
    this.horizon_m = kind === "true" ? TRUE_RIM_M : (Math.PI / 2) * MEAN_RADIUS_M;
    /** @type {LonLat} */
    this.antipode = [wrapLongitude(origin[0] + 180), -origin[1]];
  }

  /**
   * @param {number} length_m  On the ground.
   * @returns {number}
   */
  radius(length_m) {
    if (this.kind === "true") return Math.min(length_m, this.rim_m);
    return length_m < this.horizon_m ? MEAN_RADIUS_M * Math.sin(length_m / MEAN_RADIUS_M) : this.rim_m;
  }

  /**
   * @param {LonLat} position
   * @returns {PlanePoint}
   */
  project(position) {
    const { length_m, azimuth_rad } = this.polar(position);
    return fromPolar(this.radius(length_m), azimuth_rad);
  }

  /**
   * @param {PlanePoint} point
   * @returns {LonLat}
   */
  unproject([x, y]) {
    const radius = Math.min(Math.hypot(x, y), this.rim_m);
    const length_m =
      this.kind === "true" ? radius : MEAN_RADIUS_M * Math.asin(radius / MEAN_RADIUS_M);
    return direct(this.centre, Math.atan2(x, y) / RADIANS, Math.min(length_m, greatestDistance_m));
  }

  /**
   * @param {LonLat} position
   * @returns {boolean}
   */
  isVisible(position) {
    return this.polar(position).length_m < this.horizon_m;
  }

  /**
   * @param {LonLat[]} path
   * @param {number} [from_m]  Edges farther off than this are divided.
   * @returns {{points: PlanePoint[], seen: boolean}}
   */
  trace(path, from_m = 0) {
    /** @type {PlanePoint[]} */
    const points = [];
    let seen = false;
    let before = this.polar(path[0]);
    path.forEach((position, i) => {
      const here = this.polar(position);
      if (i > 0) this.divide(points, { at: path[i - 1], ...before }, { at: position, ...here }, from_m);
      points.push(fromPolar(this.radius(here.length_m), here.azimuth_rad));
      seen ||= here.length_m < this.horizon_m;
      before = here;
    });
    return { points, seen };
  }

  /**
   * What has to stand between the ends of an edge that is straight in lon/lat.
   *
   * @param {PlanePoint[]} points
   * @param {EdgeEnd} start
   * @param {EdgeEnd} end
   * @param {number} from_m
   * @param {number} [halvings]
   */
  divide(points, start, end, from_m, halvings = MOST_HALVINGS) {
    if (start.length_m >= this.horizon_m && end.length_m >= this.horizon_m) {
      points.push(...arc(this.rim_m, start.azimuth_rad, end.azimuth_rad));
      return;
    }
    const [dx, dy] = [end.at[0] - start.at[0], end.at[1] - start.at[1]];
    if (Math.max(Math.abs(dx), Math.abs(dy)) < SHORT_DEG || halvings === 0) return;
    if (Math.max(start.length_m, end.length_m) < from_m) return;
    /** @type {LonLat} */
    const at = [start.at[0] + dx / 2, start.at[1] + dy / 2];
    const middle = { at, ...this.polar(at) };
    const place = (/** @type {EdgeEnd} */ { length_m, azimuth_rad }) =>
      fromPolar(this.radius(length_m), azimuth_rad);
    const [[ax, ay], [x, y], [bx, by]] = [start, middle, end].map(place);
    const off = Math.hypot(x - (ax + bx) / 2, y - (ay + by) / 2);
    if (off <= BEND * Math.hypot(bx - ax, by - ay)) return;
    this.divide(points, start, middle, from_m, halvings - 1);
    points.push([x, y]);
    this.divide(points, middle, end, from_m, halvings - 1);
  }

  /**
   * @param {LonLat[]} ring
   * @returns {PlanePoint[][]}
   */
  ring(ring) {
    const { points, seen } = this.trace([...ring, ring[0]]);
    points.pop();
    return seen || turnsAboutOrigin(points) !== 0 ? [points] : [];
  }

  /**
   * @param {LonLat[]} line
   * @returns {PlanePoint[][]}
   */
  line(line) {
    if (this.kind === "true") return [this.trace(line).points];
    /** @type {LonLat[][]} */
    const pieces = [[]];
    for (const position of line) {
      if (this.isVisible(position)) pieces[pieces.length - 1].push(position);
      else if (pieces[pieces.length - 1].length > 0) pieces.push([]);
    }
    return pieces.filter((piece) => piece.length > 1).map((piece) => this.trace(piece).points);
  }

  /**
   * @param {Outline} outer
   * @param {Outline} [inner]
   * @returns {PlanePoint[][]}
   */
  reach(outer, inner) {
    const hole = inner ? this.outlineFill(inner).map((ring) => [...ring].reverse()) : [];
    return [...this.outlineFill(outer), ...hole];
  }

  /**
   * What an outline holds; if that is the antipode too, up to the rim.
   *
   * @param {Outline} outline
   * @returns {PlanePoint[][]}
   */
  outlineFill(outline) {
    const { points } = this.trace(outline.path, SPREAD_M);
    return holds(outline, this.antipode) ? [rimCircle(this.rim_m), points] : [points];
  }
}

/**
 * Whether an outline holds a position: by its crossings of the meridian from
 * there to the north pole.
 *
 * @param {Outline} outline
 * @param {LonLat} position
 * @returns {boolean}
 */
function holds({ path, holdsNorthPole }, [lon, lat]) {
  let isInside = holdsNorthPole;
  path.slice(1).forEach(([toLon, toLat], i) => {
    const [fromLon, fromLat] = path[i];
    const [low, high] = [Math.min(fromLon, toLon), Math.max(fromLon, toLon)];
    const meridian = lon + 360 * Math.ceil((low - lon) / 360);
    if (meridian >= high) return;
    const crossing = fromLat + ((meridian - fromLon) / (toLon - fromLon)) * (toLat - fromLat);
    if (crossing > lat) isInside = !isInside;
  });
  return isInside;
}

/** Web Mercator, repeated as far as the map can be seen. */
class Mercator {
  /**
   * @param {LonLat} centre
   * @param {MapSpan} span
   */
  constructor(centre, span) {
    /** @type {ProjectionKind} */
    this.kind = "mercator";
    this.centre = centre;
    this.span = span;
    /** @type {number | null} */
    this.rim_m = null;
    /** @type {LonLat} */
    this.antipode = [wrapLongitude(centre[0] + 180), -centre[1]];
  }

  /**
   * @param {LonLat} position
   * @returns {PlanePoint}
   */
  project([lon, lat]) {
    return [semiMajorAxis_m * lon * RADIANS, semiMajorAxis_m * mercatorY(lat)];
  }

  /**
   * @param {PlanePoint} point
   * @returns {LonLat}
   */
  unproject([x, y]) {
    const lat = Math.atan(Math.sinh(y / semiMajorAxis_m)) / RADIANS;
    return [x / semiMajorAxis_m / RADIANS, lat];
  }

  /**
   * @param {LonLat} position
   * @returns {boolean}
   */
  isVisible([, lat]) {
    return Math.abs(lat) < EDGE_LAT;
  }

  /**
   * @param {LonLat[][]} paths
   * @returns {PlanePoint[][]}
   */
  flat(paths) {
    return paths.map((path) => path.map((position) => this.project(position)));
  }

  /**
   * @param {LonLat[]} ring
   * @returns {PlanePoint[][]}
   */
  ring(ring) {
    return this.flat(mapRings(ring, this.span));
  }

  /**
   * @param {LonLat[]} line
   * @returns {PlanePoint[][]}
   */
  line(line) {
    return this.flat(mapLines(line, this.span));
  }

  /**
   * @param {Outline} outer
   * @param {Outline} [inner]
   * @returns {PlanePoint[][]}
   */
  reach(outer, inner) {
    const hole = inner ? mapShape(inner, this.span).fill.map((path) => [...path].reverse()) : [];
    return this.flat([...mapShape(outer, this.span).fill, ...hole]);
  }
}

/**
 * @param {ProjectionKind} kind
 * @param {LonLat} centre  Of true distances, or of the globe.
 * @param {MapSpan} span  Longitudes that a Mercator map shows.
 * @returns {Projection}
 */
export function createProjection(kind, centre, span) {
  return kind === "mercator" ? new Mercator(centre, span) : new Azimuthal(kind, centre);
}
