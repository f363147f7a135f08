"""What a scholar believes of how actors learn, and how little most signals teach."""

from __future__ import annotations

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from sim.model import beliefs
from sim.model.advance import update_beliefs
from sim.model.appeals import follow_up, request_at, send, tally
from sim.model.challenger import ChallengerView
from sim.model.choice import probability
from sim.model.constraints import Client, Patron, Request
from sim.model.decide import challenger_signal, patron_signal
from sim.model.ladders import (
    COMBAT,
    DECLARATORY,
    GRANTED,
    LIMITED_STRIKES,
    PENDING,
    PRESSURE_RUNGS,
    SHOW_OF_FORCE,
    SUPPORT_RUNGS,
    UNANSWERED,
    UNSENT,
)
from sim.model.observe import danger_left_in_hope
from sim.model.patron import PatronView, patron_utilities, with_stake
from sim.model.weights import Weights
from tests.strategies import (
    ROUNDING,
    World,
    all_weights,
    between,
    central,
    challenger_views,
    inner,
    ordered,
    patron_views,
    unit,
    worlds,
)

Pair = tuple[float, float]
ratios = st.floats(0.01, 100.0)


@given(inner, ratios, unit)
def test_a_belief_stays_between_impossible_and_certain(belief: float, ratio: float, learning: float) -> None:
    assert 0.0 < beliefs.updated_belief(belief, ratio, learning) < 1.0


@given(inner, ordered(ratios), unit)
def test_a_move_likelier_from_the_stronger_type_never_weakens_the_belief(
    belief: float, pair: Pair, learning: float
) -> None:
    less, more = (beliefs.updated_belief(belief, ratio, learning) for ratio in pair)
    assert less <= more + ROUNDING
    assert abs(beliefs.updated_belief(belief, 1.0, learning) - belief) < ROUNDING


@given(inner, ratios, ordered(unit))
def test_half_learning_never_moves_a_belief_further_than_whole(belief: float, ratio: float, pair: Pair) -> None:
    little, much = (abs(beliefs.updated_belief(belief, ratio, learning) - belief) for learning in pair)
    assert little <= much + ROUNDING


@given(inner, unit, ordered(unit))
def test_without_news_a_belief_drifts_back_and_not_beyond(belief: float, prior: float, pair: Pair) -> None:
    soon, late = (abs(beliefs.relaxed_belief(belief, prior, fading) - prior) for fading in pair)
    assert late <= soon + ROUNDING
    reached = beliefs.relaxed_belief(belief, prior, pair[1])
    assert min(belief, prior) - ROUNDING <= reached <= max(belief, prior) + ROUNDING


@given(unit, ordered(unit))
def test_a_client_never_thinks_less_of_a_patron_than_others_do_at_the_start(reputation: float, pair: Pair) -> None:
    sober, hopeful = (beliefs.hopeful(reputation, optimism) for optimism in pair)
    assert reputation - ROUNDING <= sober <= hopeful + ROUNDING
    assert hopeful <= 1.0 + ROUNDING


@given(unit, ordered(unit))
def test_the_two_types_lie_on_either_side_of_the_value(value: float, pair: Pair) -> None:
    for gap in pair:
        assert beliefs.hypothesis(value, gap, -1.0) <= value <= beliefs.hypothesis(value, gap, 1.0)
    near, far = (beliefs.hypothesis(value, gap, 1.0) for gap in pair)
    assert near <= far


@given(unit, unit)
def test_no_single_move_proves_anything(if_strong: float, if_weak: float) -> None:
    assert 0.01 <= beliefs.likelihood_ratio(if_strong, if_weak) <= 100.0
    assert beliefs.likelihood_ratio(if_strong, if_strong) == 1.0


# ------------------------------------------------------------------------------ what moves teach others


@given(patron_views, all_weights, unit)
def test_a_patron_that_does_more_never_looks_less_steadfast(view: PatronView, weights: Weights, gap: float) -> None:
    ratios_ = [patron_signal(view, rung, gap, weights) for rung in range(SUPPORT_RUNGS)]
    usual = [likely(view, rung, weights) > 1e-9 for rung in range(SUPPORT_RUNGS)]
    seen = [ratio for ratio, can in zip(ratios_, usual, strict=True) if can]
    assert all(low <= high * (1.0 + 1e-6) for low, high in itertools.pairwise(seen))


def likely(view: PatronView, rung: int, weights: Weights) -> float:
    """Chance of a rung from a patron as it is."""
    return probability(patron_utilities(view, weights.patron, weights.survival), rung)


@given(challenger_views, all_weights)
def test_where_the_types_are_alike_no_move_teaches_anything(view: ChallengerView, weights: Weights) -> None:
    assert all(challenger_signal(view, rung, 0.0, weights) == 1.0 for rung in range(PRESSURE_RUNGS))


@given(patron_views, all_weights, unit, unit)
def test_staying_below_a_rung_never_speaks_for_a_steadfast_patron(
    view: PatronView, weights: Weights, gap: float, low_stake: float
) -> None:
    lukewarm, steadfast = (with_stake(view, beliefs.hypothesis(low_stake, gap, side)) for side in (-1.0, 1.0))
    below = [sum(likely(one, rung, weights) for rung in range(LIMITED_STRIKES)) for one in (lukewarm, steadfast)]
    assert below[1] <= below[0] + ROUNDING


def challenger_on_the_brink() -> ChallengerView:
    """A challenger with sanctions in place, its forces arriving, and nothing decided."""
    return ChallengerView(
        aim=0.6, forces=0.3, readiness=0.4, public_approval=0.4, base_approval=0.6, audience=0.5, leverage=0.2,
        presence=0.2, stance=2, pressure=1, peak=1, settled=1.0, threat_weeks=0.0, aid=0.2,
    )  # fmt: skip


def surprise(ratio: float) -> float:
    """How far a likelihood ratio lies from teaching nothing."""
    return abs(math.log(ratio))


def test_a_show_of_force_teaches_less_than_force() -> None:
    """Fearon 1997: sunk costs against tied hands."""
    view, weights = challenger_on_the_brink(), central()
    shown = surprise(challenger_signal(view, SHOW_OF_FORCE, 0.4, weights))
    used = [surprise(challenger_signal(view, rung, 0.4, weights)) for rung in range(LIMITED_STRIKES, PRESSURE_RUNGS)]
    assert shown < min(used)


def patron_on_the_brink() -> PatronView:
    """A patron that has done nothing yet."""
    return PatronView(
        stake=0.4, spare=0.3, fiscal_slack=0.5, linkage=0.4, commitment=0.2, contiguous=0.0, great_power=1.0,
        inferiority=0.6, support=0, settled=1.0, threat=0.35, deadly=0.12, left=0.9, asked=3, appealed=0.5,
    )  # fmt: skip


def test_cheap_words_teach_little() -> None:
    view, weights = patron_on_the_brink(), central()
    words = surprise(patron_signal(view, DECLARATORY, 0.4, weights))
    deeds = [surprise(patron_signal(view, rung, 0.4, weights)) for rung in range(DECLARATORY + 2, SUPPORT_RUNGS)]
    assert words < math.log(1.5)
    assert words < min(deeds)


# -------------------------------------------------------------------------- what silence teaches the client


def refused(world: World, weights: Weights) -> tuple[World, World]:
    """The same world with an appeal pending, and after patience has run out."""
    before = World(world.board.copy(), world.patrons, world.requests)
    at = request_at(world.patrons, 0)
    needs = int(before.board[at + Request.NEEDS])
    seat = int(before.board[at + Request.PATRON])
    before.board[at + Request.STATUS] = PENDING
    before.board[at + Request.WAITED] = before.board[world.client(Client.PATIENCE)]
    stood = before.board[world.patron(seat, Patron.SUPPORT)]
    before.board[world.patron(seat, Patron.SUPPORT)] = min(stood, needs - 1)
    tally(before.board, world.patrons, world.requests)
    after = World(before.board.copy(), world.patrons, world.requests)
    follow_up(after.board, world.patrons, 0, 1.0, weights)
    tally(after.board, world.patrons, world.requests)
    return before, after


@given(worlds().filter(lambda world: world.requests > 0), all_weights)
def test_an_unanswered_appeal_never_raises_the_clients_trust(world: World, weights: Weights) -> None:
    before, after = refused(world, weights)
    assert int(after.board[request_at(world.patrons, 0) + Request.STATUS]) == UNANSWERED
    for seat in range(world.patrons):
        column = world.patron(seat, Patron.TRUSTED)
        assert after.board[column] <= before.board[column] + ROUNDING


@given(worlds().filter(lambda world: world.requests > 0), all_weights, unit)
def test_an_unanswered_appeal_never_adds_to_the_help_believed_in(world: World, weights: Weights, threat: float) -> None:
    before, after = refused(world, weights)
    left = [danger_left_in_hope(one.board, world.patrons, threat, weights.survival) for one in (before, after)]
    assert left[1] >= left[0] - ROUNDING
    unanswered = world.client(Client.UNANSWERED)
    assert after.board[unanswered] >= before.board[unanswered]


@given(worlds().filter(lambda world: world.requests > 0), all_weights)
def test_an_unanswered_appeal_weighs_no_less_on_the_patron(world: World, weights: Weights) -> None:
    before, after = refused(world, weights)
    for seat in range(world.patrons):
        column = world.patron(seat, Patron.APPEALED)
        assert after.board[column] >= before.board[column] - ROUNDING
        assert 0.0 <= after.board[column] <= 1.0


@given(worlds().filter(lambda world: world.requests > 1))
def test_a_further_appeal_never_makes_the_others_weigh_less(world: World) -> None:
    at = request_at(world.patrons, 1)
    world.board[at + Request.STATUS] = UNSENT
    tally(world.board, world.patrons, world.requests)
    column = world.patron(int(world.board[at + Request.PATRON]), Patron.APPEALED)
    before = world.board[column]
    send(world.board, world.patrons, 1)
    tally(world.board, world.patrons, world.requests)
    assert world.board[column] >= before


@given(worlds().filter(lambda world: world.requests > 0), all_weights)
def test_a_patron_that_stands_high_enough_has_granted(world: World, weights: Weights) -> None:
    at = request_at(world.patrons, 0)
    world.board[at + Request.STATUS] = PENDING
    world.board[world.patron(int(world.board[at + Request.PATRON]), Patron.SUPPORT)] = COMBAT
    follow_up(world.board, world.patrons, 0, 1.0, weights)
    assert int(world.board[at + Request.STATUS]) == GRANTED


@given(worlds(), all_weights, between(0.1, 4.0))
def test_a_turn_of_learning_keeps_every_belief_a_probability(world: World, weights: Weights, weeks: float) -> None:
    update_beliefs(world.board, world.patrons, weeks, weights.pace)
    held = [world.board[world.client(Client.BELIEVES_RESOLVED)]]
    for seat in range(world.patrons):
        held += [
            world.board[world.patron(seat, column)]
            for column in (Patron.BELIEVES_RESOLVED, Patron.TRUSTED, Patron.FEARED)
        ]
    assert all(0.0 <= belief <= 1.0 for belief in held)
