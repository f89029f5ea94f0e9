/**
 * The arcs of a coverage: what lies on their sides, and the rings that they form.
 */

/**
 * @import { LonLat } from "./decode.js"
 * @import { Coverage } from "./scene.js"
 */

/**
 * Arcs of a coverage by what lies on their sides: land and water, each in the
 * direction that keeps land on its left; two countries; two units of one.
 *
 * @param {Coverage} coverage
 * @returns {{coast: LonLat[][], outer: LonLat[][], inner: LonLat[][]}}
 */
export function sortArcs({ units, arcs }) {
  /** @type {{country: number, backwards: boolean}[][]} */
  const uses = arcs.map(() => []);
  for (const { arcs: polygons, country } of units) {
    for (const signed of polygons.flat(2)) {
      uses[signed < 0 ? ~signed : signed].push({ country, backwards: signed < 0 });
    }
  }
  /** @type {{coast: LonLat[][], outer: LonLat[][], inner: LonLat[][]}} */
  const sorted = { coast: [], outer: [], inner: [] };
  arcs.forEach((arc, at) => {
    const [one, other] = uses[at];
    if (!one) return;
    if (!other) sorted.coast.push(one.backwards ? [...arc].reverse() : arc);
    else sorted[one.country === other.country ? "inner" : "outer"].push(arc);
  });
  return sorted;
}

/**
 * Join lines end to end to closed rings: as many begin at a point as end there.
 *
 * @param {LonLat[][]} lines
 * @returns {LonLat[][]}  Open: the first vertex is not repeated.
 */
export function joinRings(lines) {
  /** @type {Map<string, LonLat[][]>} */
  const from = new Map();
  for (const line of lines) {
    const begun = from.get(line[0].join());
    if (begun) begun.push(line);
    else from.set(line[0].join(), [line]);
  }
  const rings = [];
  for (const begun of from.values()) {
    while (begun.length > 0) {
      const parts = [/** @type {LonLat[]} */ (begun.pop())];
      for (;;) {
        const last = parts[parts.length - 1];
        const next = from.get(last[last.length - 1].join())?.pop();
        if (!next) break;
        parts.push(next);
      }
      rings.push(parts.flatMap((part) => part.slice(0, -1)));
    }
  }
  return rings;
}
