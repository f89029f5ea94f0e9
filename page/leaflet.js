/**
 * The part of Leaflet that the page uses, as its global `L`. Maps that folium has added
 * to carry the whole library instead.
 */

import { Control, control } from "leaflet/src/control/Control.js";
import { Zoom, zoom } from "leaflet/src/control/Control.Zoom.js";
import * as LineUtil from "leaflet/src/geometry/LineUtil.js";
import { svg } from "leaflet/src/layer/vector/SVG.js";
import { Map } from "leaflet/src/map/index.js";

Object.assign(Control, { Zoom });
Object.assign(control, { zoom });
Map.include({
  // Leaflet's own makes renderers of a canvas, too.
  getRenderer({ options: { pane, renderer } }) {
    this.renderers ??= {};
    const drawn = renderer ?? (this.renderers[pane] ??= svg({ pane }));
    if (!this.hasLayer(drawn)) this.addLayer(drawn);
    return drawn;
  },
});

export { extend } from "leaflet/src/core/Util.js";
export { CRS } from "leaflet/src/geo/crs/CRS.js";
export { toLatLng as latLng } from "leaflet/src/geo/LatLng.js";
export { toBounds as bounds } from "leaflet/src/geometry/Bounds.js";
export { toPoint as point } from "leaflet/src/geometry/Point.js";
export { toTransformation as transformation } from "leaflet/src/geometry/Transformation.js";
export { divIcon } from "leaflet/src/layer/marker/DivIcon.js";
export { marker } from "leaflet/src/layer/marker/Marker.js";
export { Polygon } from "leaflet/src/layer/vector/Polygon.js";
export { Polyline } from "leaflet/src/layer/vector/Polyline.js";
export * from "leaflet/src/map/index.js";
export { Control, control, LineUtil, svg };
