/**
 * What lies at a point of the map.
 */

import { holds, unitAt } from "./scene.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { Layers } from "./layers.js"
 * @import { MapView, Pixel } from "./map.js"
 * @import { RingLayer } from "./ringlayer.js"
 * @import { Place, Scene, Unit, Zone } from "./scene.js"
 */

/**
 * Everything that lies at a point.
 *
 * @typedef {object} Finding
 * @property {LonLat} at  Of the place, where there is one.
 * @property {Unit | null} unit
 * @property {Zone[]} zones
 * @property {Place | null} place
 * @property {RingLayer | null} ring  Whose line is near.
 */

const NEAR_PX = 9;

/**
 * @param {Pixel} pixel
 * @param {Pixel} from
 * @param {Pixel} to
 * @returns {number}  Pixels from the line between two others.
 */
function lineDistance(pixel, from, to) {
  const [p, a, b] = [pixel, from, to].map(({ x, y }) => L.point(x, y));
  return L.LineUtil.pointToSegmentDistance(p, a, b);
}

/**
 * @param {Scene} scene
 * @param {LonLat} at
 * @param {Place | null} [place]
 * @returns {Finding}
 */
export function findAt(scene, at, place = null) {
  const unit = unitAt(scene, at);
  const zones = scene.zones.filter((zone) => holds(zone.unit, at));
  return { at, unit, zones, place, ring: null };
}

/**
 * @param {MapView} view
 * @param {Layers} layers
 * @param {Pixel} pixel
 * @returns {Finding}
 */
export function findNear(view, layers, pixel) {
  const place = placeNear(view, pixel);
  const at = place ? place.at : view.positionAt(pixel);
  return { ...findAt(view.scene, at, place), ring: ringNear(view, layers.shownRings(), pixel) };
}

/**
 * @param {MapView} view
 * @param {Pixel} pixel
 * @returns {Place | null}
 */
function placeNear(view, { x, y }) {
  let best = null;
  let nearest = NEAR_PX;
  for (const place of view.scene.named) {
    const spot = view.pixel(place.at);
    const away = Math.hypot(spot.x - x, spot.y - y);
    if (away < nearest) [best, nearest] = [place, away];
  }
  return best;
}

/**
 * @param {MapView} view
 * @param {RingLayer[]} rings
 * @param {Pixel} pixel
 * @returns {RingLayer | null}
 */
function ringNear(view, rings, pixel) {
  let best = null;
  let nearest = NEAR_PX;
  for (const ring of rings) {
    const points = ring.path.map((point) => view.pixelOfPlane(point));
    points.forEach((point, i) => {
      const away = lineDistance(pixel, point, points[(i + 1) % points.length]);
      if (away < nearest) [best, nearest] = [ring, away];
    });
  }
  return best;
}
