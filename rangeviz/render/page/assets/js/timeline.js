/**
 * The timeline of a page with stages: a date chooses which systems and zones the
 * map shows and which section the panel does. The date stands in the address.
 */
var rangeviz = rangeviz || {};

/**
 * @typedef {object} ShownAtStage
 * @property {number[]} systems  Numbers among the scene's.
 * @property {number[]} zones
 */

rangeviz.timeline = (function () {
  "use strict";

  const { share, start } = rangeviz;
  const { byId } = rangeviz.dom;
  const { hashOf } = share;
  /** @type {ShownAtStage[]} */
  let stages = [];
  let current = 0;
  let shown = 0;

  /**
   * The number of the stage that an address names, from 0; the first without one.
   *
   * @param {string} hash
   * @param {number} count
   * @returns {number}
   */
  function stageIn(hash, count) {
    const text = new URLSearchParams(hash.replace(/^#/, "")).get("stage") ?? "";
    const number = /^\d{1,4}$/.test(text) ? Number(text) : 1;
    return number >= 1 && number <= count ? number - 1 : 0;
  }

  /** @returns {NodeListOf<HTMLInputElement>} */
  function boxes() {
    return document.querySelectorAll("input[data-layer=system], input[data-layer=zone]");
  }

  /**
   * Show what a stage speaks of, and nothing else.
   *
   * @param {number} index
   * @param {boolean} afresh  Whether what the reader has switched off comes back.
   */
  function show(index, afresh) {
    const before = stages[shown];
    current = shown = index;
    for (const box of boxes()) {
      const kind = box.dataset.layer === "system" ? "systems" : "zones";
      const number = Number(box.dataset.index);
      const counts = stages[index][kind].includes(number);
      const label = /** @type {HTMLElement} */ (box.closest("label"));
      label.hidden = !counts;
      const wanted = counts && (afresh || box.checked || !before[kind].includes(number));
      if (box.checked === wanted) continue;
      box.checked = wanted;
      box.dispatchEvent(new Event("change"));
    }
    tell();
  }

  /** Bring the controls and the panel up to date. */
  function tell() {
    /** @type {NodeListOf<HTMLInputElement>} */
    const dates = document.querySelectorAll("input[name=rv-stage]");
    dates.forEach((input, i) => (input.checked = i === current));
    dates[current].closest("label")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    byId("rv-earlier").disabled = current === 0;
    byId("rv-later").disabled = current === stages.length - 1;
    stages.forEach((_, i) => (byId(`rv-stage-${i + 1}`).hidden = i !== current));
    const title = byId(`rv-stage-${current + 1}-title`).textContent;
    byId("rv-stage-told").textContent = title;
  }

  /** @param {number} index */
  function choose(index) {
    if (index < 0 || index >= stages.length || index === current) return;
    show(index, true);
    share.keep(/** @type {any} */ (rangeviz).page.hash());
  }

  share.hashOf = (scene, isShown, view) => {
    if (stages.length === 0) return hashOf(scene, isShown, view);
    const { systems } = stages[current];
    const hash = hashOf(scene, (i) => isShown(i) || !systems.includes(i), view);
    if (current === 0) return hash;
    return `${hash || "#"}${hash ? "&" : ""}stage=${current + 1}`;
  };

  rangeviz.start = () => {
    // Before the map measures its box: the timeline takes some of the height.
    document.documentElement.classList.add("rv-staged");
    const found = JSON.parse(byId("rv-data").textContent).stages;
    current = stageIn(location.hash, found.length);
    stages = found;
    shown = current;
    tell();
    // Before the page takes up a new address, and writes its own.
    addEventListener("hashchange", () => (current = stageIn(location.hash, stages.length)));
    const map = start();
    show(current, false);
    byId("rv-earlier").addEventListener("click", () => choose(current - 1));
    byId("rv-later").addEventListener("click", () => choose(current + 1));
    for (const input of document.querySelectorAll("input[name=rv-stage]")) {
      const { value } = /** @type {HTMLInputElement} */ (input);
      input.addEventListener("change", () => choose(Number(value) - 1));
    }
    addEventListener("hashchange", () => show(current, false));
    return map;
  };

  return { stageIn };
})();
