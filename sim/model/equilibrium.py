"""The simultaneous logit equilibrium: challenger and patrons choose as if they knew each other's odds.

Each answers, by quantal response, the others' mixed choices of the same turn; the equilibrium is where
the answers agree (McKelvey and Palfrey 1995). It is found by damped iteration from the present rungs.
The client is not a party to it: it acts on its beliefs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model import power, survival
from sim.model.challenger import ChallengerView, challenger_utilities, challenger_utility
from sim.model.constraints import CHALLENGER_AT, Challenger, Patron
from sim.model.kernel import kernel
from sim.model.ladders import COMBAT, EXPOSURE, PRESSURE_RUNGS, SUPPORT_RUNGS
from sim.model.observe import observe_as_challenger, observe_as_patron, patron_at, spare_of
from sim.model.patron import PatronView, patron_utilities, patron_utility
from sim.model.rivals import QRE
from sim.model.weights import Weights

FloatArray = NDArray[np.float64]
ROUNDS = 200
DAMPING = 0.5
CLOSE = 1e-10


@kernel
def logit(utilities: FloatArray) -> FloatArray:
    """Choice probabilities of quantal response with a precision of one."""
    masses = np.exp(utilities - utilities.max())
    chances: FloatArray = masses / masses.sum()
    return chances


@kernel
def logit_equilibrium(
    first: FloatArray, second: FloatArray, precision: float, rounds: int
) -> tuple[FloatArray, FloatArray]:
    """Logit equilibrium of a game of two with payoffs ``first`` and ``second``, [row, column], both.

    Damped iteration from even odds: the point on the branch that starts there.
    """
    rows = np.full(first.shape[0], 1.0 / first.shape[0])
    columns = np.full(first.shape[1], 1.0 / first.shape[1])
    for _ in range(rounds):
        rows += (logit(precision * (first @ columns)) - rows) * 0.1
        columns += (logit(precision * (rows @ second)) - columns) * 0.1
    return rows, columns


@kernel
def at_pressure(view: PatronView, board: FloatArray, seat: int, pressure: int, left: float) -> PatronView:
    """What a patron would see at that rung of pressure, the others' help leaving ``left`` of the danger."""
    resolve = board[patron_at(seat) + Patron.BELIEVES_RESOLVED]
    forces = board[CHALLENGER_AT + Challenger.FORCES]
    return PatronView(
        view.stake, view.spare, view.fiscal_slack, view.linkage, view.commitment, view.contiguous, view.great_power,
        view.inferiority, view.support, view.settled, survival.expected_threat(pressure, resolve, forces),
        survival.chance_of_deadly_force(pressure, resolve, forces), left, view.asked, view.appealed,
    )  # fmt: skip


@kernel
def left_by_others(board: FloatArray, seat: int, supports: FloatArray, pressure: int, weights: Weights) -> float:
    """Expected share of the danger that the other patrons leave at that rung of pressure."""
    resolve = board[patron_at(seat) + Patron.BELIEVES_RESOLVED]
    threat = survival.expected_threat(pressure, resolve, board[CHALLENGER_AT + Challenger.FORCES])
    left = 1.0
    for other in range(len(supports)):
        if other != seat:
            spare = spare_of(board, other)
            expected = 0.0
            for rung in range(SUPPORT_RUNGS):
                expected += supports[other, rung] * survival.danger_left(rung, spare, threat, weights.survival)
            left *= expected
    return left


@kernel
def support_utilities(
    board: FloatArray, seat: int, pressures: FloatArray, supports: FloatArray, weights: Weights
) -> FloatArray:
    """A patron's expected utility of every rung, [rung], against the others' odds."""
    view = observe_as_patron(board, seat, len(supports), weights.survival)
    utilities = np.zeros(SUPPORT_RUNGS)
    for pressure in range(PRESSURE_RUNGS):
        left = left_by_others(board, seat, supports, pressure, weights)
        there = at_pressure(view, board, seat, pressure, left)
        for rung in range(SUPPORT_RUNGS):
            utilities[rung] += pressures[pressure] * patron_utility(rung, there, weights.patron, weights.survival)
    return utilities


@kernel
def anticipating(board: FloatArray, supports: FloatArray) -> ChallengerView:
    """What the challenger sees, with the support it expects this turn in place of last turn's."""
    seen = observe_as_challenger(board, len(supports))
    missing, met, most = 1.0, 0.0, 0.0
    for seat in range(len(supports)):
        at, spare = patron_at(seat), spare_of(board, seat)
        share = 1.0 - power.inferiority(spare, board[CHALLENGER_AT + Challenger.PROJECTION])
        aid, exposure, standing = 0.0, 0.0, 0.0
        for rung in range(SUPPORT_RUNGS):
            aid += supports[seat, rung] * survival.arriving_aid(rung, spare)
            exposure += supports[seat, rung] * EXPOSURE[rung]
            standing += supports[seat, rung] * rung / COMBAT
        missing *= 1.0 - aid
        met += exposure * share
        most = max(most, board[at + Patron.LEVERAGE] * standing)
    return ChallengerView(
        seen.aim, seen.forces, seen.readiness, seen.public_approval, seen.base_approval, seen.audience, most, met,
        seen.stance, seen.pressure, seen.peak, seen.settled, seen.threat_weeks, 1.0 - missing,
    )  # fmt: skip


@kernel
def pressure_utilities(board: FloatArray, supports: FloatArray, weights: Weights) -> FloatArray:
    """The challenger's utility of every rung, [rung], against the patrons' odds."""
    view = anticipating(board, supports)
    utilities = np.empty(PRESSURE_RUNGS)
    for rung in range(PRESSURE_RUNGS):
        utilities[rung] = challenger_utility(rung, view, weights.challenger, weights.survival)
    return utilities


@kernel
def anticipate(board: FloatArray, course: int, weights: Weights, pressures: FloatArray, supports: FloatArray) -> None:
    """Under the rule ``qre``, fill in everyone's odds in equilibrium; under any other, nothing.

    ``pressures`` is [rung], ``supports`` [patron, rung]. A course laid down for the challenger is known
    to all.
    """
    if weights.rule != QRE:
        return
    patrons = len(supports)
    pressures[:] = 0.0
    pressures[int(board[CHALLENGER_AT + Challenger.PRESSURE]) if course < 0 else course] = 1.0
    supports[:] = 0.0
    for seat in range(patrons):
        supports[seat, int(board[patron_at(seat) + Patron.SUPPORT])] = 1.0
    for _ in range(ROUNDS):
        moved = 0.0
        if course < 0:
            step = logit(pressure_utilities(board, supports, weights)) - pressures
            pressures += DAMPING * step
            moved = max(moved, np.abs(step).max())
        for seat in range(patrons):
            change = logit(support_utilities(board, seat, pressures, supports, weights)) - supports[seat]
            supports[seat] += DAMPING * change
            moved = max(moved, np.abs(change).max())
        if moved < CLOSE:
            break


@kernel
def six(utilities: FloatArray) -> tuple[float, float, float, float, float, float]:
    """Utilities of the six rungs of support as choice takes them."""
    return utilities[0], utilities[1], utilities[2], utilities[3], utilities[4], utilities[5]


@kernel
def seven(utilities: FloatArray) -> tuple[float, float, float, float, float, float, float]:
    """Utilities of the seven rungs of pressure as choice takes them."""
    return utilities[0], utilities[1], utilities[2], utilities[3], utilities[4], utilities[5], utilities[6]


@kernel
def patron_weighs(
    board: FloatArray, seat: int, view: PatronView, pressures: FloatArray, supports: FloatArray, weights: Weights
) -> tuple[float, float, float, float, float, float]:
    """A patron's utilities under the decision rule in force."""
    if weights.rule == QRE:
        return six(support_utilities(board, seat, pressures, supports, weights))
    return patron_utilities(view, weights.patron, weights.survival, weights.rule)


@kernel
def challenger_weighs(
    board: FloatArray, view: ChallengerView, supports: FloatArray, weights: Weights
) -> tuple[float, float, float, float, float, float, float]:
    """The challenger's utilities under the decision rule in force."""
    if weights.rule == QRE:
        return seven(pressure_utilities(board, supports, weights))
    return challenger_utilities(view, weights.challenger, weights.survival, weights.rule)
