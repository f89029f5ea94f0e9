/**
 * Outlines as GeoJSON (RFC 7946): cut at the antimeridian, closed over the
 * poles, exterior rings counter-clockwise, seven decimals.
 *
 * An outline has its inside on its left. Cut at the antimeridian it falls into
 * lines from border to border of the world; following the border
 * counter-clockwise from the end of each to the start of the next closes them,
 * with the poles where they belong.
 */

/**
 * @import { LonLat, Ring } from "./decode.js"
 * @import { Outline } from "./trace.js"
 */

// Vertices on the antimeridian itself would be on both sides of the cut.
const NUDGE_DEG = 1e-9;
const BORDER_DEG = 1080;
/** @type {Ring} */
const WORLD = [
  [-180, -90],
  [180, -90],
  [180, 90],
  [-180, 90],
];

/**
 * The world that a longitude is in: 0 for (-180, 180), 1 for the next.
 *
 * @param {number} lon
 * @returns {number}
 */
function worldOf(lon) {
  return Math.floor((lon + 180) / 360);
}

/**
 * Open path of an outline, off the antimeridian; reversed for the inner limit.
 *
 * @param {Outline} outline
 * @param {boolean} inner
 * @returns {LonLat[]}
 */
function directedPath({ path }, inner) {
  const nudged = path.map(([lon, lat]) =>
    /** @type {LonLat} */ ([(lon + 180) % 360 === 0 ? lon + NUDGE_DEG : lon, lat]),
  );
  return inner ? nudged.reverse() : nudged;
}

/**
 * Cut a closed path at the antimeridian.
 *
 * @param {LonLat[]} path
 * @returns {LonLat[][]}  Lines that begin and end at +-180; one closed ring if
 *   there is nothing to cut.
 */
function cutPath(path) {
  /** @type {LonLat[][]} */
  const lines = [[]];
  path.forEach((position, i) => {
    const world = worldOf(position[0]);
    const before = i === 0 ? world : worldOf(path[i - 1][0]);
    if (world !== before) {
      const [end, start] = borderPositions(path[i - 1], position);
      lines[lines.length - 1].push(end);
      lines.push([start]);
    }
    lines[lines.length - 1].push([position[0] - 360 * world, position[1]]);
  });
  if (lines.length === 1) return [path.slice(0, -1).map(inFirstWorld)];
  const last = /** @type {LonLat[]} */ (lines.pop());
  return [[...last.slice(0, -1), ...lines[0]], ...lines.slice(1)];
}

/**
 * @param {LonLat} position
 * @returns {LonLat}
 */
function inFirstWorld([lon, lat]) {
  return [lon - 360 * worldOf(lon), lat];
}

/**
 * Where an edge leaves one world and enters the next.
 *
 * @param {LonLat} from
 * @param {LonLat} to
 * @returns {[LonLat, LonLat]}
 */
function borderPositions(from, to) {
  const side = to[0] > from[0] ? 180 : -180;
  const border = side + 360 * worldOf(from[0]);
  const lat = from[1] + ((border - from[0]) / (to[0] - from[0])) * (to[1] - from[1]);
  return [
    [side, lat],
    [-side, lat],
  ];
}

/**
 * How far along the world's border a position on +-180 is, counter-clockwise
 * from the south-east corner.
 *
 * @param {LonLat} position
 * @returns {number}
 */
function alongBorder([lon, lat]) {
  return lon > 0 ? lat + 90 : 540 + 90 - lat;
}

/**
 * Corners of the world from one place on its border to another.
 *
 * @param {number} start
 * @param {number} end  Counter-clockwise from the start.
 * @returns {LonLat[]}
 */
function cornersBetween(start, end) {
  /** @type {[number, LonLat][]} */
  const corners = [
    [180, [180, 90]],
    [540, [-180, 90]],
    [720, [-180, -90]],
    [1080, [180, -90]],
  ];
  return [0, BORDER_DEG].flatMap((turn) =>
    corners
      .filter(([at]) => at + turn > start && at + turn < end)
      .map(([, position]) => position),
  );
}

/**
 * Join lines from border to border into closed rings.
 *
 * @param {LonLat[][]} lines
 * @returns {Ring[]}
 */
function joinLines(lines) {
  const open = new Set(lines);
  /** @type {Ring[]} */
  const rings = [];
  for (const first of lines) {
    if (!open.has(first)) continue;
    /** @type {Ring} */
    const ring = [];
    let line = first;
    do {
      open.delete(line);
      const end = alongBorder(line[line.length - 1]);
      const next = nextAlongBorder(lines, end);
      ring.push(...line, ...cornersBetween(end, next.at));
      line = next.line;
    } while (open.has(line));
    rings.push(ring);
  }
  return rings;
}

/**
 * The line that begins next along the border.
 *
 * @param {LonLat[][]} lines
 * @param {number} after
 * @returns {{line: LonLat[], at: number}}
 */
function nextAlongBorder(lines, after) {
  const starts = lines.map((line) => {
    const at = alongBorder(line[0]);
    return { line, at: at > after ? at : at + BORDER_DEG };
  });
  return starts.reduce((a, b) => (b.at < a.at ? b : a));
}

/**
 * Signed area in square degrees; positive if counter-clockwise.
 *
 * @param {Ring} ring
 * @returns {number}
 */
function signedArea(ring) {
  return ring.reduce((sum, [lon, lat], i) => {
    const [lonBefore, latBefore] = ring[(i || ring.length) - 1];
    return sum + (lonBefore * lat - lon * latBefore) / 2;
  }, 0);
}

/**
 * Whether a position is in a ring.
 *
 * @param {Ring} ring
 * @param {LonLat} position
 * @returns {boolean}
 */
function ringHolds(ring, [lon, lat]) {
  let odd = false;
  ring.forEach(([lon2, lat2], i) => {
    const [lon1, lat1] = ring[(i || ring.length) - 1];
    const spans = lat1 > lat !== lat2 > lat;
    if (spans && lon < lon1 + ((lat - lat1) / (lat2 - lat1)) * (lon2 - lon1)) odd = !odd;
  });
  return odd;
}

/**
 * Positions of a GeoJSON ring: closed, seven decimals, none twice in a row.
 *
 * @param {Ring} ring
 * @returns {LonLat[]}
 */
function writeRing(ring) {
  const rounded = ring.map(([lon, lat]) =>
    /** @type {LonLat} */ ([Number(lon.toFixed(7)) + 0, Number(lat.toFixed(7)) + 0]),
  );
  const distinct = rounded.filter(([lon, lat], i) => {
    const before = rounded[(i || rounded.length) - 1];
    return lon !== before[0] || lat !== before[1];
  });
  return [...distinct, distinct[0]];
}

/**
 * The area within an outer outline and outside an inner one.
 *
 * @param {Outline} outer
 * @param {Outline} [inner]
 * @returns {{type: "MultiPolygon", coordinates: LonLat[][][]}}
 */
export function toMultiPolygon(outer, inner) {
  const pieces = cutPath(directedPath(outer, false));
  if (inner) pieces.push(...cutPath(directedPath(inner, true)));
  const isLine = (/** @type {LonLat[]} */ piece) =>
    Math.abs(piece[0][0]) === 180 && Math.abs(piece[piece.length - 1][0]) === 180;
  const rings = [
    ...joinLines(pieces.filter(isLine)),
    ...pieces.filter((piece) => !isLine(piece)),
  ];
  const shells = rings.filter((ring) => signedArea(ring) > 0);
  const holes = rings.filter((ring) => signedArea(ring) < 0);
  const allShells = shells.length > 0 ? shells : [WORLD];
  const coordinates = allShells.map((shell) => {
    const own = holes.filter((hole) => ringHolds(shell, hole[0]));
    return [shell, ...own].map(writeRing);
  });
  return { type: "MultiPolygon", coordinates };
}

/**
 * A feature collection as text.
 *
 * @param {{outlines: Outline[], properties: Record<string, unknown>}[]} reaches
 *   The outer outline, and the inner one if there is a least range.
 * @param {Record<string, unknown>} [members]  Further members of the collection.
 * @returns {string}
 */
export function writeGeoJson(reaches, members = {}) {
  const features = reaches.map(({ outlines: [outer, inner], properties }) => ({
    type: "Feature",
    properties,
    geometry: toMultiPolygon(outer, inner),
  }));
  return JSON.stringify({ type: "FeatureCollection", ...members, features });
}
