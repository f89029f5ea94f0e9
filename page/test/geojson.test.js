import { test } from "node:test";
import assert from "node:assert/strict";
import * as geojson from "../src/geojson.js";
import * as geodesy from "../src/geodesy.js";
import * as rings from "../src/rings.js";
import * as shapes from "../src/shapes.js";

const CASES = [
  [[36.2304, 49.9935], 305.8e3],
  [[179.9, 65], 305.8e3],
  [[180, 0], 305.8e3],
  [[-180, -70], 1e6],
  [[20, 85], 2e6],
  [[20, -85], 2e6],
  [[0, 90], 305.8e3],
  [[-123, -90], 305.8e3],
  [[36, 50], 12e6],
  [[36, 50], 19e6],
  [[0, 10], 19e6],
  [[180, 0], 9.5e6],
];

/** Whether a MultiPolygon holds a point, by the even-odd rule. */
function holds({ coordinates }, [lon, lat]) {
  let odd = false;
  for (const ring of coordinates.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const [[lon1, lat1], [lon2, lat2]] = [ring[i - 1], ring[i]];
      if (lat1 > lat === lat2 > lat) continue;
      if (lon < lon1 + ((lat - lat1) / (lat2 - lat1)) * (lon2 - lon1)) odd = !odd;
    }
  }
  return odd;
}

function signedArea(ring) {
  return ring.slice(1).reduce((sum, [lon, lat], i) =>
    sum + (ring[i][0] * lat - lon * ring[i][1]) / 2, 0);
}

test("points are inside exactly if they are within range", () => {
  for (const [launch, range_m] of CASES) {
    const shape = geojson.toMultiPolygon(rings.circle(launch, range_m, 10));
    for (let azimuth = 7; azimuth < 360; azimuth += 13) {
      for (const [length_m, expected] of [[range_m - 500, true], [range_m + 500, false]]) {
        const position = geodesy.direct(launch, azimuth, length_m);
        assert.equal(holds(shape, position), expected, `${launch} ${range_m} ${azimuth}`);
      }
    }
  }
});

test("rings are closed, on the map, wound by the right-hand rule, seven decimals", () => {
  for (const [launch, range_m] of CASES) {
    const { coordinates } = geojson.toMultiPolygon(rings.circle(launch, range_m, 10));
    for (const polygon of coordinates) {
      polygon.forEach((ring, i) => {
        assert.deepEqual(ring[0], ring[ring.length - 1]);
        assert.ok(signedArea(ring) > 0 === (i === 0));
        for (const [lon, lat] of ring) {
          assert.ok(Math.abs(lon) <= 180 && Math.abs(lat) <= 90);
          assert.ok(String(lon).replace(/^[^.]*\.?/, "").length <= 7);
        }
      });
      for (let i = 1; i < polygon[0].length; i++) {
        assert.notDeepEqual(polygon[0][i], polygon[0][i - 1]);
      }
    }
  }
});

test("an annulus has a hole, wherever it is cut", () => {
  for (const launch of [[36, 50], [179.9, 10], [10, 85], [0, -90], [180, 0]]) {
    const outlines = shapes.outlines(launch, { min_m: 300e3, max_m: 2e6 }, null, 50);
    const shape = geojson.toMultiPolygon(...outlines);
    for (let azimuth = 7; azimuth < 360; azimuth += 29) {
      for (const [length_m, expected] of [[290e3, false], [310e3, true], [2.01e6, false]]) {
        const position = geodesy.direct(launch, azimuth, length_m);
        assert.equal(holds(shape, position), expected, `${launch} ${azimuth} ${length_m}`);
      }
    }
  }
});

test("a sector holds what lies between its azimuths", () => {
  for (const launch of [[36, 50], [175, 60], [-179, -80]]) {
    const azimuths = { start_deg: 340, end_deg: 100 };
    const [outline] = shapes.outlines(launch, { min_m: 2e5, max_m: 3e6 }, azimuths, 50);
    const shape = geojson.toMultiPolygon(outline);
    for (let azimuth = 5; azimuth < 360; azimuth += 10) {
      const expected = azimuth > 340 || azimuth < 100;
      const position = geodesy.direct(launch, azimuth, 2.5e6);
      assert.equal(holds(shape, position), expected, `${launch} ${azimuth}`);
    }
  }
});

test("the text is a feature collection with the properties given", () => {
  const outlines = [rings.circle([36, 50], 80e3)];
  const text = geojson.writeGeoJson(
    [{ outlines, properties: { system: "</script>", max_range_km: 80 } }],
    { worldview: "international" },
  );
  const parsed = JSON.parse(text);
  assert.equal(parsed.type, "FeatureCollection");
  assert.equal(parsed.worldview, "international");
  assert.equal(parsed.features[0].geometry.type, "MultiPolygon");
  assert.equal(parsed.features[0].properties.system, "</script>");
});
