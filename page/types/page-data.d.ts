// Written by page/tools/write-types.js out of docs/page-data.schema.json.

/**
 * A region or a country, as a row.
 *
 * @minItems 8
 * @maxItems 8
 */
export type Unit = [string, string, number, number, 0 | 1, number, number, string];

/**
 * Lengths in metres, areas in km2, positions as lon, lat in degrees.
 */
export interface PageData {
  version: string;
  lang: string;
  letters: string;
  words: Words;
  worldview: string;
  level: "country" | "region";
  grid_deg: number;
  /**
   * @minItems 4
   * @maxItems 4
   */
  fit: [number, number, number, number];
  /**
   * @minItems 4
   * @maxItems 4
   */
  cover: [number, number, number, number];
  water: Water;
  land: string;
  land_grid_deg: number;
  sites: Site[];
  systems: System[];
  sector: [number, number] | null;
  zones: Zone[];
  permitted: Permitted | null;
  places: Places;
  least_listed: number;
  most_rows: MostRows;
  beneath: Beneath | null;
  search: Search;
  countries: string[];
  countries_off_km2: number[];
  units: Unit[];
  arcs: string;
  seas?: Sea[];
  callouts?: Callout[];
  spotlight?: string;
  finding?: Finding;
  gains?: Gains;
  stages?: ShownAtStage[];
}
export interface Words {
  attribution: string;
  zoomIn: string;
  zoomOut: string;
  close: string;
  undo: string;
  redo: string;
  fullScreen: string;
  wholePage: string;
  panel: string;
  pin: string;
  placesFound: string;
  noPlace: string;
  noLetters: string;
  own: string;
  ownTold: string;
  ownToldZones: string;
  copied: string;
  copyThis: string;
  copiedPart: string;
  copyPart: string;
  nothingToCopy: string;
  sphere: string;
  degrees: string;
  webMercator: string;
  m: string;
  moved: string;
  movedSite: string;
  atPlace: string;
  asFarAs: string;
  position: string;
  uncovered: string;
  rounded: string;
  leftOut: string;
  largerPlaces: string;
  asPublished: string;
  outOfBounds: string;
  latitude: string;
  longitude: string;
  statusZone: string;
  statusZoneInside: string;
  publishedRange: string;
  minimumRange: string;
  sourcesGive: string;
  from: string;
  area: string;
  source: string;
  nearestEdge: string;
  farthest: string;
  inside: string;
  shareWithin: string;
  azimuth: string;
  measure: string;
  measureTo: string;
  between: string;
  distanceFrom: string;
  population: string;
  none: string;
  reaches: string;
  sea: string;
  restricted: string;
  only: string;
  elsewhere: string;
  noCountry: string;
  km: string;
  mi: string;
  km2: string;
}
/**
 * Lakes, and rivers with how many are of each rank.
 */
export interface Water {
  lakes: string;
  rivers: string;
  ranks: number[];
}
/**
 * A launch point; a line or an area carries its outline and its reaches.
 */
export interface Site {
  name: string;
  lon: number;
  lat: number;
  fixed: boolean;
  outline?: string;
  reaches?: string[];
  reach_grid_deg?: number;
}
/**
 * A system: its ranges, how it is drawn, and where they were published.
 */
export interface System {
  id: string;
  name: string;
  short: string;
  min_m: number;
  max_m: number;
  low_m: number | null;
  high_m: number | null;
  style: number;
  dash: string;
  source: Source;
}
/**
 * Where a range was published.
 */
export interface Source {
  text: string;
  quote: string;
  url: string | null;
}
/**
 * A zone: a unit of the page by its number, or a shape with its bounds of error.
 */
export interface Zone {
  name: string;
  rule: "only" | "restricted";
  note: string;
  area_km2: number;
  whole: boolean;
  unit?: number;
  polygons?: string;
  off_m?: number;
  off_km2?: number;
}
/**
 * The area that the rules of several zones leave, or take away.
 */
export interface Permitted {
  inside: boolean;
  polygons: string;
  off_m: number;
  off_km2: number;
}
/**
 * Places of the page, as `CarriedPlaces` has them.
 */
export interface Places {
  names: string[];
  sounds: string;
  numbers: string;
  grid_deg: number;
  min_population: number;
  labelled: number;
  capitals: number[];
  seats: number[];
}
/**
 * So many rows a table has at most.
 */
export interface MostRows {
  regions: number;
  places: number;
}
/**
 * Countries under borders of the author's own, as numbers of their arcs.
 */
export interface Beneath {
  grid_deg: number;
  countries: string[];
  arcs: string;
}
/**
 * What the search knows beside the page's places.
 */
export interface Search {
  rules: Rules;
  cities: Cities;
}
/**
 * Regular expressions, each before what is put in its place, between blanks.
 */
export interface Rules {
  letters: string;
  sounds: string;
}
/**
 * Cities of the world, as `search_data` writes them.
 */
export interface Cities {
  names: string;
  sounds: string;
  numbers: string;
  grid_deg: number;
  countries: string;
  /**
   * @minItems 2
   * @maxItems 2
   */
  large: [string, string];
}
/**
 * A sea, or a part of one: its name may stand on water within a distance.
 */
export interface Sea {
  name: string;
  lon: number;
  lat: number;
  radius_m: number;
}
/**
 * Words of the author's about a position, in lines.
 */
export interface Callout {
  lon: number;
  lat: number;
  lines: string[];
  direction: string | null;
}
/**
 * What the headline of a moved launch point is made of.
 */
export interface Finding {
  words: {
    [k: string]: string;
  };
  ranges: string[];
}
/**
 * Of a comparison: what is added to lines and areas, null for points.
 */
export interface Gains {
  drawn: (string | null)[];
  grid_deg: number;
}
/**
 * Of a stage: the numbers of the systems, zones and sites that it speaks of.
 */
export interface ShownAtStage {
  systems: number[];
  zones: number[];
  sites?: number[];
}
