/**
 * The ranges over a place that the reader knows: the published rings stay as ghosts,
 * and one sentence tells how far that is.
 */

import { say } from "./dom.js";
import { azimuthsOf } from "./figures.js";
import { distance_m } from "./geodesy.js";
import { writeDistance } from "./rounding.js";
import { isMoved } from "./scene.js";
import { outlines } from "./shapes.js";

/**
 * @import { Entry, Gazetteer } from "./gazetteer.js"
 * @import { Page } from "./page.js"
 * @import { Projection } from "./projection.js"
 * @import { Scene, Site } from "./scene.js"
 */

/** Cities' positions are kept to a hundredth of a degree or two. */
const CITY_OFF_M = 2500;
const FARTHEST_OFF = 0.1;
const SIZE_COST = 0.03;

/**
 * Draw the rings of moved launch points where they were published.
 *
 * @param {Page} page
 */
export function watchGhosts({ events, layers, scene, view }) {
  const renderer = L.svg({ pane: "rv-rings", padding: 0.4 });
  const options = { className: "rv-ghost", pane: "rv-rings", smoothFactor: 0, weight: 1.2 };
  const ghosts = scene.sites.map((site) => {
    const shape = (/** @type {Projection} */ projection) =>
      isMoved(site)
        ? shownSystems(scene, layers)
            .flatMap((system) => outlines(site.published, system, azimuthsOf(scene)))
            .flatMap(({ path }) => projection.line(path))
        : [];
    return { layer: view.draw("lines", { ...options, renderer }, shape), shape, drawn: false };
  });
  const draw = (/** @type {Site} */ site) => {
    const ghost = ghosts[site.index];
    ghost.drawn = isMoved(site);
    ghost.layer.setPaths(ghost.shape(view.projection));
  };
  events.on("drawn", (site) => {
    if (!site.fixed && ghosts[site.index].drawn !== isMoved(site)) draw(site);
  });
  events.on("switched", ({ kind }) => {
    if (kind === "system") scene.sites.filter((site) => ghosts[site.index].drawn).forEach(draw);
  });
}

/**
 * @param {Scene} scene
 * @param {import("./layers.js").Layers} layers
 */
function shownSystems(scene, layers) {
  return scene.systems.filter((_, i) => layers.isSystemShown(i));
}

/**
 * The city that lies about as far from a position as a range reaches.
 *
 * @param {Gazetteer} gazetteer
 * @param {Site["at"]} at
 * @param {number} range_m
 * @returns {{city: Entry, away_m: number} | null}
 */
export function asFarAs(gazetteer, at, range_m) {
  const costs = gazetteer.entries.map((city) => {
    const away_m = distance_m(at, city.at);
    const off = Math.abs(away_m - range_m) / range_m;
    return { city, away_m, cost: off < FARTHEST_OFF ? off + SIZE_COST * city.size : Infinity };
  });
  const best = costs.reduce((a, b) => (b.cost < a.cost ? b : a));
  return best.cost < Infinity ? best : null;
}

/**
 * How far the longest range that is shown reaches, in a sentence that can be felt.
 *
 * @param {Page} page
 * @param {Site} site
 * @returns {string[]}  None away from places that have a name.
 */
export function feltSentences({ layers, scene, search }, site) {
  const systems = shownSystems(scene, layers);
  if (!site.place || systems.length === 0) return [];
  const { format, words } = scene;
  const longest = systems.reduce((a, b) => (b.max_m > a.max_m ? b : a));
  const far = asFarAs(search.known(), site.at, longest.max_m);
  if (!far) return [];
  return [
    say(words.asFarAs, {
      system: longest.short,
      range: format.rangeKm(longest.max_m),
      place: site.place,
      city: far.city.name,
      distance: writeDistance(format, far.away_m, CITY_OFF_M).text,
    }),
  ];
}
