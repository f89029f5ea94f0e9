/**
 * The map's size: it follows its box, and the paper when the page is printed.
 */

import { showAll } from "./map.js";

/** @import { Scene } from "./scene.js" */

/**
 * Show the published view while the page is printed, then the reader's again.
 *
 * @param {any} map
 * @param {Scene} scene
 */
export function watch(map, scene) {
  /** @type {any} */
  let view = null;
  const toPaper = () => {
    if (view) return;
    view = { centre: map.getCenter(), zoom: map.getZoom() };
    map.invalidateSize({ animate: false, pan: false });
    showAll(map, scene);
  };
  const toScreen = () => {
    if (!view) return;
    map.invalidateSize({ animate: false, pan: false });
    map.setView(view.centre, view.zoom, { animate: false });
    view = null;
  };
  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", toScreen);
  matchMedia("print").addEventListener("change", (query) => {
    if (query.matches) toPaper();
    else toScreen();
  });
  new ResizeObserver(() => {
    map.invalidateSize({ animate: false });
    if (view) showAll(map, scene);
  }).observe(map.getContainer());
}

/**
 * A table wider than its box can be scrolled by keyboard too.
 */
export function watchTables() {
  /** @type {NodeListOf<HTMLElement>} */
  const boxes = document.querySelectorAll(".rv-scroll");
  const name = (/** @type {HTMLElement} */ box) => {
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", box.querySelector("caption")?.textContent || "");
    } else {
      box.removeAttribute("tabindex");
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
    }
  };
  const observer = new ResizeObserver((entries) =>
    entries.forEach(({ target }) => name(/** @type {HTMLElement} */ (target))),
  );
  boxes.forEach((box) => {
    name(box);
    observer.observe(box);
  });
}
