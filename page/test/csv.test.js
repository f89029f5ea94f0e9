import { test } from "node:test";
import assert from "node:assert/strict";
import { writeCsv } from "../src/csv.js";

test("rows end in CRLF, quotes are doubled, breaks and commas quoted", () => {
  assert.equal(writeCsv([["a", "b"], ['say "hi"', "x,y"], ["two\nlines", 1.5]]),
    'a,b\r\n"say ""hi""","x,y"\r\n"two\nlines",1.5\r\n');
});

test("text that would be a formula is held back, numbers are not", () => {
  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", "\u0000=1"]) {
    const [cell] = writeCsv([[text]]).split("\r\n");
    assert.ok(cell.startsWith(`"'`), JSON.stringify(cell));
  }
  assert.equal(writeCsv([[-12.5, 0, 1e21]]), "-12.5,0,1e+21\r\n");
});

test("what is missing or not finite is empty", () => {
  assert.equal(writeCsv([[null, NaN, Infinity, ""]]), ",,,\r\n");
  assert.equal(writeCsv([]), "");
});

test("other scripts stay as they are", () => {
  assert.equal(writeCsv([["Харків", "Łódź", "東京"]]), "Харків,Łódź,東京\r\n");
});
