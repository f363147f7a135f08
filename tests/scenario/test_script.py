"""From words to columns: tests in postfix order, turns and dates, openings and limits."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.constraints import CHALLENGER_AT, CLIENT_AT, CONSTRAINTS, STATES, Challenger, Client, Patron, Request
from sim.model.escalation import SCALE, SET, Script, check_condition, compares, holds, take_effect
from sim.model.ladders import Appeal
from sim.model.rivals import RULES
from sim.scenario.schema import AllOf, AnyOf, Comparison, Scenario, Seen, Test
from sim.scenario.script import (
    OPERATORS,
    all_effects,
    block_of,
    columns,
    end_of_turn,
    opening_states,
    seat_of,
    turn_of,
    width,
    write_script,
)
from tests.crises import AS_OF, CHALLENGER, CLIENT, PATRONS, at_rest, day, fixed, party, quiet
from tests.strategies import World, board_of, scenarios

PYTHON: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip
WEEK = "week"


def comparison(variable: str, sign: str, constant: float) -> Comparison:
    """A comparison."""
    return Comparison(variable=variable, operator=sign, constant=constant, text=f"{variable} {sign} {constant}")  # type: ignore[arg-type]


def asked(test: Test, **more: object) -> Scenario:
    """A quiet crisis with one condition."""
    effect = {"verb": "add", "target": f"{CLIENT}.unrest", "amount": fixed(0.1)}
    return quiet(2, conditions=[{"name": "rule", "when": test, "then": [effect], **more}])


# ----------------------------------------------------------------------------------------------- tests


def means(test: Test, board: np.ndarray, where: dict[str, int]) -> bool:
    """What a test says, read as a person would."""
    if isinstance(test, AllOf):
        return all(means(part, board, where) for part in test.all)
    if isinstance(test, AnyOf):
        return any(means(part, board, where) for part in test.any)
    return PYTHON[test.operator](float(board[where[test.variable]]), test.constant)


VARIABLES = (f"{CLIENT}.unrest", f"{CLIENT}.revenue", f"{PATRONS[0]}.support", f"{CHALLENGER}.pressure", WEEK)
comparisons = st.builds(
    comparison, st.sampled_from(VARIABLES), st.sampled_from(sorted(PYTHON)), st.sampled_from([0.0, 0.5, 1.0, 2.0])
)
tests = st.recursive(
    comparisons,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=4).map(lambda some: AllOf(all=tuple(some))),
        st.lists(parts, min_size=1, max_size=4).map(lambda some: AnyOf(any=tuple(some))),
    ),
    max_leaves=25,
)


@given(tests, st.integers(0, 2**32))
def test_a_test_holds_when_it_does_in_words(test: Test, seed: int) -> None:
    scenario = asked(test)
    script, where = write_script(scenario), columns(scenario)
    board = board_of(seed, 2, 0).board
    first, end = script.conditions[0, :2]
    assert holds(script.codes, script.constants, first, end, board) == means(test, board, where)


@given(st.sampled_from(sorted(PYTHON)), st.floats(-10, 10), st.floats(-10, 10))
def test_comparisons_are_those_of_arithmetic(sign: str, value: float, constant: float) -> None:
    for other in (constant, value):
        assert compares(value, OPERATORS[sign], other) == PYTHON[sign](value, other)


def test_sixty_conditions_side_by_side_are_no_deeper_than_one() -> None:
    """The stack of results is the bits of one integer: breadth must not fill it."""
    wide = AllOf(all=tuple(comparison(WEEK, ">=", 0.0) for _ in range(100)))
    script = write_script(asked(wide))
    assert holds(script.codes, script.constants, 0, len(script.codes), np.zeros(500))


# ----------------------------------------------------------------------------------------- how they fire


def fire(scenario: Scenario, unrest: list[float]) -> list[int]:
    """Turn by turn, how often the only condition has fired, with unrest as given."""
    script = write_script(scenario)
    world = board_of(1, 2, 0)
    streaks, fired = np.zeros(1, np.int64), np.zeros(1, np.int64)
    told = []
    for level in unrest:
        world.board[world.client(Client.UNREST)] = level
        check_condition(world.board, script, np.array([0.1]), 0, streaks, fired)
        told.append(int(fired[0]))
    return told


UNRULY = comparison(f"{CLIENT}.unrest", ">=", 0.5)


def test_for_counts_consecutive_turns() -> None:
    assert fire(asked(UNRULY, turns=2), [0.6, 0.2, 0.6, 0.6, 0.6]) == [0, 0, 0, 1, 1]


def test_once_is_once_and_else_it_counts_anew() -> None:
    assert fire(asked(UNRULY, turns=2, once=False), [0.6] * 5) == [0, 1, 1, 2, 2]
    assert fire(asked(UNRULY, once=True), [0.6] * 3) == [1, 1, 1]


@pytest.mark.parametrize(("turn", "weeks", "needed"), [(1.0, 3.0, 3), (0.5, 3.0, 6), (2.0, 3.0, 2), (4.0, 1.0, 1)])
def test_weeks_mean_the_same_however_long_a_turn_is(turn: float, weeks: float, needed: int) -> None:
    scenario = asked(UNRULY, weeks=weeks, turns=99).model_copy(update={"turn_weeks": turn})
    assert write_script(scenario).conditions[0, 2] == needed


@given(st.sampled_from(["set", "scale", "add"]), st.floats(-3, 3), st.integers(0, 2**32))
def test_effects_change_their_constraint_within_its_limits_and_alert_its_owner(
    verb: str, amount: float, seed: int
) -> None:
    effect = {"verb": verb, "target": f"{PATRONS[1]}.linkage", "amount": fixed(amount)}
    scenario = quiet(2, conditions=[{"name": "rule", "when": UNRULY, "then": [effect]}])
    script, world = write_script(scenario), board_of(seed, 2, 0)
    before, column = world.board.copy(), world.patron(1, Patron.LINKAGE)
    take_effect(world.board, script, np.array([amount]), 0, 1)
    wanted = {"set": amount, "scale": before[column] * amount, "add": before[column] + amount}[verb]
    assert world.board[column] == min(1.0, max(0.0, wanted))
    assert world.board[world.patron(1, Patron.ALERT)] == 1.0
    changed = set(np.nonzero(world.board != before)[0])
    assert changed <= {column, world.patron(1, Patron.ALERT)}


def test_effects_of_conditions_stand_before_those_of_events() -> None:
    one, two, three = (
        {"verb": verb, "target": f"{CLIENT}.unrest", "amount": fixed(0.1)} for verb in ("set", "scale", "add")
    )
    event = {"name": "fair", "on": day(3), "probability": fixed(0.5), "then": [three]}
    scenario = quiet(1, conditions=[{"name": "rule", "when": UNRULY, "then": [one, two]}], events=[event])
    script = write_script(scenario)
    assert [effect.verb for effect in all_effects(scenario)] == ["set", "scale", "add"]
    assert list(script.effects[:2, 0]) == [SET, SCALE]
    assert list(script.conditions[0, 4:]) == [0, 2]
    assert list(script.events[0]) == [3, 2, 3]
    assert (script.effects[:, 2] == 1).all()


# ------------------------------------------------------------------------------------- seats and columns


@settings(max_examples=20)
@given(scenarios())
def test_every_variable_has_a_column_of_its_own(scenario: Scenario) -> None:
    where = columns(scenario)
    assert len(set(where.values())) == len(where)
    assert max(where.values()) < width(scenario)
    named = sum(len(CONSTRAINTS[actor.role]) + len(STATES[actor.role]) for actor in scenario.actors)
    assert len(where) == 1 + named
    assert [seat_of(scenario, actor.name) for actor in scenario.actors] == list(range(len(scenario.actors)))
    assert block_of(scenario, scenario.challenger.name) == CHALLENGER_AT
    assert block_of(scenario, scenario.client.name) == CLIENT_AT


@settings(max_examples=30)
@given(scenarios())
def test_a_script_points_nowhere_outside_itself(scenario: Scenario) -> None:
    script: Script = write_script(scenario)
    assert len(script.codes) == len(script.constants)
    assert len(script.effects) == len(script.limits) == len(all_effects(scenario))
    for first, end in [*script.conditions[:, :2], *script.questions[:, :2]]:
        assert 0 <= first < end <= len(script.codes)
    assert (script.limits[:, 0] < script.limits[:, 1]).all()
    assert (script.codes[:, 1] < width(scenario)).all()
    assert len(script.course) == scenario.horizon
    assert RULES[script.rule] == scenario.rule


# ------------------------------------------------------------------------------------------ turns and days


@given(st.sampled_from([1 / 7, 0.5, 1.0, 2.0, 13.0]), st.integers(0, 200))
def test_a_day_falls_into_the_turn_that_holds_it(weeks: float, turn: int) -> None:
    scenario = quiet(1, turn_weeks=weeks)
    assert turn_of(scenario, AS_OF) == 0
    ends = end_of_turn(scenario, turn)
    if 7 * weeks == round(7 * weeks):
        assert turn_of(scenario, ends) == turn + 1
        assert turn_of(scenario, ends - dt.timedelta(days=1)) == turn
    assert turn_of(scenario, AS_OF - dt.timedelta(days=1)) < 0


@pytest.mark.parametrize(("days", "first", "last"), [(7, 0, 0), (8, 0, 1), (14, 0, 1), (400, 0, 25), (1, 0, 0)])
def test_a_question_by_a_day_is_open_until_the_turn_that_ends_with_it(days: int, first: int, last: int) -> None:
    by = {"id": "q", "text": "?", "ask": UNRULY, "by": AS_OF + dt.timedelta(days=days)}
    on = {"id": "r", "text": "?", "ask": UNRULY, "on": AS_OF + dt.timedelta(days=days)}
    script = write_script(quiet(1, questions=[by, on]))
    assert list(script.questions[0, 2:]) == [first, last]
    assert list(script.questions[1, 2:]) == [last, last]


def test_a_course_holds_until_its_next_step() -> None:
    steps = (Seen(on=day(2), rung=3), Seen(on=day(5), rung=1))
    actors = (party(CHALLENGER, "challenger", course=steps), *quiet(1).actors[1:])
    course = write_script(quiet(1, horizon=8).model_copy(update={"actors": actors})).course
    assert list(course) == [-1, -1, 3, 3, 3, 1, 1, 1]
    early = (party(CHALLENGER, "challenger", course=steps[:1]), *quiet(1).actors[1:])
    late = quiet(1, horizon=2).model_copy(update={"actors": early})
    assert list(write_script(late).course) == [-1, -1]


# --------------------------------------------------------------------------------------------- openings


def seen(*moves: tuple[int, int]) -> tuple[Seen, ...]:
    """Moves by days before the file opens."""
    return tuple(Seen(on=AS_OF - dt.timedelta(days=ago), rung=rung) for ago, rung in moves)


def test_a_world_opens_where_everyone_was_last_seen() -> None:
    actors = (
        party(CHALLENGER, "challenger", so_far=seen((90, 1), (42, 4), (7, 2))),
        party(CLIENT, "client", opening=1),
        party(PATRONS[0], "patron", so_far=seen((30, 3), (3, 1))),
        party(PATRONS[1], "patron"),
    )
    asked_ = [
        {"item": "radars", "to": PATRONS[1], "needs": 3, "on": AS_OF - dt.timedelta(days=14)},
        {"item": "jets", "to": PATRONS[0], "needs": 4},
    ]
    scenario = Scenario.model_validate({**dict(quiet(2)), "actors": actors, "appeals": asked_})
    world = World(opening_states(scenario), 2, 2)
    board = world.board
    assert board[CHALLENGER_AT + Challenger.PRESSURE] == 2
    assert board[CHALLENGER_AT + Challenger.PEAK_PRESSURE] == 4
    assert board[CHALLENGER_AT + Challenger.THREAT_WEEKS] == 6.0
    assert board[CHALLENGER_AT + Challenger.SETTLED] == 1.0
    assert board[CLIENT_AT + Client.STANCE] == 1
    assert board[CLIENT_AT + Client.SETTLED] == 0.0
    assert [board[world.patron(seat, Patron.SUPPORT)] for seat in (0, 1)] == [1, 0]
    assert [board[world.patron(seat, Patron.PEAK_SUPPORT)] for seat in (0, 1)] == [3, 0]
    assert [board[world.patron(seat, Patron.SETTLED)] for seat in (0, 1)] == [1.0, 0.0]
    assert [board[world.request(number, Request.PATRON)] for number in (0, 1)] == [1, 0]
    assert [board[world.request(number, Request.NEEDS)] for number in (0, 1)] == [3, 4]
    assert [board[world.request(number, Request.STATUS)] for number in (0, 1)] == [Appeal.PENDING, Appeal.UNSENT]
    assert [board[world.request(number, Request.WAITED)] for number in (0, 1)] == [2.0, 0.0]


def test_a_client_left_alone_endures_and_the_others_do_nothing_yet() -> None:
    board = opening_states(quiet(1))
    assert board[CLIENT_AT + Client.STANCE] == 2
    assert board[CHALLENGER_AT + Challenger.PRESSURE] == 0
    assert len(board) == width(quiet(1))
    assert set(at_rest("client")) == {c.name for c in CONSTRAINTS["client"]}
