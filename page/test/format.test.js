import { test } from "node:test";
import assert from "node:assert/strict";
import { createFormatter } from "../src/format.js";

const english = createFormatter("en");

test("shares never say none or all where there is some or some left", () => {
  const shares = [0, 1e-9, 0.0099, 0.01, 0.13, 0.99, 0.991, 0.9999, 1 - 1e-9, 1];
  const shown = ["0%", "<1%", "<1%", "1%", "13%", "99%", ">99%", ">99%", "100%", "100%"];
  assert.deepEqual(shares.map(english.share), shown);
});

test("what is not a share is none", () => {
  assert.equal(english.share(NaN), "0%");
  assert.equal(english.share(-0.1), "0%");
  assert.equal(english.share(1.0000001), "100%");
});

test("distances: one decimal below a hundred kilometres, whole above", () => {
  assert.deepEqual([5432, 99949, 99950, 109400, 1234567].map(english.km),
    ["5.4", "99.9", "100", "109", "1,235"]);
});

test("published ranges keep their decimals", () => {
  assert.deepEqual([305800, 80000, 80467.2].map(english.rangeKm), ["305.8", "80", "80.467"]);
  assert.equal(english.miles(305775), "190");
});

test("every language of the page writes its own way", () => {
  assert.equal(createFormatter("de").rangeKm(1305800), "1.305,8");
  assert.equal(createFormatter("uk").km(5432), "5,4");
  assert.match(createFormatter("fr").share(0.001), /^<1\s%$/u);
  for (const language of ["en", "uk", "de", "ru", "pl", "fr", "es"]) {
    assert.match(createFormatter(language).date("2024-11-17"), /17.*2024/u);
  }
});

test("dates are no more exact than they were given", () => {
  assert.equal(english.date("2024"), "2024");
  assert.equal(english.date("2024-11"), "November 2024");
  assert.equal(english.date("2024-11-17"), "November 17, 2024");
  assert.equal(english.date("in November"), "in November");
});

test("an unknown or malformed language is English", () => {
  for (const language of ["xx", "", "-", "<script>"]) {
    assert.equal(createFormatter(language).count(1234), "1,234");
  }
});
