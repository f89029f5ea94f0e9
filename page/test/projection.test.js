import { test } from "node:test";
import assert from "node:assert/strict";
import * as geodesy from "../src/geodesy.js";
import { createProjection, polarAbout } from "../src/projection.js";
import * as rings from "../src/rings.js";

const { RADIANS, direct, distance_m, inverse, wrapLongitude } = geodesy;
const SPAN = { west: -180, east: 180 };
/** Ordinary, at the antimeridian, at both poles, on the equator. */
const CENTRES = [[36.23, 49.99], [179.9, -16.5], [20, 84], [0, 90], [-120, -89.5], [10, 0]];

function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

function positions(count, seed) {
  const next = random(seed);
  return Array.from({ length: count }, () => [
    360 * next() - 180,
    Math.asin(2 * next() - 1) / RADIANS,
  ]);
}

/** Whether paths, filled by the nonzero rule, hold a point. */
function holds(paths, [x, y]) {
  let winding = 0;
  for (const path of paths) {
    path.forEach(([bx, by], i) => {
      const [ax, ay] = path[(i || path.length) - 1];
      if (ay <= y === by <= y) return;
      const right = ax + ((y - ay) / (by - ay)) * (bx - ax) > x;
      if (right) winding += by > ay ? 1 : -1;
    });
  }
  return winding !== 0;
}

test("the quick polar coordinates are the exact ones to a metre", () => {
  for (const centre of CENTRES) {
    const polar = polarAbout(centre);
    for (const position of positions(500, 3)) {
      const { length_m, azimuth_deg } = inverse(centre, position);
      const found = polar(position);
      assert.ok(Math.abs(found.length_m - length_m) < 0.5, `${centre} ${position}`);
      // How far the azimuth's error moves a point on the ground.
      const turn = found.azimuth_rad - azimuth_deg * RADIANS;
      const off = Math.abs(turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI)));
      const poles = Math.abs(centre[1]) > 89.99;
      assert.ok(poles || off * Math.sin(length_m / 6371000) * 6371000 < 0.5, `${centre} ${position}`);
    }
  }
});

test("a position comes back from the plane where it was", () => {
  for (const kind of ["true", "mercator", "globe"]) {
    for (const centre of CENTRES) {
      const projection = createProjection(kind, centre, SPAN);
      for (const position of positions(200, 5)) {
        // Near the rim a pixel of the globe is a long way on the ground.
        if (!projection.isVisible(position) || distance_m(centre, position) > 9.3e6) continue;
        const back = projection.unproject(projection.project(position));
        assert.ok(distance_m(back, position) < 2, `${kind} ${centre} ${position} ${back}`);
      }
    }
  }
});

test("a ring about the centre of true distances is a circle to a thousandth of a pixel", () => {
  for (const centre of CENTRES) {
    for (const range_m of [80500, 305800, 1.5e6, 5e6, 15e6]) {
      const projection = createProjection("true", centre, SPAN);
      for (const path of projection.reach(rings.circle(centre, range_m))) {
        for (const [x, y] of path) {
          // Of a ring 300 pixels wide.
          assert.ok(Math.abs(Math.hypot(x, y) - range_m) < range_m * 3e-6, `${centre} ${range_m}`);
        }
      }
    }
  }
});

test("what a ring holds on the ground, it holds on the plane", () => {
  for (const kind of ["true", "globe"]) {
    for (const centre of CENTRES) {
      const projection = createProjection(kind, centre, SPAN);
      for (const [launch, range_m] of [[[36, 50], 4e6], [[-144, -50], 4e6], [[100, -80], 12e6], [[36, 50], 17e6]]) {
        const area = projection.reach(rings.circle(launch, range_m));
        for (const position of positions(150, 9)) {
          const away_m = distance_m(launch, position) - range_m;
          const edge_m = projection.rim_m - Math.hypot(...projection.project(position));
          if (Math.abs(away_m) < 2e4 || edge_m < 1e5 || !projection.isVisible(position)) continue;
          const told = `${kind} about ${centre}, ${range_m} m from ${launch}: ${position}`;
          assert.equal(holds(area, projection.project(position)), away_m < 0, told);
        }
      }
    }
  }
});

test("an annulus leaves its middle empty", () => {
  const projection = createProjection("true", [36, 50], SPAN);
  const area = projection.reach(rings.circle([36, 50], 3e5), rings.circle([36, 50], 8e4));
  assert.ok(!holds(area, projection.project([36, 50])));
  assert.ok(holds(area, projection.project([36, 52])));
});

test("a long edge that is straight in lon and lat follows its parallel", () => {
  const projection = createProjection("true", [0, 90], SPAN);
  const [path] = projection.line([[0, 60], [90, 60]]);
  const radius_m = distance_m([0, 90], [0, 60]);
  for (const [x, y] of path) assert.ok(Math.abs(Math.hypot(x, y) - radius_m) < 1);
  assert.ok(path.length > 8);
});

test("the far side of the globe is not shown", () => {
  const projection = createProjection("globe", [0, 0], SPAN);
  assert.ok(!projection.isVisible([179, 0]));
  assert.deepEqual(projection.ring([[170, 5], [175, 5], [175, -5], [170, -5]]), []);
  assert.deepEqual(projection.line([[170, 5], [175, 5]]), []);
  const [nearby] = projection.ring([[10, 5], [15, 5], [15, -5], [10, -5]]);
  assert.ok(nearby.length >= 4);
});

test("the antipode's longitude is one of the map's", () => {
  const [lon] = direct([36, 50], 0, 2e7);
  assert.ok(Math.abs(wrapLongitude(lon)) <= 180);
});

test("an edge is drawn alike with two vertices and with many: no seam opens between them", () => {
  const line = (count) => Array.from({ length: count + 1 }, (_, i) => [44.1, 44 + (11 * i) / count]);
  const projection = createProjection("true", [36.3, 49.5]);
  const [coarse] = projection.line(line(1));
  const [fine] = projection.line(line(300));
  for (const [x, y] of fine) {
    const off_m = coarse.slice(1).map(([bx, by], i) => {
      const [ax, ay] = coarse[i];
      const [dx, dy] = [bx - ax, by - ay];
      const part = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
      return Math.hypot(x - ax - part * dx, y - ay - part * dy);
    });
    assert.ok(Math.min(...off_m) < 500, `${Math.min(...off_m)} m`); // a third of a pixel
  }
});
