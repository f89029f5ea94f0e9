"""Build the documentation site: `python tools/build_site.py FOLDER [EXECUTED]`.

A copy of what it is made of goes into FOLDER/source, the site into FOLDER/html.
Notebooks are run, unless EXECUTED is a folder of notebooks that were. A warning or a
dead link is an error. Nothing is asked of a network.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import check_links
import run_notebooks

import rangeviz as rv

ROOT = Path(__file__).parents[1]
# What the pages take from outside docs/.
BESIDE = ("*.md", "data/*/SOURCES.md", "benchmarks/peers/README.md", "tests/README.md")
READMES_PICTURE = ROOT / "docs" / "images" / "kharkiv.png"


def copy_sources(source: Path) -> None:
    """Copy docs/ and what its pages include, laid out as in the tree."""
    shutil.copytree(ROOT / "docs", source / "docs")
    for pattern in BESIDE:
        for path in ROOT.glob(pattern):
            copy = source / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)


def draw_readmes_picture(path: Path) -> None:
    """Draw the picture that README shows."""
    rv.report("Kharkiv", zones="Kursk").write(path, width_mm=200, dpi=130)


def draw_examples(pages: Path, pictures: Path) -> None:
    """Write the living pages and the pictures that the site shows."""
    pages.mkdir(parents=True)
    kharkiv = rv.report("Kharkiv", zones="Kursk")
    kharkiv.write(pages / "kharkiv.html")
    kharkiv.write(pages / "kharkiv-uk.html", lang="uk")
    rv.compare(kharkiv).write(pages / "gain.html")
    rv.compare(kharkiv).write(pictures / "gain.png")
    rv.report(rv.find_area("Ukraine"), zones="Kursk").write(pages / "ukraine.html")
    rv.report("Kharkiv", "atacms", sector=(300, 60)).write(pages / "sector.html")
    rv.report((179.5, -16.8), "500 km", title="Across 180 degrees").write(
        pages / "antimeridian.html"
    )
    timeline = rv.read_scenario(ROOT / "docs" / "how-to" / "timeline.toml")
    rv.write(timeline, pages / "timeline.html")
    draw_readmes_picture(pictures / READMES_PICTURE.name)


def build(folder: Path, executed: Path | None = None) -> list[str]:
    """Build the site, and give its dead links."""
    source, site = folder / "source", folder / "html"
    for made in (source, site):
        shutil.rmtree(made, ignore_errors=True)
    copy_sources(source)
    docs = source / "docs"
    draw_examples(docs / "_extra" / "examples", docs / "images")
    if executed is None:
        run_notebooks.run(docs / "notebooks")
    else:
        shutil.copytree(executed, docs / "notebooks", dirs_exist_ok=True)
    options = ("-W", "--keep-going", "-q", "-j", "2", "-b", "html")
    subprocess.run([sys.executable, "-m", "sphinx", *options, docs, site], check=True)
    return list(check_links.faults(site))


if __name__ == "__main__":
    dead = build(*map(Path, sys.argv[1:3]))
    print("\n".join(dead) or f"Open {sys.argv[1]}/html/index.html")
    sys.exit(bool(dead))
