"""Pages of documentation with their figures, written whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from sim.storage.errors import explained

FIGURES = "figures"


def write_page(path: str | os.PathLike[str], text: str, pictures: Mapping[str, bytes]) -> Path:
    """Write a page, and its pictures into ``figures`` beside it; each file appears whole or not at all."""
    page = Path(path)
    with explained(page, "writing the page"):
        (page.parent / FIGURES).mkdir(parents=True, exist_ok=True)
        for name, content in pictures.items():
            _swap(page.parent / FIGURES / name, content)
        _swap(page, text.encode("utf-8"))
    return page


def _swap(path: Path, content: bytes) -> None:
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
