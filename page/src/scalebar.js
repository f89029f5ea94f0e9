/**
 * The scale bar. Only where it is right: on the map of true distances, where a
 * ruler laid from the launch point tells kilometres.
 */

import { element } from "./dom.js";
import { metresPerMile } from "./limits.js";
import { pixelsPerMetre } from "./plane.js";

/** @import { Scene } from "./scene.js" */

const WIDEST_PX = 140;

/**
 * The largest round length that fits: 1, 2 or 5 times a power of ten.
 *
 * @param {number} most
 * @returns {number}
 */
function roundLength(most) {
  const power = 10 ** Math.floor(Math.log10(most));
  return power * (most >= 5 * power ? 5 : most >= 2 * power ? 2 : 1);
}

/**
 * @param {any} map
 * @param {Scene} scene
 * @param {() => boolean} isTrue  Whether the map's distances are true now.
 */
export function addScaleBar(map, { format, words }, isTrue) {
  const bars = [
    { unit_m: 1000, name: words.km, node: element("div", { class: "leaflet-control-scale-line" }) },
    { unit_m: metresPerMile, name: words.mi, node: element("div", { class: "leaflet-control-scale-line" }) },
  ];
  const box = element("div", { class: "rv-scale" }, ...bars.map(({ node }) => node));
  const control = new L.Control({ position: "bottomleft" });
  control.onAdd = () => box;
  control.addTo(map);
  const update = () => {
    box.hidden = !isTrue();
    for (const { unit_m, name, node } of bars) {
      const pixels = unit_m * pixelsPerMetre(map.getZoom());
      const length = roundLength(WIDEST_PX / pixels);
      node.style.width = `${Math.round(length * pixels)}px`;
      node.textContent = `${format.rangeKm(1000 * length)} ${name}`;
    }
  };
  map.on("zoomend viewreset", update);
  update();
}
