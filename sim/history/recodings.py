"""What was changed in the case table when its rows were checked again, and how it reads without the changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sim.history.cases import DISTANCE, Case, package_rows, read_cases


class Recoding(NamedTuple):
    """One cell that was coded anew."""

    id: str
    column: str
    before: str
    after: str
    reason: str
    source: str


def read_recodings() -> tuple[Recoding, ...]:
    """Every change, in the order of the file."""
    return _read("recoded.csv")


def read_left_alone() -> tuple[Recoding, ...]:
    """Changes that could be argued for and were not made, in the order of the file."""
    return _read("left_alone.csv")


def read_reasons() -> dict[str, str]:
    """What may have gone wrong in rows that are hard to foretell, by id: a historian's guess, written by hand."""
    return {row["id"]: row["why"] for row in package_rows("reasons.csv")}


def _read(name: str) -> tuple[Recoding, ...]:
    return tuple(Recoding(*row.values()) for row in package_rows(name))


def as_received(cases: Sequence[Case] | None = None) -> tuple[Case, ...]:
    """The first coding with every change undone."""
    undone = [it._replace(after=it.before) for it in read_recodings()]
    return with_changes(cases or read_cases(), undone)


def with_changes(cases: Sequence[Case], changes: Sequence[Recoding]) -> tuple[Case, ...]:
    """The cases with the cells named set to what they are changed to."""
    found = {case.id: case for case in cases}
    for it in changes:
        after: Any = float(it.after) if it.column == DISTANCE else int(it.after)
        found[it.id] = replace(found[it.id], **{it.column: after})
    return tuple(found.values())
