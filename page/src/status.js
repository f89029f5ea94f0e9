/**
 * What changed, in words: for who can't see it, once things are quiet.
 */

import { byId, say } from "./dom.js";
import { longest_m, zoneShare } from "./figures.js";
import { wrapLongitude } from "./geodesy.js";
import { circle } from "./rings.js";
import { writeDistance } from "./rounding.js";
import { isMoved, nameOf } from "./scene.js";

/**
 * @import { ZoneFigures } from "./figures.js"
 * @import { Scene, Site } from "./scene.js"
 */

export class Teller {
  /**
   * @param {Scene} scene
   * @param {{zones: ZoneFigures[][]}} figures  The latest, by launch point.
   * @param {(site: Site) => string[]} felt  What a reader can feel of it.
   */
  constructor(scene, figures, felt) {
    this.felt = felt;
    this.scene = scene;
    this.figures = figures;
    this.summary = byId("rv-status");
    this.moved = byId("rv-moved");
    this.published = this.summary.textContent;
  }

  /** Tell where moved launch points are and what that means. */
  tell() {
    const { sites, words } = this.scene;
    const moved = sites.filter(isMoved);
    const sentences = moved.flatMap((site) => this.sentences(site));
    const text = moved.length > 0 ? sentences.join(" ") : this.published;
    if (this.summary.textContent !== text) this.summary.textContent = text;
    const warning = moved.length > 0 ? words.moved : "";
    if (this.moved.textContent !== warning) this.moved.textContent = warning;
  }

  /**
   * @param {Site} site
   * @returns {string[]}
   */
  sentences(site) {
    const { words, format } = this.scene;
    const [lon, lat] = [wrapLongitude(site.at[0]), site.at[1]];
    const position = `${format.degrees(lat)}, ${format.degrees(lon)}`;
    const uncovered = this.isUncovered(site) ? [words.uncovered] : [];
    return [
      say(words.position, { site: site.place ? nameOf(this.scene, site) : site.name, position }),
      ...this.felt(site),
      ...this.figures.zones[site.index].map((zone) => this.aboutZone(zone)),
      ...uncovered,
    ];
  }

  /**
   * @param {ZoneFigures} figures
   * @returns {string}
   */
  aboutZone(figures) {
    const { zone, inside, nearest_m } = figures;
    const { words, format, systems } = this.scene;
    const each = systems.map(({ short }, i) => `${short} ${zoneShare(this.scene, figures, i).text}`);
    return say(inside ? words.statusZoneInside : words.statusZone, {
      zone: zone.name,
      nearest: writeDistance(format, nearest_m, zone.unit.off_m).text,
      shares: each.join(", "),
    });
  }

  /**
   * Whether the longest ring may leave the borders that the page carries.
   *
   * @param {Site} site
   * @returns {boolean}
   */
  isUncovered(site) {
    const [west, south, east, north] = this.scene.cover;
    const { path } = circle(site.at, longest_m(this.scene));
    const wide = east - west >= 360;
    return path.some(
      ([lon, lat]) => lat < south || lat > north || (!wide && (lon < west || lon > east)),
    );
  }
}
