"""What verify takes for ``L.circle`` is what Leaflet itself draws, in Chromium."""

from pathlib import Path

import numpy as np
import pytest
import shapely

import rangeviz
from rangeviz.errors import InputError
from rangeviz.verification.verify import leaflet_circle

pytestmark = pytest.mark.browser

LEAFLET = Path(rangeviz.__file__).parent / "render/page/assets/vendor/leaflet.js"
DRAW = """([lon, lat, radius]) => {
  document.body.innerHTML = '<div id=map style="width:600px;height:600px"></div>';
  const map = L.map("map").setView([lat, lon], 18);
  const circle = L.circle([lat, lon], {radius}).addTo(map);
  return Array.from({length: 1440}, (_, k) => {
    const turn = (2 * Math.PI * k) / 1440;
    const x = circle._point.x + circle._radius * Math.cos(turn);
    const y = circle._point.y - circle._radiusY * Math.sin(turn);
    const place = map.layerPointToLatLng(L.point(x, y));
    return [place.lng, place.lat];
  });
}"""


def test_vertices_agree_to_a_micrometre(chromium):
    page = chromium.new_page()
    page.set_content("<p>")
    page.add_script_tag(content=LEAFLET.read_text(encoding="utf-8"))
    for lon, lat, radius_m in ((36.2304, 49.9935, 305_800), (10, -70, 8e5)):
        drawn = page.evaluate(DRAW, [lon, lat, radius_m])
        ours = shapely.get_coordinates(leaflet_circle(lon, lat, radius_m))[:-1]
        np.testing.assert_allclose(ours, drawn, rtol=0, atol=1e-11)
    page.close()


def test_a_circle_round_a_pole_is_refused():
    with pytest.raises(InputError, match="holds a pole"):
        leaflet_circle(0, 88, 3e5)
