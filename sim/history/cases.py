"""The case table: past crises coded row by row, one row for each patron of a client in crisis.

The codebook is docs/cases.md. Inputs are what a prediction may use; everything else is what came of it,
or words about it, and may be left blank.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from sim.scenario.errors import Place, Report, nearest

Coding = Literal["first", "second"]
CODINGS: tuple[Coding, ...] = get_args(Coding)
TABLES: dict[Coding, str] = {"first": "cases.csv", "second": "cases_second.csv"}

NAMES = ("id", "client", "challenger", "patron")
DATES = ("start", "end")
CODES: dict[str, tuple[int, ...]] = {  # inputs that are codes, with the codes there are
    "challenger_great_power": (0, 1),
    "challenger_force": (0, 1, 2, 3, 4),
    "patron_at_war": (0, 1),
    "patron_entente_with_challenger": (0, 1, 2),
    "contiguous": (0, 1),
    "power_projection": (0, 1, 2),
    "treaty": (0, 1, 2),
    "patron_bases_or_troops_pre": (0, 1),
    "stake": (0, 1, 2, 3),
}
DISTANCE = "distance_km_patron_client"
INPUTS = (*NAMES, *DATES, *CODES, DISTANCE)
LEVELS = (0, 1, 2, 3, 4, 5)
OUTCOMES: dict[str, tuple[int, ...]] = {  # what came of it; blank where it is not known or not told
    "level_peak": LEVELS,
    "level_final": LEVELS,
    "level_lo": LEVELS,
    "level_hi": LEVELS,
    "client_regime_survived": (0, 1),
}
TEXTS = ("client_outcome", "patron_overstretch_note", "rationale", "coding_confidence", "source_basis")
NOT_CODED = ("", "na", "n/a", "nan")
FARTHEST = 20_040.0  # km between two places on earth
MOST_CELL = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Case:
    """One patron of one client in one past crisis; fields are the columns of the table."""

    id: str
    client: str
    challenger: str
    patron: str
    start: dt.date
    end: dt.date
    challenger_great_power: int
    challenger_force: int
    patron_at_war: int
    patron_entente_with_challenger: int
    contiguous: int
    power_projection: int
    treaty: int
    patron_bases_or_troops_pre: int
    stake: int
    distance_km_patron_client: float
    level_peak: int | None = None
    level_final: int | None = None
    level_lo: int | None = None
    level_hi: int | None = None
    client_regime_survived: int | None = None
    client_outcome: str = ""
    patron_overstretch_note: str = ""
    rationale: str = ""
    coding_confidence: str = ""
    source_basis: str = ""

    @property
    def crisis(self) -> str:
        """The crisis this row is part of: the client and year of its id. Rows of one crisis stay together."""
        return self.id.rpartition("-")[0] or self.id

    @property
    def days(self) -> int:
        """Length of the crisis in days."""
        return (self.end - self.start).days

    @property
    def range(self) -> tuple[int, int] | None:
        """Peaks that could be defended, lowest and highest; never without the peak itself."""
        if self.level_peak is None:
            return None
        known = [level for level in (self.level_lo, self.level_peak, self.level_hi) if level is not None]
        return min(known), max(known)

    def blind(self) -> Case:
        """The same row with nothing in it but inputs."""
        return Case(**{field.name: getattr(self, field.name) for field in fields(self) if field.name in INPUTS})


@cache
def read_cases(coding: Coding = "first") -> tuple[Case, ...]:
    """The project's own table, as one of its two coders saw it."""
    return parse_cases(_shipped(TABLES[coding]), TABLES[coding])


def package_rows(name: str) -> list[dict[str, str]]:
    """The rows of any table that is kept beside this module."""
    return list(csv.DictReader(io.StringIO(_shipped(name), newline="")))


def _shipped(name: str) -> str:
    return files("sim.history").joinpath(name).read_text(encoding="utf-8")


def by_crisis(cases: Sequence[Case]) -> dict[str, list[int]]:
    """Row numbers of each crisis, in the order of the table."""
    found: dict[str, list[int]] = {}
    for row, case in enumerate(cases):
        found.setdefault(case.crisis, []).append(row)
    return found


def parse_cases(text: str, file: str) -> tuple[Case, ...]:
    """The cases of a table in CSV; ``file`` is what messages call it.

    Columns may stand in any order and further ones are ignored; outcomes and words may be missing or blank.
    Raises ScenarioError (a ValueError) with every problem, each with its line and column of the table.
    """
    report = Report()
    cases: list[Case] = []
    seen: dict[str, int] = {}
    for line, row in _rows(text.removeprefix("\ufeff"), file, report):
        found = {name: _cell(name, value, Place(file, line, 1), report) for name, value in row.items()}
        _check_order(found, Place(file, line, 1), report)
        first = seen.setdefault(row["id"], line)
        if first != line and row["id"]:
            report.add(
                Place(file, line, 1), "id", row["id"], f"stands in line {first} already", "Give each row its own."
            )
        if not report.problems:
            cases.append(Case(**found))
    if not cases and not report.problems:
        report.add(Place(file), "", "", "it has a header and no case", "Add a row for each patron of each crisis.")
    report.close()
    return tuple(cases)


def _rows(text: str, file: str, report: Report) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and known cells of each row; problems of shape are noted."""
    reader = csv.reader(io.StringIO(text, newline=""))
    header: list[str] = []
    try:
        for cells in reader:
            line = reader.line_num
            row = [cell.strip() for cell in cells]
            if not any(row):
                continue
            if not header:
                header = _header(row, Place(file, line, 1), report)
                report.close()
            elif len(row) < len(header) or any(row[len(header) :]):
                message = f"this row has {len(row)} cells and the header {len(header)}"
                report.add(Place(file, line, 1), row[0], "", message, 'Put a text that holds commas into "quotes".')
            else:
                yield line, {name: cell for name, cell in zip(header, row, strict=False) if name in KNOWN}
    except csv.Error as error:
        report.add(Place(file, reader.line_num, 1), "", "", f"is no CSV ({error})", "Save the table as CSV.")
    if not header and not report.problems:
        report.add(
            Place(file), "", "", "it is empty", f"A table of cases begins with a header: {', '.join(NAMES)}, ..."
        )


def _header(row: Sequence[str], place: Place, report: Report) -> list[str]:
    """The column names, lower case, with missing and doubled ones noted."""
    names = [name.lower() for name in row]
    for name in sorted({name for name in names if name in KNOWN and names.count(name) > 1}):
        report.add(place, name, "", "this column stands in the header twice", "Remove one of them.")
    spare = [name for name in names if name not in KNOWN]
    missing = [name for name in INPUTS if name not in names]
    if len(missing) == len(INPUTS):
        message = "the first line names none of the columns that a table of cases has"
        report.add(place, "", "", message, f"Separate cells by commas, and begin with: {', '.join(INPUTS)}.")
        return names
    for name in missing:
        near = nearest(name, spare)
        way_out = near.replace("Did you mean", "Is it").replace("?", "? Then rename it.") if near else "Add it."
        report.add(place, name, "", "this column is missing, and predictions need it", way_out)
    return names


def _cell(name: str, text: str, place: Place, report: Report) -> Any:
    """The value of one cell, checked against what its column may hold."""
    if len(text) > MOST_CELL:
        report.add(place, name, text, f"is longer than {MOST_CELL} characters", "Check the quotes around it.")
        return None
    if name in OUTCOMES and text.lower() in NOT_CODED:
        return None
    if not text and name not in TEXTS:
        report.add(place, name, "", "is blank, and predictions need it", f"Give {_allowed(name)}.")
        return None
    if name in NAMES or name in TEXTS:
        return text
    if name in DATES:
        return _date(name, text, place, report)
    return _number(name, text, place, report)


def _check_order(found: Mapping[str, Any], place: Place, report: Report) -> None:
    """No crisis ends before it starts."""
    if found["start"] and found["end"] and found["end"] < found["start"]:
        message = f"lies before the start, {found['start']}"
        report.add(place, "end", str(found["end"]), message, "Check the two dates.")


def _date(name: str, text: str, place: Place, report: Report) -> dt.date | None:
    """An ISO date."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        report.add(place, name, text, "is no date", f"Give {_allowed(name)}.")
        return None


def _number(name: str, text: str, place: Place, report: Report) -> float | int:
    """A code of its column, or a distance."""
    try:
        number = float(text)
    except ValueError:
        report.add(place, name, text, "is no number", f"Give {_allowed(name)}.")
        return 0
    if name == DISTANCE:
        if not 0.0 <= number <= FARTHEST:
            report.add(place, name, text, "is no distance on earth", f"Give {_allowed(name)}.")
        return number
    if number not in {**CODES, **OUTCOMES}[name]:
        report.add(place, name, text, "is not a code of this column", f"Give {_allowed(name)}.")
        return 0
    return int(number)


def _allowed(name: str) -> str:
    """What may stand in a column, in words."""
    codes: Mapping[str, tuple[int, ...]] = {**CODES, **OUTCOMES}
    if name in codes:
        return f"one of {', '.join(map(str, codes[name]))}"
    if name == DISTANCE:
        return "kilometres, a number from 0 to 20040"
    return "a date such as 1937-05-01" if name in DATES else "a name"


KNOWN = frozenset((*INPUTS, *OUTCOMES, *TEXTS))
