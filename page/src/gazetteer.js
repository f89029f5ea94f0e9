/**
 * The places that a reader can search for: the page's own, and the cities of the world.
 *
 * Scripts and spellings meet in two keys, made by rules that Python has too
 * (`rangeviz/datasets/sounds.py`): letters, for what is typed so far, and sounds, for
 * names as other languages and times write them.
 */

import { letterSwap, readIntegers } from "./decode.js";
import { distance_m, unwrapLongitude } from "./geodesy.js";
import { onScene, unitAt } from "./scene.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { Scene } from "./scene.js"
 */

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {string} country  Alpha-2; "" where the map's borders tell.
 * @property {LonLat} at
 * @property {number} size  0 for the largest.
 * @property {string[]} letters  Of the name, and of its later words.
 * @property {string[]} sounds  The same, and those of others that it has or had.
 */

/** @typedef {[RegExp, string][]} Rules */

const MOST_FOUND = 8;
const LONGEST_QUERY = 80;
const LARGE = [3e6, 1e6];
/** Of a name in other letters, and of all. */
const SURELY_HEARD = 3;
const MOST_RANK = 9;
const SAME_PLACE_M = 15_000;
const SAME_DEG = 5e-6;
/** Greek, Armenian, Hebrew, Arabic, Georgian and Korean letters, as NFKD leaves them. */
const OTHER_LETTERS = /[\u0370-\u03ff\u0530-\u06ff\u10d0-\u11ff]/;
/** Consonants that other letters tell apart in other ways than Latin ones. */
const BONES = compile("a  [pvf] b h k z s d t r l (.)\\1+ $1");

/**
 * What Hebrew and Arabic write of a sound: one Hebrew letter is both b and v.
 *
 * @param {string} sound
 * @returns {string}
 */
const withoutVowels = (sound) => sound.replaceAll("a", "").replaceAll("v", "b");

/**
 * What languages that write other letters leave of a name's sound.
 *
 * @param {string} sound
 * @returns {string}
 */
const bonesOf = (sound) => apply(BONES, sound);

/**
 * @param {string} rules  Patterns, each before its replacement, between blanks.
 * @returns {Rules}
 */
function compile(rules) {
  const texts = rules.split(" ");
  /** @type {Rules} */
  const compiled = [];
  for (let i = 0; i < texts.length; i += 2) {
    compiled.push([new RegExp(texts[i], "g"), texts[i + 1]]);
  }
  return compiled;
}

/**
 * @param {Rules} rules
 * @param {string} text
 * @returns {string}
 */
function apply(rules, text) {
  return rules.reduce((key, [pattern, replacement]) => key.replace(pattern, replacement), text);
}

/**
 * @param {string} gaps  From one row to the next.
 * @returns {Set<number>}
 */
function readRows(gaps) {
  let row = 0;
  return new Set(readIntegers(gaps).map((gap) => (row += gap)));
}

/**
 * Whether one text becomes the other by one letter more, less or other.
 *
 * @param {string} a
 * @param {string} b
 * @returns {boolean}
 */
function isNear(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let [start, end] = [0, 0];
  const least = Math.min(a.length, b.length);
  while (start < least && a[start] === b[start]) start++;
  while (end < least - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return Math.max(a.length, b.length) - start - end <= 1;
}

/**
 * Whether a sound begins as another, or lacks no more than its last letter.
 *
 * @param {string} sound
 * @param {string} typed
 * @returns {boolean}
 */
function startsLike(sound, typed) {
  const isNearly = sound.length > 3 && typed.length === sound.length + 1;
  return sound.startsWith(typed) || (isNearly && typed.startsWith(sound));
}

export class Gazetteer {
  /**
   * @param {Scene} scene
   */
  constructor(scene) {
    const { rules } = scene.search;
    this.scene = scene;
    this.letterRules = compile(rules.letters);
    this.soundRules = compile(rules.sounds);
    this.places = scene.places.map(({ name, at, population, sounds }) =>
      this.entry(name, "", at, LARGE.filter((least) => (population ?? 0) < least).length, sounds),
    );
    this.cities = this.readCities().filter((city) => !this.isOwn(city));
    this.cities.sort((a, b) => a.size - b.size);
    this.entries = [...this.places, ...this.cities];
  }

  /**
   * @param {string} text
   * @returns {string}
   */
  letters(text) {
    const plain = text.normalize("NFKD").toLowerCase();
    return apply(this.letterRules, plain.replace(/[^\p{Ll}\p{Lo}\p{N}]/gu, ""));
  }

  /**
   * @param {string} letters
   * @returns {string}
   */
  sound(letters) {
    return apply(this.soundRules, letters);
  }

  /**
   * @param {string} name
   * @param {string} country
   * @param {LonLat} at
   * @param {number} size
   * @param {string} sounds  Between spaces.
   * @returns {Entry}
   */
  entry(name, country, at, size, sounds) {
    const words = name.split(/[\s-]+/);
    const letters = words.map((_, i) => this.letters(words.slice(i).join("")));
    const own = letters.map((each) => this.sound(each));
    const others = sounds ? sounds.split(" ") : [];
    return { name, country, at, size, letters, sounds: [...own, ...others] };
  }

  /** @returns {Entry[]} */
  readCities() {
    const { names, sounds, numbers, grid_deg, countries, large } = this.scene.search.cities;
    const each = letterSwap(this.scene.letters)(names).split(";");
    const others = sounds.split(";");
    const steps = readIntegers(numbers);
    const unitsPerDegree = Math.round(1 / grid_deg);
    const codes = [...countries.matchAll(/([A-Z]{2})(\d+)/g)].flatMap(([, code, count]) =>
      Array(Number(count)).fill(code),
    );
    const [largest, larger] = large.map(readRows);
    let [lon, lat] = [0, 0];
    return each.map((name, i) => {
      lon += steps[i];
      lat += steps[each.length + i];
      /** @type {LonLat} */
      const at = [lon / unitsPerDegree, lat / unitsPerDegree];
      const size = largest.has(i) ? 0 : larger.has(i) ? 1 : 2;
      return this.entry(name, codes[i], at, size, others[i]);
    });
  }

  /**
   * Whether a city is one of the page's own places, which are known more exactly. It
   * lends its names to that.
   *
   * @param {Entry} city
   * @returns {boolean}
   */
  isOwn({ at, sounds }) {
    const own = this.places.find(
      (place) => place.sounds[0] === sounds[0] && distance_m(place.at, at) < SAME_PLACE_M,
    );
    own?.sounds.push(...sounds);
    return own !== undefined;
  }

  /**
   * How well an entry answers to what was typed.
   *
   * @param {Entry} entry
   * @param {string} letters
   * @param {string} sound
   * @returns {number | null}  0 is best; null for not at all.
   */
  rank({ letters: own, sounds }, letters, sound) {
    if (own[0] === letters) return 0;
    const isHeard = sounds.includes(sound);
    if (isHeard && sound.length > 3) return 1;
    // Both may be meant by so little: the larger one comes first.
    if (own[0].startsWith(letters) || (isHeard && sound.length > 2)) return 2;
    if (isHeard && sound.length > 1) return 3;
    if (letters.length > 1 && own.some((word) => word.startsWith(letters))) return 4;
    if (sound.length > 2 && sounds.some((each) => startsLike(each, sound))) return 5;
    const near = sound.length > 3 ? sounds.filter((each) => isNear(each, sound)) : [];
    if (near.length > 0) return near.some((each) => each.startsWith(sound.slice(0, -1))) ? 6 : 7;
    return null;
  }

  /**
   * The same for a name in other letters, which tell a Latin name's consonants at best.
   *
   * @param {Entry} entry
   * @param {string} sound
   * @returns {number | null}
   */
  rankOther({ sounds }, sound) {
    const bare = withoutVowels(sound);
    const bones = bonesOf(sound);
    if (bones.length < 2) return null;
    if (sounds.includes(sound)) return 0;
    const start = sound.slice(0, -1);
    if (sound.length > 4 && sounds.some((each) => each.startsWith(start) && isNear(each, sound))) return 1;
    const bares = sounds.map(withoutVowels);
    if (bares.includes(bare)) return 2;
    if (bare.length > 2 && bares.some((each) => each.startsWith(bare))) return 3;
    const others = sounds.map(bonesOf);
    if (others.includes(bones)) return 4;
    if (others.some((each) => startsLike(each, bones))) return 5;
    return bones.length > 2 && others.some((each) => isNear(each, bones)) ? 6 : null;
  }

  /**
   * @param {string} query  Whatever was typed.
   * @returns {Entry[]}  The best first, of equally good ones the largest.
   */
  find(query) {
    const text = query.slice(0, LONGEST_QUERY);
    const letters = this.letters(text);
    if (!letters) return [];
    const sound = this.sound(letters);
    const isOther = OTHER_LETTERS.test(text.normalize("NFKD"));
    const rank = (/** @type {Entry} */ entry) =>
      isOther ? this.rankOther(entry, sound) : this.rank(entry, letters, sound);
    const ranked = this.entries
      .map((entry) => ({ entry, rank: rank(entry) ?? Infinity }))
      .sort((a, b) => a.rank - b.rank || a.entry.size - b.entry.size);
    // Beside a name that is heard in other letters, likely ones are none.
    const most = isOther && ranked[0].rank <= SURELY_HEARD ? SURELY_HEARD : MOST_RANK;
    return ranked
      .filter(({ rank }) => rank <= most)
      .slice(0, MOST_FOUND)
      .map(({ entry }) => entry);
  }

  /**
   * The country of an entry, in the reader's language.
   *
   * @param {Entry} entry
   * @returns {string}  Empty where it isn't known.
   */
  countryOf({ country, at }) {
    if (!country) {
      const unit = unitAt(this.scene, onScene(this.scene, at));
      return unit ? (this.scene.countries[unit.country] ?? "") : "";
    }
    try {
      const names = new Intl.DisplayNames([this.scene.lang], { type: "region", style: "short" });
      return names.of(country) ?? "";
    } catch {
      return "";
    }
  }

  /**
   * The name of the place whose position, as it is kept here, is a given one.
   *
   * @param {LonLat} position
   * @returns {string | null}
   */
  nameAt([lon, lat]) {
    const isThere = (/** @type {Entry} */ { at }) =>
      Math.abs(at[1] - lat) < SAME_DEG && Math.abs(unwrapLongitude(at[0] - lon, 0)) < SAME_DEG;
    return this.entries.find(isThere)?.name ?? null;
  }
}
