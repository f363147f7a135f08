"""Tables of past cases: one's own as CSV, and single cases by name as scenarios."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from sim.history.cases import CODINGS, Case, Coding, parse_cases, read_cases
from sim.history.translate import MODES, PREFIX, Mode, to_scenario
from sim.scenario.errors import Place, Report, nearest_or_all
from sim.scenario.schema import Scenario
from sim.storage.text_files import read_text

MOST_BYTES = 2_000_000
SUFFIX = ".csv"


def load_cases(path: str | os.PathLike[str]) -> tuple[Case, ...]:
    """The cases of a table in a file.

    Raises ScenarioError with everything that is wrong, each with its line and column of the table.
    """
    text = read_text(Path(path), "a table of cases", "a few dozen kB", "CSV in UTF-8", MOST_BYTES)
    return parse_cases(text, os.fspath(path))


def is_case(name: str) -> bool:
    """Whether a scenario's name stands for a case of a table."""
    return name.startswith(PREFIX)


def load_case(name: str) -> Scenario:
    """The scenario of a case: ``case:ID``, then what differs from the built-in table in conditional mode.

    ``case:ID,free`` lets the challenger choose, ``case:ID,second`` takes the second coding, and
    ``case:ID,FILE.csv`` a table of one's own.
    """
    wanted, *words = name.removeprefix(PREFIX).split(",")
    mode: Mode = "conditional"
    cases: Sequence[Case] = ()
    for word in map(str.strip, words):
        if word in MODES:
            mode = "free" if word == "free" else "conditional"
        elif word in CODINGS:
            cases = read_cases(_coding(word))
        elif word.endswith(SUFFIX):
            cases = load_cases(word)
        else:
            _refuse(name, f"says {word!r}, which is no mode, coding or table", nearest_or_all(word, [*MODES, *CODINGS]))
    known = {case.id: case for case in cases or read_cases()}
    if wanted not in known:
        _refuse(name, "is no case of the table", nearest_or_all(wanted, known))
    return to_scenario(known[wanted], mode).model_copy(update={"name": name})


def _coding(word: str) -> Coding:
    return next(coding for coding in get_args(Coding) if coding == word)


def _refuse(name: str, message: str, way_out: str) -> None:
    report = Report()
    report.add(Place(), "", name, message, way_out)
    report.close()
