/**
 * The map's size: it follows its box, and the paper when the page is printed.
 */

/** @import { Framing } from "./framing.js" */

// The map's box on paper, as the styles for print have it. While `beforeprint` is
// told, the box is still the screen's: nothing can be measured.
const PAPER_MM = { width: 186, height: 128 };
const PIXELS_PER_MM = 96 / 25.4;

/**
 * Show every ring while the page is printed, then the reader's view again.
 *
 * @param {Framing} framing
 */
export function watch(framing) {
  const { view } = framing;
  const { map } = view;
  const box = map.getContainer();
  /** @type {any} */
  let before = null;
  /** @type {Element[]}  Folds that paper shows open. */
  let closed = [];
  const measure = () => map.invalidateSize({ animate: false, pan: false });
  const toPaper = () => {
    if (before) return;
    before = view.view();
    closed = Array.from(document.querySelectorAll(".rv-fold:not([open])"));
    closed.forEach((fold) => fold.setAttribute("open", ""));
    box.style.width = `${PAPER_MM.width * PIXELS_PER_MM}px`;
    box.style.height = `${PAPER_MM.height * PIXELS_PER_MM}px`;
    measure();
    framing.fitAll();
  };
  const toScreen = () => {
    if (!before) return;
    box.style.width = box.style.height = "";
    measure();
    view.show(before);
    before = null;
    closed.forEach((fold) => fold.removeAttribute("open"));
  };
  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", toScreen);
  matchMedia("print").addEventListener("change", (query) => {
    if (query.matches) toPaper();
    else toScreen();
  });
  let size = map.getSize();
  new ResizeObserver(() => {
    if (before) return;
    map.invalidateSize({ animate: false });
    if (map.getSize().equals(size)) return;
    size = map.getSize();
    // Who has gone nowhere sees every ring, whatever the box.
    if (!framing.kept) framing.fitAll();
  }).observe(box);
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
