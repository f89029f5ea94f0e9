import { test } from "node:test";
import assert from "node:assert/strict";
import * as reach from "../src/reach.js";
import * as region from "../src/region.js";
import * as survey from "../src/survey.js";

const KHARKIV = [36.2304, 49.9935];

function square(lon, lat) {
  return region.prepareRegion([[[[lon, lat], [lon + 1, lat], [lon + 1, lat + 1], [lon, lat + 1]]]]);
}

const REGIONS = [square(100, 0), square(38, 50), square(36, 49.5), square(36, 54)];

test("rows come nearest first, and only from regions within reach", () => {
  const run = survey.startSurvey(REGIONS, reach.prepareReach(KHARKIV, [80e3, 300e3]));
  assert.ok(run.advance(Infinity));
  assert.deepEqual(run.rows().map(({ index }) => index), [2, 1]);
  assert.ok(run.rows()[0].measure.inside);
});

test("a survey stops when its time is up and goes on where it was", () => {
  let clock = 0;
  const run = survey.startSurvey(REGIONS, reach.prepareReach(KHARKIV, [19e6]), undefined, () => clock++);
  const steps = [];
  while (!run.advance(2)) steps.push(run.rows().length);
  assert.deepEqual(steps, [1, 2, 3]);
  assert.equal(run.rows().length, 4);
});
