/**
 * GeoJSON of reaches given as JSON on standard input, for Python to check.
 */
"use strict";

const fs = require("node:fs");
const { geojson, shapes } = require("./load.cjs").loadRangeviz();

const reaches = JSON.parse(fs.readFileSync(0, "utf8"));
const collection = geojson.writeGeoJson(
  reaches.map(({ launch, min_m, max_m, azimuths, tolerance_m }) => ({
    outlines: shapes.outlines(launch, { min_m, max_m }, azimuths, tolerance_m),
    properties: {},
  })),
);
process.stdout.write(collection);
