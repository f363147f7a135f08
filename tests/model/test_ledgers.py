"""A ledger that adds up: every decision of every actor splits into terms whose sum is the utility."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given

from sim.model.challenger import ChallengerView, challenger_terms, challenger_utilities, challenger_utility
from sim.model.client import ClientView, client_terms, client_utilities, client_utility
from sim.model.ladders import PRESSURE_RUNGS, STANCES, SUPPORT_RUNGS
from sim.model.patron import PatronView, patron_terms, patron_utilities, patron_utility, with_stake
from sim.model.weights import (
    ChallengerWeights,
    ClientWeights,
    PatronWeights,
    SurvivalWeights,
)
from tests.strategies import (
    challenger_views,
    challenger_weights,
    client_views,
    client_weights,
    odds,
    patron_views,
    patron_weights,
    unit,
)


def added(terms: Iterable[float]) -> float:
    """The sum from left to right, with nothing but additions."""
    total = 0.0
    for term in terms:
        total = total + term
    return total


@given(patron_views, patron_weights, odds)
def test_a_patrons_terms_add_up_to_the_last_bit(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights
) -> None:
    ladder = patron_utilities(view, weights, belief)
    for rung in range(SUPPORT_RUNGS):
        assert added(patron_terms(rung, view, weights, belief)) == ladder[rung]
        assert patron_utility(rung, view, weights, belief) == ladder[rung]


@given(challenger_views, challenger_weights, odds)
def test_the_challengers_terms_add_up_to_the_last_bit(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights
) -> None:
    ladder = challenger_utilities(view, weights, belief)
    for rung in range(PRESSURE_RUNGS):
        assert added(challenger_terms(rung, view, weights, belief)) == ladder[rung]
        assert challenger_utility(rung, view, weights, belief) == ladder[rung]


@given(client_views, client_weights)
def test_the_clients_terms_add_up_to_the_last_bit(view: ClientView, weights: ClientWeights) -> None:
    ladder = client_utilities(view, weights)
    for stance in range(STANCES):
        assert added(client_terms(stance, view, weights)) == ladder[stance]
        assert client_utility(stance, view, weights) == ladder[stance]


@given(patron_views, unit)
def test_another_stake_changes_nothing_else(view: PatronView, stake: float) -> None:
    assert with_stake(view, stake) == view._replace(stake=stake)
