/**
 * The page in a frame of another page. That one may ask for the page's height, and the
 * page then lays itself out by the frame's width alone, so that giving it the height
 * changes nothing more:
 *
 *     page  to host  {type: "rangeviz:ready"}
 *     host  to page  {type: "rangeviz:auto-height"}
 *     page  to host  {type: "rangeviz:height", height}   in CSS pixels, when it changes
 *
 * In a small frame whose host doesn't ask, the page shows its map, and where the rest is.
 */

import { byId, element } from "./dom.js";

/** @import { Scene } from "./scene.js" */

const root = document.documentElement;
const isFramed = parent !== window;

/** Before the map measures its box. */
export function markFrame() {
  root.classList.toggle("rv-framed", isFramed);
}

/** Tell the host the height of everything, now and when it changes. */
function tellHeight() {
  if (root.classList.contains("rv-flow")) return;
  root.classList.add("rv-flow");
  if (matchMedia("(max-width: 52rem)").matches) {
    // Under the map stands what says it in short; the rest is one press away.
    document.querySelectorAll("details[open]").forEach((fold) => fold.removeAttribute("open"));
  }
  const content = /** @type {Element} */ (document.querySelector(".rv"));
  let last = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(content.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    parent.postMessage({ type: "rangeviz:height", height }, "*");
  }).observe(content);
}

/**
 * The way from a small frame to everything else.
 *
 * @param {Scene} scene
 * @returns {HTMLElement}
 */
function wayOut({ words }) {
  // A frame in a sandbox may not open a file.
  if (/^https?:$/.test(location.protocol)) {
    const link = element("a", { target: "_blank", rel: "noopener" }, words.wholePage);
    const aim = () => link.setAttribute("href", location.href);
    aim();
    // The view of the moment, wherever it is kept by then.
    for (const kind of ["focus", "pointerdown"]) link.addEventListener(kind, aim);
    return link;
  }
  const button = element("button", { type: "button" }, words.panel);
  button.addEventListener("click", () => {
    root.classList.add("rv-whole");
    byId("rv-panel").focus();
  });
  return button;
}

/** @param {Scene} scene */
export function watchFrame(scene) {
  if (!isFramed) return;
  // The map has no room for its credits there.
  const credits = element("small", {}, scene.words.attribution);
  const line = element("p", { class: "rv-way-out" }, wayOut(scene), credits);
  document.querySelector(".rv-foot")?.prepend(line);
  addEventListener("message", ({ source, data }) => {
    if (source === parent && data?.type === "rangeviz:auto-height") tellHeight();
  });
  parent.postMessage({ type: "rangeviz:ready" }, "*");
}
