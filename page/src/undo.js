/**
 * The reader's steps, there and back. A step is the page's state as the address holds
 * it; where the map was panned or zoomed to is no step of its own.
 */

const MOST_STEPS = 100;
const ONE_GESTURE_MS = 1000;

/**
 * @param {string} hash
 * @returns {URLSearchParams}
 */
function fieldsOf(hash) {
  return new URLSearchParams(hash.replace(/^#/, ""));
}

/**
 * @param {string} a
 * @param {string} b
 * @returns {string}  The names of the fields that differ.
 */
function difference(a, b) {
  const [one, other] = [fieldsOf(a), fieldsOf(b)];
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => one.get(name) !== other.get(name)).sort().join();
}

export class Steps {
  /** @type {string[]} */
  #past = [];
  /** @type {string[]} */
  #future = [];
  #last = { fields: "", at_ms: -Infinity };

  /** @param {string} hash  Where the page stands. */
  constructor(hash) {
    this.present = hash;
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /**
   * Take note of a new state. What is done in one gesture, such as a row of arrow
   * keys, is one step.
   *
   * @param {string} hash
   * @param {number} now_ms
   */
  note(hash, now_ms) {
    const fields = difference(this.present, hash);
    if (fields === "" || fields === "view") {
      this.present = hash;
      return;
    }
    const own = fields.replace(/,?\bview$/, "");
    const goesOn = own === this.#last.fields && now_ms - this.#last.at_ms < ONE_GESTURE_MS;
    if (!goesOn) this.#past.push(this.present);
    if (this.#past.length > MOST_STEPS) this.#past.shift();
    this.present = hash;
    this.#future = [];
    this.#last = { fields: own, at_ms: now_ms };
  }

  /** @returns {string | null}  The state before this one. */
  undo() {
    return this.#go(this.#past, this.#future);
  }

  /** @returns {string | null}  The state that was undone. */
  redo() {
    return this.#go(this.#future, this.#past);
  }

  /**
   * @param {string[]} from
   * @param {string[]} to
   * @returns {string | null}
   */
  #go(from, to) {
    const hash = from.pop();
    if (hash === undefined) return null;
    to.push(this.present);
    this.present = hash;
    this.#last = { fields: "", at_ms: -Infinity };
    return hash;
  }
}
