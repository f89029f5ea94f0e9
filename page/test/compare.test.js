import { test } from "node:test";
import assert from "node:assert/strict";
import * as compare from "../src/compare.js";
import * as geodesy from "../src/geodesy.js";

function errors(launch, range_m) {
  const found = compare.circleErrors(launch, range_m);
  return Object.fromEntries(found.map((error) => [error.kind, error]));
}

test("at Kharkiv the errors are those measured on other tools' circles", () => {
  const { sphere, webMercator } = errors([36.2304, 49.9935], 305800);
  // folium.Circle and Turf: +0.96 km; shapely's buffer in EPSG:3857: -112.93 km.
  assert.ok(Math.abs(sphere.worst_m - 960) < 60, String(sphere.worst_m));
  assert.ok(Math.abs(webMercator.least_m + 112.93e3) < 20, String(webMercator.least_m));
});

test("a circle of degrees falls short to the east and west", () => {
  const { degrees } = errors([0, 60], 300e3);
  assert.ok(degrees.least_m < -140e3 && degrees.greatest_m < 5e3);
});

test("every path is a closed line of real positions, poles included", () => {
  for (const launch of [[0, 0], [10, 90], [-170, -90], [179, 89.9]]) {
    for (const { path, worst_m } of compare.circleErrors(launch, 2e6)) {
      assert.ok(Number.isFinite(worst_m));
      assert.ok(path.every(([lon, lat]) => Number.isFinite(lon) && Math.abs(lat) <= 90));
      assert.ok(geodesy.distance_m(path[0], path[path.length - 1]) < 1);
    }
  }
});
