/**
 * Turning the globe: drags and the map's own keys move its centre.
 */

import { pixelsPerMetre } from "./plane.js";

/** @import { Framing } from "./framing.js" */

/**
 * @param {Framing} framing
 */
export function watch(framing) {
  const { view } = framing;
  const { map } = view;
  const box = map.getContainer();
  const isGlobe = () => view.projection.kind === "globe";
  const turn = (/** @type {number} */ right_px, /** @type {number} */ down_px) => {
    const scale = pixelsPerMetre(map.getZoom());
    const centre = view.projection.unproject([-right_px / scale, down_px / scale]);
    view.turn(centre);
  };
  /** @type {{x: number, y: number} | null} */
  let held = null;
  box.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    const target = /** @type {Element} */ (event.target);
    if (!isGlobe() || !event.isPrimary || target.closest(".leaflet-control, .rv-pin")) return;
    held = { x: event.clientX, y: event.clientY };
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (!held || !event.isPrimary) return;
    turn(event.clientX - held.x, event.clientY - held.y);
    held = { x: event.clientX, y: event.clientY };
  });
  box.addEventListener("pointerup", () => {
    if (held) framing.keep();
    held = null;
  });
  // Keys pan the map; the globe turns as far, and comes back to the middle.
  map.on("moveend", () => {
    if (!isGlobe() || held) return;
    const { x, y } = view.pixelOfPlane([0, 0]);
    const size = map.getSize();
    const [right, down] = [x - size.x / 2, y - size.y / 2];
    if (Math.hypot(right, down) > 1) turn(right, down);
  });
}
