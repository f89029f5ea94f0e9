/**
 * Rectangles in pixels, for labels.
 */

/** @typedef {{left: number, top: number, right: number, bottom: number}} Rectangle */
/** @typedef {{x: number, y: number}} Pixel */
/** @typedef {{width: number, height: number}} Size */

/**
 * @param {Rectangle} a
 * @param {Rectangle} b
 * @returns {boolean}
 */
export function overlap(a, b) {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

/**
 * Where a label of some size goes beside a point, best first.
 *
 * @param {Pixel} point
 * @param {Size} size
 * @param {number} gap
 * @returns {Rectangle[]}
 */
export function beside({ x, y }, { width, height }, gap) {
  const boxes = [
    [x + gap, y - height / 2],
    [x - gap - width, y - height / 2],
    [x - width / 2, y - gap - height],
    [x - width / 2, y + gap],
  ];
  return boxes.map(([left, top]) => ({
    left,
    top,
    right: left + width,
    bottom: top + height,
  }));
}

/** Right and down. @type {Object<string, [number, number]>} */
const DIRECTIONS = {
  E: [1, 0],
  W: [-1, 0],
  N: [0, -1],
  S: [0, 1],
  NE: [1, -1],
  SE: [1, 1],
  NW: [-1, -1],
  SW: [-1, 1],
};

/**
 * Where a block goes in each of eight directions from a point.
 *
 * @param {Pixel} point
 * @param {Size} size
 * @param {number} gap
 * @param {string | null} first  A direction.
 * @returns {Rectangle[]}
 */
export function around({ x, y }, { width, height }, gap, first) {
  return [...(first ? [first] : []), ...Object.keys(DIRECTIONS)].map((name) => {
    const [right, down] = DIRECTIONS[name];
    const middle = { x: x + right * (gap + width / 2), y: y + down * (gap + height / 2) };
    return centred(middle, { width, height });
  });
}

/**
 * @param {Pixel} point
 * @param {number} radius
 * @returns {Rectangle}
 */
export function square({ x, y }, radius) {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

/**
 * @param {Pixel} middle
 * @param {Size} size
 * @returns {Rectangle}
 */
export function centred({ x, y }, { width, height }) {
  return {
    left: x - width / 2,
    right: x + width / 2,
    top: y - height / 2,
    bottom: y + height / 2,
  };
}

/**
 * @param {Rectangle} box
 * @param {Pixel} point
 * @returns {number}
 */
export function distanceTo({ left, top, right, bottom }, { x, y }) {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}

/**
 * The same box on whole pixels, where text is drawn.
 *
 * @param {Rectangle} box
 * @returns {Rectangle}
 */
export function snap({ left, top, right, bottom }) {
  const [x, y] = [Math.round(left), Math.round(top)];
  return { left: x, top: y, right: x + right - left, bottom: y + bottom - top };
}

const DENSE_PX = 8;

/**
 * Points along a line, near enough to each other for a box to be found in its way.
 *
 * @param {Pixel[]} line
 * @param {Rectangle} frame  Only in and about it.
 * @returns {Pixel[]}
 */
export function denser(line, frame) {
  return line.slice(1).flatMap((to, i) => {
    const from = line[i];
    const span = {
      left: Math.min(from.x, to.x),
      right: Math.max(from.x, to.x) + 1,
      top: Math.min(from.y, to.y),
      bottom: Math.max(from.y, to.y) + 1,
    };
    if (!overlap(span, frame)) return [];
    const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / DENSE_PX);
    return Array.from({ length: steps }, (_, step) => ({
      x: from.x + ((to.x - from.x) * step) / steps,
      y: from.y + ((to.y - from.y) * step) / steps,
    }));
  });
}

/**
 * A vertex of a ring, and which way is out of it there.
 *
 * @param {Pixel[]} ring
 * @param {number} at
 * @returns {{x: number, y: number, outward: Pixel}}
 */
export function edgeAt(ring, at) {
  const count = ring.length;
  const [before, here, after] = [at - 1, at, at + 1].map((row) => ring[(row + count) % count]);
  const [dx, dy] = [after.x - before.x, after.y - before.y];
  const length = Math.hypot(dx, dy) || 1;
  const area = ring.reduce((sum, { x, y }, i) => {
    const next = ring[(i + 1) % count];
    return sum + x * next.y - y * next.x;
  }, 0);
  const side = Math.sign(area) || 1;
  return { ...here, outward: { x: (side * dy) / length, y: (-side * dx) / length } };
}
