"""Fourteen traps into which a prototype of this model fell: none may come back.

| #  | trap                                                     | where it is watched                           |
|----|----------------------------------------------------------|-----------------------------------------------|
| 1  | the peak creeps up with the number of draws              | here: four times the horizon, half the turn   |
| 2  | simulation noise in the fit                              | here: the likelihood throws no dice           |
| 3  | inertia punishes short crises; the opening counts as peak | here, and ``test_patron``                    |
| 4  | survival odds as the whole benefit of a rung             | here                                          |
| 5  | linkage only against great powers                        | here                                          |
| 6  | combat over-predicted, and rising with deadly force      | here                                          |
| 7  | terms that the record cannot see                         | here: the right sign throughout their range   |
| 8  | precision and weights not separately identified          | here: there is no precision to fit            |
| 9  | beliefs saturate                                         | here; ``sim check`` prints their quantiles    |
| 10 | the challenger leaps to the top                          | here                                          |
| 11 | concession by accident                                   | here, and ``test_coalition``                  |
| 12 | a coup lottery                                           | here, and ``test_coalition``                  |
| 13 | officers on a knife's edge                               | here                                          |
| 14 | the counterfactual depends on the coupling of luck       | here: one uniform, monotone, and said so      |
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sim import study
from sim.engines.compiled import cascade, thresholds_of
from sim.engines.ensemble import play
from sim.model import challenger, patron
from sim.model.choice import choose
from sim.model.ladders import (
    COMBAT,
    EXPOSURE,
    PRESENCE,
    PRESSURE_RUNGS,
    REGIME_REMOVAL,
    SHOW_OF_FORCE,
    STANDING,
    SUPPORT_RUNGS,
    TERRITORIAL_STRIKES,
    Leader,
)
from sim.model.survival import chance_of_deadly_force, expected_threat
from sim.records.trajectory import Ensemble
from sim.scenario.plan import Plan
from sim.scenario.schema import Scenario, Seen
from sim.scenario.weights import PATHS, read_weights
from sim.storage.scenario_files import load_scenario
from tests.crises import AS_OF, CHALLENGER, CLIENT, PATRONS, party, quiet
from tests.model.test_patron import patron_at_rest
from tests.strategies import central, chances

ROOT = Path(__file__).resolve().parents[2]
Shares = NDArray[np.float64]
many_runs = pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="takes compiled rules")


@cache
def flagship(runs: int = 2000, pieces: int = 1) -> Ensemble:
    """The crisis of the report, each turn cut into so many pieces."""
    whole = load_scenario("venezuela-2025")
    cut = {"turn_weeks": whole.turn_weeks / pieces, "horizon": whole.horizon * pieces}
    return play(whole.model_copy(update=cut), Plan(runs=runs, traced=min(runs, 2000), explained=0))


def shares(rungs: NDArray[np.int8], ladder: int) -> Shares:
    """Share of runs by rung."""
    return np.bincount(rungs, minlength=ladder) / len(rungs)


def peaks(ensemble: Ensemble) -> dict[str, Shares]:
    """Of every actor with a ladder of its own, the shares of its highest rungs."""
    found = {ensemble.scenario.challenger.name: shares(ensemble.rows.peak_pressure, PRESSURE_RUNGS)}
    for seat, actor in enumerate(ensemble.scenario.patrons):
        found[actor.name] = shares(ensemble.rows.peak_support[:, seat], SUPPORT_RUNGS)
    return found


def under_constant_pressure(turns: int) -> Scenario:
    """Three patrons of different minds while nothing around them changes."""
    minds = {
        PATRONS[0]: {"stake": 0.3, "linkage": 0.5},
        PATRONS[1]: {"stake": 0.6, "linkage": 0.2},
        PATRONS[2]: {"stake": 0.9, "linkage": 0.1, "projection": 0.6},
        CLIENT: {"cohesion": 1.0, "safe_passage": 0.0},
    }
    shown = {"great_power": 1.0, "forces": 0.3, "forces_available": 0.3}
    steady = party(CHALLENGER, "challenger", shown, opening=2, course=(Seen(on=AS_OF, rung=SHOW_OF_FORCE),))
    crisis = quiet(3, minds, horizon=turns, plays_on=True)
    return crisis.model_copy(update={"actors": (steady, *crisis.actors[1:])})


# ------------------------------------------------------------------------------- 1 the peak creeps up


@many_runs
def test_1_four_times_the_horizon_hardly_raises_the_peak() -> None:
    """The prototype rose by 1.7 rungs over 26 weeks; in past crises length and peak are unrelated."""
    short, long = (
        play(under_constant_pressure(turns), Plan(runs=3000, traced=0, explained=0)).rows.peak_support.mean(axis=0)
        for turns in (26, 104)
    )
    assert (long >= short).all()
    assert (long - short < 0.15).all()


@many_runs
def test_1_a_year_of_weeks_is_hardly_more_than_the_first() -> None:
    first, all_ = (
        play(under_constant_pressure(turns), Plan(runs=3000, traced=0, explained=0)).rows.peak_support.mean(axis=0)
        for turns in (1, 52)
    )
    assert (all_ - first < 0.3).all()


@pytest.mark.slow
@many_runs
def test_1_halving_the_turn_does_not_change_the_answer() -> None:
    whole, halves = (flagship(10_000, pieces) for pieces in (1, 2))
    for name, before in peaks(whole).items():
        assert np.abs(before - peaks(halves)[name]).max() < 0.03, name
    for outcome in ("leader", "coalition", "alignment"):
        before, after = (shares(getattr(one.rows, outcome), 4) for one in (whole, halves))
        assert np.abs(before - after).max() < 0.03, outcome


@many_runs
def test_1_patrons_do_not_change_rung_every_month() -> None:
    weeks = flagship().scenario.horizon * flagship().scenario.turn_weeks
    a_month = flagship().rows.changes[:, 2:].mean(axis=0) / weeks * 52 / 12
    assert (a_month < 0.5).all()


# ----------------------------------------------------------------------------------- 2 noise in the fit


def test_2_the_likelihood_of_the_record_needs_no_dice() -> None:
    for path in (ROOT / "sim" / "history").glob("likelihood.py"):
        text = path.read_text(encoding="utf-8")
        assert "random" not in text
        assert "sim.engines" not in text
        assert "sim.scenario.shocks" not in text


# -------------------------------------------------------------------------- 3 first turns and openings


def test_3_an_opening_rung_is_no_peak() -> None:
    indifferent = party(PATRONS[0], "patron", {"stake": 0.0, "linkage": 1.0, "projection": 0.0}, opening=COMBAT)
    crisis = quiet(1, horizon=10).model_copy(update={"actors": (*quiet(0).actors, indifferent)})
    peak = play(crisis, Plan(runs=500)).rows.peak_support[:, 0]
    assert (peak == COMBAT).mean() < 0.01
    assert peak.mean() < 1.5


# --------------------------------------------------------------------------------- 4 to 8 the patron


def test_4_standing_by_is_most_of_what_a_rung_is_worth() -> None:
    weights, odds = central().patron, central().survival
    assert 0.1 <= weights.survival_share <= 0.4
    hopeless = patron_at_rest()._replace(left=0.0)  # nothing that anybody does can save the client
    worth = [patron.stake_term(rung, hopeless.stake, weights) for rung in range(SUPPORT_RUNGS)]
    assert worth == sorted(worth)
    assert worth[COMBAT] > 0.0
    assert all(patron.survival_term(rung, hopeless, weights, odds) == 0.0 for rung in range(SUPPORT_RUNGS))
    assert list(STANDING) == sorted(STANDING)


def test_5_linkage_counts_with_any_challenger() -> None:
    view, weights = patron_at_rest(), central()
    for power in (0.0, 1.0):
        terms = patron.patron_terms(COMBAT, view._replace(great_power=power), weights.patron, weights.survival)
        assert terms.linkage == -weights.patron.linkage * view.linkage


def test_6_people_in_combat_are_more_exposed_than_people_present() -> None:
    assert EXPOSURE[COMBAT] >= EXPOSURE[PRESENCE] + 1.0


def test_6_combat_does_not_become_likelier_when_deadly_force_begins() -> None:
    """Against a distant great power, at the weights as filed, for patrons that differ in stake and means."""
    weights = central()
    for stake in (0.2, 0.5, 0.8, 1.0):
        for spare in (0.1, 0.5, 1.0):
            odds = []
            for pressure in (SHOW_OF_FORCE, TERRITORIAL_STRIKES):
                view = patron_at_rest()._replace(
                    stake=stake, spare=spare, inferiority=0.8, support=0, settled=0.0,
                    threat=expected_threat(pressure, 0.4, 0.5), deadly=chance_of_deadly_force(pressure, 0.4, 0.5),
                )  # fmt: skip
                odds.append(chances(patron.patron_utilities(view, weights.patron, weights.survival))[COMBAT])
            assert odds[1] < odds[0] or odds[1] < 0.01, (stake, spare, odds)


def test_7_what_the_record_cannot_see_has_the_right_sign_throughout() -> None:
    unseen = {"clash", "commitment", "appeal", "combat"}
    weights = {weight.path: weight for weight in read_weights().weights}
    assert all(weights[f"patron.{name}"].low > 0.0 for name in unseen)
    assert all(weight.least >= 0.0 for weight in weights.values())


def test_8_there_is_no_precision_beside_the_weights() -> None:
    assert not [path for path in PATHS if "lambda" in path or "precision" in path]


# ------------------------------------------------------------------------------------------- 9 beliefs


def beliefs(ensemble: Ensemble) -> dict[str, NDArray[np.float64]]:
    """Every belief of every run and turn, by its column."""
    held = ("believes_resolved", "trusted", "feared")
    return {name: ensemble.trace.column(name) for name in ensemble.trace.names if name.split(".")[1] in held}


@many_runs
def test_9_beliefs_do_not_saturate() -> None:
    """The prototype's went past .95 in a fifth of the runs."""
    for name, belief in beliefs(flagship()).items():
        assert (belief > 0.95).any(axis=1).mean() < 0.02, name
        assert (belief < 0.02).any(axis=1).mean() < 0.02, name


@many_runs
def test_9_a_challenger_that_sits_still_teaches_nothing_new() -> None:
    """Week after week of the same rung is one piece of news, not many: beliefs drift back to where they began."""
    crisis = under_constant_pressure(52)
    held = play(crisis, Plan(runs=200, explained=0)).trace.column(f"{CLIENT}.believes_resolved")
    start = crisis.client.constraints["believes_resolved"].value
    assert np.abs(held - start).max() < 1e-9


# -------------------------------------------------------------------------------- 10 to 12 short cuts


@many_runs
def test_10_nobody_leaps_to_the_top() -> None:
    """From sanctions the third week is the first in which the leadership can be attacked."""
    pressure = flagship().trace.column(f"{flagship().scenario.challenger.name}.pressure")
    opening = flagship().scenario.challenger.so_far[-1].rung
    before = np.concatenate([np.full((len(pressure), 1), opening), pressure[:, :-1]], axis=1)
    assert (pressure - before).max() <= challenger.LONGEST_STEP
    assert (pressure[:, 0] < REGIME_REMOVAL).all()
    assert (pressure == REGIME_REMOVAL).any(axis=1).mean() < 0.1


def fate(which: Leader) -> float:
    """Share of flagship runs in which the leader went that way."""
    return float((flagship().rows.leader == which).mean())


@many_runs
def test_11_leaders_do_not_concede_by_accident() -> None:
    assert fate(Leader.NEGOTIATED_EXIT) < 0.05


@many_runs
def test_12_coups_are_no_lottery() -> None:
    """The prototype lost 63 % of its leaders in 26 weeks."""
    assert fate(Leader.COUP) < 0.2


@many_runs
def test_12_thresholds_are_drawn_once_and_failures_are_followed_by_quiet() -> None:
    """Tries of one run lie a quarter apart: the quiet is over before the next begins."""
    trace, client = flagship().trace, flagship().scenario.client.name
    quiet_weeks = trace.column(f"{client}.reprieve_weeks")
    failed = np.diff(quiet_weeks, axis=1) > 0.0
    assert ((quiet_weeks[:, :-1] > 1.0) & failed).sum() == 0
    assert failed.sum(axis=1).max() <= 3


# ------------------------------------------------------------------------------------------ 13 officers


def gone(doubt: float, officers: int = 36, crowds: int = 400) -> NDArray[np.float64]:
    """Share of officers gone in each of many crowds."""
    weights, rng = central().officer, np.random.default_rng(3)
    return np.array(
        [
            cascade(thresholds_of(officers, rng.normal(size=officers), rng.normal(), weights), doubt, weights.contagion)
            for _ in range(crowds)
        ]
    )


def test_13_officers_do_not_stand_on_a_knifes_edge() -> None:
    """The prototype's went from one in twenty to nineteen in twenty within .10 of doubt."""
    doubts = np.arange(-0.2, 1.4, 0.05)
    share = np.array([gone(doubt).mean() for doubt in doubts])
    assert (np.diff(share) >= -1e-12).all()
    from_few_to_most = np.interp(0.95, share, doubts) - np.interp(0.05, share, doubts)
    assert from_few_to_most > 0.3
    assert np.diff(share).max() < 0.3


def test_13_officers_are_counted_one_by_one() -> None:
    """No average man: crowds of the same doubt differ."""
    assert gone(0.5).std() > 0.1


# ------------------------------------------------------------------------------------------ 14 coupling


def test_14_one_uniform_serves_the_whole_ladder() -> None:
    """A little more worth of a rung moves each draw up by a rung or not at all, and never down."""
    base = (0.0, 0.3, 0.1, -0.4, -0.9, -2.0)
    tilted = tuple(utility + 0.2 * rung for rung, utility in enumerate(base))
    draws = np.linspace(0.001, 0.999, 500)
    moved = np.array([choose(tilted, draw) - choose(base, draw) for draw in draws])
    assert set(np.unique(moved)) <= {0, 1}


def test_14_the_coupling_is_named_and_results_are_given_with_and_without_what_was_seen() -> None:
    page = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    assert "one uniform, monotone" in page.replace("\n", " ")
    assert callable(study.afresh)
