/** Puts a page into a frame where a notebook's output is, in place of its picture. */

function makeFrame({ title, page, height, marks }) {
  const frame = document.createElement("iframe");
  Object.assign(frame, { title, height, width: "100%" });
  frame.style.border = "0";
  // A viewer may be late with the picture: the frame's loading takes a moment too.
  frame.addEventListener("load", () => hidePicture(marks));
  if (page) frame.srcdoc = page;
  return frame;
}

/** The picture tells itself by its bytes, or by their hash where it is a file. */
function hidePicture(marks) {
  for (const image of document.images) {
    if (!marks.some((mark) => image.src.includes(mark))) continue;
    (image.closest(".jp-OutputArea-child") ?? image).style.display = "none";
  }
}

function show(element, what) {
  const frame = makeFrame(what);
  // jQuery's in the classic notebook; none where a script stands in the document.
  if (element) (element[0] ?? element).append(frame);
  else document.currentScript.after(frame);
}
