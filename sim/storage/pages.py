"""Pages of documentation that a command writes: whole files, or the part between two marks."""

from __future__ import annotations

from pathlib import Path

from sim.storage.errors import explained


def write_page(path: Path, content: str | bytes) -> None:
    """Write a whole page or picture, making its folder if need be."""
    with explained(path, "writing a page"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def read_page(path: Path) -> str:
    """The text of a page."""
    with explained(path, "reading a page"):
        return path.read_text(encoding="utf-8")


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
