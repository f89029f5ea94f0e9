/**
 * Of pages with figures that don't follow a moved launch point: they say so.
 */

import { isMoved } from "./scene.js";

/** @import { Page } from "./page.js" */

/** @param {Page} page */
export function markPublished({ events, scene }) {
  /** @type {NodeListOf<HTMLElement>} */
  const notes = document.querySelectorAll(".rv-published");
  events.on("drawn", () => {
    for (const note of notes) note.hidden = !scene.sites.some(isMoved);
  });
}
