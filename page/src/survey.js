/**
 * Many regions measured a few milliseconds at a time.
 *
 * A world page has too many regions for one frame. A survey measures those that
 * come first in line, stops when its time is up, and goes on in the next frame;
 * a new launch point begins a new survey.
 */

import { isBeyondReach, measureRegion } from "./coverage.js";

/**
 * @import { RegionMeasure } from "./coverage.js"
 * @import { Reach } from "./reach.js"
 * @import { PreparedRegion } from "./region.js"
 */

/**
 * @typedef {object} SurveyRow
 * @property {number} index  Of the region.
 * @property {RegionMeasure} measure
 */

/**
 * @typedef {object} Survey
 * @property {(budget_ms: number) => boolean} advance  Measure until the time is
 *   up; true when no region is left.
 * @property {() => SurveyRow[]} rows  Regions within reach measured so far,
 *   nearest first.
 */

/**
 * Begin a survey. Regions beyond every range are left out.
 *
 * @param {PreparedRegion[]} regions
 * @param {Reach} reach
 * @param {(region: PreparedRegion, reach: Reach) => RegionMeasure} [measure]
 * @param {() => number} [now_ms]  A clock.
 * @returns {Survey}
 */
export function startSurvey(
  regions,
  reach,
  measure = measureRegion,
  now_ms = () => performance.now(),
) {
  const farthestRange_m = Math.max(...reach.limits.map(({ range_m }) => range_m));
  /** @type {SurveyRow[]} */
  const rows = [];
  let next = 0;

  function measureNext() {
    const index = next++;
    if (isBeyondReach(regions[index], reach)) return;
    const found = measure(regions[index], reach);
    if (found.nearest_m <= farthestRange_m) rows.push({ index, measure: found });
  }

  return {
    advance(budget_ms) {
      const end_ms = now_ms() + budget_ms;
      while (next < regions.length && now_ms() < end_ms) measureNext();
      return next >= regions.length;
    },
    rows: () => rows.sort((a, b) => a.measure.nearest_m - b.measure.nearest_m),
  };
}
