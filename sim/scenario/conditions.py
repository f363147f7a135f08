"""Conditions as data: ``variable operator constant``, joined by nested all/any; nothing is evaluated.

What a condition may read and what an effect may change follows from the roles of the actors and the
catalogue of constraints and states alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import NamedTuple, cast

from sim.model.constraints import CONSTRAINTS, SHARE, STATES
from sim.model.ladders import Alignment, Coalition, Leader, Pressure, Stance, Support
from sim.scenario.errors import nearest_or_all
from sim.scenario.nodes import Scalar, Table
from sim.scenario.reading import ENDLESS, NUMBER, Spot, number_to_rung, span
from sim.scenario.schema import AllOf, AnyOf, Comparison, Operator, Test

MOST_LEVELS = 12  # of all/any within one another
WEEK = "week"
ORDERED = ("pressure", "support", "stance")
LADDERS: dict[str, type[IntEnum]] = {
    "pressure": Pressure,
    "support": Support,
    "stance": Stance,
    "leader": Leader,
    "coalition": Coalition,
    "alignment": Alignment,
}
COMPARISON = re.compile(r"\s*([A-Za-z_][\w.]*)\s*(<=|>=|==|!=|<|>)\s*([^\s<>=!()]+)\s*", re.ASCII)
JOINED = re.compile(r"\b(and|or|AND|OR)\b|&&|\|\|", re.ASCII)
CODE = re.compile(r"[()\[\]{};`$%]|__|[+*/]|\b(not|import|lambda|eval|exec|if)\b", re.ASCII)
DATA = "A condition is data, not code: `variable operator constant`, e.g. `borduria.support >= materiel`"
NESTING = "Nest tests instead: {all: [first test, second test]} or {any: [...]}."


class Variable(NamedTuple):
    """Something a condition or question may read."""

    path: str  # actor.name, or week
    kind: str  # constraint, state or clock
    unit: str
    low: float
    high: float
    meaning: str
    ladder: str = ""  # name of the ladder whose rungs are its values

    @property
    def rungs(self) -> tuple[str, ...]:
        """The names it compares with, empty for plain numbers."""
        return rung_names(self.ladder) if self.ladder else ()


def rung_names(ladder: str) -> tuple[str, ...]:
    """The rungs of a ladder, lowest first, as scenario files write them.

    >>> rung_names("stance")
    ('concede', 'bargain', 'endure', 'defy')
    """
    return tuple(rung.name.lower() for rung in LADDERS[ladder])


def variables(roles: Mapping[str, str]) -> dict[str, Variable]:
    """Everything that conditions may read, by path, given each actor's role ("": not known, so any role's).

    >>> variables({"ruritania": "client"})["ruritania.leader"].rungs[0]
    'in_office'
    """
    found = {WEEK: Variable(WEEK, "clock", "weeks", 0, math.inf, "weeks since the scenario's date")}
    for actor, given in roles.items():
        for role in [given] if given else CONSTRAINTS:
            found |= {it.path: it for it in _variables_of(actor, role)}
    return found


def _variables_of(actor: str, role: str) -> Iterator[Variable]:
    """The constraints and states of one actor."""
    for it in CONSTRAINTS[role]:
        yield Variable(f"{actor}.{it.name}", "constraint", it.unit, it.low, it.high, it.meaning)
    for state in STATES[role]:
        low, high = (0.0, 1.0) if state.unit == SHARE else (-math.inf, math.inf)
        yield Variable(f"{actor}.{state.name}", "state", state.unit, low, high, state.meaning, state.ladder)


def targets(roles: Mapping[str, str]) -> dict[str, Variable]:
    """Everything that effects may change, by path: the actors' constraints."""
    return {path: it for path, it in variables(roles).items() if it.kind == "constraint"}


def read_test(spot: Spot, known: Mapping[str, Variable], level: int = 0) -> Test | None:
    """The test written at this spot; None if it is faulty (reported)."""
    if level > MOST_LEVELS:
        spot.complain(f"all and any are nested more than {MOST_LEVELS} deep", "Flatten the condition.", value="")
        return None
    if isinstance(spot.node, Table):
        return _read_joined(spot, known, level)
    if not isinstance(spot.node, Scalar):
        spot.misplaced("a test", "Write {all: [...]} or {any: [...]} around a list of tests.")
        return None
    return read_comparison(spot, known)


def read_comparison(spot: Spot, known: Mapping[str, Variable]) -> Comparison | None:
    """``variable operator constant``, checked against the variables that exist."""
    leaf = spot.scalar("a test", f"{DATA}.")
    if leaf is None:
        return None
    match = COMPARISON.fullmatch(leaf.text)
    if not match:
        spot.complain(*_no_comparison(leaf.text))
        return None
    name, operator, constant = match.groups()
    variable = known.get(name)
    if variable is None:
        spot.complain(f"reads `{name}`, which does not exist", suggest_path(name, known))
        return None
    value = _constant(spot, variable, operator, constant)
    if value is None:
        return None
    text = f"{name} {operator} {constant}"
    return Comparison(variable=name, operator=cast(Operator, operator), constant=value, text=text)


def suggest_path(name: str, known: Mapping[str, object]) -> str:
    """The variable that a wrong name most likely means."""
    same = [path for path in known if path.rpartition(".")[2] == name]
    if same:
        return f"Did you mean {same[0]}?"
    actor, _, below = name.partition(".")
    twins = [path for path in known if path.endswith(f".{below}")] if below else []
    own = [path for path in known if path.startswith(f"{actor}.")]
    return nearest_or_all(name, twins or own or known)


def _read_joined(spot: Spot, known: Mapping[str, Variable], level: int) -> Test | None:
    """A mapping with the one key ``all`` or ``any`` over a list of tests."""
    join = spot.sole(("all", "any"), "a joined test", NESTING)
    if join is None:
        return None
    key, part = join
    items = part.items("a list of tests")
    tests = [read_test(item, known, level + 1) for item in items]
    sound = tuple(test for test in tests if test is not None)
    if not items:
        part.complain(f"`{key}` joins no tests", NESTING, value="")
    if not sound:
        return None
    return AllOf(all=sound) if key == "all" else AnyOf(any=sound)


def _constant(spot: Spot, variable: Variable, operator: str, word: str) -> float | None:
    """The right-hand side as a number, if it is of the variable's kind."""
    if variable.rungs:
        return _rung(spot, variable, operator, word)
    if not NUMBER.fullmatch(word):
        finite = " finite" if word.lower().lstrip("+-.") in ENDLESS else ""
        spot.complain(f"compares {variable.path} with `{word}`, which is no{finite} number", f"Unit: {variable.unit}.")
        return None
    value = float(word)
    if not variable.low <= value <= variable.high or math.isinf(value):
        inside = span(variable.low, variable.high)
        spot.complain(f"compares {variable.path} with {word}, outside {inside}", f"Unit: {variable.unit}.")
        return None
    return value


def _rung(spot: Spot, variable: Variable, operator: str, word: str) -> float | None:
    """The rung that a ladder's variable is compared with, by name."""
    if word not in variable.rungs:
        if NUMBER.fullmatch(word):
            message = f"compares {variable.path} with a number; rungs are written by name"
            spot.complain(message, number_to_rung(word, variable.rungs))
        else:
            message = f"compares {variable.path} with `{word}`, which is no rung of {variable.ladder}"
            spot.complain(message, nearest_or_all(word, variable.rungs))
        return None
    if variable.ladder not in ORDERED and operator not in ("==", "!="):
        spot.complain(f"orders {variable.path} by `{operator}`, but its values have no order", "Use == or !=.")
        return None
    return float(variable.rungs.index(word))


def _no_comparison(text: str) -> tuple[str, str]:
    """Why a text is no comparison, and the way out."""
    joined = JOINED.search(text)
    if joined and not CODE.search(text):
        return f"joins tests with `{joined.group()}`", NESTING
    if CODE.search(text):
        return "looks like code", f"{DATA}. {NESTING}"
    if re.fullmatch(r"[^<>=!]*[^<>=!\s]\s*=\s*[^<>=!\s][^<>=!]*", text):
        return "compares with `=`", "Write `==`."
    if re.match(r"\s*[-+.\d][^<>=!]*[<>=!]", text):
        return "starts with the constant", "Put the variable first, and write a span as {all: [x >= 0.2, x < 0.4]}."
    if re.search(r"[<>=!].*[<>=!]{1,2}.*", text) and len(re.findall(r"[<>=!]+", text)) > 1:
        return "compares more than two things", NESTING
    return "is no test", f"{DATA}."
