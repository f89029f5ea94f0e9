/**
 * Where names of seas may stand: on their own water alone.
 */

import { centred } from "./boxes.js";
import { holds, unitAt } from "./scene.js";

/**
 * @import { Pixel, Rectangle, Size } from "./boxes.js"
 * @import { MapView } from "./map.js"
 * @import { Sea } from "../types/page-data.js"
 */

/** Of places tried across and down a sea. */
const STEPS = [0, -1, 1, -2, 2, -3, 3];
/** A map knows a pixel's place no better near its rim. */
const OFF_PX = 2;

/**
 * @param {MapView} view
 * @param {Pixel} pixel
 * @returns {boolean}
 */
function isWater(view, pixel) {
  const position = view.positionAt(pixel);
  if (!view.projection.isVisible(position)) return false;
  const { x, y } = view.pixel(position);
  const isOnEarth = Math.hypot(x - pixel.x, y - pixel.y) < OFF_PX;
  return isOnEarth && !unitAt(view.scene, position) && !holds(view.scene.land, position);
}

/**
 * Boxes for a sea's name that lie on its water whole, the one nearest its middle first.
 *
 * @param {MapView} view
 * @param {Sea} sea
 * @param {Size} size  Of the name.
 * @returns {Rectangle[]}
 */
export function boxesOn(view, { lon, lat, radius_m }, size) {
  if (!view.projection.isVisible([lon, lat])) return [];
  const middle = view.pixel([lon, lat]);
  const north = view.pixel([lon, Math.min(lat + radius_m / 222_000, 89.9)]);
  const radius = 2 * Math.hypot(north.x - middle.x, north.y - middle.y);
  if (2 * radius < size.width) return [];
  const step = radius / 4;
  const map = view.map.getSize();
  return STEPS.flatMap((row) => STEPS.map((column) => ({ row, column })))
    .sort((a, b) => Math.hypot(a.row, a.column) - Math.hypot(b.row, b.column))
    .map(({ row, column }) => centred({ x: middle.x + column * step, y: middle.y + row * step }, size))
    .filter(({ left, right, top, bottom }) => {
      if (left < 0 || top < 0 || right > map.x || bottom > map.y) return false;
      const probes = [left, (left + right) / 2, right].flatMap((x) => [top, bottom].map((y) => ({ x, y })));
      return probes.every((pixel) => isWater(view, pixel));
    });
}
