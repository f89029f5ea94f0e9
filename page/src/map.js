/**
 * The map: Leaflet's panning, zooming, touch and keyboard over the plane of a
 * projection.
 *
 * Every shape is drawn through `MapView.draw`, which lays it flat again whenever
 * the projection changes.
 */

import { byId, element } from "./dom.js";
import { RADIANS, toCartesian, unwrapLongitude } from "./geodesy.js";
import { crsOf, pixelsPerMetre, PlanePolygon, PlanePolyline, zoomFor } from "./plane.js";
import { createProjection, rimCircle } from "./projection.js";
import { addScaleBar } from "./scalebar.js";
import { holds, middleLon } from "./scene.js";

/**
 * @import { LonLat } from "./decode.js"
 * @import { PlanePoint, Projection, ProjectionKind } from "./projection.js"
 * @import { Scene, Unit } from "./scene.js"
 */

/** @typedef {{x: number, y: number}} Pixel  Of the map's container. */

/**
 * A Leaflet layer and what it shows.
 *
 * @typedef {object} Drawing
 * @property {any} layer
 * @property {(projection: Projection) => PlanePoint[][]} shape
 */

const PANES = ["land", "fills", "water", "borders", "zones", "rings", "places", "labels"];
const MARGIN_DEG = 60;
const PADDING_PX = 12;
const GREATEST_ZOOM = 12;
const isCoarse = matchMedia("(pointer: coarse)");
export const stillness = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * Leaflet's order, latitude first. No other module swaps.
 *
 * @param {LonLat} position
 * @returns {[number, number]}
 */
function toLatLng([lon, lat]) {
  return [lat, lon];
}

export class MapView {
  /**
   * @param {Scene} scene
   * @param {ProjectionKind} kind
   */
  constructor(scene, kind) {
    this.scene = scene;
    /** @type {Projection} */
    this.projection = createProjection(kind, centreOf(scene), spanOf(scene));
    /** @type {Drawing[]} */
    this.drawings = [];
    /** @type {any} */
    this.map = L.map(byId("rv-map"), {
      attributionControl: false,
      crs: crsOf(this.projection),
      fadeAnimation: !stillness.matches,
      inertia: !stillness.matches,
      maxZoom: GREATEST_ZOOM,
      scrollWheelZoom: false,
      zoomAnimation: !stillness.matches,
      zoomControl: false,
      zoomSnap: 0.1,
    });
    this.map.setView(toLatLng(this.projection.centre), 4);
    addControls(this.map, scene);
    addScaleBar(this.map, scene, () => this.projection.kind === "true");
    PANES.forEach((name, row) => {
      const pane = this.map.createPane(`rv-${name}`);
      pane.style.zIndex = String(300 + 20 * row);
      pane.style.pointerEvents = "none";
      // Drawings for the eye: the tables and the card say the same to everyone else.
      pane.setAttribute("aria-hidden", "true");
    });
    leaveScrollToPage(this.map);
    this.letDrag();
  }

  /**
   * Draw a shape, now and whenever the projection changes.
   *
   * @param {"area" | "lines"} kind
   * @param {Object<string, any>} options  Leaflet's.
   * @param {Drawing["shape"]} shape
   * @returns {any}  The Leaflet layer.
   */
  draw(kind, options, shape) {
    const Layer = kind === "area" ? PlanePolygon : PlanePolyline;
    const layer = new Layer([], { interactive: false, ...options });
    this.drawings.push({ layer, shape });
    layer.addTo(this.map);
    layer.setPaths(shape(this.projection));
    return layer;
  }

  /**
   * Lay everything flat another way, if it doesn't lie so already; the point at a
   * pixel is kept where it is.
   *
   * @param {ProjectionKind} kind
   * @param {LonLat} centre
   * @param {LonLat} [fixed]  This position stays at its pixel.
   */
  project(kind, centre, fixed = centre) {
    const [lon, lat] = this.projection.centre;
    if (kind === this.projection.kind && centre[0] === lon && centre[1] === lat) return;
    const pixel = this.pixel(fixed);
    const zoom = this.map.getZoom();
    this.projection = createProjection(kind, centre, spanOf(this.scene));
    this.map.options.crs = crsOf(this.projection);
    this.letDrag();
    const middle = this.map.getSize().divideBy(2);
    const scale = pixelsPerMetre(zoom);
    const [x, y] = this.projection.project(fixed);
    /** @type {PlanePoint} */
    const seen = [x + (middle.x - pixel.x) / scale, y - (middle.y - pixel.y) / scale];
    const view = toLatLng(this.projection.unproject(seen));
    this.drawings.forEach(({ layer, shape }) => (layer.paths = shape(this.projection)));
    this.map.setView(view, zoom, { animate: false, reset: true });
  }

  /** A globe turns under the pointer: Leaflet must not push it away. */
  letDrag() {
    const { dragging } = this.map;
    if (this.projection.kind === "globe" || isCoarse.matches) dragging.disable();
    else dragging.enable();
  }

  /**
   * Turn the globe: a position comes into the middle of the map.
   *
   * @param {LonLat} centre
   */
  turn(centre) {
    this.projection = createProjection("globe", centre, spanOf(this.scene));
    this.map.options.crs = crsOf(this.projection);
    this.drawings.forEach(({ layer, shape }) => (layer.paths = shape(this.projection)));
    this.map.setView(toLatLng(centre), this.map.getZoom(), { animate: false, reset: true });
  }

  /**
   * Show all of some shapes on the plane.
   *
   * @param {PlanePoint[][]} paths
   */
  fit(paths) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of paths.flat()) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
    if (!(box[2] > box[0])) return;
    const size = this.map.getSize();
    const room = (/** @type {number} */ pixels) => Math.max(40, pixels - 2 * PADDING_PX);
    const scale = Math.min(room(size.x) / (box[2] - box[0]), room(size.y) / (box[3] - box[1]));
    const zoom = Math.min(GREATEST_ZOOM, Math.floor(zoomFor(scale) * 10) / 10);
    // Whatever the frame, a reader can see the rings whole, and the world.
    this.map.setMinZoom(Math.min(zoom, this.wholeZoom()));
    const middle = this.projection.unproject([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]);
    this.map.setView(toLatLng(middle), zoom, { animate: false, reset: true });
  }

  /** @returns {number}  At which the whole map fits its box. */
  wholeZoom() {
    const { x, y } = this.map.getSize();
    const { rim_m } = this.projection;
    return rim_m === null ? 0 : zoomFor(Math.max(1, Math.min(x, y)) / (2 * rim_m));
  }

  /**
   * @param {LonLat} position
   * @returns {Pixel}
   */
  pixel(position) {
    return this.map.latLngToContainerPoint(toLatLng(position));
  }

  /**
   * @param {PlanePoint} point
   * @returns {Pixel}
   */
  pixelOfPlane([x, y]) {
    const { crs } = this.map.options;
    const scale = crs.scale(this.map.getZoom());
    const pixel = crs.transformation.transform(L.point(x, y), scale);
    return this.map.layerPointToContainerPoint(pixel.subtract(this.map.getPixelOrigin()));
  }

  /**
   * @param {Pixel} pixel
   * @returns {LonLat}  Longitude unwrapped as the scene's.
   */
  positionAt({ x, y }) {
    const { lng, lat } = this.map.containerPointToLatLng([x, y]);
    return [unwrapLongitude(lng, middleLon(this.scene)), lat];
  }

  /** @returns {{centre: LonLat, zoom: number}} */
  view() {
    const { lng, lat } = this.map.getCenter();
    return { centre: [lng, lat], zoom: this.map.getZoom() };
  }

  /** @param {{centre: LonLat, zoom: number}} view */
  show({ centre, zoom }) {
    this.map.setMinZoom(Math.min(zoom, this.map.getMinZoom()));
    this.map.setView(toLatLng(centre), zoom, { animate: false });
  }
}

/**
 * @param {any} map
 * @param {Scene} scene
 */
function addControls(map, { words }) {
  const { zoomIn, zoomOut, attribution } = words;
  L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  const credits = new L.Control({ position: "bottomright" });
  const text = `Leaflet | ${attribution}`;
  credits.onAdd = () => element("div", { class: "leaflet-control-attribution" }, text);
  credits.addTo(map);
}

/**
 * The wheel belongs to the page until the map is used.
 *
 * @param {any} map
 */
function leaveScrollToPage(map) {
  map.on("focus click", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
}

/**
 * Where distances are true from: the launch point, or the middle of several.
 *
 * @param {Scene} scene
 * @returns {LonLat}
 */
export function centreOf(scene) {
  const anchors = scene.sites.map((site) => (site.fixed ? middleOf(site.outline) : site.at));
  if (anchors.length === 1) return anchors[0];
  const sum = [0, 0, 0];
  for (const anchor of anchors) toCartesian(anchor).forEach((value, i) => (sum[i] += value));
  const [x, y, z] = sum;
  if (Math.hypot(x, y, z) < 1) return anchors[0];
  return [Math.atan2(y, x) / RADIANS, Math.atan2(z, Math.hypot(x, y)) / RADIANS];
}

/**
 * @param {Unit} unit
 * @returns {LonLat}
 */
function middleOf({ bounds: [west, south, east, north] }) {
  return [(west + east) / 2, (south + north) / 2];
}

/**
 * The longitudes that a Mercator map can show.
 *
 * @param {Scene} scene
 */
function spanOf({ cover: [west, , east] }) {
  return { west: west - MARGIN_DEG, east: east + MARGIN_DEG };
}

/**
 * Areas on the plane, to be filled by the even-odd rule. What holds the antipode
 * has its inside outside its rings, up to the rim.
 *
 * @param {Projection} projection
 * @param {Unit[]} units
 * @returns {PlanePoint[][]}
 */
export function areasOf(projection, units) {
  const { rim_m, antipode } = projection;
  return units.flatMap((unit) => {
    const rings = unit.polygons.flat().flatMap((ring) => projection.ring(ring));
    if (rim_m === null || !holdsPoint(unit, antipode)) return rings;
    return [rimCircle(rim_m), ...rings];
  });
}

/**
 * @param {Unit} unit
 * @param {LonLat} position  Of any turn.
 * @returns {boolean}
 */
function holdsPoint(unit, [lon, lat]) {
  const [west, , east] = unit.bounds;
  return holds(unit, [unwrapLongitude(lon, (west + east) / 2), lat]);
}
