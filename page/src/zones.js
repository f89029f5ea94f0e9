/**
 * The zones on the map: a restricted one has an outline and a hatch, so that colour
 * isn't needed. Where use is permitted "only" in a zone, the reaches are shaded there
 * and nowhere else.
 */

import { svg } from "./dom.js";
import { earthOf } from "./ground.js";
import { areasOf } from "./map.js";

/** @import { MapView } from "./map.js" */

const SPACING_PX = 8;

/** @returns {SVGElement}  Slanted lines. */
function hatch() {
  const middle = SPACING_PX / 2;
  const line = svg("line", { class: "rv-hatch", x1: middle, x2: middle, y1: 0, y2: SPACING_PX });
  const size = { width: SPACING_PX, height: SPACING_PX };
  const turned = { patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  return svg("pattern", { id: "rv-hatch-restricted", ...size, ...turned }, line);
}

/**
 * Draw every zone.
 *
 * @param {MapView} view
 * @returns {any[]}  One Leaflet layer for each zone.
 */
export function create(view) {
  const renderer = L.svg({ pane: "rv-zones", padding: 0.4 }).addTo(view.map);
  const permitted = svg("clipPath", { id: "rv-permitted" });
  const defs = svg("defs", {}, hatch(), permitted);
  view.map.getPane("rv-zones").querySelector("svg").prepend(defs);
  const layers = view.scene.zones.map(({ rule, unit }) =>
    view.draw(
      "area",
      { className: `rv-zone rv-zone-${rule}`, pane: "rv-zones", renderer, smoothFactor: 0.6, weight: 2.2 },
      (projection) => areasOf(projection, [unit]),
    ),
  );
  shadeWithin(view, permitted, layers.filter((_, i) => view.scene.zones[i].rule === "only"));
  return layers;
}

/**
 * Shade the reaches within those zones alone that are shown, if any is.
 *
 * @param {MapView} view
 * @param {SVGElement} clip
 * @param {any[]} layers
 */
function shadeWithin({ map }, clip, layers) {
  const update = () => {
    const shown = layers.filter((layer) => map.hasLayer(layer));
    // What is shown again has a new element.
    const outlines = shown.map((layer, i) => {
      layer.getElement().id = `rv-only-${i}`;
      return svg("use", { href: `#rv-only-${i}` });
    });
    clip.replaceChildren(...outlines);
    map.getContainer().classList.toggle("rv-clipped", shown.length > 0);
  };
  for (const layer of layers) layer.on("add remove", update);
  update();
}

/**
 * Dim what lies around the land in the spotlight, if there is one.
 *
 * @param {MapView} view
 */
export function dimAround(view) {
  const { spotlight } = view.scene;
  if (!spotlight) return;
  const renderer = L.svg({ pane: "rv-zones", padding: 0.4 });
  view.draw("area", { className: "rv-dim", pane: "rv-zones", renderer, stroke: false }, (projection) => [
    earthOf(projection),
    ...areasOf(projection, [spotlight]),
  ]);
}

/**
 * Draw the launch points that are lines or areas.
 *
 * @param {MapView} view
 * @returns {any[]}  One Leaflet layer for each launch point, of a point null.
 */
export function drawBaselines(view) {
  const renderer = L.svg({ pane: "rv-zones", padding: 0.4 });
  const look = { className: "rv-baseline", pane: "rv-zones", renderer, smoothFactor: 0.6, weight: 2.4 };
  return view.scene.sites.map(({ fixed, outline }) =>
    fixed ? view.draw("area", look, (projection) => areasOf(projection, [outline])) : null,
  );
}
