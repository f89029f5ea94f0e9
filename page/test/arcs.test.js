import { test } from "node:test";
import assert from "node:assert/strict";
import { joinRings } from "../src/arcs.js";

test("lines become rings, also where two rings touch in a point", () => {
  const rings = joinRings([
    [[0, 0], [1, 0]],
    [[0, 1], [0, 0]],
    [[1, 0], [1, 1], [0, 1]],
    [[0, 0], [-1, 0], [-1, -1], [0, 0]],
  ]);
  const corners = rings.flat().map(String).sort();
  assert.deepEqual(corners, ["-1,-1", "-1,0", "0,0", "0,0", "0,1", "1,0", "1,1"]);
  const area = (ring) =>
    ring.reduce((sum, [x, y], i) => {
      const [u, v] = ring[(i + 1) % ring.length];
      return sum + (x * v - u * y) / 2;
    }, 0);
  assert.equal(rings.map(area).reduce((a, b) => a + b), 1.5);
});

test("without lines there are no rings", () => assert.deepEqual(joinRings([]), []));
