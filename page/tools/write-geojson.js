/**
 * GeoJSON of reaches given as JSON on standard input, for Python to check.
 */
import fs from "node:fs";
import * as geojson from "../src/geojson.js";
import * as shapes from "../src/shapes.js";

const reaches = JSON.parse(fs.readFileSync(0, "utf8"));
const collection = geojson.writeGeoJson(
  reaches.map(({ launch, min_m, max_m, azimuths, tolerance_m }) => ({
    outlines: shapes.outlines(launch, { min_m, max_m }, azimuths, tolerance_m),
    properties: {},
  })),
);
process.stdout.write(collection);
