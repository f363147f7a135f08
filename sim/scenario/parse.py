"""Tree to scenario: every section read, every name and number checked, every mistake reported at once."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import NamedTuple, cast, get_args

from sim.scenario.asked import read_appeals, read_expectations, read_questions
from sim.scenario.conditions import variables
from sim.scenario.errors import Report
from sim.scenario.merge import overlay
from sim.scenario.nodes import Listing, Node, Scalar, Table
from sim.scenario.parties import read_actors, read_roles
from sim.scenario.quantities import Setting
from sim.scenario.reading import Spot
from sim.scenario.rules import read_conditions, read_events
from sim.scenario.schema import JUDGEMENT, STATED, RuleName, Scenario, Source
from sim.scenario.yaml_text import read_tree

REQUIRED = ("title", "as_of", "horizon", "actors")
OPTIONAL = (
    "summary",
    "turn",
    "rule",
    "plays_on",
    "extends",
    "appeals",
    "conditions",
    "events",
    "questions",
    "expects",
    "sources",
)
RULES: tuple[str, ...] = get_args(RuleName)
LEAST_WEEKS, MOST_WEEKS = 1 / 7, 13.0
MOST_TURNS = 520
DAYS = 7


class Clock(NamedTuple):
    """When play starts, how long a turn lasts, and for how many turns it goes on."""

    as_of: dt.date | None
    turn_weeks: float
    horizon: float  # a whole number; nan, as the others, if faulty

    @property
    def end(self) -> dt.date | None:
        """The last day played."""
        length = self.horizon * self.turn_weeks * DAYS
        return None if self.as_of is None or math.isnan(length) else self.as_of + dt.timedelta(int(length + 1e-6))


def parse_text(text: str, name: str = "scenario", file: str = "scenario.yaml") -> Scenario:
    """A scenario from the text of one file that extends no other."""
    report = Report()
    tree = as_scenario(read_tree(text, file, report), report)
    if tree is None:
        report.close()
    elif "extends" in tree.entries:
        place = tree.entries["extends"].place
        report.add(place, "extends", "", "text alone cannot extend another file", "Load it from a file.")
    return parse_layers([tree] if tree else [], name, "", report)


def as_scenario(tree: Node | None, report: Report) -> Table | None:
    """The tree as a mapping that might be a scenario; None if it is something else (reported)."""
    if isinstance(tree, Table) and ("actors" in tree.entries or "extends" in tree.entries):
        return tree
    if isinstance(tree, Table) and not set(tree.entries).isdisjoint((*REQUIRED, *OPTIONAL)):
        return tree
    if tree is not None:
        kind = "a list" if isinstance(tree, Listing) else "a single value" if isinstance(tree, Scalar) else "other keys"
        message = f"this is no scenario: it holds {kind} where title, as_of, horizon and actors belong"
        report.add(tree.place, "", "", message, "`sim new` starts a scenario file.")
    return None


def parse_layers(layers: Sequence[Table], name: str, extends: str, report: Report) -> Scenario:
    """The scenario that the first tree describes, laid over those it extends (nearest first).

    Raises ScenarioError with everything found wrong, here and in ``report`` before.
    """
    gone: dict[str, str] = {}
    tree: Table | None = None
    for layer in reversed(layers):
        tree = overlay(layer, tree, report, gone)
    if tree is None:
        raise ValueError("no tree to parse")
    scenario = _read_scenario(Spot(tree, "", report, tree.place), name, extends, gone)
    report.close()
    if scenario is None:
        raise AssertionError("a faulty scenario without a problem")
    return scenario


def _read_scenario(spot: Spot, name: str, extends: str, gone: dict[str, str]) -> Scenario | None:
    """Every section in turn; None where a date that everything hangs on is missing."""
    parts = spot.fields(REQUIRED, OPTIONAL)
    clock = _read_clock(parts)
    sources = read_sources(parts["sources"]) if "sources" in parts else {}
    roles = read_roles(parts["actors"]) if "actors" in parts else {}
    setting = Setting(roles, tuple(sources), variables(roles), clock.as_of, clock.end, gone)
    questions = read_questions(parts["questions"], setting) if "questions" in parts else ()
    expects = parts.get("expects")
    if expects and not extends:
        message = "expects a sign against the scenario extended, but this one extends none"
        expects.complain(message, "Add `extends: other.yaml`, or remove it.", value="")
    ids = [question.id for question in questions]
    actors = read_actors(parts["actors"], setting) if "actors" in parts else []
    appeals = read_appeals(parts["appeals"], setting) if "appeals" in parts else ()
    conditions = read_conditions(parts["conditions"], setting) if "conditions" in parts else ()
    events = read_events(parts["events"], setting, [it.name for it in conditions]) if "events" in parts else ()
    signs = read_expectations(expects, setting, ids) if expects else ()
    title = parts["title"].text() if "title" in parts else ""
    summary = parts["summary"].text() if "summary" in parts else ""
    rule = parts["rule"].choice(RULES, "a decision rule") if "rule" in parts else RULES[0]
    plays_on = parts["plays_on"].flag() if "plays_on" in parts else False
    if spot.report.problems or clock.as_of is None:
        return None
    return Scenario(
        name=name, title=title, summary=" ".join(summary.split()), as_of=clock.as_of,
        turn_weeks=clock.turn_weeks, horizon=int(clock.horizon), rule=cast(RuleName, rule), plays_on=plays_on,
        actors=tuple(actors), extends=extends, sources=sources, appeals=appeals, conditions=conditions, events=events,
        questions=questions, expects=signs,
    )  # fmt: skip


def _read_clock(parts: dict[str, Spot]) -> Clock:
    """Date, length of a turn and number of turns."""
    as_of = parts["as_of"].date() if "as_of" in parts else None
    weeks = _read_turn(parts["turn"]) if "turn" in parts else 1.0
    horizon = parts["horizon"].number(1, MOST_TURNS, whole=True) if "horizon" in parts else math.nan
    return Clock(as_of, weeks, horizon)


def _read_turn(spot: Spot) -> float:
    """Length of a turn in weeks, from ``{weeks: 1}`` or ``{days: 1}``."""
    unit = spot.sole(("weeks", "days"), "the length of a turn", "Write {weeks: 1} or {days: 1}.")
    if unit is None:
        return math.nan
    name, part = unit
    if name == "days":
        return part.number(1, MOST_WEEKS * DAYS) / DAYS
    return part.number(LEAST_WEEKS - 1e-3, MOST_WEEKS)


def read_sources(spot: Spot) -> dict[str, Source]:
    """Where the numbers come from, by key."""
    found: dict[str, Source] = {}
    for key, part in spot.parts("a mapping of sources").items():
        if key in (JUDGEMENT, STATED):
            part.report.add(part.at, spot.path, key, "is a reserved word", "Choose another key.")
        fields = part.fields(("title",), ("publisher", "date", "url", "note"), "a source")
        found[key] = Source(**{"title": "", **{name: field.loose_text() for name, field in fields.items()}})
    return found
