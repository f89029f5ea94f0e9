import { test } from "node:test";
import assert from "node:assert/strict";
import * as geodesy from "../src/geodesy.js";
import * as places from "../src/places.js";

const KHARKIV = [36.2304, 49.9935];
const BELGOROD = [36.5852, 50.5977];
const KYIV = [30.5238, 50.4547];
const ANTIPODE = [-143.7696, -49.9935];

test("places come nearest first, those beyond the limit left out", () => {
  const prepared = places.preparePlaces([KYIV, ANTIPODE, BELGOROD, KHARKIV]);
  const found = places.placesWithin(prepared, KHARKIV, 500e3);
  assert.deepEqual(found.map(({ index }) => index), [3, 2, 0]);
  assert.equal(found[1].distance_m, geodesy.distance_m(KHARKIV, BELGOROD));
  const all = places.placesWithin(prepared, KHARKIV, Infinity);
  assert.equal(all[3].index, 1);
});

test("the limit itself is within, on both sides of the antimeridian", () => {
  const prepared = places.preparePlaces([[-179.5, 10]]);
  const limit_m = geodesy.distance_m([179.5, 10], [-179.5, 10]);
  assert.equal(places.placesWithin(prepared, [179.5, 10], limit_m).length, 1);
  assert.equal(places.placesWithin(prepared, [179.5, 10], limit_m - 1e-3).length, 0);
});
