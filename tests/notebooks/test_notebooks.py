"""Every notebook runs from top to bottom, and is kept as text without its outputs."""

import os

import jupytext
import pytest
from nbclient import NotebookClient

from tests.house.tree import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*"))


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path.suffix == ".py"], ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_it_promises(path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    notebook = jupytext.read(path)
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}).execute()
    shown = [kind for cell in notebook.cells for out in cell.get("outputs", ()) for kind in out.get("data", ())]
    assert shown.count("image/png") >= 2
    assert "application/vnd.jupyter.widget-view+json" in shown


def test_notebooks_are_kept_as_text():
    assert NOTEBOOKS
    assert not [path.name for path in NOTEBOOKS if path.suffix == ".ipynb"]
