import { test } from "node:test";
import assert from "node:assert/strict";
import * as azimuthal from "../src/azimuthal.js";
import * as geodesy from "../src/geodesy.js";
import * as region from "../src/region.js";

const LAUNCHES = [[36.2304, 49.9935], [0, 0], [-179.9, -60], [10, 89.9], [0, -90]];

function box(west, south, east, north) {
  return [[[west, south], [east, south], [east, north], [west, north]]];
}

/** Rings of a path made of M, L and Z; arcs are left out. */
function ringsOf(path) {
  return path.split("M").slice(1).filter((part) => !part.includes("A")).map((part) =>
    part.replace("Z", "").split("L").map((pair) => pair.split(",").map(Number)));
}

/** Whether a point is filled by the even-odd rule; arcs are circles of the edge. */
function filled(path, [x, y]) {
  let odd = path.includes("A");
  for (const ring of ringsOf(path)) {
    ring.forEach(([x2, y2], i) => {
      const [x1, y1] = ring[(i || ring.length) - 1];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) odd = !odd;
    });
  }
  return odd;
}

/** Worst error in percent of the radius, over launch points and azimuths. */
function worstError(greatest_m) {
  let worst = 0;
  for (const launch of LAUNCHES) {
    const panel = { launch, greatest_m, radius: 100 };
    for (let azimuth = 1; azimuth < 360; azimuth += 3) {
      const [x, y] = azimuthal.panelPoint(geodesy.direct(launch, azimuth, greatest_m), panel);
      const angle = (azimuth * Math.PI) / 180;
      worst = Math.max(worst, Math.hypot(x - 100 * Math.sin(angle), y + 100 * Math.cos(angle)));
    }
  }
  return worst;
}

test("points are where their distance and azimuth say, as nearly as stated", () => {
  assert.ok(worstError(1e6) < 0.002);
  assert.ok(worstError(10e6) < 0.2);
  assert.ok(worstError(15e6) < 0.7);
});

test("what is inside a region on the globe is filled on the panel", () => {
  const shapes = [
    box(-180, -90, 180, -60), box(-180, 60, 180, 90), box(20, 40, 50, 60),
    box(-150, -60, -140, -40), box(-170, -80, 170, 80),
  ];
  for (const launch of [LAUNCHES[0], LAUNCHES[2], [-145, -50]]) {
    for (const greatest_m of [1e6, 9e6]) {
      const panel = { launch, greatest_m, radius: 100 };
      for (const shape of shapes) {
        const prepared = region.prepareRegion([shape]);
        const path = azimuthal.regionPath(prepared, panel);
        for (let azimuth = 5; azimuth < 360; azimuth += 23) {
          for (const part of [0.13, 0.37, 0.61, 0.93]) {
            const position = geodesy.direct(launch, azimuth, part * greatest_m);
            const near = [[0.6, 0], [-0.6, 0], [0, 0.6], [0, -0.6]].map(([dx, dy]) => {
              const [x, y] = azimuthal.panelPoint(position, panel);
              return filled(path, [x + dx, y + dy]);
            });
            // Within half a unit of an edge either answer is right.
            if (new Set(near).size > 1) continue;
            assert.equal(near[0], region.contains(prepared, position),
              `${launch} ${greatest_m} ${shape[0]} ${azimuth} ${part}`);
          }
        }
      }
    }
  }
});

test("what is out of sight takes no room in the page", () => {
  const far = region.prepareRegion([box(-100, 30, -90, 40)]);
  const panel = { launch: LAUNCHES[0], greatest_m: 1e6, radius: 100 };
  assert.equal(azimuthal.regionPath(far, panel), "");
});
