/**
 * The reader's switches: bands of doubt, merged reaches, a range of one's own.
 */

import { byId, byIdIfAny, say } from "./dom.js";
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
  const box = byIdIfAny("rv-own");
  if (!box) return;
  scene.own.max_m = range_m || 0;
  const km = `${format.rangeKm(scene.own.max_m)} ${words.km}`;
  box.checked = range_m !== null;
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
  for (const [id, checked] of /** @type {const} */ ([
    ["rv-bands", bands],
    ["rv-merged", merged],
  ])) {
    const box = byIdIfAny(id);
    if (box) box.checked = checked;
  }
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

/** Take away what was said of the reader's own range: it is being changed. */
export function hushOwn() {
  const told = byIdIfAny("rv-own-told");
  if (told?.textContent) told.textContent = "";
}

/**
 * What the reader's own range covers, in one sentence for each launch point.
 *
 * @param {Scene} scene
 */
export function tellOwn(scene) {
  const { own, words, format } = scene;
  const told = byIdIfAny("rv-own-told");
  if (!told) return;
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
  const watchBox = (/** @type {string} */ id, /** @type {(checked: boolean) => void} */ set) => {
    const box = byIdIfAny(id);
    if (!box) return;
    box.disabled = false;
    box.addEventListener("change", () => {
      set(box.checked);
      onChange();
    });
  };
  watchBox("rv-bands", (checked) => (scene.view.bands = checked));
  watchBox("rv-merged", (checked) => (scene.view.merged = checked));
  const slider = byIdIfAny("rv-own-slider");
  if (!slider) return;
  slider.disabled = false;
  watchBox("rv-own", (checked) => setOwn(scene, checked ? fromSlider(Number(slider.value)) : null));
  slider.addEventListener("input", () => {
    setOwn(scene, fromSlider(Number(slider.value)));
    onChange();
  });
}
