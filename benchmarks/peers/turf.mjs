// Turf: buffer of GeoJSON (a sphere). Reads one job, writes GeoJSON and times.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("./installed/turf/", import.meta.url));
const { buffer } = require("@turf/turf");
const job = JSON.parse(readFileSync(0, "utf8"));
const seconds = [];
let shape = null;
for (let i = 0; i < job.repeats; i++) {
  const start = process.cpuUsage();
  shape = buffer(job.geojson, job.distance_m / 1000, {
    units: "kilometers",
    steps: Number(job.options),
  });
  const { user, system } = process.cpuUsage(start); // microseconds
  seconds.push((user + system) / 1e6);
}
process.stdout.write(JSON.stringify({ seconds, geojson: shape.geometry }));
