"""A figure reads the same in the terminal, in Markdown, on page and picture."""

import re

import lxml.html
import pytest
import shapely
from click.testing import CliRunner

from rangeviz.cli import main
from rangeviz.language.language import Language

FROM = ["--from", "49.9935, 36.2304", "--system", "himars"]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """A zone of 2.5 km2, which lies within; and a far larger one that touches."""
    folder = tmp_path_factory.mktemp("rounding")
    zone = folder / "zone.geojson"
    side = 2.5**0.5 / 111.3
    shapes = [shapely.box(36.3, 50, 36.3 + side * 1.556, 50 + side),
              shapely.box(36.9, 44, 60, 60)]  # fmt: skip
    features = ",".join(
        f'{{"type": "Feature", "properties": {{"name": "Zone {n}"}}, '
        f'"geometry": {shapely.to_geojson(shape)}}}'
        for n, shape in enumerate(shapes, start=1)
    )
    zone.write_text(f'{{"type": "FeatureCollection", "features": [{features}]}}')

    def run(*options):
        asked = [*options, *FROM, "--zone", str(zone)]
        done = CliRunner().invoke(main, [*map(str, asked)])
        assert done.exit_code == 0, done.output
        return done.stdout

    run("map", "-o", folder / "p.html")
    run("map", "-o", folder / "p.svg")
    page = lxml.html.parse(folder / "p.html")
    return {
        "table": run("report"),
        "md": run("report", "--format", "md"),
        "page": page,
        "svg": (folder / "p.svg").read_text(encoding="utf-8"),
    }


def cells(outputs, name):
    """A line's cells in the terminal's table, in Markdown and on the page."""
    line = re.search(rf"^ *{name}\b.*$", outputs["table"], re.M)[0]
    row = re.search(rf"^\| {name}\b.*$", outputs["md"], re.M)[0]
    (cell,) = outputs["page"].xpath(f"//th[text()='{name}']/..")
    spoken = [text.strip() for text in row.strip("| ").split("|")]
    return (
        re.split(r"\s{2,}", line.strip()),
        [text.replace("&lt;", "<") for text in spoken],
        [text.text_content() for text in cell.xpath("td")],
    )


def test_shares_read_the_same(outputs):
    for name in ("Poltava Oblast", "Zone 2"):  # 0.7 %, and next to nothing
        terminal, markdown, page = cells(outputs, name)
        assert terminal == markdown
        assert terminal[3] == page[1] == "<1%"
    assert "HIMARS &lt;1%" in re.sub(r"</?(text|tspan)[^>]*>|\s+", " ", outputs["svg"])


def test_distances_read_the_same(outputs):
    for name in ("Poltava Oblast", "Zone 2"):
        terminal, markdown, page = cells(outputs, name)
        assert terminal[1] == markdown[1] == page[0]
        assert re.fullmatch(r"\d+\.\d", page[0])


def test_areas_read_the_same(outputs):
    terminal, markdown, _ = cells(outputs, "Zone 1")
    assert terminal[2] == markdown[2] == "2.5"
    assert Language("en").km2(2.5e6) == "2.5"
