import { test } from "node:test";
import assert from "node:assert/strict";
import * as decode from "../src/decode.js";

// The texts are what `encode.py` and `topology.py` write: their docstrings have some.

test("integers are one letter or more, below 0 or above", () => {
  assert.deepEqual(decode.readIntegers("!(Ko!"), [0, -1, 17, 34]);
  assert.deepEqual(decode.readIntegers("psrq-%"), [-179999, 1]);
  assert.deepEqual(decode.readIntegers(""), []);
});

test("steps add up from an absolute first vertex", () => {
  const [ring] = decode.readLines("tqzQvwoE0/=!", 0.001);
  assert.deepEqual(ring, [[36.23, 49.994], [36.235, 49.99], [36.225, 49.99]]);
});

test("coordinates are the doubles nearest to their decimal fractions", () => {
  const [[[lon, lat]]] = decode.readLines("psrq-%", 0.001);
  assert.equal(lon, -179.999);
  assert.equal(lat, 0.001);
});

test("a line starts from where the one before it ends", () => {
  const lines = decode.readLines("!%%(;!!I!", 0.5);
  assert.deepEqual(lines, [[[0, 0.5], [0.5, 0]], [[0.5, 0], [8.5, 0]]]);
});

test("polygons keep their holes, an empty text is none", () => {
  const [first, second] = decode.readPolygons("!!:!!:=!;.3!))!!*|YI!:=!!=", 0.1);
  assert.deepEqual(first[0], [[0, 0], [1, 0], [1, 1], [0, 1]]);
  assert.deepEqual(first[1], [[0.4, 0.4], [0.4, 0.6], [0.6, 0.6], [0.6, 0.4]]);
  assert.deepEqual(second, [[[3, 2], [3, 3], [2, 3], [2, 2]]]);
  assert.deepEqual(decode.readPolygons("", 0.1), []);
});

test("arcs that come again are told from those that are new", () => {
  assert.deepEqual(decode.readArcNumbers(["!!;!", "", "-!|%"]), [
    [[[0, 1], [2]]],
    [],
    [[[~0, 3]], [[3]]],
  ]);
});
