/**
 * The shortest line between two points that the reader has chosen.
 */

import { direct, inverse, unwrapLongitude } from "./geodesy.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { MapView } from "./map.js"
 */

const STEPS = 128;

/**
 * Points along a geodesic; longitudes run on.
 *
 * @param {LonLat} from
 * @param {LonLat} to
 * @returns {LonLat[]}
 */
export function geodesic(from, to) {
  const { length_m, azimuth_deg } = inverse(from, to);
  let lon = from[0];
  return Array.from({ length: STEPS + 1 }, (_, i) => {
    const point = direct(from, azimuth_deg, (length_m * i) / STEPS);
    lon = unwrapLongitude(point[0], lon);
    return [lon, point[1]];
  });
}

export class Ruler {
  /** @param {MapView} view */
  constructor(view) {
    this.view = view;
    /** @type {LonLat[]} */
    this.line = [];
    const options = { className: "rv-ruler", pane: "rv-rings", smoothFactor: 0, weight: 3 };
    const renderer = L.svg({ pane: "rv-rings", padding: 0.4 });
    this.layer = view.draw("lines", { ...options, renderer }, (projection) =>
      this.line.length > 0 ? projection.line(this.line) : [],
    );
  }

  /**
   * Lay the ruler between two points, or take it away.
   *
   * @param {[LonLat, LonLat] | null} ends
   */
  lay(ends) {
    this.line = ends ? geodesic(...ends) : [];
    this.layer.setPaths(ends ? this.view.projection.line(this.line) : []);
  }
}
