/**
 * The figures of one launch point, as its tables show them.
 */

import { measureRegion } from "./coverage.js";
import { distance_m } from "./geodesy.js";
import { placesWithin, preparePlaces } from "./places.js";
import { prepareReach } from "./reach.js";
import { writeShare } from "./rounding.js";
import { prepared } from "./scene.js";
import { isSeenWithin, measureSectorAreas, sectorAreas_m2 } from "./sectorcoverage.js";
import { startSurvey } from "./survey.js";

/**
 * @import { RegionMeasure } from "./coverage.js"
 * @import { LonLat } from "./decode.js"
 * @import { Reach } from "./reach.js"
 * @import { RangeSpan } from "./places.js"
 * @import { PreparedRegion } from "./region.js"
 * @import { Written } from "./rounding.js"
 * @import { Place, Scene, Unit, Zone } from "./scene.js"
 * @import { Azimuths } from "./shapes.js"
 * @import { Survey, SurveyRow } from "./survey.js"
 */

/** A smaller overlap is where edges meet, not cover; as in a report. */
const LEAST_KM2 = 1e-6;

/**
 * @typedef {object} ZoneFigures
 * @property {Zone} zone
 * @property {boolean} inside
 * @property {number} nearest_m
 * @property {number} farthest_m
 * @property {number[]} shares  For each system.
 */

/**
 * @typedef {object} UnitFigures
 * @property {Unit} unit
 * @property {number} nearest_m
 * @property {number} farthest_m
 * @property {number[]} areas_km2  For each system.
 * @property {number[]} shares
 */

/**
 * @typedef {object} PlaceFigures
 * @property {Place} place
 * @property {number} distance_m
 * @property {boolean[]} within  For each system.
 */

/**
 * @param {Scene} scene
 * @returns {Azimuths | null}
 */
export function azimuthsOf({ sector }) {
  return sector && { start_deg: sector[0], end_deg: sector[1] };
}

/**
 * Measure a region: within the scene's sector, if it has one (only then the
 * page carries `sectorcoverage.js`).
 *
 * @param {Scene} scene
 * @param {PreparedRegion} region
 * @param {Reach} reach
 * @returns {RegionMeasure}
 */
function measureIn(scene, region, reach) {
  const found = measureRegion(region, reach);
  const azimuths = azimuthsOf(scene);
  if (!azimuths) return found;
  return { ...found, ...measureSectorAreas(region, reach, azimuths) };
}

/**
 * Longest range of a scene in metres.
 *
 * @param {Scene} scene
 * @returns {number}
 */
export function longest_m(scene) {
  return Math.max(...scene.systems.map((system) => system.max_m));
}

/**
 * Greatest ranges of all systems, then the least ones that are published.
 *
 * @param {Scene} scene
 * @param {LonLat} at
 * @returns {Reach}
 */
export function reachOf(scene, at) {
  const greatest = scene.systems.map((system) => system.max_m);
  const least = scene.systems.filter((s) => s.min_m > 0).map((s) => s.min_m);
  return prepareReach(at, [...greatest, ...least]);
}

/**
 * One value per system out of one per range: what the least range excludes
 * is taken away.
 *
 * @param {Scene} scene
 * @param {number[]} values  In the order of `reachOf`.
 * @returns {number[]}
 */
function perSystem(scene, values) {
  let next = scene.systems.length;
  return scene.systems.map((system, i) =>
    system.min_m > 0 ? values[i] - values[next++] : values[i],
  );
}

/**
 * Area of each system's reach on the ellipsoid.
 *
 * @param {Scene} scene
 * @param {Reach} reach
 * @returns {number[]}
 */
export function reachAreas_km2(scene, reach) {
  const azimuths = azimuthsOf(scene);
  const areas_m2 = azimuths
    ? sectorAreas_m2(reach, azimuths)
    : reach.limits.map((limit) => limit.sweptArea_m2(2 * Math.PI));
  return perSystem(scene, areas_m2.map((area_m2) => area_m2 / 1e6));
}

/**
 * @param {Scene} scene
 * @param {Reach} reach
 * @returns {ZoneFigures[]}
 */
export function ofZones(scene, reach) {
  return scene.zones.map((zone) => {
    const found = measureIn(scene, prepared(zone.unit), reach);
    return {
      zone,
      inside: found.inside,
      nearest_m: found.nearest_m,
      farthest_m: found.farthest_m,
      shares: perSystem(scene, found.share),
    };
  });
}

/**
 * Share of a unit, against its whole area where only a part is carried.
 *
 * @param {Unit} unit
 * @param {number} area_m2
 * @param {number} share  Of the part that is carried.
 * @returns {number}
 */
function shareOf(unit, area_m2, share) {
  return unit.whole ? share : Math.min(1, area_m2 / 1e6 / unit.area_km2);
}

/**
 * Whether it is certain, whatever the error of its shape, that a unit is wholly in
 * a range or wholly out of it.
 *
 * @param {Scene} scene
 * @param {{nearest_m: number, farthest_m: number}} figures
 * @param {Unit} unit
 * @param {RangeSpan} span
 * @returns {0 | 1 | null}
 */
export function certainShare({ sector }, { nearest_m, farthest_m }, { off_m }, span) {
  if (nearest_m - off_m > span.max_m) return 0;
  if (farthest_m + off_m < span.min_m) return 0;
  const isWhole = farthest_m + off_m <= span.max_m && nearest_m - off_m >= span.min_m;
  return isWhole && !sector ? 1 : null;
}

/**
 * A zone's share within one system's range, as it is written.
 *
 * @param {Scene} scene
 * @param {ZoneFigures} figures
 * @param {number} system
 * @returns {Written}
 */
export function zoneShare(scene, figures, system) {
  const { unit } = figures.zone;
  const certain = certainShare(scene, figures, unit, scene.systems[system]);
  const share = certain ?? figures.shares[system];
  return writeShare(scene.format, share, offShare(unit), certain !== null);
}

/**
 * @param {Unit} unit
 * @returns {number}  Bound of the error of a share of it.
 */
export function offShare({ off_km2, area_km2 }) {
  return off_km2 / area_km2;
}

/**
 * @param {Scene} scene
 * @param {Zone} zone
 * @param {RegionMeasure} measure
 * @param {number} max_m
 * @returns {string}
 */
function shareText(scene, { unit }, measure, max_m) {
  const certain = certainShare(scene, measure, unit, { min_m: 0, max_m });
  const share = certain ?? measure.share[0];
  return writeShare(scene.format, share, offShare(unit), certain !== null).text;
}

/**
 * What the zones' rules leave of each system's reach, and the bound of its error.
 *
 * @param {Scene} scene
 * @param {LonLat} at
 * @param {number[]} areas_km2  Of each reach.
 * @returns {{areas_km2: number[], off_km2: number}}
 */
export function permittedAreas(scene, at, areas_km2) {
  const [zone] = scene.zones;
  if (!zone) return { areas_km2, off_km2: 0 };
  const rule = scene.permitted ?? { inside: zone.rule === "only", unit: zone.unit };
  const reach = reachOf(scene, at);
  const { area_m2 } = measureIn(scene, prepared(rule.unit), reach);
  const shared_km2 = perSystem(scene, area_m2).map((area) => area / 1e6);
  return {
    areas_km2: shared_km2.map((km2, i) => (rule.inside ? km2 : areas_km2[i] - km2)),
    off_km2: rule.unit.off_km2,
  };
}

/**
 * Begin to measure every unit, a few milliseconds at a time.
 *
 * @param {Scene} scene
 * @param {Reach} reach
 * @returns {Survey}
 */
export function surveyUnits(scene, reach) {
  return startSurvey(scene.units.map(prepared), reach, (region) =>
    measureIn(scene, region, reach),
  );
}

/**
 * Regions within range and, where there is a sector, with some area in it.
 *
 * @param {Scene} scene
 * @param {Survey} survey
 * @returns {SurveyRow[]}
 */
function touched({ sector }, survey) {
  const rows = survey.rows();
  return sector ? rows.filter(({ measure }) => measure.area_m2.some(Boolean)) : rows;
}

/**
 * Units that a survey has found within reach, nearest first.
 *
 * @param {Scene} scene
 * @param {Survey} survey
 * @returns {UnitFigures[]}
 */
export function ofUnits(scene, survey) {
  const units = touched(scene, survey).map(({ index, measure }) => {
    const unit = scene.units[index];
    const areas_m2 = perSystem(scene, measure.area_m2);
    const shares = perSystem(scene, measure.share);
    return {
      unit,
      nearest_m: measure.nearest_m,
      farthest_m: measure.farthest_m,
      areas_km2: areas_m2.map((area) => area / 1e6),
      shares: shares.map((share, i) => shareOf(unit, areas_m2[i], share)),
    };
  });
  return units.filter(({ areas_km2 }) => areas_km2.some((km2) => km2 > LEAST_KM2));
}

/**
 * What is written as a unit's shares, by system.
 *
 * @param {Scene} scene
 * @param {Omit<UnitFigures, "areas_km2">} figures
 * @returns {Written[]}
 */
export function unitShares(scene, figures) {
  return scene.systems.map((system, i) => {
    const certain = certainShare(scene, figures, figures.unit, system);
    const share = certain ?? figures.shares[i];
    return writeShare(scene.format, share, offShare(figures.unit), certain !== null);
  });
}

/**
 * The same of one unit that the page carries whole.
 *
 * @param {Scene} scene
 * @param {LonLat} at
 * @param {Unit} unit
 * @returns {Written[]}
 */
export function sharesOf(scene, at, unit) {
  const measure = measureIn(scene, prepared(unit), reachOf(scene, at));
  return unitShares(scene, { ...measure, unit, shares: perSystem(scene, measure.share) });
}

/**
 * Places within the longest range, nearest first.
 *
 * @param {Scene} scene
 * @param {LonLat} at
 * @returns {PlaceFigures[]}
 */
export function ofPlaces(scene, at) {
  const places = preparePlaces(scene.places.map((place) => place.at));
  return placesWithin(places, at, longest_m(scene))
    .filter(({ index }) => scene.places[index].listed && isSeen(scene, at, scene.places[index].at))
    .map(({ index, distance_m }) => ({
      place: scene.places[index],
      distance_m,
      within: within(scene, distance_m),
    }))
    .filter(({ within: reached }) => reached.some(Boolean));
}

/**
 * What one range of the reader's own covers.
 *
 * @param {Scene} scene
 * @param {LonLat} at
 * @param {number} range_m
 * @returns {{zones: {zone: Zone, text: string}[], regions: number, places: number}}
 */
export function ofRange(scene, at, range_m) {
  const reach = prepareReach(at, [range_m]);
  const survey = surveyUnits(scene, reach);
  survey.advance(Infinity);
  return {
    zones: scene.zones.map((zone) => ({
      zone,
      text: shareText(scene, zone, measureIn(scene, prepared(zone.unit), reach), range_m),
    })),
    regions: touched(scene, survey).length,
    places: scene.places.filter(
      (place) => place.listed && distance_m(at, place.at) <= range_m && isSeen(scene, at, place.at),
    ).length,
  };
}

/**
 * Share of each zone at both ends of each system's band, as it is written; null
 * without one.
 *
 * @param {Scene} scene
 * @param {LonLat} at
 * @returns {(string | null)[][]}  By zone, then by system.
 */
export function bandsOfZones(scene, at) {
  const banded = scene.systems.filter((system) => system.low_m && system.high_m);
  const ends = banded.flatMap(({ low_m, high_m }) => [low_m || 1, high_m || 1]);
  if (ends.length === 0) return scene.zones.map(() => scene.systems.map(() => null));
  const reach = prepareReach(at, ends);
  return scene.zones.map((zone) => {
    const measure = measureIn(scene, prepared(zone.unit), reach);
    const texts = ends.map((end_m, i) =>
      shareText(scene, zone, { ...measure, share: [measure.share[i]] }, end_m),
    );
    return scene.systems.map((system) => {
      const i = 2 * banded.indexOf(system);
      return i < 0 ? null : `${texts[i]}–${texts[i + 1]}`;
    });
  });
}

/**
 * Which systems reach a distance.
 *
 * @param {Scene} scene
 * @param {number} distance
 * @returns {boolean[]}
 */
export function within(scene, distance) {
  return scene.systems.map((s) => distance <= s.max_m && distance >= s.min_m);
}

/**
 * Whether a position lies in the scene's sector, or it has none.
 *
 * @param {Scene} scene
 * @param {LonLat} at  The launch point.
 * @param {LonLat} position
 * @returns {boolean}
 */
export function isSeen(scene, at, position) {
  const azimuths = azimuthsOf(scene);
  return !azimuths || isSeenWithin(at, position, azimuths);
}
