/**
 * The marker of a launch point, and the ways to move it.
 */

import { byId, element, say, svg } from "./dom.js";
import { unwrapLongitude, wrapLongitude } from "./geodesy.js";
import { toLatLng } from "./map.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { Scene, Site } from "./scene.js"
 */

const SIZE_PX = 30;
const STEP_PX = 6;
const LONG_STEP_PX = 48;
const NORTHERNMOST_DEG = 85;
/** @type {Object<string, [number, number]>} */
const ARROWS = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** @returns {Node} */
function picture() {
  const middle = SIZE_PX / 2;
  return svg(
    "svg",
    { viewBox: `0 0 ${SIZE_PX} ${SIZE_PX}`, "aria-hidden": "true" },
    svg("circle", { class: "rv-pin-disc", cx: middle, cy: middle, r: 12 }),
    svg("path", { class: "rv-pin-cross", d: "M15 5v20M5 15h20" }),
    svg("circle", { class: "rv-pin-dot", cx: middle, cy: middle, r: 3.5 }),
  );
}

/**
 * Put a launch point's marker on the map.
 *
 * @param {any} map
 * @param {Scene} scene
 * @param {Site} site
 * @param {(at: LonLat, settled: boolean) => void} onMove  `settled` is false
 *   while the marker is being dragged.
 * @returns {any}  A Leaflet marker.
 */
export function create(map, scene, site, onMove) {
  const html = element("div");
  html.append(picture());
  const icon = L.divIcon({ className: "rv-pin", html, iconSize: [SIZE_PX, SIZE_PX] });
  const options = { autoPan: true, draggable: !site.fixed, keyboard: !site.fixed };
  const marker = L.marker(toLatLng(site.at), { ...options, icon, interactive: !site.fixed });
  marker.addTo(map);
  const node = /** @type {HTMLElement} */ (marker.getElement());
  if (site.fixed) {
    node.style.display = "none";
    return marker;
  }
  node.setAttribute("aria-label", say(scene.words.pin, { name: site.name }));
  node.setAttribute("aria-describedby", "rv-status");
  const here = (/** @type {boolean} */ settled) => {
    const { lng, lat } = marker.getLatLng();
    onMove([lng, lat], settled);
  };
  marker.on("drag", () => here(false)).on("dragend", () => here(true));
  node.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? LONG_STEP_PX : STEP_PX;
    const from = map.latLngToContainerPoint(marker.getLatLng());
    const to = map.containerPointToLatLng(from.add([arrow[0] * step, arrow[1] * step]));
    onMove([to.lng, to.lat], true);
    map.panInside(marker.getLatLng(), { padding: [60, 60], animate: false });
  });
  return marker;
}

/**
 * The typed position of a launch point.
 *
 * @param {Scene} scene
 * @param {Site} site
 * @param {(at: LonLat) => void} onMove
 * @returns {(at: LonLat) => void}  Shows a position in the two fields.
 */
export function watchFields(scene, site, onMove) {
  if (site.fixed) return () => undefined;
  const lon = byId(`rv-lon-${site.index}`);
  const lat = byId(`rv-lat-${site.index}`);
  const middle = (scene.cover[0] + scene.cover[2]) / 2;
  const read = () => {
    const wrong = [lat, lon].find((field) => !field.value || !field.checkValidity());
    tellWrong(scene, wrong, wrong === lat ? scene.words.latitude : scene.words.longitude);
    if (wrong) return;
    onMove([unwrapLongitude(Number(lon.value), middle), Number(lat.value)]);
  };
  for (const field of [lon, lat]) {
    field.disabled = false;
    field.addEventListener("change", read);
  }
  return (at) => {
    lon.value = wrapLongitude(at[0]).toFixed(4);
    lat.value = at[1].toFixed(4);
  };
}

/**
 * Say which field holds what can't be a position, or that none does.
 *
 * @param {Scene} scene
 * @param {HTMLInputElement | undefined} input
 * @param {string} field  Its name.
 */
function tellWrong({ words }, input, field) {
  const told = byId("rv-position-told");
  told.hidden = !input;
  if (!input) return;
  const { min: low, max: high, value } = input;
  told.textContent = say(words.outOfBounds, { field, value, low, high });
}

/**
 * Keep a position on the map and its longitude near the scene's.
 *
 * @param {Scene} scene
 * @param {LonLat} at
 * @returns {LonLat}
 */
export function clamp(scene, [lon, lat]) {
  const middle = (scene.cover[0] + scene.cover[2]) / 2;
  const limited = Math.max(-NORTHERNMOST_DEG, Math.min(NORTHERNMOST_DEG, lat));
  return [unwrapLongitude(lon, middle), limited];
}
