import { test } from "node:test";
import assert from "node:assert/strict";
import * as rings from "../src/rings.js";
import * as mercator from "../src/mercator.js";

const { EDGE_LAT, mapShape } = mercator;
const ONE_WORLD = { west: -180, east: 180 };

/** Whether a point is filled, by the even-odd rule over all rings. */
function filled(rings, [x, y]) {
  let odd = false;
  for (const ring of rings) {
    ring.forEach(([x2, y2], i) => {
      const [x1, y1] = ring[(i || ring.length) - 1];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) odd = !odd;
    });
  }
  return odd;
}

function onEdgeOfMap([, lat]) {
  return Math.abs(Math.abs(lat) - EDGE_LAT) < 1e-9;
}

test("a plain circle is one ring in each copy of the world", () => {
  const { fill, strokes } = mapShape(rings.circle([36, 50], 305800));
  assert.equal(fill.length, 3);
  assert.equal(strokes.length, 3);
  for (const lon of [-324, 36, 396]) assert.ok(filled(fill, [lon, 50]));
  assert.ok(!filled(fill, [30, 50]));
});

test("a circle over the antimeridian appears on both sides of a map", () => {
  const { fill } = mapShape(rings.circle([179, 60], 305800), ONE_WORLD);
  assert.ok(filled(fill, [178, 60]));
  assert.ok(filled(fill, [-178, 60]));
});

test("a polar cap is filled to the edge, and stroked only where it ends", () => {
  for (const [launch, inside, outside] of [
    [[20, 80], [150, 84], [150, 60]],
    [[20, -80], [150, -84], [150, -60]],
  ]) {
    const { fill, strokes } = mapShape(rings.circle(launch, 2e6), ONE_WORLD);
    assert.ok(filled(fill, inside));
    assert.ok(!filled(fill, outside));
    // Along a seam, longitude would stand still while latitude runs.
    for (const stroke of strokes) {
      stroke.slice(1).forEach((to, i) => {
        const from = stroke[i];
        assert.ok(!(onEdgeOfMap(from) && onEdgeOfMap(to)), "stroke along the map's edge");
        assert.ok(Math.abs(to[1] - from[1]) < 5 * Math.abs(to[0] - from[0]) + 1, "seam");
      });
    }
  }
});

test("copies of a polar cap follow on one another without a gap", () => {
  const { fill, strokes } = mapShape(rings.circle([20, 80], 2e6));
  assert.equal(fill.length, 1);
  for (let lon = -539; lon < 540; lon += 7) assert.ok(filled(fill, [lon, 84.9]));
  const ends = strokes.flatMap((line) => [line[0][0], line[line.length - 1][0]]);
  ends.sort((a, b) => a - b).slice(1, -1).forEach((lon, i, inner) => {
    if (i % 2 === 0) assert.ok(Math.abs(lon - inner[i + 1]) < 1e-9);
  });
});

test("a circle that holds both poles is the world less a hole", () => {
  const { fill, strokes } = mapShape(rings.circle([36, 50], 19e6), ONE_WORLD);
  assert.ok(filled(fill, [36, 50]));
  assert.ok(filled(fill, [-100, 84]));
  assert.ok(!filled(fill, [-144, -50]));
  assert.ok(strokes.flat().every((position) => !onEdgeOfMap(position)));
});

test("an outline over the map's edge is cut there and not drawn along it", () => {
  const { strokes } = mapShape(rings.circle([10, 80], 700e3), ONE_WORLD);
  assert.equal(strokes.length, 1);
  for (const line of strokes) {
    assert.ok(line.every(([, lat]) => Math.abs(lat) <= EDGE_LAT));
    assert.ok(line.slice(1, -1).every((position) => !onEdgeOfMap(position)));
  }
});

test("a circle wholly beyond the map's edge has no stroke", () => {
  assert.deepEqual(mapShape(rings.circle([0, 89.5], 100e3)).strokes, []);
});
