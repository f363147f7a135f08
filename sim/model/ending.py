"""How a crisis ends: the officers' coup, removal by force, a negotiated exit, a change of sides."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model import coalition
from sim.model.choice import chance_within
from sim.model.constraints import CHALLENGER_AT, CLIENT_AT, Challenger, Client
from sim.model.kernel import kernel
from sim.model.ladders import (
    CAPTURED_OR_KILLED,
    CONCEDE,
    COUP,
    HOLDS,
    IN_OFFICE,
    NEGOTIATED_EXIT,
    REGIME_REMOVAL,
    REPLACED,
    TURNED,
)  # fmt: skip
from sim.model.observe import best_support, danger_left_by_others, threat_to_client
from sim.model.weights import OfficerWeights, Weights

FloatArray = NDArray[np.float64]


class Fate(NamedTuple):
    """Chance draws at one turn, all uniform."""

    coup: float
    removal: float
    replacement: float
    turning: float


@kernel
def over(board: FloatArray) -> bool:
    """Whether the crisis has ended: the leader is gone, or the client has turned."""
    gone = board[CLIENT_AT + Client.LEADER] != IN_OFFICE
    return bool(gone or board[CLIENT_AT + Client.ALIGNMENT] == TURNED)


@kernel
def leader_goes(board: FloatArray, patrons: int, how: int, replaced: int) -> None:
    """Record how the leader went and what that means for coalition and alignment."""
    board[CLIENT_AT + Client.LEADER] = how
    board[CLIENT_AT + Client.COALITION] = replaced
    board[CLIENT_AT + Client.ALIGNMENT] = coalition.alignment_after(
        replaced, board[CHALLENGER_AT + Challenger.SIDE_DEAL], best_support(board, patrons)
    )


@kernel
def officers_move(board: FloatArray, patrons: int, defected: float, draw: float, weights: OfficerWeights) -> None:
    """Enough officers gone, and no failed coup fresh in mind: they try, and about half the time succeed."""
    board[CLIENT_AT + Client.DEFECTED] = defected
    if defected < weights.quorum or board[CLIENT_AT + Client.REPRIEVE_WEEKS] > 0.0:
        return
    if coalition.coup_succeeds(draw, weights):
        leader_goes(board, patrons, COUP, coalition.coalition_after(defected, weights))
    else:
        board[CLIENT_AT + Client.REPRIEVE_WEEKS] = weights.quiet_weeks


@kernel
def removal(board: FloatArray, patrons: int, fate: Fate, weeks: float, weights: Weights) -> None:
    """A raid or an invasion under way may reach the leader."""
    if board[CHALLENGER_AT + Challenger.PRESSURE] < REGIME_REMOVAL:
        return
    threat = threat_to_client(board, 1.0)
    left = danger_left_by_others(board, patrons, -1, threat, weights.survival)
    forces = board[CHALLENGER_AT + Challenger.FORCES]
    rate = coalition.removal_rate(forces, board[CLIENT_AT + Client.READINESS], left, weights.pace.removal_rate)
    if fate.removal < chance_within(rate, weeks):
        swept = fate.replacement < coalition.chance_of_replacement(forces, board[CLIENT_AT + Client.COHESION])
        replaced = REPLACED if swept else HOLDS
        leader_goes(board, patrons, CAPTURED_OR_KILLED, replaced)


@kernel
def negotiated_exit(board: FloatArray, patrons: int, confirmed: bool, weights: OfficerWeights) -> None:
    """A leader who conceded, was asked again and still concedes leaves."""
    if confirmed and int(board[CLIENT_AT + Client.STANCE]) == CONCEDE:
        replaced = coalition.coalition_after(board[CLIENT_AT + Client.DEFECTED], weights)
        leader_goes(board, patrons, NEGOTIATED_EXIT, replaced)


@kernel
def change_of_sides(board: FloatArray, draw: float, weeks: float, weights: Weights) -> None:
    """A leader in office, bargaining and let down, may turn to the challenger himself."""
    at = CLIENT_AT
    rate = coalition.turning_rate(
        int(board[at + Client.STANCE]), board[at + Client.UNANSWERED], board[at + Client.HELP],
        weights.pace.turning_rate,
    )  # fmt: skip
    if draw < chance_within(rate, weeks):
        board[at + Client.ALIGNMENT] = TURNED


@kernel
def endings(
    board: FloatArray, patrons: int, defected: float, confirmed: bool, fate: Fate, weeks: float, weights: Weights
) -> None:
    """The ways out, in the order in which they are tried; the first that opens is taken, and none twice."""
    if over(board):
        return
    officers_move(board, patrons, defected, fate.coup, weights.officer)
    if not over(board):
        removal(board, patrons, fate, weeks, weights)
    if not over(board):
        negotiated_exit(board, patrons, confirmed, weights.officer)
    if not over(board):
        change_of_sides(board, fate.turning, weeks, weights)
