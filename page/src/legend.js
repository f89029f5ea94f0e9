/**
 * The legend: every checkbox shows or hides one layer.
 */

/**
 * Watch the legend's checkboxes, which the page's template made.
 *
 * @param {(kind: string, index: number, shown: boolean) => void} onChange
 *   Called with what a checkbox stands for: `system`, `zone`, `borders` or
 *   `places`, and which one.
 * @returns {{
 *   isShown: (kind: string, index: number) => boolean,
 *   set: (kind: string, index: number, shown: boolean) => void,
 * }}
 */
export function watch(onChange) {
  /** @type {Map<string, boolean>} */
  const shown = new Map();
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = document.querySelectorAll("input[data-layer]");
  for (const box of boxes) {
    const { layer = "", index = "0" } = box.dataset;
    shown.set(`${layer} ${index}`, box.checked);
    box.disabled = false;
    box.addEventListener("change", () => {
      shown.set(`${layer} ${index}`, box.checked);
      onChange(layer, Number(index), box.checked);
    });
  }
  return {
    isShown: (kind, index) => shown.get(`${kind} ${index}`) !== false,
    set(kind, index, visible) {
      shown.set(`${kind} ${index}`, visible);
      for (const box of boxes) {
        const { layer, index: own } = box.dataset;
        if (layer === kind && Number(own) === index) box.checked = visible;
      }
    },
  };
}
