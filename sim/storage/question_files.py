"""Files of answers to a scenario's questions, by path or by name."""

from __future__ import annotations

import os
from pathlib import Path

from sim.history.cases import read_cases
from sim.scenario.resolutions import Resolutions, parse_resolutions
from sim.storage.scenario_files import load_scenario
from sim.storage.text_files import read_text

MOST_BYTES = 1_000_000
FOLDER, SUFFIX = "questions", ".yaml"


def load_resolutions(path_or_name: str | os.PathLike[str]) -> Resolutions:
    """The answers in a file, or in the one of that name in ./questions or beside the installed package.

    Raises ScenarioError with everything that is wrong, each with its place.
    """
    path = _find(os.fspath(path_or_name))
    text = read_text(path, "a file of answers", "a few kB", "plain UTF-8 text", MOST_BYTES)
    return parse_resolutions(text, str(path), load_scenario, [case.id for case in read_cases()])


def _find(name: str) -> Path:
    """The file meant; the path as given where there is none."""
    path = Path(name)
    roots = (Path(FOLDER), Path(__file__).resolve().parents[2] / FOLDER)
    if path.name != name or path.suffix not in ("", SUFFIX) or path.exists():
        return path
    named = [root / f"{name.removesuffix(SUFFIX)}{SUFFIX}" for root in roots]
    return next((it for it in named if it.is_file()), path)
