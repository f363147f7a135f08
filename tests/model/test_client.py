"""What a scholar believes of the client's leader, whatever the weights within their signs."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from sim.model import client
from sim.model.client import ClientView
from sim.model.constraints import Client, Patron
from sim.model.ladders import CONCEDE, DEFIANCE, DEFY, ENDURE, STANCES, TENURE
from sim.model.observe import observe_as_client
from sim.model.weights import ClientWeights, Weights
from tests.strategies import (
    ROUNDING,
    World,
    all_weights,
    between,
    central,
    chances,
    client_views,
    client_weights,
    expected,
    ordered,
    unit,
    worlds,
)

Pair = tuple[float, float]
STAND = range(STANCES)


def concession(view: ClientView, weights: ClientWeights) -> float:
    """Chance that the leader concedes."""
    return chances(client.client_utilities(view, weights))[CONCEDE]


def stance(view: ClientView, weights: ClientWeights) -> float:
    """The stance to be expected."""
    return expected(client.client_utilities(view, weights))


def defiance_over_endurance(view: ClientView, weights: ClientWeights) -> float:
    """Log odds of defiance against endurance, which differ in what they provoke and not in office kept."""
    utilities = client.client_utilities(view, weights)
    return utilities[DEFY] - utilities[ENDURE]


@given(client_views, client_weights, ordered(unit))
def test_better_odds_of_survival_never_make_concession_likelier(
    view: ClientView, weights: ClientWeights, pair: Pair
) -> None:
    doomed, safe = (concession(view._replace(survival=chance), weights) for chance in pair)
    assert safe <= doomed + ROUNDING


@given(client_views, client_weights, ordered(between(0.0, 3.0)))
def test_more_revenue_never_makes_concession_likelier(view: ClientView, weights: ClientWeights, pair: Pair) -> None:
    broke, flush = (concession(view._replace(revenue=revenue), weights) for revenue in pair)
    assert flush <= broke + ROUNDING


@given(client_views, client_weights, ordered(unit))
def test_more_safe_passage_never_makes_concession_less_likely(
    view: ClientView, weights: ClientWeights, pair: Pair
) -> None:
    trapped, free = (concession(view._replace(safe_passage=worth), weights) for worth in pair)
    assert free >= trapped - ROUNDING


@given(client_views, client_weights, ordered(unit))
def test_more_safe_passage_never_hardens_the_stance(view: ClientView, weights: ClientWeights, pair: Pair) -> None:
    trapped, free = (stance(view._replace(safe_passage=worth), weights) for worth in pair)
    assert free <= trapped + ROUNDING


@given(client_views, client_weights, ordered(unit))
def test_a_greater_threat_never_hardens_the_stance(view: ClientView, weights: ClientWeights, pair: Pair) -> None:
    """At fixed odds of survival; what a threat does to those comes on top."""
    mild, grave = (stance(view._replace(threat=threat), weights) for threat in pair)
    assert grave <= mild + ROUNDING


@given(client_views, client_weights, ordered(unit))
def test_unrest_never_favours_defiance_over_endurance(view: ClientView, weights: ClientWeights, pair: Pair) -> None:
    quiet, unruly = (defiance_over_endurance(view._replace(unrest=unrest), weights) for unrest in pair)
    assert unruly <= quiet + ROUNDING


@given(client_views, client_weights)
def test_quiet_streets_reward_defiance(view: ClientView, weights: ClientWeights) -> None:
    """Rally round the flag: without a threat and with quiet streets nothing speaks against defiance."""
    safe = view._replace(threat=0.0, unrest=0.0, settled=0.0)
    assert defiance_over_endurance(safe, weights) >= -ROUNDING


@given(client_views, client_weights, ordered(unit))
def test_more_unrest_never_makes_concession_less_likely(view: ClientView, weights: ClientWeights, pair: Pair) -> None:
    quiet, unruly = (concession(view._replace(unrest=unrest), weights) for unrest in pair)
    assert unruly >= quiet - ROUNDING


@given(client_views, client_weights)
def test_unrest_makes_office_a_burden(view: ClientView, weights: ClientWeights) -> None:
    burden = [client.unrest_term(one, view, weights) for one in STAND]
    assert all(more <= less + ROUNDING for less, more in itertools.pairwise(burden))


@given(client_views, client_weights)
def test_a_leader_that_has_chosen_before_is_likelier_to_stay(view: ClientView, weights: ClientWeights) -> None:
    free, settled = (
        chances(client.client_utilities(view._replace(settled=once), weights))[view.stance] for once in (0.0, 1.0)
    )
    assert settled >= free - ROUNDING


def test_who_concedes_keeps_nothing_and_who_defies_keeps_all() -> None:
    assert TENURE[CONCEDE] == DEFIANCE[CONCEDE] == 0.0
    assert TENURE[DEFY] == DEFIANCE[DEFY] == 1.0
    assert list(TENURE) == sorted(TENURE)
    assert list(DEFIANCE) == sorted(DEFIANCE)


@given(client_views, client_weights)
def test_a_leader_with_nothing_left_still_reckons_with_finite_numbers(view: ClientView, weights: ClientWeights) -> None:
    bare = view._replace(survival=0.0, revenue=0.0, safe_passage=0.0, threat=1.0, unrest=1.0)
    assert abs(sum(chances(client.client_utilities(bare, weights))) - 1.0) < ROUNDING


# ------------------------------------------------------------------------------- appeals and hope


@given(unit, unit, ordered(unit), between(0.0, 5.0))
def test_appeals_go_out_as_the_gap_between_need_and_help_widens(
    threat: float, help_believed: float, pair: Pair, rate: float
) -> None:
    less, more = pair
    assert client.appeal_rate(less, help_believed, rate) <= client.appeal_rate(more, help_believed, rate)
    assert client.appeal_rate(threat, more, rate) <= client.appeal_rate(threat, less, rate)
    assert client.appeal_rate(threat, help_believed, rate) >= 0.0
    assert client.appeal_rate(threat, threat, rate) == 0.0


@given(worlds(), all_weights, st.integers(0, 7), ordered(unit))
def test_trust_in_a_patron_never_lowers_the_odds_the_leader_sees(
    world: World, weights: Weights, seat: int, pair: Pair
) -> None:
    """Moral hazard: who believes in help holds on."""
    column = world.patron(seat % world.patrons, Patron.TRUSTED)
    let_down, hopeful = (
        observe_as_client(world.but(column, trust).board, world.patrons, weights.survival) for trust in pair
    )
    assert hopeful.survival >= let_down.survival - ROUNDING
    assert concession(hopeful, weights.client) <= concession(let_down, weights.client) + ROUNDING


@given(worlds(), all_weights, ordered(unit))
def test_a_challenger_thought_resolved_never_hardens_the_stance(world: World, weights: Weights, pair: Pair) -> None:
    """By the pain it threatens and by the odds of survival, both."""
    column = world.client(Client.BELIEVES_RESOLVED)
    soft, hard = (observe_as_client(world.but(column, share).board, world.patrons, weights.survival) for share in pair)
    assert hard.threat >= soft.threat - ROUNDING
    assert concession(hard, weights.client) >= concession(soft, weights.client) - ROUNDING


def test_every_term_of_the_client_matters_to_it() -> None:
    view = ClientView(survival=0.6, revenue=0.5, safe_passage=0.3, threat=0.4, unrest=0.3, stance=2, settled=1.0)
    for name in client.ClientTerms._fields:
        spread = [getattr(client.client_terms(one, view, central().client), name) for one in STAND]
        assert max(spread) - min(spread) > 0.01, name
