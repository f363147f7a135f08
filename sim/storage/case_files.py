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

MOST_BYTES = 2_000_000
SUFFIX = ".csv"


def load_cases(path: str | os.PathLike[str]) -> tuple[Case, ...]:
    """The cases of a table in a file.

    Raises ScenarioError with everything that is wrong, each with its line and column of the table.
    """
    return parse_cases(_read(Path(path)), os.fspath(path))


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


def _read(path: Path) -> str:
    """The table's text, if it is an ordinary file of UTF-8 text and not too large."""
    report, nowhere = Report(), Place(str(path))
    text = ""
    try:
        if not path.exists():
            report.add(nowhere, "", "", "there is no such file", "Give the path of a table of cases.")
        elif not path.is_file():
            report.add(nowhere, "", "", "it is not an ordinary file", "Give the path of a table of cases.")
        elif path.stat().st_size > MOST_BYTES:
            message = f"it is larger than {MOST_BYTES // 1000} kB"
            report.add(nowhere, "", "", message, "A table of cases is a few dozen kB: is this the right file?")
        else:
            text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        report.add(nowhere, "", "", f"it is not UTF-8 text (byte {error.start + 1})", "Save the table as CSV in UTF-8.")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        report.add(nowhere, "", "", f"it cannot be read ({reason})", "Check the path and its permissions.")
    if "\0" in text:
        report.add(nowhere, "", "", "it is a binary file", "Save the table as CSV in UTF-8.")
    report.close()
    return text
