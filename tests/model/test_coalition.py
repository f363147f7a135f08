"""What a scholar believes of the officers, and of how leaders go."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.engines.compiled import cascade, thresholds_of
from sim.model import coalition, ending
from sim.model.coalition import OfficersView
from sim.model.constraints import Challenger, Client, Patron
from sim.model.ladders import (
    BARGAIN,
    CAPTURED_OR_KILLED,
    COMBAT,
    CONCEDE,
    COUP,
    DECLARATORY,
    ECONOMIC,
    ENDURE,
    HOLDS,
    IN_OFFICE,
    NEGOTIATED_EXIT,
    REGIME_REMOVAL,
    REPLACED,
    TERRITORIAL_STRIKES,
    TURNED,
    UNCHANGED,
)
from sim.model.observe import observe_as_officer
from sim.model.weights import OfficerWeights, Weights
from tests.strategies import (
    ROUNDING,
    World,
    all_weights,
    between,
    central,
    flag,
    officer_weights,
    officers_views,
    ordered,
    stances,
    unit,
    worlds,
)

Pair = tuple[float, float]


def crowd(seed: int, officers: int, weights: OfficerWeights) -> NDArray[np.float64]:
    """The thresholds of some officers."""
    rng = np.random.default_rng(seed)
    return thresholds_of(officers, rng.normal(size=officers), float(rng.normal()), weights)


# ------------------------------------------------------------------------------------ reasons to doubt


@given(officers_views, officer_weights, ordered(between(0.0, 3.0)))
def test_less_revenue_never_lowers_doubt(view: OfficersView, weights: OfficerWeights, pair: Pair) -> None:
    poor, rich = (coalition.doubt(view._replace(revenue=revenue), weights) for revenue in pair)
    assert poor >= rich - ROUNDING


@given(officers_views, officer_weights, ordered(unit))
def test_less_help_never_lowers_doubt(view: OfficersView, weights: OfficerWeights, pair: Pair) -> None:
    alone, helped = (coalition.doubt(view._replace(help=help_), weights) for help_ in pair)
    assert alone >= helped - ROUNDING


@given(officers_views, officer_weights, ordered(unit))
def test_an_unanswered_appeal_never_raises_loyalty(view: OfficersView, weights: OfficerWeights, pair: Pair) -> None:
    few, many = (coalition.doubt(view._replace(unanswered=share), weights) for share in pair)
    assert many >= few - ROUNDING


@given(officers_views, officer_weights, ordered(unit))
def test_more_fear_never_lowers_doubt(view: OfficersView, weights: OfficerWeights, pair: Pair) -> None:
    calm, afraid = (coalition.doubt(view._replace(threat=threat), weights) for threat in pair)
    assert afraid >= calm - ROUNDING


@given(officers_views, officer_weights, ordered(unit))
def test_more_unrest_never_lowers_doubt(view: OfficersView, weights: OfficerWeights, pair: Pair) -> None:
    quiet, unruly = (coalition.doubt(view._replace(unrest=unrest), weights) for unrest in pair)
    assert unruly >= quiet - ROUNDING


@given(officers_views, officer_weights, ordered(unit))
def test_a_better_side_deal_never_lowers_doubt(view: OfficersView, weights: OfficerWeights, pair: Pair) -> None:
    nothing, safety = (coalition.doubt(view._replace(side_deal=worth), weights) for worth in pair)
    assert safety >= nothing - ROUNDING


@given(officers_views, officer_weights, ordered(unit))
def test_ties_to_the_leader_never_raise_doubt(view: OfficersView, weights: OfficerWeights, pair: Pair) -> None:
    loose, tied = (coalition.doubt(view._replace(cohesion=cohesion), weights) for cohesion in pair)
    assert tied <= loose + ROUNDING


@given(officers_views, officer_weights)
def test_the_purge_after_a_failed_coup_never_raises_doubt(view: OfficersView, weights: OfficerWeights) -> None:
    before, after = (coalition.doubt(view._replace(reprieve=quiet), weights) for quiet in (0.0, 1.0))
    assert after <= before + ROUNDING


def test_every_reason_for_doubt_counts() -> None:
    weights = central().officer
    calm = OfficersView(1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    worse = {"revenue": 0.0, "help": 0.0, "unanswered": 1.0, "threat": 1.0, "unrest": 1.0, "side_deal": 1.0}
    better = {"cohesion": 1.0, "reprieve": 1.0}
    rest = coalition.doubt(calm, weights)
    assert all(coalition.doubt(calm._replace(**{name: at}), weights) > rest + 0.05 for name, at in worse.items())
    assert all(coalition.doubt(calm._replace(**{name: at}), weights) < rest - 0.05 for name, at in better.items())


# ---------------------------------------------------------------------------------------- the cascade


@given(st.integers(0, 2**32), st.integers(1, 200), officer_weights, ordered(between(-2.0, 3.0)))
def test_more_doubt_never_keeps_more_officers(seed: int, officers: int, weights: OfficerWeights, pair: Pair) -> None:
    crowded = crowd(seed, officers, weights)
    loyal, doubtful = (cascade(crowded, doubt, weights.contagion) for doubt in pair)
    assert 0.0 <= loyal <= doubtful <= 1.0


@given(st.integers(0, 2**32), st.integers(1, 200), officer_weights, between(-2.0, 3.0), ordered(unit))
def test_less_contagion_never_makes_more_officers_go(
    seed: int, officers: int, weights: OfficerWeights, doubt: float, pair: Pair
) -> None:
    crowded = crowd(seed, officers, weights)
    apart, together = (cascade(crowded, doubt, contagion) for contagion in pair)
    assert apart <= together


@given(st.integers(0, 2**32), st.integers(1, 200), officer_weights, between(-2.0, 3.0))
def test_without_contagion_officers_go_for_reasons_of_their_own(
    seed: int, officers: int, weights: OfficerWeights, doubt: float
) -> None:
    crowded = crowd(seed, officers, weights)
    assert cascade(crowded, doubt, 0.0) == np.mean(crowded <= doubt)


@given(between(-3.0, 3.0), between(-3.0, 3.0), officer_weights, ordered(between(-3.0, 3.0)))
def test_a_more_loyal_officer_takes_more_to_go(own: float, shared: float, weights: OfficerWeights, pair: Pair) -> None:
    low, high = pair
    assert coalition.threshold(low, shared, weights) <= coalition.threshold(high, shared, weights) + ROUNDING
    assert coalition.threshold(own, low, weights) <= coalition.threshold(own, high, weights) + ROUNDING
    assert coalition.threshold(0.0, 0.0, weights) == weights.threshold


@given(worlds())
def test_officers_see_the_world_they_live_in(world: World) -> None:
    seen = observe_as_officer(world.board)
    assert seen.unrest == world.board[world.client(Client.UNREST)]
    assert seen.side_deal == world.board[world.challenger(Challenger.SIDE_DEAL)]
    assert seen.reprieve == float(world.board[world.client(Client.REPRIEVE_WEEKS)] > 0.0)


# --------------------------------------------------------------------------------------- ways to go


@given(unit, unit, unit, between(0.0, 2.0), between(0.0, 5.0), ordered(unit))
def test_removal_by_force_depends_on_the_local_balance(
    readiness: float, left: float, fixed: float, forces: float, rate: float, pair: Pair
) -> None:
    less, more = pair
    assert coalition.removal_rate(2 * less, readiness, left, rate) <= (
        coalition.removal_rate(2 * more, readiness, left, rate) + ROUNDING
    )
    assert coalition.removal_rate(forces, more, left, rate) <= (
        coalition.removal_rate(forces, less, left, rate) + ROUNDING
    )
    assert coalition.removal_rate(forces, readiness, less, rate) <= (
        coalition.removal_rate(forces, readiness, more, rate) + ROUNDING
    )
    assert coalition.removal_rate(0.0, fixed, left, rate) == 0.0
    assert 0.0 <= coalition.removal_rate(forces, readiness, left, rate) <= rate


@given(ordered(between(0.0, 2.0)), ordered(unit), between(0.0, 2.0), unit)
def test_an_invasion_takes_a_regime_and_ties_of_its_own_keep_it(
    forces: Pair, ties: Pair, force: float, tie: float
) -> None:
    raid, invasion = (coalition.chance_of_replacement(size, tie) for size in forces)
    loose, tied = (coalition.chance_of_replacement(force, cohesion) for cohesion in ties)
    assert 0.0 <= raid <= invasion <= 1.0
    assert 0.0 <= tied <= loose <= 1.0
    assert coalition.chance_of_replacement(force, 1.0) == 0.0


@given(officer_weights, ordered(unit))
def test_a_sweep_replaces_the_coalition_and_a_narrow_move_keeps_it(weights: OfficerWeights, pair: Pair) -> None:
    few, many = (coalition.coalition_after(share, weights) for share in pair)
    assert few <= many
    assert coalition.coalition_after(weights.sweep, weights) == REPLACED
    assert coalition.coalition_after(weights.sweep - 1e-9, weights) == HOLDS


@given(st.sampled_from([HOLDS, REPLACED]), unit, st.integers(0, 5), st.integers(0, 5))
def test_a_patron_that_does_more_never_loses_the_client_by_it(
    fate: int, side_deal: float, one: int, other: int
) -> None:
    less, more = sorted((one, other))
    after_more = coalition.alignment_after(fate, side_deal, more)
    assert after_more <= coalition.alignment_after(fate, side_deal, less)


def test_a_client_turns_with_a_new_coalition_a_side_deal_or_nobody_but_talkers() -> None:
    assert coalition.alignment_after(HOLDS, 0.0, ECONOMIC) == UNCHANGED
    assert coalition.alignment_after(HOLDS, 0.49, COMBAT) == UNCHANGED
    assert coalition.alignment_after(REPLACED, 0.0, COMBAT) == TURNED
    assert coalition.alignment_after(HOLDS, 0.5, COMBAT) == TURNED
    assert coalition.alignment_after(HOLDS, 0.0, DECLARATORY) == TURNED


@given(stances, ordered(unit), ordered(unit), unit, between(0.0, 1.0))
def test_disappointment_turns_a_leader_who_bargains(
    stance: int, unanswered: Pair, helped: Pair, share: float, rate: float
) -> None:
    """Egypt 1972: patrons who refuse drive a client away, patrons who help hold it."""
    answered, refused = (coalition.turning_rate(BARGAIN, one, share, rate) for one in unanswered)
    alone, held = (coalition.turning_rate(BARGAIN, share, one, rate) for one in helped)
    assert 0.0 <= answered <= refused <= rate
    assert 0.0 <= held <= alone <= rate
    assert coalition.turning_rate(stance, share, share, rate) >= 0.0
    assert coalition.turning_rate(ENDURE, 1.0, 0.0, rate) == 0.0


# ---------------------------------------------------------------------------------- endings in play


def leader(world: World) -> int:
    """What became of the leader."""
    return int(world.board[world.client(Client.LEADER)])


@given(worlds(), all_weights, unit, unit)
def test_a_coup_takes_a_quorum_and_no_fresh_failure(
    world: World, weights: Weights, defected: float, draw: float
) -> None:
    before = world.board[world.client(Client.REPRIEVE_WEEKS)]
    ending.officers_move(world.board, world.patrons, defected, draw, weights.officer)
    tried = defected >= weights.officer.quorum and before == 0.0
    if tried and draw < weights.officer.coup_success:
        assert leader(world) == COUP
    else:
        assert leader(world) == IN_OFFICE
        after = world.board[world.client(Client.REPRIEVE_WEEKS)]
        assert after == (weights.officer.quiet_weeks if tried else before)


@given(worlds(), all_weights, flag)
def test_only_a_removal_under_way_removes(world: World, weights: Weights, luck: float) -> None:
    column = world.challenger(Challenger.PRESSURE)
    fate = ending.Fate(1.0, 0.0, luck, 1.0)
    spared = world.but(column, float(TERRITORIAL_STRIKES))
    ending.removal(spared.board, world.patrons, fate, 1.0, weights)
    assert leader(spared) == IN_OFFICE
    raided = world.but(column, float(REGIME_REMOVAL))
    raided.board[world.challenger(Challenger.FORCES)] = 1.0
    surely = weights._replace(survival=weights.survival._replace(aid=0.5), pace=weights.pace._replace(removal_rate=5.0))
    ending.removal(raided.board, world.patrons, fate, 1.0, surely)
    assert leader(raided) == CAPTURED_OR_KILLED


@given(worlds(), all_weights, stances, st.booleans())
def test_a_leader_leaves_by_agreement_only_when_asked_twice(
    world: World, weights: Weights, stance: int, confirmed: bool
) -> None:
    """Trap 11: concession by accident."""
    world.board[world.client(Client.STANCE)] = stance
    ending.negotiated_exit(world.board, world.patrons, confirmed, weights.officer)
    assert (leader(world) == NEGOTIATED_EXIT) == (confirmed and stance == CONCEDE)


@given(worlds(), all_weights, unit, unit, st.booleans(), between(0.0, 1.0))
def test_a_crisis_ends_one_way_at_most(
    world: World, weights: Weights, defected: float, luck: float, confirmed: bool, weeks: float
) -> None:
    fate = ending.Fate(luck, luck, luck, luck)
    ending.endings(world.board, world.patrons, defected, confirmed, fate, weeks, weights)
    gone = leader(world) != IN_OFFICE
    turned = world.board[world.client(Client.ALIGNMENT)] == TURNED
    assert ending.over(world.board) == (gone or turned)
    if not gone:
        assert world.board[world.client(Client.COALITION)] == HOLDS


@given(worlds(), all_weights, st.integers(0, 7))
def test_help_never_speeds_up_removal(world: World, weights: Weights, seat: int) -> None:
    """Whoever is captured despite more help would have been captured without it."""
    world.board[world.challenger(Challenger.PRESSURE)] = REGIME_REMOVAL
    column = world.patron(seat % world.patrons, Patron.SUPPORT)
    fate = ending.Fate(1.0, 0.3, 1.0, 1.0)
    fates = []
    for rung in range(COMBAT + 1):
        helped = world.but(column, float(rung))
        ending.removal(helped.board, world.patrons, fate, 1.0, weights)
        fates.append(leader(helped))
    assert fates == sorted(fates, reverse=True)
