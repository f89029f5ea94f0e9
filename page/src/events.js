/**
 * Who wants to know what happens on the page asks here.
 */

/**
 * @template {object} Happenings  What each event tells, by its name.
 */
export class Events {
  /** @type {Map<keyof Happenings, ((about: any) => void)[]>} */
  #listeners = new Map();

  /**
   * @template {keyof Happenings} Name
   * @param {Name} name
   * @param {(about: Happenings[Name]) => void} listener
   */
  on(name, listener) {
    this.#listeners.set(name, [...(this.#listeners.get(name) || []), listener]);
  }

  /**
   * Tell every listener, in the order in which they asked.
   *
   * @template {keyof Happenings} Name
   * @param {Name} name
   * @param {Happenings[Name]} about
   */
  emit(name, about) {
    for (const listener of this.#listeners.get(name) || []) listener(about);
  }
}
