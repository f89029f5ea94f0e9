/**
 * Of pages with figures that don't follow a moved launch point: they say so.
 */
var rangeviz = rangeviz || {};

rangeviz.published = (function () {
  "use strict";

  const { ringlayer } = rangeviz;
  const { isMoved } = rangeviz.scene;
  const { update } = ringlayer;

  ringlayer.update = (scene, rings, site) => {
    update(scene, rings, site);
    /** @type {NodeListOf<HTMLElement>} */
    const notes = document.querySelectorAll(".rv-published");
    for (const note of notes) note.hidden = !scene.sites.some(isMoved);
  };

  return {};
})();
