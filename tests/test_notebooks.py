"""Every notebook runs from top to bottom and shows what it promises."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
# What the outputs of each notebook must hold: plain text and HTML.
PROMISES = {"01_quickstart": ("Kursk Oblast", "<iframe")}


def test_every_notebook_has_its_promise():
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == set(PROMISES)


@pytest.mark.slow
@pytest.mark.parametrize("name", PROMISES)
def test_notebook_runs_and_shows(name):
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "commit no outputs"
    NotebookClient(notebook, timeout=120).execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    told = [out["data"] for out in outputs if "data" in out]
    text, html = PROMISES[name]
    assert any(text in data.get("text/plain", "") for data in told)
    assert any(html in data.get("text/html", "") for data in told)
