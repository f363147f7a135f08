"""Pages of documentation with their figures, written whole, or the part between two marks."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from sim.storage.errors import explained

FIGURES = "figures"


def write_page(path: str | os.PathLike[str], text: str, pictures: Mapping[str, bytes]) -> Path:
    """Write a page, and its pictures into ``figures`` beside it; each file appears whole or not at all."""
    page = Path(path)
    if pictures:
        write_pictures(page.parent / FIGURES, pictures)
    with explained(page, "writing the page"):
        _swap(page, text.encode("utf-8"))
    return page


def write_pictures(folder: str | os.PathLike[str], pictures: Mapping[str, bytes]) -> None:
    """Write pictures by file name, each whole or not at all."""
    home = Path(folder)
    with explained(home, "writing pictures"):
        home.mkdir(parents=True, exist_ok=True)
        for name, content in pictures.items():
            _swap(home / name, content)


def read_page(path: str | os.PathLike[str]) -> str:
    """The text of a page."""
    with explained(Path(path), "reading the page"):
        return Path(path).read_text(encoding="utf-8")


def between_marks(page: str, name: str, content: str) -> str:
    """The page with what stands between ``<!-- name: begin -->`` and ``<!-- name: end -->`` replaced.

    >>> between_marks("<!-- a: begin -->old<!-- a: end -->", "a", "new")
    '<!-- a: begin -->new<!-- a: end -->'
    """
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"the page lacks the marks {begin} and {end}")
    return f"{before}{begin}{content}{end}{after}"


def _swap(path: Path, content: bytes) -> None:
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
