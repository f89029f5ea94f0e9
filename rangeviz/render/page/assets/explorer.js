/** The wire between the page in its frame and the widget's model in Python. */

const TELL_MS = 50; // at most twenty times a second while the pin is dragged

/**
 * Tells Python where the pin is. While it moves, now and then, and not before Python has
 * taken the last: what it can't follow must not pile up. Where it is let go, at once,
 * before the page writes its tables.
 */
class Wire {
  constructor(shown, model) {
    this.page = shown.rangeviz.page;
    this.model = model;
    [this.site] = this.page.scene.sites;
    this.told = this.site.at;
    this.told_ms = 0;
    this.timer = 0;
    this.waits = false; // for Python
    this.page.events.on("drawn", (site) => {
      if (site === this.site) this.soon();
    });
    shown.addEventListener("pointerup", () => this.tell(), true);
  }

  soon() {
    if (this.timer || this.waits) return;
    const wait_ms = this.told_ms + TELL_MS - performance.now();
    if (wait_ms > 0) this.timer = setTimeout(() => this.tell(), wait_ms);
    else this.tell();
  }

  tell() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.site.at === this.told) return;
    this.told = this.site.at;
    this.told_ms = performance.now();
    this.waits = true;
    // The map goes round; Python's longitudes don't, and keep every digit.
    const [lon, lat] = this.told;
    const at = [Math.abs(lon) > 180 ? ((lon + 540) % 360) - 180 : lon, lat];
    this.model.send({ kind: "pin", at });
  }

  /** Python has taken what it was told. */
  taken() {
    this.waits = false;
    this.soon();
  }

  /** Move the pin in Python's name, which is no news to Python. */
  move(at) {
    this.waits = true;
    this.page.moveInSight(this.site, at);
    this.waits = false;
    this.told = this.site.at;
  }
}

function render({ model, el }) {
  const marks = [];
  const frame = makeFrame({ title: "", height: model.get("_height"), marks });
  el.append(frame);
  let wire = null;
  frame.addEventListener("load", () => {
    const shown = frame.contentWindow;
    if (shown.rangeviz?.page) wire = new Wire(shown, model);
  });
  const take = (message) => {
    if (message.kind === "page") {
      wire = null;
      marks.splice(0, marks.length, ...message.marks);
      Object.assign(frame, { title: message.title, srcdoc: message.page });
    }
    if (message.kind === "move") wire?.move(message.at);
    if (message.kind === "taken") wire?.taken();
  };
  model.on("msg:custom", take);
  model.send({ kind: "ready" });
  return () => model.off("msg:custom", take);
}

export default { render };
