import { test } from "node:test";
import assert from "node:assert/strict";
import { middleOf, spread } from "../src/timeaxis.js";

test("a date is the middle of what it names", () => {
  const day = 86_400_000;
  assert.equal(middleOf("2024-11-17") - middleOf("2024-05-30"), 171 * day);
  assert.equal(middleOf("2024-11"), Date.UTC(2024, 10, 16));
  assert.equal(middleOf("2024"), Date.UTC(2024, 6, 2));
});

test("labels stand under their dots where there is room, and never on each other", () => {
  assert.deepEqual(spread([50, 500], [100, 100], 600), [0, 450]);
  const lefts = spread([50, 540, 545, 550], [100, 100, 100, 100], 600);
  lefts.forEach((left, i) => {
    assert.ok(left >= 0 && left + 100 <= 600);
    if (i > 0) assert.ok(left - lefts[i - 1] >= 110);
  });
  assert.equal(lefts[0], 0);
});
