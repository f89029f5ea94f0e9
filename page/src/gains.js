/**
 * Of a comparison: a hatch over what the second system adds to the first, which
 * follows a moved launch point.
 */

import { readPolygons } from "./decode.js";
import { azimuthsOf } from "./figures.js";
import { areasOf } from "./map.js";
import { areaBetween } from "./ringlayer.js";
import { makeUnit } from "./scene.js";
import { outlines } from "./shapes.js";

/**
 * @import { Gains } from "../types/page-data.js"
 * @import { Page } from "./page.js"
 * @import { RangeSpan } from "./places.js"
 * @import { Projection } from "./projection.js"
 * @import { System } from "./scene.js"
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
 * @param {Page} page
 * @param {Gains} gains  `drawn` by launch point; null for one that moves.
 */
export function hatchGains({ events, view, scene }, gains) {
  const { map } = view;
  const look = { stroke: false, fillRule: "evenodd", className: "rv-gain rv-s1" };
  const renderer = L.svg({ pane: "rv-zones", padding: 0.4 });
  const options = { ...look, noClip: true, pane: "rv-zones", smoothFactor: 0.5, renderer };
  const [base, other] = scene.systems;
  const hatches = scene.sites.map((site) => {
    const drawn = gains.drawn[site.index];
    const unit = drawn === null ? null : makeUnit({}, readPolygons(drawn, gains.grid_deg));
    const shape = (/** @type {Projection} */ projection) =>
      unit
        ? areasOf(projection, [unit])
        : addedSpans(base, other).flatMap((span) =>
            areaBetween(projection, outlines(site.at, span, azimuthsOf(scene))),
          );
    const layer = view.draw("area", options, shape);
    return { layer, shape, hidden: /** @type {Set<number>} */ (new Set()) };
  });
  events.on("drawn", (site) => {
    const { layer, shape } = hatches[site.index];
    layer.setPaths(shape(view.projection));
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
