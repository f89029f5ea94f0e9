/**
 * Numbers given as JSON on standard input, written by the page's formatter.
 */
"use strict";

const fs = require("node:fs");
const { createFormatter } = require("./load.cjs").loadRangeviz().format;

const { language, calls } = JSON.parse(fs.readFileSync(0, "utf8"));
const formatter = createFormatter(language);
process.stdout.write(JSON.stringify(calls.map(([name, value]) => formatter[name](value))));
