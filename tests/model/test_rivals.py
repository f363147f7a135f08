"""Rival rules of decision: each is what its name says, and the central beliefs hold under all of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model import challenger, client, patron
from sim.model.challenger import ChallengerView
from sim.model.client import ClientView
from sim.model.constraints import CHALLENGER_AT, Challenger, Patron
from sim.model.equilibrium import (
    anticipate,
    challenger_weighs,
    logit,
    logit_equilibrium,
    patron_weighs,
    pressure_utilities,
    support_utilities,
)
from sim.model.ladders import PRESSURE_RUNGS, PROVOCATION, SUPPORT_RUNGS
from sim.model.observe import observe_as_challenger, observe_as_patron
from sim.model.patron import PatronView
from sim.model.rivals import BEST_RESPONSE, LOGIT, POLIHEURISTIC, QRE, RULES, TOLERABLE
from sim.model.weights import PatronWeights, SurvivalWeights, Weights
from tests.model.test_published import GAMBIT, OCHS
from tests.strategies import (
    ROUNDING,
    World,
    all_weights,
    central,
    challenger_views,
    chances,
    client_views,
    expected,
    odds,
    ordered,
    patron_views,
    patron_weights,
    unit,
    worlds,
)

Pair = tuple[float, float]
SEEN_AS_IT_IS = st.sampled_from([LOGIT, BEST_RESPONSE, POLIHEURISTIC])


def test_every_rule_has_a_number() -> None:
    assert [RULES[number] for number in (LOGIT, BEST_RESPONSE, POLIHEURISTIC, QRE)] == list(RULES)


# ----------------------------------------------------------------------- beliefs under every rule


@given(patron_views, patron_weights, odds, ordered(unit), SEEN_AS_IT_IS)
def test_more_linkage_never_raises_expected_support_under_any_rule(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights, pair: Pair, rule: int
) -> None:
    less, more = (
        expected(patron.patron_utilities(view._replace(linkage=linkage), weights, belief, rule)) for linkage in pair
    )
    assert more <= less + ROUNDING


@given(patron_views, patron_weights, odds, ordered(unit), SEEN_AS_IT_IS)
def test_a_higher_stake_never_lowers_expected_support_under_any_rule(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights, pair: Pair, rule: int
) -> None:
    low, high = (expected(patron.patron_utilities(view._replace(stake=stake), weights, belief, rule)) for stake in pair)
    assert high >= low - 1e-6


@given(patron_views, patron_weights, odds, ordered(unit), SEEN_AS_IT_IS)
def test_fewer_spare_forces_never_raise_expected_support_under_any_rule(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights, pair: Pair, rule: int
) -> None:
    few, many = (expected(patron.patron_utilities(view._replace(spare=spare), weights, belief, rule)) for spare in pair)
    assert few <= many + 1e-6


# ------------------------------------------------------------------------------- each by its name


@given(patron_views, challenger_views, client_views, all_weights)
def test_a_best_response_is_the_best(
    view: PatronView, pressing: ChallengerView, standing: ClientView, weights: Weights
) -> None:
    ladders = (
        [patron.patron_utilities(view, weights.patron, weights.survival, rule) for rule in (LOGIT, BEST_RESPONSE)],
        [
            challenger.challenger_utilities(pressing, weights.challenger, weights.survival, rule)
            for rule in (LOGIT, BEST_RESPONSE)
        ],
        [client.client_utilities(standing, weights.client, rule) for rule in (LOGIT, BEST_RESPONSE)],
    )
    for usual, sharp in ladders:
        best, second = sorted(usual, reverse=True)[:2]
        if best - second > 1e-3:
            assert chances(sharp)[int(np.argmax(usual))] > 1.0 - ROUNDING


@given(patron_views, all_weights)
def test_business_that_cannot_be_traded_off_rules_out_what_would_spoil_it(view: PatronView, weights: Weights) -> None:
    """Mintz: first what fails the test is dropped, then utility decides among the rest."""
    usual, two_steps = (
        chances(patron.patron_utilities(view, weights.patron, weights.survival, rule))
        for rule in (LOGIT, POLIHEURISTIC)
    )
    kept = [view.linkage * provoked <= TOLERABLE for provoked in PROVOCATION]
    assert kept[0]
    whole = sum(chance for chance, stays in zip(usual, kept, strict=True) if stays)
    for before, after, stays in zip(usual, two_steps, kept, strict=True):
        assert after == pytest.approx(before / whole if stays and whole > 1e-6 else after * stays, abs=1e-6)


# ------------------------------------------------------------------------------------- equilibrium


@pytest.mark.parametrize(
    ("game", "precision", "profile", "close"),
    [
        (GAMBIT, 1.0, (0.643, 0.5883), 1e-4),
        (GAMBIT, 2.0, (0.7727, 0.6117), 1e-4),
        (GAMBIT, 3.0, (0.8595, 0.6038), 1e-4),
        (OCHS, 1.84561, (0.61565, 0.38329), 2e-5),
    ],
)
def test_the_solver_finds_published_equilibria(
    game: tuple[object, object], precision: float, profile: Pair, close: float
) -> None:
    first, second = (np.array(payoffs) for payoffs in game)
    rows, columns = logit_equilibrium(first, second, precision, 2000)
    assert (rows[0], columns[0]) == pytest.approx(profile, abs=close)


@settings(max_examples=40)
@given(worlds(most=4))
def test_expectations_confirm_themselves(world: World) -> None:
    """Everyone's odds are quantal responses to everyone else's, at the weights as filed."""
    weights = central()._replace(rule=QRE)
    pressures, supports = np.zeros(PRESSURE_RUNGS), np.zeros((world.patrons, SUPPORT_RUNGS))
    anticipate(world.board, -1, weights, pressures, supports)
    assert pressures.sum() == pytest.approx(1.0)
    assert supports.sum(axis=1) == pytest.approx(1.0)
    assert logit(pressure_utilities(world.board, supports, weights)) == pytest.approx(pressures, abs=1e-6)
    for seat in range(world.patrons):
        answer = logit(support_utilities(world.board, seat, pressures, supports, weights))
        assert answer == pytest.approx(supports[seat], abs=1e-6)


@given(worlds(most=3), st.integers(0, PRESSURE_RUNGS - 1))
def test_a_course_laid_down_is_known_to_all(world: World, course: int) -> None:
    weights = central()._replace(rule=QRE)
    pressures, supports = np.zeros(PRESSURE_RUNGS), np.zeros((world.patrons, SUPPORT_RUNGS))
    anticipate(world.board, course, weights, pressures, supports)
    assert pressures[course] == 1.0


@given(worlds(most=3), st.sampled_from([LOGIT, BEST_RESPONSE, POLIHEURISTIC]))
def test_only_equilibrium_anticipates(world: World, rule: int) -> None:
    weights = central()._replace(rule=rule)
    pressures, supports = np.full(PRESSURE_RUNGS, 0.5), np.full((world.patrons, SUPPORT_RUNGS), 0.5)
    anticipate(world.board, -1, weights, pressures, supports)
    assert (pressures == 0.5).all()
    assert (supports == 0.5).all()
    seen = observe_as_patron(world.board, 0, world.patrons, weights.survival)
    weighed = patron_weighs(world.board, 0, seen, pressures, supports, weights)
    assert weighed == patron.patron_utilities(seen, weights.patron, weights.survival, rule)
    pressing = observe_as_challenger(world.board, world.patrons)
    pressed = challenger_weighs(world.board, pressing, supports, weights)
    assert pressed == challenger.challenger_utilities(pressing, weights.challenger, weights.survival, rule)


@given(worlds(most=1))
def test_a_lone_patron_that_knows_the_course_weighs_it_as_if_it_were_here(world: World) -> None:
    """With nothing left to anticipate, equilibrium is quantal response to the world one turn on."""
    weights = central()
    course = int(world.board[CHALLENGER_AT + Challenger.PRESSURE])
    pressures, supports = np.zeros(PRESSURE_RUNGS), np.zeros((1, SUPPORT_RUNGS))
    anticipate(world.board, course, weights._replace(rule=QRE), pressures, supports)
    seen = observe_as_patron(world.board, 0, 1, weights.survival)
    usual = chances(patron.patron_utilities(seen, weights.patron, weights.survival))
    assert supports[0] == pytest.approx(usual, abs=1e-6)
    assert world.board[world.patron(0, Patron.SUPPORT)] == seen.support
