/**
 * What opens a page of dates or of a comparison: a plain page and what these have beside
 * it. Built for itself, so that plain pages don't carry it.
 */

import { hatchGains } from "./gains.js";
import { start as startPlain } from "./main.js";
import { Timeline } from "./timeline.js";

export { page } from "./main.js";

/**
 * @returns {any}  The Leaflet map, for what folium adds to it.
 */
export function start() {
  return startPlain((page) => {
    const { gains, stages } = page.scene;
    if (gains) hatchGains(page, gains);
    if (stages) new Timeline(page, stages);
  });
}
