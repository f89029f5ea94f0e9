/**
 * The page's computing modules, loaded in node as the page loads them: classic
 * scripts, one after another, in one global scope.
 */
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const ASSETS = path.resolve(__dirname, "../../../rangeviz/render/page/assets");
const GEOGRAPHICLIB = process.env.RANGEVIZ_GEOGRAPHICLIB ?? findGeographicLib();

/** Vendored file whose name begins with geographiclib. */
function findGeographicLib() {
  const folder = path.join(ASSETS, "vendor");
  const names = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true }) : [];
  const name = names.map(String).find((entry) => /geographiclib[^/]*\.js$/.test(entry));
  if (!name) throw new Error(`no geographiclib*.js in ${folder}`);
  return path.join(folder, name);
}

/**
 * Files of `order.json`, then others by name.
 *
 * @returns {any} The namespace `rangeviz`. */
function loadRangeviz(...more) {
  const order = JSON.parse(fs.readFileSync(path.join(ASSETS, "js/order.json"), "utf8"));
  const files = [GEOGRAPHICLIB, ...[...order, ...more].map((name) => path.join(ASSETS, "js", name))];
  // The vendored library puts itself into `window`, as in a browser.
  globalThis.window ??= globalThis;
  for (const file of files) {
    vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
  }
  return globalThis.rangeviz;
}

module.exports = { loadRangeviz, ASSETS };
