/**
 * The present view as a picture to take away, with title, sources, caveats and the
 * scenario that makes it again.
 */

import { byId, svg } from "./dom.js";
import { draw } from "./drawing.js";
import { wrapLongitude } from "./geodesy.js";
import { withTexts } from "./png.js";
import { isMoved, nameOf } from "./scene.js";

/**
 * @import { Paragraph } from "./drawing.js"
 * @import { Page } from "./page.js"
 * @import { Scene, Site } from "./scene.js"
 */

const SCENARIO = "rangeviz-scenario"; // of the PNG's chunk
const DENSITY = 2; // a PNG's pixels for one of the page's
// Launch points that are short stand in a line each, others in a section each.
const SHORT_SITES = "sites = [";
const LONG_SITE = "[[sites]]";

/**
 * A moved launch point as scenarios have it. What JSON escapes, TOML reads alike.
 *
 * @param {Scene} scene
 * @param {Site} site
 * @returns {string[]}
 */
function siteFields(scene, site) {
  const [lon, lat] = [wrapLongitude(site.at[0]), site.at[1]].map((deg) => deg.toFixed(6));
  return [`name = ${JSON.stringify(nameOf(scene, site))}`, `lon = ${lon}`, `lat = ${lat}`];
}

/**
 * The page's scenario with the launch points where they stand now, and the part of the
 * address that holds everything else that the reader has set.
 *
 * @param {Scene} scene
 * @param {string} text  TOML, as the page carries it.
 * @param {string} hash
 * @returns {string}
 */
export function scenarioOf(scene, text, hash) {
  const rows = text.trim().split("\n");
  const first = rows.indexOf(SHORT_SITES) + 1;
  // The last one first: the others stay where they are.
  for (const site of scene.sites.filter(isMoved).reverse()) {
    const fields = siteFields(scene, site);
    if (first > 0) {
      rows[first + site.index] = `    { ${fields.join(", ")} },`;
      continue;
    }
    const start = rows.flatMap((row, i) => (row === LONG_SITE ? [i + 1] : []))[site.index];
    const length = rows.slice(start).findIndex((row) => row === "" || row.startsWith("["));
    rows.splice(start, length < 0 ? rows.length : length, ...fields);
  }
  if (hash) rows.splice(1, 0, `# The view that a reader has set: ${hash}`);
  return `${rows.join("\n")}\n`;
}

/**
 * @param {string} selector
 * @returns {string[]}  What such elements say now.
 */
function told(selector) {
  const nodes = Array.from(document.querySelectorAll(selector));
  return nodes.map((node) => (node.textContent || "").trim()).filter(Boolean);
}

/**
 * @param {string[]} texts
 * @param {number} size_px
 * @param {string} name  Of a colour of the page.
 * @returns {Paragraph[]}
 */
function paragraphs(texts, size_px, name) {
  const colour = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return texts.map((text) => ({ text, size_px, colour }));
}

/**
 * @param {Page} page
 * @returns {{drawing: SVGElement, texts: [string, string][]}}
 */
function make(page) {
  const { scene } = page;
  const [title] = told("h1");
  const summary = told("#rv-stage-told, #rv-status");
  const sources = scene.systems.map(
    ({ short, source }) => `${short}: ${[source.text, source.quote && `“${source.quote}”`].filter(Boolean).join(": ")}`,
  );
  const scenario = scenarioOf(scene, byId("rv-scenario").textContent, page.hash());
  const above = [
    ...paragraphs([title], 19, "--ink").map((each) => ({ ...each, bold: true })),
    ...paragraphs(summary, 13, "--soft"),
    ...paragraphs(told("#rv-moved"), 12, "--warning"),
  ];
  // The second one names the published launch points.
  const caveats = told(".rv-caveats li").slice(0, scene.sites.some(isMoved) ? 1 : 2);
  const below = paragraphs([...caveats, ...sources, ...told(".rv-foot p:last-child")], 11, "--soft");
  const drawing = draw(byId("rv-map"), above, below, [
    svg("title", { id: "title" }, title),
    svg("desc", { id: "description" }, summary.join(" ")),
    svg("metadata", { id: "rv-scenario" }, scenario),
  ]);
  return { drawing, texts: [["Title", title], ["Description", summary.join(" ")], [SCENARIO, scenario]] };
}

/**
 * @param {Page} page
 * @returns {Blob}
 */
export function asSvg(page) {
  const text = new XMLSerializer().serializeToString(make(page).drawing);
  return new Blob([text], { type: "image/svg+xml" });
}

/**
 * @param {Page} page
 * @returns {Promise<Blob>}
 */
export async function asPng(page) {
  const { drawing, texts } = make(page);
  const picture = new Image();
  const text = new XMLSerializer().serializeToString(drawing);
  // The page's policy lets in what stands in an address, and nothing else.
  picture.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = DENSITY * picture.width;
  canvas.height = DENSITY * picture.height;
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  /** @type {Blob | null} */
  const blob = await new Promise((told) => canvas.toBlob(told, "image/png"));
  if (!blob) throw new Error("this browser gives no picture of the map");
  const parts = withTexts(new Uint8Array(await blob.arrayBuffer()), texts);
  return new Blob(/** @type {BlobPart[]} */ (parts), { type: "image/png" });
}
