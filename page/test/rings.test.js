import { test } from "node:test";
import assert from "node:assert/strict";
import * as geodesy from "../src/geodesy.js";
import * as rings from "../src/rings.js";
import * as mercator from "../src/mercator.js";

const KHARKIV = [36.2304, 49.9935];

/** Greatest step between neighbours, in degrees of longitude. */
function longestStep(path) {
  return Math.max(...path.slice(1).map(([lon], i) => Math.abs(lon - path[i][0])));
}

/** How far the path, straight in Web Mercator, is from its range at mid-edge. */
function worstDeviation_m(path, launch, range_m) {
  const latitude = (y) => (Math.atan(Math.sinh(y)) * 180) / Math.PI;
  return Math.max(...path.slice(1).map(([lon, lat], i) => {
    const [lon0, lat0] = path[i];
    const y = (mercator.mercatorY(lat) + mercator.mercatorY(lat0)) / 2;
    const middle = [(lon + lon0) / 2, latitude(y)];
    return Math.abs(geodesy.distance_m(launch, middle) - range_m);
  }));
}

/** The same of edges that are straight in lon/lat, at three points of each. */
function deviation_m(path, launch, range_m) {
  return Math.max(...path.slice(1).flatMap(([lon, lat], i) => [0.25, 0.5, 0.75].map((part) => {
    const [lon0, lat0] = path[i];
    const between = [lon0 + part * (lon - lon0), lat0 + part * (lat - lat0)];
    return Math.abs(geodesy.distance_m(launch, between) - range_m);
  })));
}

test("every vertex is at the range, to a nanometre's neighbourhood", () => {
  for (const range_m of [80500, 305800, 5e6, 19e6]) {
    for (const position of rings.circle(KHARKIV, range_m).path) {
      assert.ok(Math.abs(geodesy.distance_m(KHARKIV, position) - range_m) < 1e-6);
    }
  }
});

test("edges as drawn stay within a ten-thousandth of the range", () => {
  for (const range_m of [80500, 305800, 2e6]) {
    const { path } = rings.circle(KHARKIV, range_m);
    assert.ok(worstDeviation_m(path, KHARKIV, range_m) < range_m * 1e-4);
    assert.ok(path.length < 600, `${path.length} vertices`);
  }
});

test("a tolerance on the ground is kept, and the deviation is told", () => {
  for (const launch of [KHARKIV, [0, 89.5], [20, -70], [180, 0]]) {
    for (const range_m of [80500, 2e6, 9e6]) {
      const { path } = rings.circle(launch, range_m, 10);
      const worst_m = deviation_m(path, launch, range_m);
      assert.ok(worst_m <= 10, `${launch} ${range_m}: ${worst_m}`);
    }
  }
  const coarse = [0, 90, 180, 270, 360].map((a) => geodesy.direct(KHARKIV, a, 1e5));
  assert.ok(deviation_m(coarse, KHARKIV, 1e5) > 20e3);
});

test("longitudes run without jumps across the antimeridian", () => {
  const { path, turns } = rings.circle([179.5, 65], 800e3);
  assert.equal(turns, 0);
  assert.deepEqual(path[0], path[path.length - 1]);
  assert.ok(longestStep(path) < 10);
  assert.ok(Math.max(...path.map(([lon]) => lon)) > 180);
});

test("a circle round one pole turns once, round both not at all", () => {
  const cases = [
    [[0, 80], 2e6, 1, true, false],
    [[200, -80], 2e6, -1, false, true],
    [[12, 90], 305800, 1, true, false],
    [[36, 50], 12e6, 1, true, false],
    [[36, 50], 19e6, 0, true, true],
    [[0, 0], 10001965, 0, false, false],
    [[0, 0], 10001966, 0, true, true],
  ];
  for (const [launch, range_m, turns, north, south] of cases) {
    const outline = rings.circle(launch, range_m);
    assert.deepEqual(
      [outline.turns, outline.holdsNorthPole, outline.holdsSouthPole],
      [turns, north, south],
    );
    const [first, last] = [outline.path[0], outline.path[outline.path.length - 1]];
    assert.equal(last[0] - first[0], 360 * turns);
  }
});

test("a circle through a pole is closed, whichever side it passes", () => {
  const toPole_m = geodesy.distance_m(KHARKIV, [0, 90]);
  for (const nudge_m of [-1e-3, 0, 1e-3]) {
    const { path, turns } = rings.circle(KHARKIV, toPole_m + nudge_m);
    assert.equal(turns, nudge_m > 0 ? 1 : 0);
    assert.equal(path[path.length - 1][0] - path[0][0], 360 * turns);
  }
});

test("a sector is closed and holds a pole only if the pole is in it", () => {
  const sector = { startAzimuth_deg: 350, endAzimuth_deg: 20, minRange_m: 1e5, maxRange_m: 6e6 };
  assert.equal(rings.annularSector(KHARKIV, sector).turns, 1);
  const southward = { ...sector, startAzimuth_deg: 100, endAzimuth_deg: 200, minRange_m: 0 };
  const { path, turns } = rings.annularSector(KHARKIV, southward);
  assert.equal(turns, 0);
  assert.deepEqual(path[0], path[path.length - 1]);
  assert.ok(path.some((position) => geodesy.distance_m(position, KHARKIV) < 1e-6));
});
