"""The dearest test in the house: a stepped Mesa run equals its row of the ensemble, bit for bit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings

from sim.engines import ensemble, stepwise
from sim.engines.game import Game, Hand, deal, prepare
from sim.model.constraints import CHALLENGER_AT, CLIENT_AT, PATRONS_AT, Challenger, Client, Patron, Request
from sim.model.ladders import Alignment, Appeal, Coalition, Leader, Pressure, Stance, Support
from sim.model.rivals import RULES
from sim.records.trajectory import Ensemble
from sim.scenario.plan import Plan
from sim.scenario.schema import AllOf, AnyOf, Condition, Scenario, Test
from sim.scenario.schema import Request as Seeking
from sim.scenario.script import width
from sim.scenario.weights import PATHS
from tests.crises import AS_OF, CHALLENGER, CLIENT, PATRONS, crisis, quiet
from tests.engines.pairs import bits, both, differences
from tests.strategies import scenarios

RUNS = 4
EAGER = {
    "challenger.aim": 1.0, "challenger.forces": 2.0, "challenger.forces_available": 2.0,
    "challenger.base_approval": 1.0, "challenger.public_approval": 1.0, "challenger.projection": 1.0,
    "client.readiness": 0.0, "client.cohesion": 0.1,
}  # fmt: skip
DEVOTED = {
    "patron.stake": 1.0, "patron.linkage": 0.0, "patron.commitment": 1.0, "patron.projection": 1.0,
    "patron.committed_elsewhere": 0.0, "patron.fiscal_slack": 1.0, "patron.contiguous": 1.0,
}  # fmt: skip
SHAKY = {
    "client.cohesion": 0.0, "client.unrest": 1.0, "client.grievance": 1.0, "client.output": 0.0,
    "challenger.side_deal": 1.0, "client.optimism": 0.0,
}  # fmt: skip
WEARY = {
    "client.safe_passage": 1.0, "client.output": 0.0, "client.unrest": 1.0, "client.grievance": 1.0,
    "client.cohesion": 1.0, "challenger.side_deal": 0.0, "client.patience": 1.0,
}  # fmt: skip
SPURNED = {"stake": 0.0, "linkage": 1.0, "projection": 0.0}
BARGAINING = {"output": 0.3, "safe_passage": 0.5, "cohesion": 1.0, "unrest": 0.6, "optimism": 0.0, "patience": 1.0}
FAMILIES: tuple[dict[str, float], ...] = ({}, {}, {}, EAGER, DEVOTED, SHAKY, WEARY, EAGER | DEVOTED)


def crises() -> Iterator[Scenario]:
    """Crises of several families with one to eight patrons, and long turns where endings are wanted."""
    for seed in range(48):
        values = FAMILIES[seed % len(FAMILIES)]
        longer = {"turn_weeks": 4.0} if values in (EAGER, SHAKY, WEARY) else {}
        yield crisis(seed, 1 + seed // 6, values, **longer)
    yield spurned()


def spurned() -> Scenario:
    """A client that bargains for two years while nobody answers its appeals."""
    asked = [Seeking(item=f"item {number}", to=PATRONS[0], needs=5, on=AS_OF) for number in range(2)]
    return quiet(1, {PATRONS[0]: SPURNED, CLIENT: BARGAINING}, appeals=asked, turn_weeks=4.0, horizon=26)


class Played(NamedTuple):
    """One crisis by both engines, and what Mesa's models can tell of it beyond their rows."""

    scenario: Scenario
    compiled: Ensemble
    stepped: Ensemble
    models: tuple[Watched, ...]


class Watched(stepwise.ScenarioModel):
    """A Mesa model that remembers what became of every appeal."""

    made: tuple[Watched, ...] = ()

    def __init__(self, game: Game, run: int) -> None:
        super().__init__(game, run)
        self.statuses = [self._statuses()]
        Watched.made += (self,)

    def step(self) -> None:
        """Play one turn and look at the appeals."""
        super().step()
        self.statuses.append(self._statuses())

    def _statuses(self) -> tuple[int, ...]:
        first = width(self.game.scenario) - len(Request) * self.script.requests
        return tuple(int(status) for status in self.board[first:].reshape(-1, len(Request))[:, Request.STATUS])


@cache
def played() -> tuple[Played, ...]:
    """Every crisis, played once for all tests of this file."""
    found = []
    own, stepwise.ScenarioModel = stepwise.ScenarioModel, Watched  # type: ignore[misc]
    try:
        for scenario in crises():
            Watched.made = ()
            compiled, stepped = both(scenario, RUNS)
            found.append(Played(scenario, compiled, stepped, Watched.made))
    finally:
        stepwise.ScenarioModel = own  # type: ignore[misc]
    return tuple(found)


# ---------------------------------------------------------------------------------------------- parity


def test_both_engines_leave_the_same_bits() -> None:
    for one in played():
        assert differences(one.compiled, one.stepped) == [], one.scenario.name


@settings(max_examples=15)
@given(scenarios())
def test_both_engines_leave_the_same_bits_whatever_the_crisis(scenario: Scenario) -> None:
    assert differences(*both(scenario, runs=2)) == []


def test_what_mesa_collects_is_what_the_ensemble_keeps() -> None:
    for one in played()[::5]:
        for run, model in enumerate(one.models):
            collected = model.datacollector.get_model_vars_dataframe()
            assert tuple(collected.columns) == one.compiled.trace.names
            assert np.array_equal(bits(collected.to_numpy(dtype=float)), bits(one.compiled.trace.values[run]))


def test_mesa_writes_down_what_everyone_saw_chose_and_why() -> None:
    for one in played()[::5]:
        for run, model in enumerate(one.models):
            decisions = model.datacollector.get_table_dataframe("decisions")
            assert len(decisions) == model.turns_played * len(one.scenario.actors)
            ladders = [one.compiled.trace.column(name)[run] for name in _ladders(one.scenario)]
            for row in decisions.itertuples():
                assert row.rung == ladders[row.actor][row.turn]
                if one.scenario.rule == "logit":
                    sums = [sum(terms) for terms in row.terms]
                    assert sums == pytest.approx(row.utilities, rel=1e-12, abs=1e-12)


def _ladders(scenario: Scenario) -> list[str]:
    """The columns of the rungs, by seat."""
    patrons = [f"{patron.name}.support" for patron in scenario.patrons]
    return [f"{scenario.challenger.name}.pressure", f"{scenario.client.name}.stance", *patrons]


def test_every_party_and_officer_is_an_agent() -> None:
    one = played()[0]
    model = one.models[0]
    kinds = {type(agent).__name__: 0 for agent in model.agents}
    for agent in model.agents:
        kinds[type(agent).__name__] += 1
    officers = int(model.board[CLIENT_AT + Client.OFFICERS])
    assert kinds == {
        "ChallengerAgent": 1, "ClientAgent": 1, "PatronAgent": len(one.scenario.patrons), "OfficerAgent": officers,
    }  # fmt: skip


# -------------------------------------------------------------------------------------------- coverage


def reached(pattern: str) -> set[int]:
    """Every value that the columns with this ending took in any crisis."""
    found: set[int] = set()
    for one in played():
        for number, name in enumerate(one.compiled.trace.names):
            if name.endswith(f".{pattern}"):
                found |= set(np.unique(one.compiled.trace.values[:, :, number]).astype(int))
    return found


@pytest.mark.parametrize(
    ("column", "ladder"),
    [
        ("support", Support), ("pressure", Pressure), ("stance", Stance), ("leader", Leader),
        ("coalition", Coalition), ("alignment", Alignment),
    ],
)  # fmt: skip
def test_the_crises_reach_every_rung_and_every_outcome(column: str, ladder: type[Support]) -> None:
    assert reached(column) == {int(rung) for rung in ladder}


def test_a_client_turns_with_its_leader_in_office_and_with_him_gone() -> None:
    turned = {
        bool(one.compiled.rows.leader[run])
        for one in played()
        for run in range(RUNS)
        if one.compiled.rows.alignment[run] == Alignment.TURNED
    }
    assert turned == {True, False}


def fired() -> list[tuple[Condition, int]]:
    """Every condition of every run with the number of times it fired."""
    return [
        (condition, int(model.fired[number]))
        for one in played()
        for model in one.models
        for number, condition in enumerate(one.scenario.conditions)
    ]


def kinds_of(test: Test) -> set[str]:
    """The joins that stand in a test."""
    if isinstance(test, AllOf):
        return {"all"}.union(*map(kinds_of, test.all))
    if isinstance(test, AnyOf):
        return {"any"}.union(*map(kinds_of, test.any))
    return {test.operator}


def test_the_crises_fire_conditions_of_every_kind() -> None:
    every = fired()
    went = [(condition, times) for condition, times in every if times > 0]
    assert {"all", "any", "<", "<=", "==", "!=", ">=", ">"} == set().union(*(kinds_of(c.when) for c, _ in went))
    assert {effect.verb for condition, _ in went for effect in condition.then} == {"set", "scale", "add"}
    assert any(times == 0 for _, times in every)
    assert any(condition.turns > 1 and condition.weeks is None for condition, _ in went)
    assert any(condition.weeks is not None for condition, _ in went)
    assert max(times for condition, times in went if condition.once) == 1
    assert max(times for condition, times in went if not condition.once) > 1


def test_in_the_crises_events_happen_and_fail_to() -> None:
    seen = {bool(happened) for one in played() for happened in one.compiled.rows.happened.ravel()}
    verbs = {
        effect.verb
        for one in played()
        for number, event in enumerate(one.scenario.events)
        if one.compiled.rows.happened[:, number].any()
        for effect in event.then
    }
    assert seen == {True, False}
    assert verbs == {"set", "scale", "add"}


def test_in_the_crises_appeals_are_sent_granted_and_left_unanswered() -> None:
    steps = set()
    for one in played():
        for model in one.models:
            for before, after in zip(model.statuses, model.statuses[1:], strict=False):
                steps |= {(Appeal(was), Appeal(now)) for was, now in zip(before, after, strict=True) if was != now}
    assert steps >= {
        (Appeal.UNSENT, Appeal.PENDING), (Appeal.PENDING, Appeal.GRANTED), (Appeal.PENDING, Appeal.UNANSWERED),
        (Appeal.UNANSWERED, Appeal.GRANTED),
    }  # fmt: skip


def test_the_crises_have_one_to_eight_patrons_and_every_rule_courses_pasts_and_answers() -> None:
    every = [one.scenario for one in played()]
    assert {len(scenario.patrons) for scenario in every} == set(range(1, 9))
    assert {scenario.rule for scenario in every} == set(RULES)
    assert any(scenario.challenger.course for scenario in every)
    assert any(actor.so_far for scenario in every for actor in scenario.actors)
    assert {len(scenario.conditions) for scenario in every} >= {0, 1, 2, 3}
    assert {bool(answer) for one in played() for answer in one.compiled.rows.answers.ravel()} == {True, False}
    ended = [one for one in played() if (one.compiled.rows.ended < one.scenario.horizon).any()]
    assert {one.scenario.plays_on for one in ended} == {True, False}
    looked = {row for one in played()[:8] for row in one.models[0].datacollector.tables["decisions"]["looked"]}
    assert looked == {True, False}


# ------------------------------------------------------------------------------------ a bit is enough

NUDGES = {
    "the challenger's aim": CHALLENGER_AT + Challenger.AIM,
    "the client's readiness": CLIENT_AT + Client.READINESS,
    "a patron's linkage": PATRONS_AT + Patron.LINKAGE,
    "the client's trust": PATRONS_AT + Patron.TRUSTED,
}


def nudged(board: Any, column: int) -> None:
    """One number of a board moved by one unit in the last place."""
    board[column] = np.nextafter(board[column], 2.0)


@pytest.mark.parametrize("column", NUDGES.values(), ids=NUDGES)
def test_a_last_bit_put_into_the_stepwise_engine_is_noticed(column: int, monkeypatch: pytest.MonkeyPatch) -> None:
    opens = stepwise.open_world

    def open_otherwise(board: Any, patrons: int, odds: Any) -> None:
        opens(board, patrons, odds)
        nudged(board, column)

    monkeypatch.setattr(stepwise, "open_world", open_otherwise)
    assert differences(*both(quiet(2, horizon=3), runs=2)) != []


@pytest.mark.parametrize("column", list(NUDGES.values())[:3], ids=list(NUDGES)[:3])
def test_a_last_bit_put_into_the_compiled_engine_is_noticed(column: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def deal_otherwise(game: Game, first: int, count: int) -> Hand:
        hand = deal(game, first, count)
        boards = hand.given.boards.copy()
        for board in boards:
            nudged(board, column)
        return hand._replace(given=hand.given._replace(boards=boards))

    monkeypatch.setattr(ensemble, "deal", deal_otherwise)
    assert differences(*both(quiet(2, horizon=3), runs=2)) != []


WEIGHTS = ("patron.linkage", "patron.stake", "officer.rents", "survival.threat")


@pytest.mark.parametrize("path", WEIGHTS)
def test_a_last_bit_in_a_weight_of_either_engine_is_noticed(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = stepwise.weights_of

    def read_otherwise(row: Any, *rest: Any) -> Any:
        changed = row.copy()
        nudged(changed, PATHS.index(path))
        return reads(changed, *rest)

    monkeypatch.setattr(stepwise, "weights_of", read_otherwise)
    scenario = quiet(2, {CLIENT: {"output": 0.5}, CHALLENGER: {"aim": 0.5}}, horizon=6)
    assert differences(*both(scenario, runs=8)) != []


Rule = Callable[..., Any]


@pytest.mark.parametrize(
    ("rule", "column"),
    [
        ("advance", CLIENT_AT + Client.ACCESS), ("update_beliefs", PATRONS_AT + Patron.FEARED),
        ("tally", PATRONS_AT + Patron.APPEALED), ("clear_alerts", CLIENT_AT + Client.READINESS),
    ],
)  # fmt: skip
def test_a_rule_that_one_engine_follows_by_a_last_bit_otherwise_is_noticed(
    rule: str, column: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows: Rule = getattr(stepwise, rule)

    def follow_otherwise(board: Any, *rest: Any) -> None:
        follows(board, *rest)
        nudged(board, column)

    monkeypatch.setattr(stepwise, rule, follow_otherwise)
    assert differences(*both(quiet(2, horizon=3), runs=2)) != []


def test_unperturbed_the_same_crises_differ_in_nothing() -> None:
    """So that the four tests above prove something."""
    scenario = quiet(2, {CLIENT: {"output": 0.5}, CHALLENGER: {"aim": 0.5}}, horizon=6)
    assert differences(*both(scenario, runs=8)) == []
    assert differences(*both(quiet(2, horizon=3), runs=2)) == []


# ------------------------------------------------------------------------------- one run, many runs


def test_a_model_stepped_beyond_the_end_stands_still() -> None:
    ended = next(
        (one.scenario, run)
        for one in played()
        for run in range(RUNS)
        if one.compiled.rows.ended[run] < one.scenario.horizon - 2 and not one.scenario.plays_on
    )
    model = stepwise.ScenarioModel(prepare(ended[0], Plan(runs=RUNS, replications=2)), ended[1])
    while not model.ended:
        model.step()
    before = model.board.copy()
    model.step()
    assert np.array_equal(model.board, before)
