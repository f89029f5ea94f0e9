"""Every notebook runs from top to bottom."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore:Proactor event loop")
def test_notebook_runs(path, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "commit no outputs"
    NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": tmp_path}}
    ).execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    kinds = {kind for out in outputs for kind in out.get("data", {})}
    assert {"text/plain", "text/html"} <= kinds


def test_quickstart_shows_the_table_and_a_map():
    path = next(path for path in NOTEBOOKS if path.stem == "01_quickstart")
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120).execute()
    told = [
        out["data"]
        for c in notebook.cells
        for out in c.get("outputs", [])
        if "data" in out
    ]
    assert any("Kursk Oblast" in data["text/plain"] for data in told)
    assert any("<iframe" in data.get("text/html", "") for data in told)
