/**
 * Leaflet layers whose shapes lie on the plane of a projection: they are laid
 * flat once, and zooming and panning only scale and shift them.
 */

import { semiMajorAxis_m } from "./geodesy.js";

/**
 * @import { PlanePoint, Projection } from "./projection.js"
 */

const EQUATOR_M = 2 * Math.PI * semiMajorAxis_m;

/**
 * A projection as Leaflet's "CRS". A zoom level means what it means on the web's
 * maps: at level 0 the equator is 256 pixels long, or would be.
 *
 * @param {Projection} projection
 * @returns {any}
 */
export function crsOf(projection) {
  return L.extend({}, L.CRS, {
    code: `rangeviz:${projection.kind}`,
    infinite: true,
    projection: {
      project: (/** @type {any} */ { lng, lat }) => L.point(...projection.project([lng, lat])),
      unproject: (/** @type {any} */ { x, y }) => {
        const [lon, lat] = projection.unproject([x, y]);
        return L.latLng(lat, lon);
      },
    },
    transformation: L.transformation(1 / EQUATOR_M, 0.5, -1 / EQUATOR_M, 0.5),
  });
}

/**
 * @param {number} zoom
 * @returns {number}
 */
export function pixelsPerMetre(zoom) {
  return (256 * 2 ** zoom) / EQUATOR_M;
}

/**
 * @param {number} value
 * @returns {number}  Zoom level.
 */
export function zoomFor(value) {
  return Math.log2((value * EQUATOR_M) / 256);
}

/**
 * Leaflet rounds every vertex to a whole pixel and projects it anew with each
 * zoom. These layers keep the plane's metres: a ring is not visibly faceted, and
 * thousands of vertices cost nothing but a multiplication.
 *
 * @param {any} Base  A Leaflet path class.
 * @returns {any}
 */
function onPlane(Base) {
  return Base.extend({
    /**
     * @param {PlanePoint[][]} paths
     * @returns {any}  The layer.
     */
    setPaths(paths) {
      this.paths = paths;
      return this.redraw();
    },
    _project() {
      const { crs } = this._map.options;
      const scale = crs.scale(this._map.getZoom());
      const origin = this._map.getPixelOrigin();
      const bounds = L.bounds([]);
      this._rings = (this.paths || []).map((/** @type {PlanePoint[]} */ path) =>
        path.map(([x, y]) => {
          const point = crs.transformation.transform(L.point(x, y), scale).subtract(origin);
          bounds.extend(point);
          return point;
        }),
      );
      // Leaflet asks for bounds even of nothing.
      this._rawPxBounds = bounds.isValid() ? bounds : L.bounds([[0, 0], [0, 0]]);
      this._updateBounds();
    },
  });
}

export const PlanePolygon = onPlane(L.Polygon);
export const PlanePolyline = onPlane(L.Polyline);
