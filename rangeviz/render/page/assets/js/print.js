/**
 * The map's size: it follows its box, and the paper when the page is printed.
 */
var rangeviz = rangeviz || {};

rangeviz.print = (function () {
  "use strict";

  /**
   * Show the published view while the page is printed, then the reader's again.
   *
   * @param {any} map
   * @param {Scene} scene
   */
  function watch(map, scene) {
    /** @type {any} */
    let view = null;
    const toPaper = () => {
      if (view) return;
      view = { centre: map.getCenter(), zoom: map.getZoom() };
      map.invalidateSize({ animate: false, pan: false });
      rangeviz.map.showAll(map, scene);
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
      if (view) rangeviz.map.showAll(map, scene);
    }).observe(map.getContainer());
  }

  return { watch };
})();
