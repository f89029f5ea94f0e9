/**
 * The map as it stands, as an SVG of its own: every shape, name and pin with the looks
 * that the page's styles give them, under its title and above its sources.
 */

import { svg } from "./dom.js";

const MARGIN_PX = 16;
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif";
const SHAPE_STYLES = [
  "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity",
  "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
];
/** From the middle of a line of text down to its foot. */
const MIDDLE_EM = 0.35;

/**
 * A paragraph of a picture.
 *
 * @typedef {object} Paragraph
 * @property {string} text
 * @property {number} size_px
 * @property {boolean} [bold]
 * @property {string} colour
 */

/**
 * @param {Element} node
 * @param {string[]} names
 * @returns {Object<string, string>}
 */
function looks(node, names) {
  const style = getComputedStyle(node);
  // A pattern is named by the address of the page it stands in; here it is this file's.
  const value = (/** @type {string} */ name) =>
    style.getPropertyValue(name).replace(/url\("?[^")]*(#[^")]+)"?\)/, "url($1)");
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}

/**
 * @param {SVGGraphicsElement} shape
 * @param {DOMRect} box  Of the map.
 * @returns {SVGElement | null}  The same shape in the map's pixels; null for an empty one.
 */
function shapeOf(shape, box) {
  const matrix = shape.getScreenCTM();
  if (!matrix || shape.getAttribute("d") === "M0 0" || shape.getClientRects().length === 0) {
    return null;
  }
  const copy = /** @type {SVGElement} */ (shape.cloneNode(false));
  copy.removeAttribute("class");
  copy.removeAttribute("style");
  const { a, b, c, d, e, f } = matrix;
  copy.setAttribute("transform", `matrix(${[a, b, c, d, e - box.x, f - box.y].join(" ")})`);
  for (const [name, value] of Object.entries(looks(shape, SHAPE_STYLES))) {
    copy.setAttribute(name, value);
  }
  return copy;
}

/**
 * @param {Element} pattern
 * @returns {Element}  With its looks on itself.
 */
function patternOf(pattern) {
  const copy = /** @type {Element} */ (pattern.cloneNode(true));
  const lines = Array.from(pattern.children, (line) => looks(line, SHAPE_STYLES));
  Array.from(copy.children).forEach((line, i) => {
    line.removeAttribute("class");
    Object.entries(lines[i]).forEach(([name, value]) => line.setAttribute(name, value));
  });
  return copy;
}

/**
 * @param {Element} node  A line of text.
 * @param {DOMRect} box
 * @param {boolean} fills  Whether the text is as wide as its node.
 * @returns {SVGElement}
 */
function textOf(node, box, fills) {
  const { x, y, width, height } = node.getBoundingClientRect();
  const style = getComputedStyle(node);
  const size_px = parseFloat(style.fontSize);
  const padding_px = parseFloat(style.paddingLeft);
  const lengthAdjust = style.letterSpacing === "normal" ? "spacingAndGlyphs" : "spacing";
  const written = node.textContent || "";
  const text = style.textTransform === "uppercase" ? written.toLocaleUpperCase() : written;
  return svg(
    "text",
    {
      x: x - box.x + padding_px,
      y: y - box.y + height / 2 + MIDDLE_EM * size_px,
      // As wide as on the page, whatever font there is.
      ...(fills ? { textLength: Math.max(1, width - 2 * padding_px), lengthAdjust } : {}),
      "font-size": size_px,
      "font-weight": style.fontWeight,
      fill: style.color,
      ...(style.textShadow === "none" ? {} : halo(style)),
    },
    text,
  );
}

/** @param {CSSStyleDeclaration} style */
function halo(style) {
  const colour = style.getPropertyValue("--halo").trim();
  const about = { stroke: colour, "stroke-width": 3, "stroke-linejoin": "round" };
  return { ...about, "paint-order": "stroke" };
}

/**
 * @param {Element} dot
 * @param {DOMRect} box
 * @returns {SVGElement}
 */
function dotOf(dot, box) {
  const { x, y, width, height } = dot.getBoundingClientRect();
  const { backgroundColor, borderTopColor } = getComputedStyle(dot);
  const middle = { cx: x - box.x + width / 2, cy: y - box.y + height / 2, r: width / 2 - 0.8 };
  return svg("circle", { ...middle, fill: backgroundColor, stroke: borderTopColor, "stroke-width": 1.6 });
}

/**
 * @param {Element} bar
 * @param {DOMRect} box
 * @returns {SVGElement}
 */
function barOf(bar, box) {
  const { x, y, width, height } = bar.getBoundingClientRect();
  const { backgroundColor, color } = getComputedStyle(bar);
  const [left, top] = [x - box.x, y - box.y];
  const ends = `M${left} ${top}v${height - 1}h${width}v${1 - height}`;
  return svg(
    "g",
    { fill: backgroundColor },
    svg("path", { d: ends, stroke: color, "stroke-width": 1.5 }),
    textOf(bar, box, false),
  );
}

/**
 * @param {HTMLElement} map
 * @param {string} selector
 * @returns {Element[]}  Those that can be seen.
 */
function seen(map, selector) {
  return Array.from(map.querySelectorAll(selector)).filter(
    (node) => node.getClientRects().length > 0 && getComputedStyle(node).visibility !== "hidden",
  );
}

/**
 * Everything on the map, in the order in which it is painted.
 *
 * @param {HTMLElement} map
 * @returns {SVGElement[]}
 */
function mapParts(map) {
  const box = map.getBoundingClientRect();
  const panes = Array.from(map.querySelectorAll(".leaflet-pane"));
  const depth = (/** @type {Element} */ pane) => Number(getComputedStyle(pane).zIndex) || 0;
  const shapes = panes
    .sort((a, b) => depth(a) - depth(b))
    .flatMap((pane) => Array.from(pane.querySelectorAll(":scope > svg path, .rv-pin svg > *")))
    .map((shape) => shapeOf(/** @type {SVGGraphicsElement} */ (shape), box));
  return [
    ...shapes.filter((shape) => shape !== null),
    ...seen(map, ".rv-dot").map((dot) => dotOf(dot, box)),
    ...seen(map, ".rv-label").map((label) => textOf(label, box, true)),
    ...seen(map, ".rv-scale > div").map((bar) => barOf(bar, box)),
  ];
}

/**
 * Break a text into lines that fit.
 *
 * @param {Paragraph} paragraph
 * @param {number} width_px
 * @returns {string[]}
 */
function lines({ text, size_px, bold }, width_px) {
  const pen = /** @type {CanvasRenderingContext2D} */ (
    document.createElement("canvas").getContext("2d")
  );
  pen.font = `${bold ? "bold " : ""}${size_px}px ${FONT}`;
  const fits = (/** @type {string} */ line) => pen.measureText(line).width <= width_px;
  /** @type {string[]} */
  const full = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line) full.push(line);
    line = "";
    for (const letter of word) {
      if (line && !fits(line + letter)) {
        full.push(line);
        line = "";
      }
      line += letter;
    }
  }
  return line ? [...full, line] : full;
}

/**
 * @param {Paragraph[]} paragraphs
 * @param {number} top_px
 * @param {number} width_px
 * @returns {{texts: SVGElement[], bottom_px: number}}
 */
function stack(paragraphs, top_px, width_px) {
  let y = top_px;
  const texts = paragraphs.flatMap((paragraph) => {
    const { size_px, bold, colour } = paragraph;
    const made = lines(paragraph, width_px - 2 * MARGIN_PX).map((line) => {
      y += 1.3 * size_px;
      const about = { x: MARGIN_PX, y, "font-size": size_px, fill: colour };
      return svg("text", bold ? { ...about, "font-weight": "bold" } : about, line);
    });
    y += 0.35 * size_px;
    return made;
  });
  return { texts, bottom_px: y };
}

/**
 * Draw the map between paragraphs.
 *
 * @param {HTMLElement} map
 * @param {Paragraph[]} above
 * @param {Paragraph[]} below
 * @param {Node[]} about  Title, description and metadata.
 * @returns {SVGElement}
 */
export function draw(map, above, below, about) {
  const { width, height } = map.getBoundingClientRect();
  const head = stack(above, 6, width);
  const top = Math.ceil(head.bottom_px + 4);
  const foot = stack(below, top + height + 2, width);
  const whole = Math.ceil(foot.bottom_px + 10);
  const { backgroundColor } = getComputedStyle(map);
  const paper = getComputedStyle(document.body).backgroundColor;
  const patterns = Array.from(document.querySelectorAll(".rv pattern"), patternOf);
  return svg(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height: whole,
      viewBox: `0 0 ${width} ${whole}`,
      role: "img",
      "aria-labelledby": "title description",
      "font-family": FONT,
    },
    ...about,
    svg("defs", {}, ...patterns),
    svg("rect", { width, height: whole, fill: paper }),
    svg(
      "svg",
      { y: top, width, height, viewBox: `0 0 ${width} ${height}`, overflow: "hidden" },
      svg("rect", { width, height, fill: backgroundColor }),
      ...mapParts(map),
    ),
    ...head.texts,
    ...foot.texts,
  );
}
