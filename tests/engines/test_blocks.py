"""Results depend on neither threads nor blocks, and any run can be played alone."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engines.compiled import play_block
from sim.engines.ensemble import play
from sim.engines.game import Game, clear_table, deal, prepare
from sim.records.trajectory import Ensemble
from sim.scenario.plan import Plan
from sim.scenario.schema import Scenario
from tests.crises import PATRONS, crisis, party, quiet
from tests.engines.pairs import differences
from tests.strategies import scenarios

RUNS = 60
PLAN = Plan(runs=RUNS, replications=7, traced=RUNS, explained=RUNS)


def busy(patrons: int = 3) -> Scenario:
    """A crisis with everything in it."""
    seeds = (seed for seed in range(100) if crisis(seed, patrons).conditions and crisis(seed, patrons).events)
    return crisis(next(seeds), patrons, rule="logit")


@pytest.mark.parametrize("block", [1, 7, 59, 60, 2000])
def test_results_do_not_depend_on_the_size_of_blocks(block: int) -> None:
    scenario = busy()
    assert differences(play(scenario, PLAN), play(scenario, PLAN, block=block)) == []


@pytest.mark.parametrize("threads", [1, 5])
def test_results_do_not_depend_on_the_number_of_threads(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = busy()
    usual = play(scenario, PLAN, block=7)
    monkeypatch.setattr(os, "cpu_count", lambda: threads)
    assert differences(usual, play(scenario, PLAN, block=7)) == []


def test_results_are_the_same_twice() -> None:
    assert differences(play(busy(), PLAN), play(busy(), PLAN)) == []


def test_mesa_in_blocks_of_its_own_gives_the_same_rows() -> None:
    scenario = busy()
    assert differences(play(scenario, PLAN, block=7), play(scenario, replace(PLAN, engine="mesa"))) == []


def alone(game: Game, run: int) -> tuple[np.ndarray, ...]:
    """What one run leaves behind when nothing else is played."""
    one = game._replace(plan=replace(game.plan, runs=1))
    left = clear_table(one)
    hand = deal(game, run, 1)
    play_block(game.script, hand.given, hand.chances, left)
    return left.peak_support[0], left.outcome[0], left.changes[0], left.answers[0], left.trace[0], left.terms[0]


@settings(max_examples=10)
@given(scenarios(most=4), st.integers(0, RUNS - 1))
def test_any_run_played_alone_equals_its_row(scenario: Scenario, run: int) -> None:
    whole = play(scenario, PLAN)
    rows = whole.rows
    outcome = np.array([rows.leader[run], rows.coalition[run], rows.alignment[run]])
    kept = (rows.peak_support[run], outcome, rows.changes[run], rows.answers[run])
    for one, other in zip(alone(prepare(scenario, PLAN), run), (*kept, whole.trace.values[run]), strict=False):
        assert np.array_equal(one, other)
    assert np.array_equal(alone(prepare(scenario, PLAN), run)[-1], whole.terms[run])


@pytest.mark.parametrize(("runs", "traced", "explained"), [(30, 10, 5), (61, 61, 61), (60, 0, 0)])
def test_how_much_is_played_and_kept_changes_no_run(runs: int, traced: int, explained: int) -> None:
    """More runs are the same runs and others besides."""
    scenario = busy()
    many = play(scenario, PLAN)
    other = play(scenario, replace(PLAN, runs=runs, traced=traced, explained=explained))
    both = min(RUNS, runs)
    assert np.array_equal(many.rows.peak_support[:both], other.rows.peak_support[:both])
    assert np.array_equal(many.trace.values[: min(traced, both)], other.trace.values[: min(traced, both)])
    assert np.array_equal(many.terms[: min(explained, both)], other.terms[: min(explained, both)])


def test_a_longer_horizon_changes_no_earlier_turn() -> None:
    scenario = busy().model_copy(update={"questions": ()})
    short = play(scenario, PLAN)
    long = play(scenario.model_copy(update={"horizon": scenario.horizon + 9}), PLAN)
    assert np.array_equal(short.trace.values, long.trace.values[:, : scenario.horizon])
    assert np.array_equal(short.design_values, long.design_values)


def test_another_seed_is_other_luck() -> None:
    scenario = quiet(2)
    assert differences(play(scenario, PLAN), play(scenario, replace(PLAN, seed=2))) != []


def bystander() -> Scenario:
    """The quiet crisis with a third patron that can do nothing and is never looked at."""
    idle = {
        "stake": 0.0,
        "projection": 0.0,
        "fiscal_slack": 0.0,
        "linkage": 1.0,
        "reputation": 0.0,
        "steadfast_gap": 0.0,
    }
    return quiet(2).model_copy(update={"actors": (*quiet(2).actors, party(PATRONS[2], "patron", idle, opening=0))})


def test_another_actor_moves_nobody_elses_luck() -> None:
    few, more = prepare(quiet(2), PLAN), prepare(bystander(), PLAN)
    two, three = deal(few, 0, RUNS).chances, deal(more, 0, RUNS).chances
    assert np.array_equal(two.lasting, three.lasting[:, :4])
    for purpose in ("passing", "review"):
        assert np.array_equal(getattr(two, purpose), getattr(three, purpose)[:, :, :4])
    for purpose in ("coup", "removal", "replacement", "turning", "officers", "common"):
        assert np.array_equal(getattr(two, purpose), getattr(three, purpose))


def test_scenarios_that_differ_in_nothing_that_matters_play_alike() -> None:
    """A question, a title, a summary are not luck."""
    plain = busy().model_copy(update={"questions": ()})
    told = plain.model_copy(update={"title": "Another title", "summary": "Another summary"})
    one, other = play(plain, PLAN), play(told, PLAN)
    assert differences(one, other) == []
    assert one.fingerprint != other.fingerprint


def test_what_was_seen_so_far_enters_only_through_lasting_luck() -> None:
    scenario = next(it for seed in range(50) if (it := crisis(seed, 2)).client.so_far and it.patrons[0].so_far)
    known, unknown = (deal(prepare(scenario, replace(PLAN, conditioned=how)), 0, RUNS) for how in (True, False))
    assert not np.array_equal(known.chances.lasting, unknown.chances.lasting)
    for purpose in known.chances._fields:
        if purpose != "lasting":
            assert np.array_equal(getattr(known.chances, purpose), getattr(unknown.chances, purpose))


def test_progress_tells_of_every_run_once() -> None:
    told: list[int] = []
    ensemble: Ensemble = play(quiet(1, horizon=2), PLAN, told.append, block=7)
    assert sum(told) == len(ensemble.rows.leader) == RUNS
    assert max(told) == 7
