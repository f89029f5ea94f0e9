/** The wire between the page in its frame and the widget's model in Python. */

const TELL_MS = 50; // at most twenty times a second while the pin is dragged

/**
 * Tell Python where the pin is: now and then while it moves, and where it ends.
 * Gives what moves the pin in Python's name, which is no news to Python.
 */
function listen(page, model) {
  const [site] = page.scene.sites;
  let told = site.at;
  let timer = 0;
  const tell = () => {
    timer = 0;
    if (site.at === told) return;
    told = site.at;
    // The map goes round; Python's longitudes don't, and keep every digit.
    const [lon, lat] = told;
    model.set("_pin", [Math.abs(lon) > 180 ? ((lon + 540) % 360) - 180 : lon, lat]);
    model.save_changes();
  };
  page.events.on("drawn", (drawn) => {
    if (drawn === site) timer ||= setTimeout(tell, TELL_MS);
  });
  return (at) => {
    page.moveInSight(site, at);
    told = site.at;
  };
}

function render({ model, el }) {
  const marks = [];
  const frame = makeFrame({ title: "", height: model.get("_height"), marks });
  el.append(frame);
  let move = null;
  frame.addEventListener("load", () => {
    const page = frame.contentWindow.rangeviz?.page;
    if (page) move = listen(page, model);
  });
  const take = (message) => {
    if (message.kind === "page") {
      move = null;
      marks.splice(0, marks.length, ...message.marks);
      Object.assign(frame, { title: message.title, srcdoc: message.page });
    }
    if (message.kind === "move") move?.(message.at);
  };
  model.on("msg:custom", take);
  model.send({ kind: "ready" });
  return () => model.off("msg:custom", take);
}

export default { render };
