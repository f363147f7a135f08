"""What must hold in any run of any crisis, whoever plays it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.engines.ensemble import play
from sim.engines.game import prepare
from sim.engines.stepwise import ScenarioModel
from sim.model.challenger import LONGEST_STEP
from sim.model.constraints import CONSTRAINTS, STATES
from sim.model.ladders import Alignment, Leader
from sim.records.trajectory import Ensemble
from sim.scenario.plan import Plan
from sim.scenario.schema import Seen
from sim.scenario.script import all_effects, opening_rung, turn_of
from tests.crises import AS_OF, CHALLENGER, PATRONS, crisis, party, quiet

RUNS = 20
PLAN = Plan(runs=RUNS, replications=4, traced=RUNS, explained=RUNS)
ROUNDING = 1e-9
Trace = NDArray[np.float64]  # [run, turn]


@cache
def histories() -> tuple[Ensemble, ...]:
    """Many crises, played."""
    return tuple(play(crisis(seed, 1 + seed % 8), PLAN) for seed in range(100, 132))


def columns(which: str) -> Iterator[tuple[Ensemble, str, Trace]]:
    """A column of every actor that has it, with its actor's name."""
    for one in histories():
        for name in one.trace.names:
            actor, field = name.split(".")
            if field == which:
                yield one, actor, one.trace.column(name)


def test_every_quantity_stays_within_its_range() -> None:
    for one in histories():
        for actor in one.scenario.actors:
            for c in CONSTRAINTS[actor.role]:
                values = one.trace.column(f"{actor.name}.{c.name}")
                assert c.low - ROUNDING <= values.min() <= values.max() <= c.high + ROUNDING, c.name
            for state in STATES[actor.role]:
                values = one.trace.column(f"{actor.name}.{state.name}")
                assert np.isfinite(values).all(), state.name
                if state.unit in ("[0, 1]", "0 or 1"):
                    assert -ROUNDING <= values.min() <= values.max() <= 1.0 + ROUNDING, state.name
                if state.unit == "weeks":
                    assert values.min() >= 0.0, state.name


def test_rows_say_what_the_trace_shows() -> None:
    for one in histories():
        pressure = one.trace.column(f"{one.scenario.challenger.name}.pressure")
        assert np.array_equal(one.rows.peak_pressure, pressure.max(axis=1))
        assert np.array_equal(one.rows.final_pressure, pressure[:, -1])
        for seat, actor in enumerate(one.scenario.patrons):
            support = one.trace.column(f"{actor.name}.support")
            assert np.array_equal(one.rows.peak_support[:, seat], support.max(axis=1))
            assert np.array_equal(one.rows.final_support[:, seat], support[:, -1])
        for name in ("leader", "coalition", "alignment"):
            assert np.array_equal(
                getattr(one.rows, name), one.trace.column(f"{one.scenario.client.name}.{name}")[:, -1]
            )


def test_changes_are_counted_from_the_opening() -> None:
    for one in histories():
        ladders = {"challenger": "pressure", "client": "stance", "patron": "support"}
        for seat, actor in enumerate(one.scenario.actors):
            rungs = one.trace.column(f"{actor.name}.{ladders[actor.role]}")
            opening = np.full((RUNS, 1), opening_rung(actor))
            moved = np.diff(np.concatenate([opening, rungs], axis=1), axis=1) != 0
            assert np.array_equal(one.rows.changes[:, seat], moved.sum(axis=1))


def test_a_crisis_ends_when_the_leader_is_gone_or_the_client_has_turned() -> None:
    for one in histories():
        client, horizon = one.scenario.client.name, one.scenario.horizon
        gone = one.trace.column(f"{client}.leader") != Leader.IN_OFFICE
        over = gone | (one.trace.column(f"{client}.alignment") == Alignment.TURNED)
        first = np.where(over.any(axis=1), over.argmax(axis=1), horizon)
        assert np.array_equal(one.rows.ended, first)
        assert (np.diff(over.astype(int), axis=1) >= 0).all(), "nobody comes back"


def test_nothing_moves_after_the_end_unless_the_file_plays_on() -> None:
    for one in histories():
        for run, ended in enumerate(one.rows.ended):
            if ended < one.scenario.horizon and not one.scenario.plays_on:
                after = one.trace.values[run, ended:]
                assert (after == after[0]).all()
    assert {one.scenario.plays_on for one in histories()} == {True, False}


def test_pressure_climbs_two_rungs_a_turn_at_most_unless_laid_down() -> None:
    for one, _, pressure in columns("pressure"):
        opening = np.full((RUNS, 1), opening_rung(one.scenario.challenger))
        steps = np.diff(np.concatenate([opening, pressure], axis=1), axis=1)
        laid = min((turn_of(one.scenario, seen.on) for seen in one.scenario.challenger.course), default=10**6)
        assert (steps[:, : max(0, laid)] <= LONGEST_STEP).all()


def test_a_course_is_followed_whatever_the_challenger_would_choose() -> None:
    steps = (Seen(on=AS_OF, rung=6), Seen(on=AS_OF.replace(month=6), rung=1))
    actors = (party(CHALLENGER, "challenger", {"aim": 0.0}, course=steps), *quiet(1).actors[1:])
    played = play(quiet(1, plays_on=True).model_copy(update={"actors": actors}), PLAN)
    pressure = played.trace.column(f"{CHALLENGER}.pressure")
    assert set(np.unique(pressure[:, :4])) == {6.0}
    assert set(np.unique(pressure[:, 5:])) == {1.0}


def test_peaks_never_fall_and_never_lie_below_what_is() -> None:
    for name, peak in (("pressure", "peak_pressure"), ("support", "peak_support")):
        for one, actor, rung in columns(name):
            highest = one.trace.column(f"{actor}.{peak}")
            assert (highest >= rung).all()
            assert (np.diff(highest, axis=1) >= 0.0).all()


def test_only_events_and_conditions_change_what_no_rule_moves() -> None:
    """Stakes, linkage, approval and the like are constraints: the model itself leaves them alone."""
    moving = {"forces", "output", "readiness", "unrest", "believes_resolved"}
    for one in histories():
        touched = {effect.target for effect in all_effects(one.scenario)}
        for actor in one.scenario.actors:
            for c in CONSTRAINTS[actor.role]:
                path = f"{actor.name}.{c.name}"
                if c.name not in moving and path not in touched:
                    values = one.trace.column(path)
                    assert (values == values[:, :1]).all(), path


def test_nobody_sees_a_neighbours_choice_early() -> None:
    """What a patron sees in the turn of the first strike is the turn before it."""
    strike = (Seen(on=AS_OF.replace(day=22), rung=5),)
    harmless = {"forces": 1.0, "forces_available": 1.0}
    actors = (party(CHALLENGER, "challenger", harmless, opening=1, course=strike), *quiet(2).actors[1:])
    scenario = quiet(2, plays_on=True, horizon=6).model_copy(update={"actors": actors})
    model = ScenarioModel(prepare(scenario, PLAN), 0)
    for _ in range(6):
        model.step()
    saw = model.datacollector.get_table_dataframe("decisions")
    pressed = [row.rung for row in saw[saw.actor == 0].itertuples()]
    struck = pressed.index(5)
    assert struck == 3
    for seat in (2, 3):
        deadly = [row.saw.deadly for row in saw[saw.actor == seat].itertuples()]
        assert deadly[struck] < 1.0
        assert deadly[struck + 1] == 1.0
    before = {(row.turn, row.actor): row.before for row in saw.itertuples()}
    after = {(row.turn, row.actor): row.rung for row in saw.itertuples()}
    assert all(before[turn + 1, actor] == rung for (turn, actor), rung in after.items() if turn < 5)


@pytest.mark.parametrize("seed", range(200, 206))
def test_the_order_of_patrons_in_the_file_does_not_matter(seed: int) -> None:
    """Luck goes with the name; only last bits may go with the seat."""
    scenario = crisis(seed, 4, rule="logit")
    turned = scenario.model_copy(update={"actors": (*scenario.actors[:2], *scenario.actors[:1:-1])})
    one, other = play(scenario, PLAN), play(turned, PLAN)
    for name in PATRONS[:4]:
        assert (one.trace.column(f"{name}.support") == other.trace.column(f"{name}.support")).mean() > 0.999
    for name in one.trace.names:
        assert np.allclose(one.trace.column(name), other.trace.column(name), atol=1e-6), name
