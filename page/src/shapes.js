/**
 * What a system reaches, as the map draws it: a disc, an annulus, a sector, and
 * the band in which sources disagree about its range.
 */

import { annularSector, circle } from "./rings.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { RangeSpan } from "./places.js"
 * @import { Outline } from "./trace.js"
 */

/**
 * @typedef {object} Azimuths
 * @property {number} start_deg
 * @property {number} end_deg  Clockwise from the start.
 */

/**
 * The outlines of what lies between two distances: one, or an outer and an
 * inner one.
 *
 * @param {LonLat} launch
 * @param {RangeSpan} span  From 0, there is no inner outline.
 * @param {Azimuths | null} azimuths  Null for all round.
 * @param {number} [tolerance_m]  On the ground; see `rings.circle`.
 * @returns {Outline[]}
 */
export function outlines(launch, { min_m, max_m }, azimuths, tolerance_m) {
  if (azimuths === null) {
    const outer = circle(launch, max_m, tolerance_m);
    return min_m > 0 ? [outer, circle(launch, min_m, tolerance_m)] : [outer];
  }
  const sector = {
    startAzimuth_deg: azimuths.start_deg,
    endAzimuth_deg: azimuths.end_deg,
    minRange_m: min_m,
    maxRange_m: max_m,
  };
  return [annularSector(launch, sector, tolerance_m)];
}
