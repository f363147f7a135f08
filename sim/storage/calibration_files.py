"""Where a calibration is kept: the draws inside the package, the page wherever it is wanted."""

from __future__ import annotations

import os
from pathlib import Path

import sim.scenario
from sim.scenario.weights import POSTERIOR
from sim.storage.errors import explained


def posterior_path() -> Path:
    """The file of draws from which ensembles of this installation take fitted weights."""
    return Path(next(iter(sim.scenario.__path__))) / POSTERIOR


def is_as_stored(path: Path, text: str) -> bool:
    """Whether a file holds this text, to the byte."""
    with explained(path, "reading the file"):
        return path.is_file() and path.read_bytes() == text.encode("utf-8")


def replace_file(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    with explained(path, "writing the file"):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            partial.write_bytes(text.encode("utf-8"))
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
