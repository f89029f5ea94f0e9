import { test } from "node:test";
import assert from "node:assert/strict";
import * as decode from "../src/decode.js";

test("steps add up from an absolute first vertex", () => {
  const ring = decode.decodeRing([36230, 49994, 5, -4, -10, 0], 0.001);
  assert.deepEqual(ring, [[36.23, 49.994], [36.235, 49.99], [36.225, 49.99]]);
});

test("coordinates are the doubles nearest to their decimal fractions", () => {
  const [[lon, lat]] = decode.decodeRing([-179999, 1], 0.001);
  assert.equal(lon, -179.999);
  assert.equal(lat, 0.001);
});

test("polygons keep their holes, an empty list stays empty", () => {
  const square = [0, 0, 10, 0, 0, 10, -10, 0];
  const hole = [4, 4, 0, 2, 2, 0, 0, -2];
  const [polygon] = decode.decodePolygons([[square, hole]], 0.1);
  assert.equal(polygon.length, 2);
  assert.deepEqual(polygon[1][2], [0.6, 0.6]);
  assert.deepEqual(decode.decodePolygons([], 0.1), []);
});
