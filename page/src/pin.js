/**
 * The marker of a launch point, and the ways to move it.
 */

import { byId, element, say, svg } from "./dom.js";
import { wrapLongitude } from "./geodesy.js";
import { onScene } from "./scene.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { MapView } from "./map.js"
 * @import { Scene, Site } from "./scene.js"
 */

const SIZE_PX = 30;
const STEP_PX = 6;
const LONG_STEP_PX = 48;
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
 * @param {MapView} view
 * @param {Site} site
 * @param {(at: LonLat, settled: boolean) => void} onMove  `settled` is false
 *   while the marker is being dragged.
 * @returns {any}  A Leaflet marker.
 */
export function create(view, site, onMove) {
  const { map, scene } = view;
  const html = element("div");
  html.append(picture());
  const icon = L.divIcon({ className: "rv-pin", html, iconSize: [SIZE_PX, SIZE_PX] });
  const options = { autoPan: true, draggable: !site.fixed, keyboard: !site.fixed };
  const [lon, lat] = site.at;
  const marker = L.marker([lat, lon], { ...options, icon, interactive: !site.fixed });
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
    onMove(onScene(scene, [lng, lat]), settled);
  };
  marker.on("drag", () => here(false)).on("dragend", () => {
    swallowClick();
    here(true);
  });
  node.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? LONG_STEP_PX : STEP_PX;
    const { x, y } = view.pixel(site.at);
    onMove(view.positionAt({ x: x + arrow[0] * step, y: y + arrow[1] * step }), true);
    map.panInside(marker.getLatLng(), { padding: [60, 60], animate: false });
  });
  return marker;
}

/** Where the headline grew a line, the pin is let go beside it: no click on the map. */
function swallowClick() {
  const swallow = (/** @type {Event} */ event) => event.stopPropagation();
  addEventListener("click", swallow, true);
  setTimeout(() => removeEventListener("click", swallow, true));
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
  const read = () => {
    const wrong = [lat, lon].find((field) => !field.value || !field.checkValidity());
    tellWrong(scene, wrong, wrong === lat ? scene.words.latitude : scene.words.longitude);
    if (wrong) return;
    onMove([Number(lon.value), Number(lat.value)]);
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
