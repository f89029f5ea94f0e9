import { test } from "node:test";
import assert from "node:assert/strict";
import { Steps } from "../src/undo.js";

test("each choice is a step there and back", () => {
  const steps = new Steps("");
  steps.note("#at=36,50", 0);
  steps.note("#at=36,50&own=120", 5000);
  assert.equal(steps.undo(), "#at=36,50");
  assert.equal(steps.undo(), "");
  assert.equal(steps.undo(), null);
  assert.equal(steps.redo(), "#at=36,50");
  assert.equal(steps.redo(), "#at=36,50&own=120");
  assert.equal(steps.canRedo, false);
});

test("a row of arrow keys is one step, but not with a pause in it", () => {
  const steps = new Steps("");
  steps.note("#at=36,50", 0);
  steps.note("#at=36,51", 300);
  steps.note("#at=36,52", 600);
  steps.note("#at=36,53", 9000);
  assert.equal(steps.undo(), "#at=36,52");
  assert.equal(steps.undo(), "");
});

test("where the map looks is kept, and no step of its own", () => {
  const steps = new Steps("#own=90");
  steps.note("#own=90&view=36,50,7", 0);
  assert.equal(steps.canUndo, false);
  steps.note("#own=95&view=36,50,7", 9000);
  assert.equal(steps.undo(), "#own=90&view=36,50,7");
});

test("a new choice takes the place of what was undone", () => {
  const steps = new Steps("");
  steps.note("#bands=1", 0);
  steps.undo();
  steps.note("#merged=1", 5000);
  assert.equal(steps.redo(), null);
  assert.equal(steps.undo(), "");
});

test("only the last hundred steps are kept", () => {
  const steps = new Steps("");
  for (let i = 1; i <= 150; i++) steps.note(`#own=${i}`, 5000 * i);
  let count = 0;
  while (steps.undo() !== null) count++;
  assert.equal(count, 100);
  assert.equal(steps.present, "#own=50");
});
