/**
 * Of a comparison: a hatch over what the second system adds to the first, which
 * follows a moved launch point.
 */

import { azimuthsOf } from "./figures.js";
import { toLatLng } from "./map.js";
import { spanOf } from "./ringlayer.js";
import { readPolygons } from "./scene.js";
import { reachShape } from "./shapes.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { Page } from "./page.js"
 * @import { RangeSpan } from "./places.js"
 * @import { Scene, Site, System } from "./scene.js"
 */

/**
 * @typedef {object} Gains  What the data block of a comparison says.
 * @property {(string[][] | null)[]} drawn  By launch point; null for one that moves.
 * @property {number} grid_deg
 */

/**
 * The distances that the second system reaches and the first does not.
 *
 * @param {System} base
 * @param {System} other
 * @returns {RangeSpan[]}
 */
function addedSpans(base, other) {
  const spans = [
    { min_m: other.min_m, max_m: Math.min(other.max_m, base.min_m) },
    { min_m: Math.max(other.min_m, base.max_m), max_m: other.max_m },
  ];
  return spans.filter(({ min_m, max_m }) => min_m < max_m);
}

/**
 * @param {Scene} scene
 * @param {Gains} gains
 * @param {Site} site
 * @returns {LonLat[][]}
 */
function areaOf(scene, gains, site) {
  const drawn = gains.drawn[site.index];
  if (drawn) return readPolygons(drawn, gains.grid_deg).flat();
  const [base, other] = scene.systems;
  return addedSpans(base, other).flatMap(
    (each) => reachShape(site.at, each, azimuthsOf(scene), spanOf(scene)).fill,
  );
}

/**
 * @param {Page} page
 * @param {Gains} gains
 */
export function hatchGains({ events, map, scene }, gains) {
  const look = { stroke: false, fillRule: "evenodd", className: "rv-gain rv-s1" };
  const still = { interactive: false, noClip: true, pane: "rv-zones", smoothFactor: 0.5 };
  const renderer = L.svg({ pane: "rv-zones", padding: 0.4 });
  const hatches = scene.sites.map(() => {
    const layer = L.polygon([], /** @type {any} */ ({ ...look, ...still, renderer }));
    return { layer: layer.addTo(map), hidden: /** @type {Set<number>} */ (new Set()) };
  });
  events.on("drawn", (site) => {
    const paths = areaOf(scene, gains, site).map((path) => path.map(toLatLng));
    hatches[site.index].layer.setLatLngs(paths);
  });
  events.on("switched", ({ kind, index, shown }) => {
    if (kind !== "system") return;
    for (const { layer, hidden } of hatches) {
      if (shown) hidden.delete(index);
      else hidden.add(index);
      if (hidden.size === 0) layer.addTo(map);
      else layer.remove();
    }
  });
}
