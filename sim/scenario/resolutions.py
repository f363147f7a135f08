"""What came of a scenario's questions, and what others had said of them: the file that ``sim score`` reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from sim.scenario.asked import read_reference
from sim.scenario.errors import Place, Report, ScenarioError, nearest_or_all
from sim.scenario.nodes import Table
from sim.scenario.parse import read_sources
from sim.scenario.quantities import Setting, read_source
from sim.scenario.reading import Spot
from sim.scenario.schema import Frozen, Question, Record, Reference, Scenario, Source
from sim.scenario.yaml_text import read_tree

REQUIRED = ("scenario", "resolutions")
OPTIONAL = ("title", "without", "sources")
WAY_OUT = "Write `scenario: name` and `resolutions: [...]` in a file of its own."
Load = Callable[[str], Scenario]


class Resolution(Record):
    """How a question came out, and what others had given for it."""

    id: str  # of a question of the scenario
    came_true: bool
    resolved: dt.date  # the day on which the answer was known
    source: str
    note: str = ""
    references: tuple[Reference, ...] = ()


class Resolutions(Record):
    """A scenario's questions with their answers."""

    scenario: str  # name or path, as written
    title: str = ""
    without: tuple[str, ...] = ()  # rows of the case table that may not have informed the weights
    resolutions: tuple[Resolution, ...]
    sources: Frozen[Source]


def parse_resolutions(text: str, file: str, load: Load, rows: Collection[str]) -> Resolutions:
    """The answers written in a file, checked against the scenario that ``load`` finds and the case table's rows.

    Raises ScenarioError with everything that is wrong, each with its place.
    """
    report = Report()
    tree = _tree(text, file, report)
    found = None if tree is None else _read(Spot(tree, "", report, tree.place), load, rows)
    report.close()
    if found is None:
        raise AssertionError("a faulty file without a problem")
    return found


def _tree(text: str, file: str, report: Report) -> Table | None:
    """The file as a mapping that might hold resolutions; None if it is something else (reported)."""
    if not text.strip():
        report.add(Place(file, 1, 1), "", "", "the file is empty", WAY_OUT)
        return None
    tree = read_tree(text, file, report)
    if isinstance(tree, Table) and "actors" not in tree.entries:
        return tree
    if tree is not None:
        what = "this is a scenario" if isinstance(tree, Table) else "this is no mapping"
        report.add(tree.place, "", "", f"{what}, not a file of answers to one's questions", WAY_OUT)
    return None


def _read(spot: Spot, load: Load, rows: Collection[str]) -> Resolutions | None:
    """Every section in turn; None where something is wrong."""
    parts = spot.fields(REQUIRED, OPTIONAL)
    sources = read_sources(parts["sources"]) if "sources" in parts else {}
    scenario = _load(parts["scenario"], load) if "scenario" in parts else None
    without = _read_rows(parts["without"], rows) if "without" in parts else ()
    found = _read_resolutions(parts["resolutions"], scenario, tuple(sources)) if "resolutions" in parts else []
    title = parts["title"].text() if "title" in parts else ""
    if spot.report.problems:
        return None
    return Resolutions(
        scenario=parts["scenario"].text(), title=title, without=without, resolutions=tuple(found), sources=sources
    )


def _load(spot: Spot, load: Load) -> Scenario | None:
    """The scenario named; what is wrong with it is noted in its own file and here."""
    name = spot.text()
    try:
        return load(name) if name else None
    except ScenarioError as error:
        first = error.problems[0]
        if first.line:
            spot.complain(f"cannot be played: {first.said}", f"Mend {first.file}.")
        else:
            spot.complain(first.message, first.way_out)
        spot.report.problems += [problem for problem in error.problems if problem.line]
    return None


def _read_rows(spot: Spot, rows: Collection[str]) -> tuple[str, ...]:
    """Rows of the case table, each once."""
    found: list[str] = []
    for item in spot.items("a list of rows of the case table", "Write [ID, ID]."):
        name = item.text()
        if name in found:
            item.complain("stands twice", "Keep one of the two.")
        elif name and name not in rows:
            item.complain("is no row of the case table", nearest_or_all(name, rows))
        found.append(name)
    return tuple(found)


def _read_resolutions(spot: Spot, scenario: Scenario | None, sources: tuple[str, ...]) -> list[Resolution]:
    """The answers, each to another question."""
    setting = Setting(roles={}, sources=sources, known={}, as_of=None, end=None, gone={})
    found: list[Resolution] = []
    items = spot.items("a list of resolutions")
    for item in items:
        resolution = _read_resolution(item, scenario, setting)
        if resolution is not None and resolution.id in [it.id for it in found]:
            item.parts()["id"].complain("is resolved twice", "Keep one of the two.")
        elif resolution is not None:
            found.append(resolution)
    if not items:
        spot.complain("there is no resolution", "Write one for each question to be scored.", value="")
    return found


def _read_resolution(spot: Spot, scenario: Scenario | None, setting: Setting) -> Resolution | None:
    """One answer with the forecasts of others."""
    parts = spot.fields(("id", "came_true", "resolved", "source"), ("references", "note"), "a resolution")
    question = _question(parts["id"], scenario) if "id" in parts else None
    came_true = parts["came_true"].flag() if "came_true" in parts else False
    resolved = parts["resolved"].date() if "resolved" in parts else None
    if resolved and question and scenario:
        perhaps = "came_true" not in parts or parts["came_true"].written != "false"  # a faulty word may mean yes
        _check_day(parts["resolved"], resolved, perhaps, question, scenario)
    items = parts["references"].items("a list of references") if "references" in parts else []
    references = [_read_reference(item, resolved, setting) for item in items]
    source = read_source(parts["source"], setting) if "source" in parts else ""
    note = parts["note"].text() if "note" in parts else ""
    if resolved is None or "id" not in parts:
        return None
    return Resolution(
        id=parts["id"].text(), came_true=came_true, resolved=resolved, source=source, note=note,
        references=tuple(it for it in references if it is not None),
    )  # fmt: skip


def _question(spot: Spot, scenario: Scenario | None) -> Question | None:
    """The scenario's question of this id."""
    name = spot.text()
    if scenario is None or not name:
        return None
    known = {question.id: question for question in scenario.questions}
    if name not in known:
        way_out = nearest_or_all(name, known) or "It asks none: write its questions first."
        spot.complain(f"is no question of {scenario.name}", way_out)
    return known.get(name)


def _check_day(spot: Spot, resolved: dt.date, came_true: bool, question: Question, scenario: Scenario) -> None:
    """An answer is not known before the question was asked, nor a no, or the state of a day, before that day."""
    last = question.on or question.by
    if resolved <= scenario.as_of:
        spot.complain(f"is not after {scenario.as_of}, when the scenario opens", "Check the year.")
    elif last and resolved < last and not (came_true and question.by):
        spot.complain(f"comes before {last}, when the question ends", "Give the day on which the answer was known.")


def _read_reference(spot: Spot, resolved: dt.date | None, setting: Setting) -> Reference | None:
    """What somebody else said, from a source, and before the answer was known."""
    found = read_reference(spot, setting)
    if found is None:
        return None
    if not found.source and "source" not in spot.parts():
        spot.report.add(spot.at, spot.path, "", "`source` is missing", "Add `source: ...`.")
    if resolved and found.date >= resolved:
        message = f"is not before {resolved}, when the answer was known"
        spot.parts()["date"].complain(message, "Give the day on which it was said.")
    return found
