"""A check for consistency: support foretold beside what another project counted in its own crises.

The counts are published aggregates of International Crisis Behavior (Brecher, Wilkenfeld and others), whose four
levels of a great power's involvement are coarser than the ladder. It is no independent test: the crises overlap, and
both tables select clients that wanted help.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.history.cases import Case, package_rows
from sim.model.ladders import Support

FloatArray = NDArray[np.float64]
LEVELS = ("none", "political or economic", "semi-military", "direct")
LEVEL_OF = {  # of each rung of support
    Support.NONE: 0,
    Support.DECLARATORY: 1,
    Support.ECONOMIC: 1,
    Support.MATERIEL: 2,
    Support.PRESENCE: 2,
    Support.COMBAT: 3,
}


class Group(NamedTuple):
    """Crises of one kind: the other project's counts, and which rows of the case table are of that kind."""

    name: str
    patrons: tuple[str, ...]  # endings of the ids
    challengers: tuple[str, ...]  # one of these words stands in the challenger's name
    force: tuple[int, ...]
    since: int  # year
    counts: tuple[int, ...]  # by level


class Compared(NamedTuple):
    """Shares of the four levels in one kind of crisis."""

    name: str
    number: int  # the other project's crises
    counted: FloatArray  # its shares, [level]
    cases: int  # rows of the case table
    coded: FloatArray  # shares of their coded peaks, [level]
    foretold: FloatArray  # mean of the chances foretold for them, [level]


def read_groups() -> tuple[Group, ...]:
    """The counts that are kept with the package."""
    return tuple(
        Group(
            row["group"], tuple(row["patrons"].split()), tuple(row["challengers"].split()),
            tuple(map(int, row["force"].split())), int(row["since"]),
            tuple(int(row[level]) for level in ("none", "political_or_economic", "semi_military", "direct")),
        )
        for row in package_rows("icb_counts.csv")
    )  # fmt: skip


def collapsed(peak: FloatArray) -> FloatArray:
    """Chances of the six rungs as chances of the four levels, [..., level]."""
    found = np.zeros((*peak.shape[:-1], len(LEVELS)))
    for rung, level in LEVEL_OF.items():
        found[..., level] += peak[..., rung]
    return found


def compare_counts(cases: Sequence[Case], peak: FloatArray) -> list[Compared]:
    """Every kind of crisis: counted by them, coded by us, foretold; ``peak`` [case, rung]."""
    found = []
    for group in read_groups():
        rows = [row for row, case in enumerate(cases) if _is_of(case, group)]
        coded = np.eye(peak.shape[1])[[cases[row].level_peak or 0 for row in rows]]
        counts = np.array(group.counts, dtype=np.float64)
        found.append(
            Compared(
                group.name, int(counts.sum()), counts / counts.sum(), len(rows),
                collapsed(coded).mean(axis=0), collapsed(peak[rows]).mean(axis=0),
            )
        )  # fmt: skip
    return found


def _is_of(case: Case, group: Group) -> bool:
    """Whether a row is of that kind."""
    return (
        case.id.rpartition("-")[2] in group.patrons
        and not set(re.findall(r"\w+", case.challenger)).isdisjoint(group.challengers)
        and case.challenger_force in group.force
        and case.start.year >= group.since
    )
