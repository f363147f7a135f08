"""What is wrong with a scenario, where it stands, and the way out.

Reading never stops at the first mistake: problems are collected in a ``Report`` and raised together
as one ``ScenarioError``, which prints one line for each.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_LINES = 50  # problems printed at once; further ones are counted
MOST_PROBLEMS = 200  # problems after which reading stops
MOST_SHOWN = 60  # characters of an offending value that a message repeats


class Place(NamedTuple):
    """Where something stands: a file, and a line and column counted from 1 (0: nowhere in a file)."""

    file: str = ""
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what stands there, why it will not do, and the way out."""

    place: Place
    path: str  # e.g. "actors.borduria.linkage"
    value: str  # as written, "" where something is missing
    message: str  # reads on from the value: "lies outside [0, 1]"
    way_out: str = ""  # a sentence: "Did you mean 0.2?"

    @property
    def file(self) -> str:
        """Name of the file as it was asked for."""
        return self.place.file

    @property
    def line(self) -> int:
        """Line in the file, from 1; 0 where no file is concerned."""
        return self.place.line

    @property
    def column(self) -> int:
        """Column in the line, from 1; 0 where no file is concerned."""
        return self.place.column

    @property
    def said(self) -> str:
        """Value and message as one phrase."""
        return f"{shown(self.value)} {self.message}" if self.value else self.message

    def __str__(self) -> str:
        """``file:line:column: path: value message. Way out``."""
        head = [f"{self.file}:{self.line}:{self.column}" if self.line else self.file, self.path]
        tail = f". {self.way_out}" if self.way_out else ""
        return ": ".join([part for part in head if part] + [self.said + tail])


class ScenarioError(ValueError):
    """A scenario that cannot be played as written, with everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Hold the problems, in the order given."""
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """One line for each problem, at most ``MOST_LINES``."""
        lines = [str(problem) for problem in self.problems[:MOST_LINES]]
        more = len(self.problems) - MOST_LINES
        return "\n".join([*lines, f"... and {more} more"] if more > 0 else lines)


@dataclass
class Report:
    """Problems found so far while one scenario is read."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, place: Place, path: str, value: str, message: str, way_out: str = "") -> None:
        """Note a problem, the same one once; after ``MOST_PROBLEMS`` reading stops."""
        problem = Problem(place, path, value, message, way_out)
        if problem not in self.problems:
            self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            self.close()

    def close(self) -> None:
        """Raise what was found, file by file and from the top down; do nothing if all is well."""
        if self.problems:
            files = list(dict.fromkeys(problem.file for problem in self.problems))
            raise ScenarioError(sorted(self.problems, key=lambda it: (files.index(it.file), it.line, it.column)))


def shown(value: str) -> str:
    r"""The value on one short, printable line.

    >>> shown("a\tb")
    'a\\tb'
    """
    cut = value if len(value) <= MOST_SHOWN else value[: MOST_SHOWN - 3] + "..."
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in cut)


def nearest(word: str, names: Iterable[str]) -> str:
    """A sentence with the name that the word most resembles, or "" if none does.

    >>> nearest("linkge", ["stake", "linkage"])
    'Did you mean linkage?'
    """
    known = {name.lower(): name for name in names}
    found = difflib.get_close_matches(word[:MOST_SHOWN].lower(), list(known), n=1, cutoff=0.6)
    return f"Did you mean {known[found[0]]}?" if found else ""


def nearest_or_all(word: str, names: Iterable[str]) -> str:
    """The nearest name; where none is near, the list of those allowed."""
    known = list(names)
    listed = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    return nearest(word, known) or (f"Allowed: {listed}." if known else "")
