/**
 * The zones on the map: an outline and a hatch, so that colour isn't needed.
 */

import { svg } from "./dom.js";
import { areasOf } from "./map.js";

/** @import { MapView } from "./map.js" */

const SPACING_PX = 8;

/**
 * Slanted lines for restricted zones, crossed ones for "only".
 *
 * @param {string} id
 * @param {number[]} slants_deg
 * @returns {SVGElement}
 */
function hatch(id, slants_deg) {
  const lines = slants_deg.map((slant) =>
    svg("line", {
      class: "rv-hatch",
      transform: `rotate(${slant} ${SPACING_PX / 2} ${SPACING_PX / 2})`,
      x1: SPACING_PX / 2,
      x2: SPACING_PX / 2,
      y1: -SPACING_PX,
      y2: 2 * SPACING_PX,
    }),
  );
  const size = { width: SPACING_PX, height: SPACING_PX };
  const turned = { patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  return svg("pattern", { id, ...size, ...turned }, ...lines);
}

/**
 * Draw every zone.
 *
 * @param {MapView} view
 * @returns {any[]}  One Leaflet layer for each zone.
 */
export function create(view) {
  const renderer = L.svg({ pane: "rv-zones", padding: 0.4 }).addTo(view.map);
  view.map.getPane("rv-zones").querySelector("svg").prepend(
    svg("defs", {}, hatch("rv-hatch-restricted", [0]), hatch("rv-hatch-only", [0, 90])),
  );
  return view.scene.zones.map(({ rule, unit }) =>
    view.draw(
      "area",
      { className: `rv-zone rv-zone-${rule}`, pane: "rv-zones", renderer, smoothFactor: 0.6, weight: 2.2 },
      (projection) => areasOf(projection, [unit]),
    ),
  );
}

/**
 * Draw the launch points that are lines or areas.
 *
 * @param {MapView} view
 */
export function drawBaselines(view) {
  for (const { outline } of view.scene.sites.filter((site) => site.fixed)) {
    view.draw(
      "area",
      { className: "rv-baseline", pane: "rv-zones", smoothFactor: 0.6, weight: 2.4 },
      (projection) => areasOf(projection, [outline]),
    );
  }
}
