/**
 * Measure cases given as JSON on standard input, and write what was found to
 * standard output, for Python to compare.
 */
"use strict";

const fs = require("node:fs");
const { coverage, decode, reach, region, rings } = require("./load.cjs").loadRangeviz();

function measureCase({ launch, ranges_m, regions, grid_deg }) {
  const prepared = reach.prepareReach(launch, ranges_m);
  const decoded = regions.map((polygons) => decode.decodePolygons(polygons, grid_deg));
  return {
    outlines: ranges_m.map((range_m) => rings.circle(launch, range_m)),
    regions: decoded.map((polygons) => ({
      polygons,
      ...coverage.measureRegion(region.prepareRegion(polygons), prepared),
    })),
  };
}

const cases = JSON.parse(fs.readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map(measureCase)));
