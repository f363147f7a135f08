"""Every notebook runs from top to bottom, and is kept as text without its outputs."""

import os

import jupytext
import pytest
from nbclient import NotebookClient

from tests.house.tree import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*"))
COMPILING, ANSWERING = 600, 45  # seconds


def patience(cell):
    """How long a cell may take.

    nbclient writes to the shell channel while it listens there, on behalf of the widget that holds what `interact`
    shows, and now and then misses the reply; it finds it when time is up.
    """
    return ANSWERING if "interact(" in cell.source else COMPILING


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path.suffix == ".py"], ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_what_it_promises(path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    notebook = jupytext.read(path)
    where = {"metadata": {"path": str(ROOT)}}
    client = NotebookClient(notebook, timeout_func=patience, kernel_name="python3", resources=where)
    client.execute()
    shown = [kind for cell in notebook.cells for out in cell.get("outputs", ()) for kind in out.get("data", ())]
    assert shown.count("image/png") >= 2
    assert "application/vnd.jupyter.widget-view+json" in shown
    slid = [out for state in client.widget_state.values() for out in state.get("outputs", ())]
    assert any("image/png" in out.get("data", ()) for out in slid), "the sliders show no figure"


def test_notebooks_are_kept_as_text():
    assert NOTEBOOKS
    assert not [path.name for path in NOTEBOOKS if path.suffix == ".ipynb"]
