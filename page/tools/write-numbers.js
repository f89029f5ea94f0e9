/**
 * Numbers given as JSON on standard input, written by the page's formatter.
 */
import fs from "node:fs";
import { createFormatter } from "../src/format.js";

const { language, calls } = JSON.parse(fs.readFileSync(0, "utf8"));
const formatter = createFormatter(language);
process.stdout.write(JSON.stringify(calls.map(([name, value]) => formatter[name](value))));
