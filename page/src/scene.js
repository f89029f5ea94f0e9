/**
 * The page's data block, decoded, and where each launch point stands now.
 */

import { letterSwap, readArcNumbers, readIntegers, readLines, readPolygons } from "./decode.js";
import { say } from "./dom.js";
import { createFormatter } from "./format.js";
import { distance_m, unwrapLongitude } from "./geodesy.js";
import { contains, prepareRegion } from "./region.js";

/**
 * @import { LonLat, Polygon } from "./decode.js"
 * @import * as Block from "../types/page-data.js"
 * @import { Formatter } from "./format.js"
 * @import { FindingWords } from "./headline.js"
 * @import { PreparedRegion } from "./region.js"
 * @import { ShownAtStage } from "./timeline.js"
 */

/**
 * @typedef {object} System
 * @property {string} id
 * @property {string} name
 * @property {string} short  Fits a column.
 * @property {number} min_m  0 where no least range is published.
 * @property {number} max_m
 * @property {number | null} low_m  Ends of the band in which sources disagree.
 * @property {number | null} high_m
 * @property {number} style  Which colour.
 * @property {string} dash
 * @property {{text: string, quote: string, url: string | null}} source
 */

/**
 * @typedef {object} Site
 * @property {number} index
 * @property {string} name
 * @property {LonLat} published
 * @property {LonLat} at  Where the reader has it now; longitude unwrapped.
 * @property {string | null} place  Name of the known place where the reader has put it.
 * @property {boolean} fixed  A line or an area: it stays as published.
 * @property {boolean} shown  False of a line or an area of another stage than the shown.
 * @property {Unit} outline  Of a line or an area.
 * @property {Unit[]} reaches  Of a line or an area, one for each system.
 */

/**
 * @typedef {object} Unit  A region, or a country on a page of the whole world.
 * @property {string} code
 * @property {string} name
 * @property {number} country  Index into the scene's countries.
 * @property {number} area_km2  Of the whole unit, at full resolution.
 * @property {boolean} whole  False if the page carries only a part of it.
 * @property {number} off_m  No distance to its shape here is off by more.
 * @property {number} off_km2  Nor is the area of any part of it.
 * @property {number[][][]} arcs  Rings as numbers of the scene's arcs.
 * @property {Polygon[]} polygons
 * @property {[number, number, number, number]} bounds  West, south, east, north.
 * @property {PreparedRegion | null} prepared  Made on first use.
 */

/**
 * @typedef {object} Zone
 * @property {string} name
 * @property {"restricted" | "only"} rule
 * @property {string} note
 * @property {Unit} unit  The zone's shape.
 */

/**
 * @typedef {object} Place
 * @property {string} name
 * @property {LonLat} at
 * @property {number | null} population  Null where it is unknown.
 * @property {boolean} listed  Large enough for the tables.
 * @property {"capital" | "seat" | "town"} rank  The chief place of a region is its seat.
 * @property {string} sounds  Of other names that it has or had, between spaces.
 */

/** @typedef {{units: Unit[], arcs: LonLat[][]}} Coverage  Units that share their edges. */

/**
 * @typedef {object} Water
 * @property {Unit} lakes
 * @property {{rank: number, line: LonLat[]}[]} rivers  Rank 0 is the greatest.
 */

/**
 * @typedef {object} Scene
 * @property {Block.PageData["words"]} words
 * @property {string} lang  BCP 47.
 * @property {string} letters  As `letterSwap` takes them.
 * @property {Block.PageData["search"]} search
 * @property {Formatter} format  Numbers in the page's language.
 * @property {"region" | "country"} level
 * @property {[number, number, number, number]} fit  West, south, east, north.
 * @property {[number, number, number, number]} cover
 * @property {System[]} systems
 * @property {[number, number] | null} sector
 * @property {Site[]} sites
 * @property {Zone[]} zones
 * @property {{inside: boolean, unit: Unit} | null} permitted  Where the rules of
 *   several zones leave something, or nothing.
 * @property {string[]} countries
 * @property {number[]} countries_off_km2
 * @property {number} least_listed  Population of the published tables' smallest place.
 * @property {number} least_carried  Population of the smallest that is listed after a
 *   move.
 * @property {Place[]} named  Those that may be named on the map, the most prominent first.
 * @property {{regions: number, places: number}} most_rows
 * @property {Unit[]} units
 * @property {Unit} land  Of the rest of the world: coarse, never measured.
 * @property {Water} water
 * @property {Coverage | null} beneath  Countries under borders of the author's own.
 * @property {LonLat[][]} arcs  Borders; what two units share is there once.
 * @property {Place[]} places
 * @property {System} own  The reader's own range; 0 while there is none.
 * @property {View} view
 * @property {Block.Callout[]} [callouts]  Words of the author's.
 * @property {Block.Sea[]} [seas]  Of a large view, the largest first.
 * @property {Unit | null} spotlight  The land around which the author dims the map.
 * @property {Block.Gains} [gains]  Of a comparison.
 * @property {ShownAtStage[]} [stages]  Of a timeline.
 * @property {FindingWords} [finding]  Where the headline is the figures' own.
 */

/**
 * What the reader has switched.
 *
 * @typedef {object} View
 * @property {boolean} bands  Where sources disagree is shown.
 * @property {boolean} merged  Reaches of one system are shown as one.
 */

/**
 * @param {Polygon[]} polygons
 * @returns {[number, number, number, number]}
 */
function boundsOf(polygons) {
  /** @type {[number, number, number, number]} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [shell] of polygons) {
    for (const [lon, lat] of shell) {
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
  }
  return box;
}

const OWN_STYLE = 5;

/**
 * @param {any} about
 * @param {Polygon[]} polygons
 * @returns {Unit}
 */
export function makeUnit(about, polygons) {
  return { ...about, polygons, bounds: boundsOf(polygons), prepared: null };
}

/**
 * Rings out of the arcs that bound them; `~n` is arc `n` backwards.
 *
 * @param {number[][][]} polygons
 * @param {LonLat[][]} arcs
 * @returns {Polygon[]}
 */
function joinArcs(polygons, arcs) {
  return polygons.map((rings) =>
    rings.map((numbers) =>
      numbers.flatMap((n) => (n < 0 ? [...arcs[~n]].reverse() : arcs[n]).slice(0, -1)),
    ),
  );
}

/**
 * @param {Block.Site} raw
 * @param {number} index
 * @param {number} grid_deg
 * @returns {Site}
 */
function readSite(raw, index, grid_deg) {
  const reaches = raw.reaches || [];
  return {
    index,
    name: raw.name,
    published: [raw.lon, raw.lat],
    at: [raw.lon, raw.lat],
    place: null,
    fixed: raw.fixed,
    shown: true,
    outline: makeUnit({}, readPolygons(raw.outline ?? "", grid_deg)),
    reaches: reaches.map((reach) =>
      makeUnit({}, readPolygons(reach, raw.reach_grid_deg ?? grid_deg)),
    ),
  };
}

/**
 * @param {string} name
 * @returns {System}
 */
function ownSystem(name) {
  const unknown = { min_m: 0, max_m: 0, low_m: null, high_m: null };
  const source = { text: name, quote: "", url: null };
  return { id: "own", name, short: name, ...unknown, style: OWN_STYLE, dash: "1 6", source };
}

/** What a person counts for, by what lives there: as `prominence` in Python has it. */
const WEIGHTS = { capital: 10, seat: 3, town: 1 };

/**
 * @param {Place} place
 * @returns {number}
 */
function weight({ population, rank }) {
  return (population ?? 0) * WEIGHTS[rank];
}

/**
 * @param {Block.Places} raw
 * @param {(name: string) => string} inLetters
 * @returns {Place[]}  Largest first.
 */
function readPlaces(raw, inLetters) {
  const { names, sounds, numbers, grid_deg, min_population, capitals, seats } = raw;
  const others = sounds.split(";");
  const steps = readIntegers(numbers);
  const unitsPerDegree = Math.round(1 / grid_deg);
  const [isCapital, isSeat] = [new Set(capitals), new Set(seats)];
  let [lon, lat, people] = [0, 0, 0];
  return names.map((name, i) => {
    lon += steps[3 * i];
    lat += steps[3 * i + 1];
    people += steps[3 * i + 2];
    return {
      name: inLetters(name),
      at: [lon / unitsPerDegree, lat / unitsPerDegree],
      population: people < 0 ? null : people,
      listed: people >= min_population || min_population === 0,
      sounds: others[i] ?? "",
      rank: isCapital.has(i) ? "capital" : isSeat.has(i) ? "seat" : "town",
    };
  });
}

/**
 * @param {Block.Beneath | null} raw
 * @returns {Coverage | null}
 */
function readBeneath(raw) {
  if (!raw) return null;
  const arcs = readLines(raw.arcs, raw.grid_deg);
  const units = readArcNumbers(raw.countries).map((own, country) =>
    makeUnit({ country, arcs: own }, joinArcs(own, arcs)),
  );
  return { units, arcs };
}

/**
 * @param {Block.Water} raw
 * @param {number} grid_deg
 * @returns {Water}
 */
function readWater({ lakes, rivers, ranks }, grid_deg) {
  const rankOf = ranks.flatMap((count, rank) => Array(count).fill(rank));
  return {
    lakes: makeUnit({}, readPolygons(lakes, grid_deg)),
    rivers: readLines(rivers, grid_deg).map((line, at) => ({ rank: rankOf[at], line })),
  };
}

/**
 * Read the data block.
 *
 * @param {string} json
 * @returns {Scene}
 */
export function read(json) {
  /** @type {Block.PageData} */
  const raw = JSON.parse(json);
  const arcs = readLines(raw.arcs, raw.grid_deg);
  const inLetters = letterSwap(raw.letters);
  const arcNumbers = readArcNumbers(raw.units.map((unit) => unit[7]));
  /** @type {Unit[]} */
  const units = raw.units.map(
    ([code, name, country, area_km2, whole, off_m, off_km2], row) => {
      const own = arcNumbers[row];
      return makeUnit(
        { code, name: inLetters(name), country, area_km2, whole: whole === 1, off_m, off_km2, arcs: own },
        joinArcs(own, arcs),
      );
    },
  );
  const places = readPlaces(raw.places, inLetters);
  return {
    ...raw,
    format: createFormatter(raw.lang),
    units,
    arcs,
    land: makeUnit({}, readPolygons(raw.land, raw.land_grid_deg)),
    water: readWater(raw.water, raw.grid_deg),
    beneath: readBeneath(raw.beneath),
    sites: raw.sites.map((site, index) => readSite(site, index, raw.grid_deg)),
    own: ownSystem(raw.words.own),
    view: { bands: false, merged: false },
    zones: raw.zones.map((zone) => ({
      ...zone,
      unit:
        zone.unit === undefined
          ? makeUnit(zone, readPolygons(zone.polygons ?? "", raw.grid_deg))
          : units[zone.unit],
    })),
    spotlight: raw.spotlight ? makeUnit({}, readPolygons(raw.spotlight, raw.grid_deg)) : null,
    permitted: raw.permitted && {
      inside: raw.permitted.inside,
      unit: makeUnit(raw.permitted, readPolygons(raw.permitted.polygons, raw.grid_deg)),
    },
    places,
    named: places.slice(0, raw.places.labelled).sort((a, b) => weight(b) - weight(a)),
    least_carried: raw.places.min_population,
  };
}

/**
 * A unit's shape, ready to be measured.
 *
 * @param {Unit} unit
 * @returns {PreparedRegion}
 */
export function prepared(unit) {
  unit.prepared = unit.prepared || prepareRegion(unit.polygons);
  return unit.prepared;
}

/**
 * Whether a position (longitude unwrapped as the scene's) is in a unit.
 *
 * @param {Unit} unit
 * @param {LonLat} position
 * @returns {boolean}
 */
export function holds(unit, position) {
  const [west, south, east, north] = unit.bounds;
  const [lon, lat] = position;
  if (lon < west || lon > east || lat < south || lat > north) return false;
  return contains(prepared(unit), position);
}

/**
 * The unit at a position.
 *
 * @param {Scene} scene
 * @param {LonLat} position
 * @returns {Unit | null}
 */
export function unitAt(scene, position) {
  return scene.units.find((unit) => holds(unit, position)) || null;
}

/**
 * Names of the layers, beside systems, that the legend can hide.
 *
 * @param {Scene} scene
 * @returns {string[]}
 */
export function hideable({ zones }) {
  return [...zones.map((_, i) => `zone${i}`), "borders", "places"];
}

/**
 * Whether the reader has moved a launch point.
 *
 * @param {Site} site
 * @returns {boolean}
 */
export function isMoved(site) {
  return site.at[0] !== site.published[0] || site.at[1] !== site.published[1];
}

/**
 * The published position itself for one that can't be told from it: within a metre,
 * or alike in the fields' four decimals.
 *
 * @param {Site} site
 * @param {LonLat} at
 * @returns {LonLat}
 */
export function snap({ published }, at) {
  const alike = [0, 1].every((axis) => at[axis].toFixed(4) === published[axis].toFixed(4));
  return alike || distance_m(at, published) <= 1 ? published : at;
}

/**
 * What a launch point is called where it stands: no longer just by its name
 * once it has been moved.
 *
 * @param {Scene} scene
 * @param {Site} site
 * @returns {string}
 */
export function nameOf({ words }, site) {
  if (!isMoved(site)) return site.name;
  const { name, place } = site;
  return place ? say(words.atPlace, { place, site: name }) : say(words.movedSite, { site: name });
}

/**
 * A position with its longitude unwrapped as the scene's.
 *
 * @param {Scene} scene
 * @param {LonLat} position
 * @returns {LonLat}
 */
export function onScene(scene, [lon, lat]) {
  return [unwrapLongitude(lon, middleLon(scene)), Math.max(-90, Math.min(90, lat))];
}

/**
 * Longitudes of a page run on across 180 degrees about this one.
 *
 * @param {Scene} scene
 * @returns {number}
 */
export function middleLon({ cover: [west, , east] }) {
  return (west + east) / 2;
}
