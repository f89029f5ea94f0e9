/**
 * Where countries' names may stand: on their own land, beside neighbours, rings
 * and hatches rather than over them.
 */

import { centred } from "./boxes.js";
import { holds, unitAt } from "./scene.js";

/**
 * @import { Pixel, Rectangle, Size } from "./boxes.js"
 * @import { MapView } from "./map.js"
 */

/** The least sides of a cell, and how many there are at most each way. */
const CELL_PX = { x: 18, y: 12 };
const MOST_CELLS = 44;
/** A name on the sea beside its country is better than one on a neighbour. */
const NEIGHBOUR = 2;
const DISTURBED = 1;
const MOST_SPOTS = 40;
const FEW_CELLS = 25;
/** Better no name than one that stands on others. */
const LEAST_RANK = -0.25;

/**
 * What lies in a cell of the map: a country, or null, and whether a ring or a hatch
 * does.
 *
 * @typedef {{country: number | null, isDisturbed: boolean}} Cell
 */

export class CountryNames {
  /**
   * @param {MapView} view
   * @param {Pixel[]} lines  Points of all lines that no name should cross.
   */
  constructor(view, lines) {
    const { x, y } = view.map.getSize();
    this.columns = Math.max(1, Math.min(MOST_CELLS, Math.floor(x / CELL_PX.x)));
    this.rows = Math.max(1, Math.min(MOST_CELLS, Math.floor(y / CELL_PX.y)));
    this.cell = { x: x / this.columns, y: y / this.rows };
    const crossed = new Set(lines.map((line) => this.at(line)));
    const hatched = view.scene.zones.filter(({ rule }) => rule === "restricted");
    /** @type {Cell[]} */
    this.cells = [];
    /** @type {Map<number, number[]>}  Each country's cells. */
    this.own = new Map();
    for (let at = 0; at < this.columns * this.rows; at++) {
      const position = view.positionAt(this.middle(at));
      const country = unitAt(view.scene, position)?.country ?? null;
      const isDisturbed = crossed.has(at) || hatched.some(({ unit }) => holds(unit, position));
      this.cells.push({ country, isDisturbed });
      if (country === null) continue;
      const own = this.own.get(country);
      if (own) own.push(at);
      else this.own.set(country, [at]);
    }
  }

  /**
   * @param {Pixel} pixel
   * @returns {number}
   */
  at({ x, y }) {
    const [column, row] = [Math.floor(x / this.cell.x), Math.floor(y / this.cell.y)];
    if (column < 0 || row < 0 || column >= this.columns || row >= this.rows) return -1;
    return row * this.columns + column;
  }

  /**
   * @param {number} at
   * @returns {Pixel}
   */
  middle(at) {
    const [column, row] = [at % this.columns, Math.floor(at / this.columns)];
    return { x: (column + 0.5) * this.cell.x, y: (row + 0.5) * this.cell.y };
  }

  /** @returns {number[]}  Countries, those with the largest part of the map first. */
  largest() {
    return [...this.own].sort(([, a], [, b]) => b.length - a.length).map(([country]) => country);
  }

  /**
   * Boxes for a country's name, best first.
   *
   * @param {number} country
   * @param {Size} size
   * @returns {Rectangle[]}
   */
  boxes(country, size) {
    const own = this.own.get(country) || [];
    const mean = { x: 0, y: 0 };
    for (const at of own) {
      const { x, y } = this.middle(at);
      mean.x += x / own.length;
      mean.y += y / own.length;
    }
    const far_px = Math.hypot(this.columns * this.cell.x, this.rows * this.cell.y);
    // Islands are named beside themselves, too.
    const beside = own.length < FEW_CELLS ? [0, -size.height, size.height] : [0];
    const spots = own.flatMap((at) => beside.map((dy) => ({ x: this.middle(at).x, y: this.middle(at).y + 1.5 * dy })));
    const boxes = spots.map((spot) => {
      const box = centred(spot, size);
      const off = Math.hypot(spot.x - mean.x, spot.y - mean.y) / far_px;
      return { box, rank: this.room(box, country) - off };
    });
    const ranked = boxes.filter(({ rank }) => rank > LEAST_RANK).sort((a, b) => b.rank - a.rank);
    return ranked.slice(0, MOST_SPOTS).map(({ box }) => box);
  }

  /**
   * How well a box suits a country's name: what share of it is the country's, less
   * what is its neighbours', and less again where lines or hatches cross it.
   *
   * @param {Rectangle} box
   * @param {number} country
   * @returns {number}
   */
  room({ left, top, right, bottom }, country) {
    let [own, others, all, disturbed] = [0, 0, 0, 0];
    for (let y = top + 1; y < bottom + this.cell.y / 2; y += this.cell.y) {
      for (let x = left; x < right + this.cell.x / 2; x += this.cell.x) {
        const cell = this.cells[this.at({ x: Math.min(x, right), y: Math.min(y, bottom) })];
        all += 1;
        if (!cell) continue;
        if (cell.country === country) own += 1;
        else if (cell.country !== null) others += 1;
        if (cell.isDisturbed) disturbed = DISTURBED;
      }
    }
    return (own - NEIGHBOUR * others) / all - disturbed;
  }
}
