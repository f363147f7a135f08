"""Decisions: whether an actor looks again this turn, which rung it moves to, what the move tells others."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model import beliefs, challenger, choice
from sim.model.challenger import ChallengerView, challenger_utilities
from sim.model.client import ClientView, client_utilities
from sim.model.constraints import CHALLENGER_AT, CLIENT_AT, Challenger, Client, Patron
from sim.model.kernel import kernel
from sim.model.observe import patron_at
from sim.model.patron import PatronView, patron_utilities, with_stake
from sim.model.weights import PaceWeights, Weights

FloatArray = NDArray[np.float64]
SixUtilities = tuple[float, float, float, float, float, float]
SevenUtilities = tuple[float, float, float, float, float, float, float]
FREE = -1  # no course laid down for this turn


class Luck(NamedTuple):
    """One actor's chance draws at one turn."""

    lasting: float  # standard normal, one per run
    passing: float  # standard normal, one per turn
    review: float  # uniform, one per turn


class Move(NamedTuple):
    """A decision: the rung, whether the actor looked at all, and the likelihood ratio of its move."""

    rung: int
    looked: bool
    signal: float  # how much likelier from the stronger type; 1 if it did not move


@kernel
def looks_again(settled: float, alerted: float, review: float, pace: PaceWeights, weeks: float) -> bool:
    """Whether an actor decides anew this turn (Eq. 77).

    It does at its first turn, at once when something concerns it, and otherwise at a weekly rate.
    """
    if settled < 1.0 or alerted > 0.0:
        return True
    return review < choice.chance_within(pace.review_rate, weeks)


@kernel
def chance_seen(utilities: tuple[float, ...], before: int, rung: int) -> float:
    """Chance of what a move shows: that the mover went at least so far up, or at most stayed so far up.

    Read so, a small step up never counts as a sign of weakness, and a cheap one teaches little.
    """
    span = choice.chosen_span(utilities, rung)
    return 1.0 - span.low if rung > before else span.high


@kernel
def patron_signal(view: PatronView, rung: int, gap: float, weights: Weights) -> float:
    """Likelihood of a move from a steadfast patron over that from a lukewarm one."""
    strong = with_stake(view, beliefs.hypothesis(view.stake, gap, 1.0))
    weak = with_stake(view, beliefs.hypothesis(view.stake, gap, -1.0))
    if_strong = patron_utilities(strong, weights.patron, weights.survival, weights.rule)
    if_weak = patron_utilities(weak, weights.patron, weights.survival, weights.rule)
    return beliefs.likelihood_ratio(
        chance_seen(if_strong, view.support, rung), chance_seen(if_weak, view.support, rung)
    )


@kernel
def challenger_signal(view: ChallengerView, rung: int, gap: float, weights: Weights) -> float:
    """Likelihood of a move from a resolved challenger over that from an irresolute one."""
    strong = challenger.with_aim(view, beliefs.hypothesis(view.aim, gap, 1.0))
    weak = challenger.with_aim(view, beliefs.hypothesis(view.aim, gap, -1.0))
    if_strong = challenger_utilities(strong, weights.challenger, weights.survival, weights.rule)
    if_weak = challenger_utilities(weak, weights.challenger, weights.survival, weights.rule)
    return beliefs.likelihood_ratio(
        chance_seen(if_strong, view.pressure, rung), chance_seen(if_weak, view.pressure, rung)
    )


@kernel
def stays(rung: int) -> Move:
    """The decision of an actor that lets things run."""
    return Move(rung, False, 1.0)


@kernel
def patron_looks(board: FloatArray, seat: int, review: float, pace: PaceWeights, weeks: float) -> bool:
    """Whether a patron decides anew this turn."""
    at = patron_at(seat)
    return looks_again(board[at + Patron.SETTLED], board[at + Patron.ALERT], review, pace, weeks)


@kernel
def decide_support(
    board: FloatArray, seat: int, view: PatronView, utilities: SixUtilities, luck: Luck, weights: Weights
) -> Move:
    """A patron's decision, once it looks, by the utilities that its decision rule gives the rungs."""
    rung = choice.choose(utilities, choice.lasting_luck(luck.lasting, luck.passing, weights.pace.persistence))
    if rung == view.support:
        return Move(rung, True, 1.0)
    gap = board[patron_at(seat) + Patron.STEADFAST_GAP]
    return Move(rung, True, patron_signal(view, rung, gap, weights))


@kernel
def challenger_looks(board: FloatArray, course: int, review: float, pace: PaceWeights, weeks: float) -> bool:
    """Whether the challenger decides anew this turn, or has its next step laid down."""
    if course != FREE:
        return True
    at = CHALLENGER_AT
    return looks_again(board[at + Challenger.SETTLED], board[at + Challenger.ALERT], review, pace, weeks)


@kernel
def decide_pressure(
    board: FloatArray, view: ChallengerView, utilities: SevenUtilities, course: int, luck: Luck, weights: Weights
) -> Move:
    """The challenger's decision, once it looks, or the step of a course laid down for it."""
    rung = course
    if course == FREE:
        draw = choice.lasting_luck(luck.lasting, luck.passing, weights.pace.persistence)
        rung = challenger.stepwise(choice.choose(utilities, draw), view)
    if rung == view.pressure:
        return Move(rung, True, 1.0)
    return Move(rung, True, challenger_signal(view, rung, board[CHALLENGER_AT + Challenger.RESOLVED_GAP], weights))


@kernel
def confirming(board: FloatArray, pace: PaceWeights) -> bool:
    """Whether a leader has been conceding for long enough to go if he still means it (Eq. 78)."""
    return bool(board[CLIENT_AT + Client.CONCEDING_WEEKS] >= pace.confirm_weeks)


@kernel
def client_looks(board: FloatArray, review: float, pace: PaceWeights, weeks: float) -> bool:
    """Whether the leader decides anew this turn; he must when he has conceded for long enough."""
    at = CLIENT_AT
    if confirming(board, pace):
        return True
    return looks_again(board[at + Client.SETTLED], board[at + Client.ALERT], review, pace, weeks)


@kernel
def decide_stance(view: ClientView, luck: Luck, weights: Weights) -> Move:
    """The leader's decision, once he looks."""
    draw = choice.lasting_luck(luck.lasting, luck.passing, weights.pace.persistence)
    return Move(choice.choose(client_utilities(view, weights.client, weights.rule), draw), True, 1.0)
