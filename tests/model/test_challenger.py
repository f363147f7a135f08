"""What a scholar believes of the challenger, whatever the weights within their signs."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from sim.model import challenger
from sim.model.challenger import LONGEST_STEP, ChallengerView
from sim.model.constraints import Challenger, Patron
from sim.model.ladders import (
    COMBAT,
    LIMITED_STRIKES,
    PRESSURE_RUNGS,
    REGIME_REMOVAL,
    REQUIREMENT,
    SHOW_OF_FORCE,
)
from sim.model.observe import observe_as_challenger
from sim.model.weights import ChallengerWeights, SurvivalWeights, Weights
from tests.strategies import (
    ROUNDING,
    World,
    all_weights,
    between,
    central,
    challenger_views,
    challenger_weights,
    chances,
    expected,
    odds,
    ordered,
    plausible_challenger_weights,
    plausible_odds,
    pressures,
    stances,
    unit,
    worlds,
)

Pair = tuple[float, float]
RUNGS = range(PRESSURE_RUNGS)


def pressure(view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights) -> float:
    """The rung of pressure to be expected."""
    return expected(challenger.challenger_utilities(view, weights, belief))


def chance_of_force(view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights) -> float:
    """Chance of limited strikes or more."""
    return sum(chances(challenger.challenger_utilities(view, weights, belief))[LIMITED_STRIKES:])


@given(challenger_views, challenger_weights, odds, ordered(unit))
def test_a_higher_aim_never_lowers_expected_pressure(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    low, high = (pressure(view._replace(aim=aim), weights, belief) for aim in pair)
    assert high >= low - ROUNDING


@given(challenger_views, challenger_weights, odds)
def test_a_client_in_more_danger_is_never_less_tempting(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights
) -> None:
    worth = [challenger.fall_term(rung, view, weights, belief) for rung in RUNGS]
    assert all(0.0 <= low <= high + ROUNDING for low, high in itertools.pairwise(worth))


@given(challenger_views, challenger_weights, odds, ordered(unit))
def test_aid_never_makes_a_fall_likelier(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    for rung in RUNGS:
        alone, aided = (challenger.fall_term(rung, view._replace(aid=aid), weights, belief) for aid in pair)
        assert aided <= alone + ROUNDING


@given(challenger_views, challenger_weights, odds, ordered(stances))
def test_a_client_that_yields_never_draws_more_pressure(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, pair: tuple[int, int]
) -> None:
    yielding, defiant = (pressure(view._replace(stance=stance), weights, belief) for stance in pair)
    assert yielding <= defiant + ROUNDING


@given(challenger_views, challenger_weights, odds, ordered(stances), pressures)
def test_the_fall_of_a_client_that_yields_is_never_worth_more(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, pair: tuple[int, int], rung: int
) -> None:
    yielding, defiant = (challenger.fall_term(rung, view._replace(stance=it), weights, belief) for it in pair)
    assert yielding <= defiant + ROUNDING
    yielding, defiant = (challenger.audience_term(rung, view._replace(stance=it), weights) for it in pair)
    assert yielding >= defiant - ROUNDING


@given(challenger_views, challenger_weights, ordered(unit))
def test_what_goes_to_the_clients_fall_does_not_go_to_pressing_it(
    view: ChallengerView, weights: ChallengerWeights, pair: Pair
) -> None:
    show, effect = (challenger.aim_term(REGIME_REMOVAL, view, weights._replace(survival_share=share)) for share in pair)
    assert effect <= show + ROUNDING
    assert challenger.aim_term(REGIME_REMOVAL, view, weights._replace(survival_share=1.0)) == 0.0


@given(challenger_views, challenger_weights, odds, between(0.0, 6.0))
def test_dearer_force_never_raises_expected_pressure(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, dearer: float
) -> None:
    cheap = pressure(view, weights, belief)
    dear = pressure(view, weights._replace(expense=weights.expense + dearer), belief)
    assert dear <= cheap + ROUNDING


@given(challenger_views, challenger_weights, odds, ordered(unit))
def test_a_readier_client_never_draws_more_pressure(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    unready, ready = (pressure(view._replace(readiness=readiness), weights, belief) for readiness in pair)
    assert ready <= unready + ROUNDING


@given(challenger_views, challenger_weights, odds, ordered(between(0.0, 2.0)))
def test_more_forces_in_theatre_never_make_force_less_likely(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    few, many = (chance_of_force(view._replace(forces=forces), weights, belief) for forces in pair)
    assert many >= few - ROUNDING


@given(challenger_views, challenger_weights, odds, ordered(between(0.0, 2.0)))
def test_more_forces_in_theatre_never_worsen_the_odds_of_any_rung_against_engagement(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    few, many = (challenger.challenger_utilities(view._replace(forces=forces), weights, belief) for forces in pair)
    assert all(many[rung] - many[0] >= few[rung] - few[0] - ROUNDING for rung in RUNGS)


@given(challenger_views, plausible_challenger_weights, plausible_odds, ordered(between(0.0, 2.0)))
def test_more_forces_in_theatre_never_lower_expected_pressure(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    """Within the plausible ranges of the weights, not within all limits of their signs.

    A challenger so eager that only the forces for strikes stand between it and removal may take the lesser step
    once that has become easy. One in eight hundred of the most extreme weights makes it so, no plausible one.
    """
    few, many = (pressure(view._replace(forces=forces), weights, belief) for forces in pair)
    assert many >= few - ROUNDING


@given(challenger_views, challenger_weights)
def test_a_rung_whose_forces_are_there_is_not_held_back_by_them(
    view: ChallengerView, weights: ChallengerWeights
) -> None:
    for rung in RUNGS:
        enough = view._replace(forces=REQUIREMENT[rung])
        assert challenger.gate_term(rung, enough, weights) == 0.0
        assert challenger.gate_term(rung, view, weights) <= 0.0


@given(challenger_views, challenger_weights, odds, ordered(unit))
def test_more_approval_among_its_own_never_lowers_expected_pressure(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    against, behind = (pressure(view._replace(base_approval=share), weights, belief) for share in pair)
    assert behind >= against - ROUNDING


@given(challenger_views, challenger_weights, odds, ordered(unit))
def test_more_public_approval_never_lowers_expected_pressure(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    against, behind = (pressure(view._replace(public_approval=share), weights, belief) for share in pair)
    assert behind >= against - ROUNDING


def test_its_own_supporters_weigh_more_than_the_public() -> None:
    weights = central().challenger
    view = challenger_at_rest()
    base = challenger.home_term(REGIME_REMOVAL, view._replace(base_approval=0.0, public_approval=1.0), weights)
    public = challenger.home_term(REGIME_REMOVAL, view._replace(base_approval=1.0, public_approval=0.0), weights)
    assert base < public < 0.0


@given(challenger_views, challenger_weights, odds, ordered(between(0.0, 8.0)))
def test_patrons_people_in_harms_way_never_raise_expected_pressure(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    alone, beside = (pressure(view._replace(presence=presence), weights, belief) for presence in pair)
    assert beside <= alone + ROUNDING


@given(worlds(), all_weights, st.integers(0, 7), st.integers(0, COMBAT - 1))
def test_a_patron_that_climbs_never_lessens_the_risk_of_a_clash(
    world: World, weights: Weights, seat: int, rung: int
) -> None:
    column = world.patron(seat % world.patrons, Patron.SUPPORT)
    lower, higher = (
        observe_as_challenger(world.but(column, float(step)).board, world.patrons) for step in (rung, rung + 1)
    )
    assert higher.presence >= lower.presence - ROUNDING
    for press in RUNGS:
        risk, more = (challenger.clash_term(press, view, weights.challenger) for view in (lower, higher))
        assert more <= risk + ROUNDING


@given(challenger_views, challenger_weights, odds, ordered(unit))
def test_what_it_wants_of_the_patrons_never_raises_expected_pressure(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    nothing, much = (pressure(view._replace(leverage=leverage), weights, belief) for leverage in pair)
    assert much <= nothing + ROUNDING


@given(challenger_views, challenger_weights, odds, ordered(unit))
def test_a_more_public_threat_never_lowers_expected_pressure(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    quiet, public = (pressure(view._replace(audience=audience), weights, belief) for audience in pair)
    assert public >= quiet - ROUNDING


@given(challenger_views, challenger_weights, odds, ordered(between(0.0, 520.0)))
def test_an_older_threat_never_lowers_expected_pressure(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    young, old = (pressure(view._replace(threat_weeks=weeks), weights, belief) for weeks in pair)
    assert old >= young - ROUNDING


@given(challenger_views, challenger_weights, odds, ordered(pressures))
def test_having_gone_further_before_never_lowers_expected_pressure(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights, pair: tuple[int, int]
) -> None:
    little, far = (pressure(view._replace(peak=peak), weights, belief) for peak in pair)
    assert far >= little - ROUNDING


@given(challenger_views, challenger_weights)
def test_a_threat_just_made_binds_nobody_yet(view: ChallengerView, weights: ChallengerWeights) -> None:
    fresh = view._replace(threat_weeks=0.0)
    assert all(challenger.audience_term(rung, fresh, weights) == 0.0 for rung in RUNGS)


@given(challenger_views, challenger_weights, odds)
def test_a_challenger_that_has_chosen_before_is_likelier_to_stay(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights
) -> None:
    free, settled = (
        chances(challenger.challenger_utilities(view._replace(settled=once), weights, belief))[view.pressure]
        for once in (0.0, 1.0)
    )
    assert settled >= free - ROUNDING


@given(challenger_views, pressures)
def test_one_decision_climbs_two_rungs_at_most(view: ChallengerView, wanted: int) -> None:
    reached = challenger.stepwise(wanted, view)
    assert reached <= view.pressure + LONGEST_STEP
    assert reached == wanted or reached == view.pressure + LONGEST_STEP
    assert LONGEST_STEP == 2


@given(challenger_views, challenger_weights, odds)
def test_a_challenger_without_forces_or_friends_still_reckons_with_finite_numbers(
    view: ChallengerView, weights: ChallengerWeights, belief: SurvivalWeights
) -> None:
    bare = view._replace(forces=0.0, public_approval=0.0, base_approval=0.0, aid=0.0, aim=0.0)
    assert abs(sum(chances(challenger.challenger_utilities(bare, weights, belief))) - 1.0) < ROUNDING


@given(worlds(), st.integers(0, 7), ordered(unit))
def test_a_steadfast_reputation_never_lessens_what_the_challenger_reckons_with(
    world: World, seat: int, pair: Pair
) -> None:
    column = world.patron(seat % world.patrons, Patron.FEARED)
    lukewarm, steadfast = (observe_as_challenger(world.but(column, share).board, world.patrons) for share in pair)
    assert steadfast.aid >= lukewarm.aid - ROUNDING
    assert steadfast.presence >= lukewarm.presence - ROUNDING


@given(worlds(), st.integers(0, 7), ordered(unit))
def test_what_it_has_pending_with_a_patron_never_lessens_the_leverage(world: World, seat: int, pair: Pair) -> None:
    column = world.patron(seat % world.patrons, Patron.LEVERAGE)
    little, much = (observe_as_challenger(world.but(column, share).board, world.patrons) for share in pair)
    assert much.leverage >= little.leverage


@given(worlds(), ordered(unit))
def test_a_stronger_challenger_never_fears_the_clash_more(world: World, pair: Pair) -> None:
    column = world.challenger(Challenger.PROJECTION)
    weak, strong = (observe_as_challenger(world.but(column, share).board, world.patrons) for share in pair)
    assert strong.presence <= weak.presence + ROUNDING


def challenger_at_rest() -> ChallengerView:
    """A challenger for whom every term is at work."""
    return ChallengerView(
        aim=0.6, forces=0.3, readiness=0.4, public_approval=0.4, base_approval=0.6, audience=0.5, leverage=0.3,
        presence=0.4, stance=2, pressure=SHOW_OF_FORCE, peak=4, settled=1.0, threat_weeks=8.0, aid=0.3,
    )  # fmt: skip


def test_every_term_of_the_challenger_matters_to_it() -> None:
    weights = central()
    for name in challenger.ChallengerTerms._fields:
        spread = [
            getattr(challenger.challenger_terms(r, challenger_at_rest(), weights.challenger, weights.survival), name)
            for r in RUNGS
        ]
        assert max(spread) - min(spread) > 0.01, name
