"""Nearer, a page names more, and what it has named stays named."""

import itertools

import pytest

WALK = """() => {
  const { map, labels, scene, view } = rangeviz.page;
  const frame = map.getContainer().getBoundingClientRect();
  const steps = [];
  const first = Math.ceil(map.getZoom() * 2) / 2;
  for (let zoom = first; zoom <= 12; zoom += 0.5) {
    map.setView([scene.sites[0].at[1], scene.sites[0].at[0]], zoom, { animate: false });
    const nodes = Array.from(document.querySelectorAll(".rv-label-place"));
    const shown = nodes.filter((n) => getComputedStyle(n).visibility !== "hidden");
    const controls = labels.controlBoxes();
    const spots = scene.named.map(({ name, at }) => [name, view.pixel(at)]);
    const far = 60;  // a name beside a dot that is farther in has room
    const open = spots.filter(([, { x, y }]) =>
      x > far && y > far && x < frame.width - far && y < frame.height - far &&
      !controls.some((c) =>
        x > c.left - far && x < c.right + far &&
        y > c.top - far && y < c.bottom + far));
    const names = shown.map((n) => n.textContent);
    steps.push({ zoom, names, open: open.map(([name]) => name) });
  }
  return steps;
}"""


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_zooming_in_adds_names_and_removes_none(open_page, kharkiv_html, width, height):
    steps = open_page(kharkiv_html, width=width, height=height).page.evaluate(WALK)
    for before, after in itertools.pairwise(steps):
        lost = {*before["names"]} & {*after["open"]} - {*after["names"]}
        assert not lost, (after["zoom"], lost)
    first, nearer = ({*step["names"]} for step in steps[:3:2])
    assert nearer - first
    ever = first.union(*(step["names"] for step in steps[1:]))
    assert len(ever) > 1.5 * len(first)  # 43 of 26, on a phone more
