/**
 * Writes the types of the data block out of its JSON Schema: `npm run types:data`.
 *
 * With `--check` it writes nothing, and fails if the types aren't what comes out of it.
 */

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const schema = fileURLToPath(new URL("../../docs/page-data.schema.json", import.meta.url));
const target = fileURLToPath(new URL("../types/page-data.d.ts", import.meta.url));

/** The compiler knows tuples by the name that they had before JSON Schema 2020-12. */
const tuples = (key, value) => {
  if (!Array.isArray(value?.prefixItems)) return value;
  const { prefixItems, items, ...rest } = value;
  return { ...rest, items: prefixItems };
};

const json = JSON.parse(await readFile(schema, "utf8"), tuples);
const text = await compile(json, "PageData", {
  additionalProperties: false,
  bannerComment: "// Written by page/tools/write-types.js out of docs/page-data.schema.json.",
});

if (!process.argv.includes("--check")) {
  await writeFile(target, text);
} else if ((await readFile(target, "utf8").catch(() => "")) !== text) {
  console.error('page-data.d.ts is stale: run "npm run types:data"');
  process.exitCode = 1;
}
