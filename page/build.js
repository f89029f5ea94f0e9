/**
 * Builds what Python puts into a page: `npm run build`, or `make page`.
 *
 * With `--check` it writes nothing, and fails if a built file isn't what these
 * sources build.
 */

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { minify } from "terser";

const isCheck = process.argv.includes("--check");
const here = path.dirname(fileURLToPath(import.meta.url));
const assets = path.join(here, "../rangeviz/render/page/assets");

const common = {
  absWorkingDir: here,
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  minify: true,
  outdir: assets,
  write: false,
  target: ["chrome109", "firefox115", "safari16"],
};

/** Leaflet's stylesheet names pictures beside it; ours lie among the vendored files. */
const pictures = {
  name: "pictures",
  setup({ onResolve }) {
    onResolve({ filter: /^images\// }, ({ path: name }) => ({
      path: path.join(assets, "vendor", path.basename(name)),
    }));
  },
};

/** Of GeographicLib, areas of polygons: here they are swept (`coverage.js`). */
const withoutPolygons = {
  name: "without-polygons",
  setup({ onLoad }) {
    onLoad({ filter: /geographiclib-geodesic(\.min)?\.js$/ }, async ({ path: file }) => {
      let contents = await readFile(file.replace(".min.js", ".js"), "utf8");
      for (const end of ["})(geodesic.Accumulator,", "})(geodesic.PolygonArea,"]) {
        const stop = contents.indexOf(end);
        const start = contents.lastIndexOf("\n(function(", stop);
        if (stop < 0 || start < 0) throw new Error(`GeographicLib has no ${end}`);
        contents = contents.slice(0, start) + contents.slice(contents.indexOf(";", stop) + 1);
      }
      return { contents };
    });
  },
};

/**
 * A script that terser has made smaller still, with its map if it has one: it takes
 * off one byte in twenty of what esbuild leaves, after gzip.
 *
 * @param {import("esbuild").OutputFile} code
 * @param {import("esbuild").OutputFile} [map]
 */
async function shrunk(code, map) {
  const result = await minify(code.text, {
    compress: { passes: 2 },
    ecma: 2020,
    format: { comments: /@preserve/ },
    sourceMap: map && { content: map.text },
  });
  const write = ({ path: file }, text) => ({ path: file, contents: Buffer.from(text) });
  return [write(code, result.code), ...(map ? [write(map, result.map)] : [])];
}

const script = await build({
  ...common,
  entryPoints: { "page.min": "src/main.js", "extended.min": "src/extended.js" },
  format: "iife",
  globalName: "rangeviz",
  plugins: [withoutPolygons],
  // Beside the built file, for whoever looks into a page; pages don't carry it.
  sourcemap: "external",
  sourcesContent: false,
});

/** What serves old browsers, pictures of pins, long presses and boxes: nothing calls it. */
const leftOut = {
  name: "left-out",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /(SVG\.VML|Icon\.Default|TapHold|BoxZoom)$/ }, ({ path: name }) => ({
      path: name,
      namespace: "left-out",
    }));
    onLoad({ filter: /.*/, namespace: "left-out" }, () => ({
      contents: `export const vmlMixin = {}, vmlCreate = null, TapHold = null, BoxZoom = null;
        export class IconDefault {}`,
    }));
  },
};

const leaflet = await build({
  ...common,
  entryPoints: { "leaflet.min": "leaflet.js" },
  banner: {
    js: `/* @preserve Leaflet 1.9.4 in part, a JS library for interactive maps.
 * https://leafletjs.com (c) 2010-2023 Vladimir Agafonkin, (c) 2010-2011 CloudMade */`,
  },
  format: "iife",
  globalName: "L",
  mangleProps: /^_/,
  // Names that are also written as text or exported, or that `plane.js` knows.
  reserveProps:
    /^_(_super__|leaflet.*|map|rawPxBounds|rings|project|updateBounds|flat|get(BitCode|EdgeIntersection)|sq.*)$/,
  plugins: [leftOut],
});

const styles = await build({
  ...common,
  entryPoints: {
    "page.min": "styles/index.css",
    "extended.min": "styles/extended.css",
    "leaflet.min": "styles/leaflet.css",
    "leaflet-whole.min": path.join(assets, "vendor/leaflet.css"),
  },
  loader: { ".png": "dataurl" },
  plugins: [pictures],
});

const outputs = [script, leaflet].flatMap(({ outputFiles }) => outputFiles);
const scripts = await Promise.all(
  outputs
    .filter(({ path: file }) => file.endsWith(".js"))
    .map((code) => shrunk(code, outputs.find(({ path: file }) => file === `${code.path}.map`))),
);
const built = [...scripts.flat(), ...styles.outputFiles];
for (const { path: file, contents } of built) {
  if (!isCheck) {
    await writeFile(file, contents);
    continue;
  }
  const standing = await readFile(file).catch(() => Buffer.alloc(0));
  if (standing.equals(Buffer.from(contents))) continue;
  console.error(`${path.basename(file)} is stale: run "make page"`);
  process.exitCode = 1;
}
