import { test } from "node:test";
import assert from "node:assert/strict";
import * as authalic from "../src/authalic.js";
import * as coverage from "../src/coverage.js";
import * as geodesy from "../src/geodesy.js";
import * as reach from "../src/reach.js";
import * as region from "../src/region.js";
import * as sector from "../src/sector.js";
import * as vertices from "../src/vertices.js";

const KHARKIV = [36.2304, 49.9935];
const EARTH_M2 = 510065621724088.44; // 4 pi c^2, GeographicLib

function box(west, south, east, north) {
  return [[[west, south], [east, south], [east, north], [west, north]]];
}

function measure(polygons, launch, ...ranges_m) {
  const prepared = region.prepareRegion(polygons);
  return coverage.measureRegion(prepared, reach.prepareReach(launch, ranges_m));
}

function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

function assertNear(actual, expected, tolerance) {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, expected ${expected}`);
}

test("the hemisphere and the Earth have their areas", () => {
  assertNear(2 * authalic.halfEarth_m2, EARTH_M2, 1);
  assertNear(region.prepareRegion([box(-180, -90, 180, 90)]).area_m2, EARTH_M2, 100);
});

test("a circle about a pole has the area of its parallel's cap", () => {
  const range_m = geodesy.distance_m([0, 90], [0, 60]);
  const cap_m2 = authalic.halfEarth_m2 - 2 * Math.PI * authalic.areaPerRadian_m2(60);
  assertNear(sector.sweptArea([0, 90], range_m)(2 * Math.PI), cap_m2, 10);
});

test("a region that holds the whole circle holds its area", () => {
  for (const range_m of [80500, 305800]) {
    const { area_m2, inside, nearest_m } = measure([box(20, 40, 60, 60)], KHARKIV, range_m);
    assertNear(area_m2[0], sector.sweptArea(KHARKIV, range_m)(2 * Math.PI), 1);
    assert.ok(inside);
    assert.equal(nearest_m, 0);
  }
});

test("the parts of a divided Earth add up to the circle", () => {
  for (const launch of [KHARKIV, [0, 90], [180, 0], [-179.9, -89.9], [15, -45]]) {
    for (const range_m of [305800, 5e6, 12e6, 19.9e6]) {
      let sum_m2 = 0;
      for (let west = -180; west < 180; west += 45) {
        for (let south = -90; south < 90; south += 45) {
          const part = box(west, south, west + 45, south + 45);
          sum_m2 += measure([part], launch, range_m).area_m2[0];
        }
      }
      const circle_m2 = sector.sweptArea(launch, range_m)(2 * Math.PI);
      assertNear(sum_m2 / circle_m2, 1, 1e-9);
    }
  }
});

test("parts add up where a circle runs along their edges, through corners or a pole", () => {
  const next = random(20241117);
  const cells = [];
  for (let west = -180; west < 180; west += 30) {
    for (let south = -90; south < 90; south += 30) {
      cells.push(region.prepareRegion([box(west, south, west + 30, south + 30)]));
    }
  }
  const corner = () => [-180 + 30 * Math.floor(next() * 13), -90 + 30 * Math.floor(next() * 7)];
  for (let i = 0; i < 150; i++) {
    const launch = next() < 0.6 ? corner() : [next() * 360 - 180, next() * 180 - 90];
    const range_m = geodesy.distance_m(launch, corner());
    if (range_m < 1 || range_m > 19.9e6) continue;
    const prepared = reach.prepareReach(launch, [range_m]);
    const sum_m2 = cells.reduce(
      (sum, cell) => sum + coverage.measureAreas(cell, prepared).area_m2[0], 0,
    );
    const circle_m2 = prepared.limits[0].sweptArea_m2(2 * Math.PI);
    assertNear(sum_m2 / circle_m2, 1, 1e-9);
  }
});

test("a launch point at a pole is in the region about it", () => {
  for (const lon of [-180, 0, 77]) {
    assert.ok(measure([box(-180, -90, 180, -60)], [lon, -90], 1e6).inside);
    assert.ok(!measure([box(-180, -80, 180, -60)], [lon, -90], 1e6).inside);
  }
});

test("a chord bounds its geodesic from both sides", () => {
  const next = random(3);
  const point = () => [next() * 360 - 180, (Math.asin(2 * next() - 1) * 180) / Math.PI];
  for (let i = 0; i < 20000; i++) {
    const from = point();
    const to = i % 2 ? point() : geodesy.direct(from, 360 * next(), 10 ** (1 + 6 * next()));
    const [a, b] = [from, to].map(geodesy.toCartesian);
    const chord_m = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    const length_m = geodesy.distance_m(from, to);
    assert.ok(reach.leastDistance_m(chord_m) <= length_m + 1e-6, `${from} ${to}`);
    assert.ok(reach.greatestDistanceOfChord_m(chord_m) >= length_m - 1e-6, `${from} ${to}`);
  }
});

test("holes count neither in the area nor in the share", () => {
  const [shell] = box(35, 49, 37, 51);
  const [hole] = box(35.5, 49.5, 36.5, 50.5);
  const whole = measure([[shell]], KHARKIV, 60e3);
  const pierced = measure([[shell, hole]], KHARKIV, 60e3);
  const plug = measure([[hole]], KHARKIV, 60e3);
  assertNear(pierced.area_m2[0], whole.area_m2[0] - plug.area_m2[0], 1);
  assert.ok(!pierced.inside);
  assertNear(pierced.nearest_m, 19334, 200);
});

test("turning a ring round changes nothing", () => {
  const ring = box(35, 49, 37, 51)[0];
  const forward = measure([[ring]], KHARKIV, 60e3);
  const backward = measure([[[...ring].reverse()]], KHARKIV, 60e3);
  assertNear(forward.area_m2[0], backward.area_m2[0], 1e-3);
});

test("the nearest point of an edge is found between its vertices", () => {
  const { nearest_m } = measure([box(30, 52, 42, 55)], KHARKIV, 80e3);
  const along = (lon) => geodesy.distance_m(KHARKIV, [lon, 52]);
  const sampled = Math.min(...Array.from({ length: 12001 }, (_, i) => along(30 + i / 1000)));
  assertNear(nearest_m, sampled, 0.01);
});

test("a region about the antipode is as far as can be", () => {
  const antipode = box(-150, -55, -140, -45);
  const { farthest_m, area_m2, share } = measure([antipode], KHARKIV, 19.9e6);
  assertNear(farthest_m, 20003931.4586, 1e-3);
  assert.ok(share[0] < 1 && area_m2[0] > 0);
});

test("empty regions and rings without area measure as nothing", () => {
  const { area_m2, share, nearest_m } = measure([], KHARKIV, 80e3);
  assert.deepEqual([area_m2, share, nearest_m], [[0], [0], Infinity]);
  assert.deepEqual(measure([[[[1, 1], [2, 2]]]], KHARKIV, 80e3).share, [0]);
});

test("ranges that make no circle are refused with what is allowed", () => {
  for (const range_m of [0, -5, NaN, 19.95e6]) {
    assert.throws(() => reach.prepareReach(KHARKIV, [range_m]), /at most 19900000 m/);
  }
});

test("the approximate distance is as near as it says", () => {
  const next = random(5);
  const { approximateDistance_m, approximationError_m } = vertices;
  for (let i = 0; i < 20000; i++) {
    const launch = [0, (Math.asin(2 * next() - 1) * 180) / Math.PI];
    const length_m = i % 2 ? 19.9e6 * next() : 10 ** (1 + 6 * next());
    const [x, y, z] = geodesy.toCartesian(geodesy.direct(launch, 360 * next(), length_m));
    const vertex = { x: [x], y: [y], z: [z] };
    const found_m = approximateDistance_m(vertex, { cartesian: geodesy.toCartesian(launch) }, 0);
    assert.ok(Math.abs(found_m - length_m) < approximationError_m(found_m), `${launch} ${length_m}`);
  }
});
