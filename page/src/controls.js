/**
 * The reader's switches: bands of doubt, merged reaches, a range of one's own.
 */

import { byId, say } from "./dom.js";
import { ofRange } from "./figures.js";
import { nameOf } from "./scene.js";

/** @import { Scene, View } from "./scene.js" */

/**
 * Set a range of the reader's own on the scene.
 *
 * @param {Scene} scene
 * @param {number | null} range_m
 */
export function setOwn(scene, range_m) {
  const { format, words } = scene;
  scene.own.max_m = range_m || 0;
  const km = `${format.rangeKm(scene.own.max_m)} ${words.km}`;
  byId("rv-own").checked = range_m !== null;
  byId("rv-own-km").textContent = range_m === null ? "" : km;
  if (range_m !== null) byId("rv-own-slider").value = String(toSlider(range_m));
  byId("rv-own-slider").setAttribute("aria-valuetext", km);
}

/**
 * Set the switches of the view.
 *
 * @param {Scene} scene
 * @param {View} view
 */
export function setView(scene, { bands, merged }) {
  scene.view = { bands, merged };
  byId("rv-bands").checked = bands;
  const box = /** @type {HTMLInputElement | null} */ (document.getElementById("rv-merged"));
  if (box) box.checked = merged;
}

/**
 * The slider runs over lengths by ratio: 10 km to 3,000 km.
 *
 * @param {number} range_m
 * @returns {number}
 */
function toSlider(range_m) {
  return Math.round(100 * Math.log10(range_m / 1000));
}

/**
 * @param {number} value
 * @returns {number}  Metres, to two or three figures.
 */
function fromSlider(value) {
  const range_km = 10 ** (value / 100);
  const step = range_km < 100 ? 1 : range_km < 1000 ? 5 : 50;
  return 1000 * step * Math.round(range_km / step);
}

/**
 * What the reader's own range covers, in one sentence for each launch point.
 *
 * @param {Scene} scene
 */
export function tellOwn(scene) {
  const { own, words, format } = scene;
  const told = byId("rv-own-told");
  if (own.max_m <= 0) {
    told.textContent = "";
    return;
  }
  const points = scene.sites.filter((site) => !site.fixed);
  told.textContent = points
    .map((site) => {
      const found = ofRange(scene, site.at, own.max_m);
      const zones = found.zones.map(({ zone, text }) => `${zone.name} ${text}`);
      return say(zones.length > 0 ? words.ownToldZones : words.ownTold, {
        site: nameOf(scene, site),
        zones: zones.join(", "),
        regions: format.count(found.regions),
        places: format.count(found.places),
      });
    })
    .join(" ");
}

/**
 * @param {Scene} scene
 * @param {() => void} onChange
 */
export function watch(scene, onChange) {
  const slider = byId("rv-own-slider");
  const own = byId("rv-own");
  const bands = byId("rv-bands");
  const merged = document.getElementById("rv-merged");
  // Lines and areas stay as published: there is nothing to recompute.
  if (scene.sites.every((site) => site.fixed)) return;
  for (const node of [slider, own, bands, merged]) {
    if (node) /** @type {HTMLInputElement} */ (node).disabled = false;
  }
  own.addEventListener("change", () => {
    setOwn(scene, own.checked ? fromSlider(Number(slider.value)) : null);
    onChange();
  });
  slider.addEventListener("input", () => {
    setOwn(scene, fromSlider(Number(slider.value)));
    onChange();
  });
  bands.addEventListener("change", () => {
    scene.view.bands = bands.checked;
    onChange();
  });
  merged?.addEventListener("change", () => {
    scene.view.merged = /** @type {HTMLInputElement} */ (merged).checked;
    onChange();
  });
}
