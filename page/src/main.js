/**
 * Opens the page: `rangeviz.start()`, called once at its end.
 */

import { byId } from "./dom.js";
import { markFrame } from "./frame.js";
import { watch as watchHeadline } from "./headline.js";
import { Page } from "./page.js";
import { markPublished } from "./published.js";
import { read } from "./scene.js";
import { watchOrder } from "./sort.js";

/** @type {Page} */
export let page;

/** A map without its styles is a heap of pictures: the page's words stay instead. */
function refuseWithoutStyle() {
  const { position } = getComputedStyle(byId("rv-panel").parentElement);
  if (position === "static") throw new Error("the page's style is blocked: there is no map");
}

/**
 * @param {(page: Page) => void} [extend]  Adds what plain pages don't have.
 * @returns {any}  The Leaflet map, for what folium adds to it.
 */
export function start(extend) {
  performance.mark("rv-start");
  refuseWithoutStyle();
  byId("rv-blocked").remove();
  const scene = read(byId("rv-data").textContent);
  markFrame();
  // The timeline takes some of the height: before the map measures its box.
  if (scene.stages) document.documentElement.classList.add("rv-staged");
  page = new Page(scene);
  extend?.(page);
  if (scene.finding) watchHeadline(page, scene.finding);
  markPublished(page);
  watchOrder(page);
  page.open();
  return page.map;
}
