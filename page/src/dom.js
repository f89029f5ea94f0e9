/**
 * Elements and sentences. Every name that comes from data goes through
 * `textContent` or an attribute: nothing here reads text as markup.
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {Element} node
 * @param {Object<string, string | number>} attributes
 * @param {(Node | string)[]} children
 * @returns {any}
 */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    node.setAttribute(name, String(value));
  }
  node.append(...children);
  return node;
}

/**
 * An HTML element; strings among its children become text nodes.
 *
 * @param {string} tag
 * @param {Object<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * The same for SVG.
 *
 * @param {string} tag
 * @param {Object<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * An element that the page's template made.
 *
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element #${id}`);
  return found;
}

/**
 * An element that only pages have on which it can do something.
 *
 * @param {string} id
 * @returns {any}
 */
export function byIdIfAny(id) {
  return document.getElementById(id);
}

/**
 * Put values into a sentence. A value that holds braces stays as it is.
 *
 * @param {string} sentence  With `{name}` fields.
 * @param {Object<string, string | number>} values
 * @returns {string}
 */
export function say(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (field, name) =>
    name in values ? String(values[name]) : field,
  );
}
