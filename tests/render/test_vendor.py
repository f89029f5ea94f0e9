"""The vendored libraries are the published ones, with their licences."""

import hashlib

import pytest

from rangeviz.render.page.inline import asset, leaflet_script

# npm leaflet@1.9.4 (BSD-2-Clause), as its tarball holds it. GeographicLib (MIT) is
# part of the built script.
PUBLISHED = {
    "leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
    "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
    "layers.png": "1dbbe9d028e292f36fcba8f8b3a28d5e8932754fc2215b9ac69e4cdecf5107c6",
    "layers-2x.png": "066daca850d8ffbef007af00b06eac0015728dee279c51f3cb6c716df7c42edf",
    "marker-icon.png": (
        "574c3a5cca85f4114085b6841596d62f00d7c892c7b03f28cbfa301deb1dc437"
    ),
    "marker-icon-2x.png": (
        "00179c4c1ee830d3a108412ae0d294f55776cfeb085c60129a39aa6fc4ae2528"
    ),
    "marker-shadow.png": (
        "264f5c640339f042dd729062cfc04c17f8ea0f29882b538e3848ed8f10edb4da"
    ),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_file_is_the_published_one(name):
    found = hashlib.sha256(asset("vendor", name).read_bytes()).hexdigest()
    assert found == PUBLISHED[name]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("leaflet.LICENSE.txt", "BSD 2-Clause License"),
        ("geographiclib-geodesic.LICENSE.txt", "The MIT License"),
    ],
)
def test_licence_lies_beside(name, words):
    assert words in asset("vendor", name).read_text(encoding="utf-8")


@pytest.mark.parametrize("whole", [False, True])
def test_leaflet_names_its_makers_and_asks_for_no_source_map(whole):
    script = leaflet_script(whole=whole)
    assert "Leaflet 1.9.4" in script
    assert "Vladimir Agafonkin" in script
    assert "sourceMappingURL" not in script


def test_a_page_carries_the_part_of_leaflet_that_it_uses_and_a_map_added_to_the_whole():
    assert len(leaflet_script()) < 0.72 * len(leaflet_script(whole=True))
