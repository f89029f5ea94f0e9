import { test } from "node:test";
import assert from "node:assert/strict";
import { readHash, writeHash } from "../src/state.js";

const LIMITS = { sites: 2, systems: ["himars", "atacms", "own, 120 km & more"], stages: 5, layers: ["zone0", "zone1", "borders", "places"] };
const PUBLISHED = { sites: [null, null], systems: null, hidden: [], bands: false, merged: false, ownRange_m: null, view: null, projection: "true", stage: 0 };

function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

test("a page as published needs no hash, and an empty hash changes nothing", () => {
  assert.equal(writeHash(PUBLISHED), "");
  for (const hash of ["", "#", "#top", "#at=", "#&&&==="]) {
    assert.deepEqual(readHash(hash, LIMITS), PUBLISHED);
  }
});

test("every state comes back as it was", () => {
  const next = random(7);
  const position = () =>
    [next() * 360 - 180, next() * 180 - 90].map((value) => Number(value.toFixed(6)));
  for (let i = 0; i < 500; i++) {
    const state = {
      sites: [next() < 0.5 ? null : position(), next() < 0.5 ? null : position()],
      systems: next() < 0.3 ? null : LIMITS.systems.filter(() => next() < 0.5),
      hidden: LIMITS.layers.filter(() => next() < 0.3),
      bands: next() < 0.5,
      merged: next() < 0.5,
      ownRange_m: next() < 0.5 ? null : Math.round(next() * 19e6) + 1,
      view: next() < 0.5 ? null : { centre: position(), zoom: Number((next() * 12).toFixed(2)) },
      projection: ["true", "mercator", "globe"][Math.floor(next() * 3)],
      stage: Math.floor(next() * 5),
    };
    const hash = writeHash(state);
    assert.deepEqual(readHash(hash, LIMITS), state, hash);
    // The same after a browser has put it into an address and taken it out.
    assert.deepEqual(readHash(new URL(`file:///page.html${hash}`).hash, LIMITS), state);
  }
});

test("the hash can be read by a person", () => {
  const state = { ...PUBLISHED, sites: [[36.2304, 49.9935], null], systems: ["himars"] };
  assert.equal(writeHash(state), "#at=36.2304,49.9935;&show=himars");
});

test("what is not exactly right is left out", () => {
  const wrong = [
    "at=1,91", "at=1", "at=1,2,3", "at=NaN,1", "at=Infinity,1", "at=0x10,1", "at=1e3,1",
    "at= 1,2", "at=,", "at=541,0", "own=0", "own=-5", "own=19901", "own=1e400", "own=abc",
    "bands=true", "bands=2", "view=1,2", "view=1,2,3,4", "view=1,2,-1", "view=1,2,23",
    "view=1,95,3", "__proto__=1", "constructor=1", "at=%00", "at=%E0%A4%A", "%%%",
    "at=<script>alert(1)</script>", "own=<img src=x onerror=alert(1)>",
  ];
  for (const hash of wrong) assert.deepEqual(readHash(`#${hash}`, LIMITS), PUBLISHED, hash);
});

test("systems that the page does not have are not shown", () => {
  assert.deepEqual(readHash("#show=himars,nuke,__proto__", LIMITS).systems, ["himars"]);
  assert.deepEqual(readHash("#show=", LIMITS).systems, []);
});

test("no garbage throws, and none sets what it should not", () => {
  const next = random(11);
  const alphabet = "at=show;&,.%-+0123456789eE<>\"'#\u0000\ud800é=view=own";
  for (let i = 0; i < 5000; i++) {
    const length = Math.floor(next() * 60);
    const text = Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]);
    const state = readHash(`#${text.join("")}`, LIMITS);
    assert.equal(state.sites.length, 2);
    for (const site of state.sites) {
      assert.ok(site === null || (Math.abs(site[0]) <= 180 && Math.abs(site[1]) <= 90));
    }
    assert.ok(state.ownRange_m === null || (state.ownRange_m > 0 && state.ownRange_m <= 19.9e6));
  }
  assert.deepEqual(readHash(`#own=5&at=${"1,2;".repeat(100000)}`, LIMITS), PUBLISHED);
});

test("only layers that the page has are hidden", () => {
  assert.deepEqual(readHash("#hide=zone9,system0,__proto__,places", LIMITS).hidden, ["places"]);
});
