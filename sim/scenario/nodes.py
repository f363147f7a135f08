"""The tree of a scenario file before anything is known about its meaning: every part knows its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sim.scenario.errors import Place


class Scalar(NamedTuple):
    """A single value, as written; ``plain`` means without quotes."""

    place: Place
    text: str
    plain: bool

    @property
    def is_empty(self) -> bool:
        """Nothing was written, or YAML's null."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


class Listing(NamedTuple):
    """A YAML list."""

    place: Place
    items: tuple[Node, ...]


class Entry(NamedTuple):
    """A key of a mapping and what stands under it."""

    place: Place  # of the key
    node: Node


class Table(NamedTuple):
    """A YAML mapping; keys are unique and in the order of the file."""

    place: Place
    entries: dict[str, Entry]

    def node(self, key: str) -> Node | None:
        """What stands under a key, if it is there."""
        entry = self.entries.get(key)
        return entry.node if entry else None

    def nodes(self) -> Iterator[tuple[str, Node]]:
        """Keys with what stands under them."""
        return ((key, entry.node) for key, entry in self.entries.items())


class Gap(NamedTuple):
    """Something that could not be read and has been reported: nothing more is to be said about it."""

    place: Place


Node = Scalar | Listing | Table | Gap
