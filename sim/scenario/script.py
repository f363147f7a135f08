"""From a scenario's words to columns and numbers: the arrays that rules and engines take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import numpy as np

from sim.model.constraints import (
    CHALLENGER_AT,
    CLIENT_AT,
    CONSTRAINTS,
    PATRON_WIDTH,
    PATRONS_AT,
    REQUEST_WIDTH,
    STATES,
    WEEK_AT,
    Challenger,
    Client,
    Patron,
    Request,
)
from sim.model.escalation import (
    ABOVE,
    ADD,
    AT_LEAST,
    AT_MOST,
    BELOW,
    BOTH,
    COMPARE,
    EITHER,
    EQUAL,
    OTHER,
    SCALE,
    SET,
    FloatArray,
    Script,
)
from sim.model.ladders import Appeal, Pressure, Stance, Support
from sim.model.rivals import RULES
from sim.scenario.schema import Actor, AllOf, AnyOf, Comparison, Effect, Scenario, Test

OPERATORS = {"<": BELOW, "<=": AT_MOST, "==": EQUAL, "!=": OTHER, ">=": AT_LEAST, ">": ABOVE}
VERBS = {"set": SET, "scale": SCALE, "add": ADD}
OPENING = {"challenger": int(Pressure.ENGAGEMENT), "client": int(Stance.ENDURE), "patron": int(Support.NONE)}


def block_of(scenario: Scenario, name: str) -> int:
    """First column of an actor's block."""
    seat = seat_of(scenario, name)
    return (CHALLENGER_AT, CLIENT_AT)[seat] if seat < 2 else PATRONS_AT + (seat - 2) * PATRON_WIDTH


def seat_of(scenario: Scenario, name: str) -> int:
    """Number of an actor: 0 the challenger, 1 the client, 2... the patrons."""
    return [actor.name for actor in scenario.actors].index(name)


def columns(scenario: Scenario) -> dict[str, int]:
    """Column of every variable, by its name: ``week``, ``actor.constraint``, ``actor.state``."""
    found = {"week": WEEK_AT}
    for actor in scenario.actors:
        at = block_of(scenario, actor.name)
        for constraint in CONSTRAINTS[actor.role]:
            found[f"{actor.name}.{constraint.name}"] = at + constraint.column
        for state in STATES[actor.role]:
            found[f"{actor.name}.{state.name}"] = at + state.column
    return found


def width(scenario: Scenario) -> int:
    """Number of columns of a run's board."""
    return PATRONS_AT + PATRON_WIDTH * len(scenario.patrons) + REQUEST_WIDTH * len(scenario.appeals)


def turn_of(scenario: Scenario, day: dt.date) -> int:
    """The turn, counted from 0, in which a date falls."""
    return int(np.floor((day - scenario.as_of).days / (7.0 * scenario.turn_weeks) + 1e-9))


def end_of_turn(scenario: Scenario, turn: int) -> dt.date:
    """The date on which a turn ends."""
    return scenario.as_of + dt.timedelta(days=round(7.0 * scenario.turn_weeks * (turn + 1)))


def opening_rung(actor: Actor) -> int:
    """Where an actor stands as the file opens."""
    if actor.so_far:
        return actor.so_far[-1].rung
    return OPENING[actor.role] if actor.opening is None else actor.opening


def _postfix(test: Test, where: dict[str, int]) -> list[tuple[int, int, int, float]]:
    """A test in postfix order: (kind, column, operator, constant) per step."""
    if isinstance(test, Comparison):
        return [(COMPARE, where[test.variable], OPERATORS[test.operator], test.constant)]
    parts: Sequence[Test] = test.all if isinstance(test, AllOf) else test.any
    join = EITHER if isinstance(test, AnyOf) else BOTH
    steps = _postfix(parts[0], where)
    for part in parts[1:]:
        steps += [*_postfix(part, where), (join, 0, 0, 0.0)]
    return steps


def _table(rows: Iterable[Sequence[float]], wide: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Rows of whole numbers as an array that keeps its width when empty."""
    return np.array(list(rows), dtype=np.int64).reshape(-1, wide)


def all_effects(scenario: Scenario) -> list[Effect]:
    """Every effect: of the conditions first, then of the events."""
    of_conditions = [effect for condition in scenario.conditions for effect in condition.then]
    return of_conditions + [effect for event in scenario.events for effect in event.then]


def write_script(scenario: Scenario) -> Script:
    """The scenario's rules as arrays."""
    where = columns(scenario)
    steps: list[tuple[int, int, int, float]] = []

    def place(test: Test) -> tuple[int, int]:
        first = len(steps)
        steps.extend(_postfix(test, where))
        return first, len(steps)

    effects = 0
    conditions, events, questions = [], [], []
    for rule in scenario.conditions:
        needed = rule.turns if rule.weeks is None else max(1, round(rule.weeks / scenario.turn_weeks))
        conditions.append((*place(rule.when), needed, int(rule.once), effects, effects + len(rule.then)))
        effects += len(rule.then)
    for event in scenario.events:
        events.append((turn_of(scenario, event.on), effects, effects + len(event.then)))
        effects += len(event.then)
    for question in scenario.questions:
        last = _last_turn(scenario, question.on or question.by)
        questions.append((*place(question.ask), last if question.on else 0, last))
    return Script(
        patrons=len(scenario.patrons),
        requests=len(scenario.appeals),
        weeks=scenario.turn_weeks,
        rule=RULES.index(scenario.rule),
        plays_on=scenario.plays_on,
        codes=_table(((kind, column, operator) for kind, column, operator, _ in steps), 3),
        constants=np.array([constant for *_, constant in steps], dtype=float),
        conditions=_table(conditions, 6),
        effects=_table(_effect_rows(scenario, where), 3),
        limits=_limits(scenario),
        events=_table(events, 3),
        questions=_table(questions, 4),
        course=_course(scenario),
    )


def _last_turn(scenario: Scenario, day: dt.date | None) -> int:
    """The turn at whose end a question with that date is settled."""
    if day is None:
        return scenario.horizon - 1
    return max(0, min(scenario.horizon - 1, turn_of(scenario, day - dt.timedelta(days=1))))


def _effect_rows(scenario: Scenario, where: dict[str, int]) -> list[tuple[int, int, int]]:
    """Verb, column and actor of every effect."""
    return [
        (VERBS[effect.verb], where[effect.target], seat_of(scenario, effect.target.split(".")[0]))
        for effect in all_effects(scenario)
    ]


def _limits(scenario: Scenario) -> FloatArray:
    """Lowest and highest value of every effect's target."""
    roles = {actor.name: actor.role for actor in scenario.actors}
    rows = []
    for effect in all_effects(scenario):
        name, field = effect.target.split(".")
        rows += [(c.low, c.high) for c in CONSTRAINTS[roles[name]] if c.name == field]
    return np.array(rows, dtype=float).reshape(-1, 2)


def _course(scenario: Scenario) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The challenger's course by turn; -1 where it is free."""
    course = np.full(scenario.horizon, -1, dtype=np.int64)
    for seen in scenario.challenger.course:
        course[max(0, turn_of(scenario, seen.on)) :] = seen.rung
    return course


def opening_states(scenario: Scenario) -> FloatArray:
    """A board with the opening rungs, the age of threats and the appeals on the table; no constraints yet."""
    board = np.zeros(width(scenario))
    for actor in scenario.actors:
        at, rung = block_of(scenario, actor.name), opening_rung(actor)
        highest = max((rung, *(seen.rung for seen in actor.so_far)))
        settled = float(bool(actor.so_far))
        if actor.role == "patron":
            board[at + Patron.SUPPORT], board[at + Patron.PEAK_SUPPORT] = rung, highest
            board[at + Patron.SETTLED] = settled
        elif actor.role == "client":
            board[at + Client.STANCE], board[at + Client.SETTLED] = rung, settled
        else:
            board[at + Challenger.PRESSURE], board[at + Challenger.PEAK_PRESSURE] = rung, highest
            board[at + Challenger.SETTLED] = settled
            threats = [seen.on for seen in actor.so_far if seen.rung >= Pressure.SHOW_OF_FORCE]
            board[at + Challenger.THREAT_WEEKS] = (scenario.as_of - threats[0]).days / 7.0 if threats else 0.0
    for number, appeal in enumerate(scenario.appeals):
        at = PATRONS_AT + PATRON_WIDTH * len(scenario.patrons) + REQUEST_WIDTH * number
        board[at + Request.PATRON] = seat_of(scenario, appeal.to) - 2
        board[at + Request.NEEDS] = appeal.needs
        if appeal.on is not None:
            board[at + Request.STATUS] = Appeal.PENDING
            board[at + Request.WAITED] = (scenario.as_of - appeal.on).days / 7.0
    return board
