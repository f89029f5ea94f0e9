import { test } from "node:test";
import assert from "node:assert/strict";
import * as coverage from "../src/coverage.js";
import * as reach from "../src/reach.js";
import * as region from "../src/region.js";
import * as sector from "../src/sector.js";
import * as sectorcoverage from "../src/sectorcoverage.js";

const LAUNCHES = [[36.2304, 49.9935], [0, 90], [77, -90], [179.9, -17], [10, 84], [0, 0]];

function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

/** A ragged polygon about a position. */
function star([lon, lat], size_deg, next) {
  const corners = Array.from({ length: 17 }, (_, i) => {
    const angle = ((i + next()) * 2 * Math.PI) / 17;
    const radius = size_deg * (0.4 + 0.6 * next());
    return [lon + radius * Math.cos(angle), Math.max(-89, Math.min(89, lat + radius * Math.sin(angle)))];
  });
  return [[corners]];
}

test("sectors add up to the whole circle, wherever it is", () => {
  const next = random(7);
  let compared = 0;
  for (const launch of LAUNCHES) {
    for (const ranges_m of [[80e3, 305.8e3], [2e6, 9e6], [15e6, 19.5e6]]) {
      const prepared = reach.prepareReach(launch, ranges_m);
      for (const middle of [launch, [launch[0] + 3, launch[1] * 0.9], [launch[0] + 170, -launch[1] * 0.9]]) {
        const shape = region.prepareRegion(star(middle, 2 + 20 * next(), next));
        const whole = coverage.measureAreas(shape, prepared).share;
        const cuts = [360 * next(), 360 * next(), 360 * next()].sort((a, b) => a - b);
        const parts = cuts.map((start_deg, i) =>
          sectorcoverage.measureSectorAreas(shape, prepared, {
            start_deg,
            end_deg: i < 2 ? cuts[i + 1] : cuts[0] + 360,
          }).share,
        );
        whole.forEach((share, i) => {
          const sum = parts.reduce((total, part) => total + part[i], 0);
          assert.ok(Math.abs(sum - share) < 2e-5, `${launch} ${middle} ${ranges_m[i]}: ${sum}, ${share}`);
          compared += 1;
        });
      }
    }
  }
  assert.equal(compared, 6 * 3 * 3 * 2);
});

test("a sector without an end is the whole circle", () => {
  const prepared = reach.prepareReach([36, 50], [3e5]);
  const [area_m2] = sectorcoverage.sectorAreas_m2(prepared, { start_deg: 30, end_deg: 30 });
  assert.ok(Math.abs(area_m2 / sector.sweptArea([36, 50], 3e5)(2 * Math.PI) - 1) < 1e-12);
});

test("a position is seen within a sector that crosses north", () => {
  const azimuths = { start_deg: 300, end_deg: 60 };
  assert.ok(sectorcoverage.isSeenWithin([36, 50], [36, 52], azimuths));
  assert.ok(!sectorcoverage.isSeenWithin([36, 50], [36, 48], azimuths));
});
