/**
 * Buttons on the map: a step back and forth, and the whole screen.
 */

import { element, svg } from "./dom.js";
import { Steps } from "./undo.js";

/** @import { Page } from "./page.js" */

const PICTURES = {
  undo: "M5 4 2 7l3 3M2 7h7.5a3.5 3.5 0 0 1 0 7H6",
  redo: "m11 4 3 3-3 3M14 7H6.5a3.5 3.5 0 0 0 0 7H10",
  fullScreen: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
};
const OWN_UNDO = "input[type=number], input[type=text], input[type=search], textarea";

/**
 * @param {keyof typeof PICTURES} name
 * @param {import("./scene.js").Scene["words"]} words
 * @param {() => void} act
 * @returns {HTMLButtonElement}
 */
function button(name, words, act) {
  const picture = svg(
    "svg",
    { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" },
    svg("path", { d: PICTURES[name], fill: "none", stroke: "currentColor", "stroke-width": 1.6 }),
  );
  const about = { type: "button", id: `rv-${name}`, "aria-label": words[name], title: words[name] };
  const made = /** @type {HTMLButtonElement} */ (element("button", about, picture));
  made.addEventListener("click", act);
  return made;
}

/**
 * @param {any} map
 * @param {"topleft" | "topright"} position
 * @param {HTMLButtonElement[]} buttons
 */
function addBar(map, position, buttons) {
  const bar = element("div", { class: "leaflet-bar rv-tools" }, ...buttons);
  for (const kind of ["click", "dblclick", "mousedown", "touchstart", "keypress"]) {
    bar.addEventListener(kind, (event) => event.stopPropagation());
  }
  const control = new L.Control({ position });
  control.onAdd = () => bar;
  control.addTo(map);
}

/** @param {Page} page */
function addSteps(page) {
  const steps = new Steps(page.hash());
  const show = (/** @type {string | null} */ hash) => {
    if (hash === null) return;
    page.show(hash);
    steps.present = page.hash();
    tell();
  };
  const { words } = page.scene;
  const undo = button("undo", words, () => show(steps.undo()));
  const redo = button("redo", words, () => show(steps.redo()));
  const tell = () => {
    // A button that has the focus keeps it, also where there is no step left.
    undo.setAttribute("aria-disabled", String(!steps.canUndo));
    redo.setAttribute("aria-disabled", String(!steps.canRedo));
  };
  tell();
  addBar(page.map, "topleft", [undo, redo]);
  page.events.on("kept", (hash) => {
    steps.note(hash, performance.now());
    tell();
  });
  document.addEventListener("keydown", (event) => {
    const isOwn = event.target instanceof Element && event.target.matches(OWN_UNDO);
    if (isOwn || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    show(key === "y" || event.shiftKey ? steps.redo() : steps.undo());
  });
}

/** @param {Page} page */
function addFullScreen({ map, scene }) {
  if (!document.fullscreenEnabled) return;
  const whole = button("fullScreen", scene.words, () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
  const tell = () => whole.setAttribute("aria-pressed", String(!!document.fullscreenElement));
  tell();
  document.addEventListener("fullscreenchange", tell);
  addBar(map, "topright", [whole]);
}

/** @param {Page} page */
export function addTools(page) {
  addSteps(page);
  addFullScreen(page);
}
