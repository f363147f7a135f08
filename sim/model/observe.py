"""What each actor sees when it decides: last turn's world, and nothing a neighbour is about to do."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model import power, survival
from sim.model.challenger import ChallengerView
from sim.model.client import ClientView
from sim.model.coalition import OfficersView
from sim.model.constraints import CHALLENGER_AT, CLIENT_AT, PATRON_WIDTH, PATRONS_AT, Challenger, Client, Patron
from sim.model.kernel import kernel
from sim.model.ladders import COMBAT, EXPOSURE
from sim.model.patron import PatronView
from sim.model.weights import SurvivalWeights

FloatArray = NDArray[np.float64]


@kernel
def patron_at(seat: int) -> int:
    """First column of a patron's block."""
    return PATRONS_AT + seat * PATRON_WIDTH


@kernel
def spare_of(board: FloatArray, seat: int) -> float:
    """A patron's spare capacity now, in [0, 1]."""
    at = patron_at(seat)
    return power.spare_capacity(board[at + Patron.PROJECTION], board[at + Patron.COMMITTED_ELSEWHERE])


@kernel
def threat_to_client(board: FloatArray, resolve: float) -> float:
    """Expected threat, in [0, 1], to somebody with that belief in the challenger's resolve."""
    pressure = int(board[CHALLENGER_AT + Challenger.PRESSURE])
    return survival.expected_threat(pressure, resolve, board[CHALLENGER_AT + Challenger.FORCES])


@kernel
def danger_left_by_others(board: FloatArray, patrons: int, but: int, threat: float, odds: SurvivalWeights) -> float:
    """Share of the danger that everyone's visible support leaves, one patron (or none: -1) left out."""
    left = 1.0
    for seat in range(patrons):
        if seat != but:
            support = int(board[patron_at(seat) + Patron.SUPPORT])
            left *= survival.danger_left(support, spare_of(board, seat), threat, odds)
    return left


@kernel
def aid_in_mind(board: FloatArray, seat: int, hoped: int, belief: float) -> float:
    """Aid expected of a patron: what it gives, and more so far as it is thought steadfast (Eq. 72)."""
    spare = spare_of(board, seat)
    given = survival.arriving_aid(int(board[patron_at(seat) + Patron.SUPPORT]), spare)
    return given + belief * (survival.arriving_aid(hoped, spare) - given)


@kernel
def observe_as_patron(board: FloatArray, seat: int, patrons: int, odds: SurvivalWeights) -> PatronView:
    """What a patron sees."""
    at = patron_at(seat)
    resolve = board[at + Patron.BELIEVES_RESOLVED]
    threat = threat_to_client(board, resolve)
    spare = spare_of(board, seat)
    pressure = int(board[CHALLENGER_AT + Challenger.PRESSURE])
    return PatronView(
        board[at + Patron.STAKE],
        spare,
        board[at + Patron.FISCAL_SLACK],
        board[at + Patron.LINKAGE],
        board[at + Patron.COMMITMENT],
        board[at + Patron.CONTIGUOUS],
        board[CHALLENGER_AT + Challenger.GREAT_POWER],
        power.inferiority(spare, board[CHALLENGER_AT + Challenger.PROJECTION]),
        int(board[at + Patron.SUPPORT]),
        board[at + Patron.SETTLED],
        threat,
        survival.chance_of_deadly_force(pressure, resolve, board[CHALLENGER_AT + Challenger.FORCES]),
        danger_left_by_others(board, patrons, seat, threat, odds),
        int(board[at + Patron.ASKED]),
        board[at + Patron.APPEALED],
    )


@kernel
def aid_feared(board: FloatArray, patrons: int) -> float:
    """Aid that the challenger expects to reach the client, in [0, 1] (Eq. 73)."""
    missing = 1.0
    for seat in range(patrons):
        at = patron_at(seat)
        next_rung = min(COMBAT, int(board[at + Patron.SUPPORT]) + 1)
        missing *= 1.0 - aid_in_mind(board, seat, next_rung, board[at + Patron.FEARED])
    return 1.0 - missing


@kernel
def presence(board: FloatArray, patrons: int) -> float:
    """Patrons' people in harm's way, each by its share of local power and the fear of more (Eq. 74)."""
    met = 0.0
    for seat in range(patrons):
        at = patron_at(seat)
        support = int(board[at + Patron.SUPPORT])
        now, more = EXPOSURE[support], EXPOSURE[min(COMBAT, support + 1)]
        outmatched = power.inferiority(spare_of(board, seat), board[CHALLENGER_AT + Challenger.PROJECTION])
        met += (now + board[at + Patron.FEARED] * (more - now)) * (1.0 - outmatched)
    return met


@kernel
def leverage(board: FloatArray, patrons: int) -> float:
    """What the challenger has pending with the patron that matters most, by how far it stands by (Eq. 75)."""
    most = 0.0
    for seat in range(patrons):
        at = patron_at(seat)
        most = max(most, board[at + Patron.LEVERAGE] * board[at + Patron.SUPPORT] / COMBAT)
    return most


@kernel
def observe_as_challenger(board: FloatArray, patrons: int) -> ChallengerView:
    """What the challenger sees."""
    return ChallengerView(
        board[CHALLENGER_AT + Challenger.AIM],
        board[CHALLENGER_AT + Challenger.FORCES],
        board[CLIENT_AT + Client.READINESS],
        board[CHALLENGER_AT + Challenger.PUBLIC_APPROVAL],
        board[CHALLENGER_AT + Challenger.BASE_APPROVAL],
        board[CHALLENGER_AT + Challenger.AUDIENCE],
        leverage(board, patrons),
        presence(board, patrons),
        int(board[CLIENT_AT + Client.STANCE]),
        int(board[CHALLENGER_AT + Challenger.PRESSURE]),
        int(board[CHALLENGER_AT + Challenger.PEAK_PRESSURE]),
        board[CHALLENGER_AT + Challenger.SETTLED],
        board[CHALLENGER_AT + Challenger.THREAT_WEEKS],
        aid_feared(board, patrons),
    )


@kernel
def danger_left_in_hope(board: FloatArray, patrons: int, threat: float, odds: SurvivalWeights) -> float:
    """Share of the danger left by the help that the client believes in (Eq. 76; Benson 2012, but see Yuen 2009)."""
    left = 1.0
    for seat in range(patrons):
        at = patron_at(seat)
        hoped = max(int(board[at + Patron.ASKED]), min(COMBAT, int(board[at + Patron.SUPPORT]) + 1))
        aid = aid_in_mind(board, seat, hoped, board[at + Patron.TRUSTED])
        left *= 1.0 - odds.aid * survival.blunted(aid, threat, odds.blunting)
    return left


@kernel
def observe_as_client(board: FloatArray, patrons: int, odds: SurvivalWeights) -> ClientView:
    """What the client's leader sees."""
    threat = threat_to_client(board, board[CLIENT_AT + Client.BELIEVES_RESOLVED])
    left = danger_left_in_hope(board, patrons, threat, odds)
    return ClientView(
        survival.survival(threat, left, odds),
        board[CLIENT_AT + Client.REVENUE],
        board[CLIENT_AT + Client.SAFE_PASSAGE],
        threat,
        board[CLIENT_AT + Client.UNREST],
        int(board[CLIENT_AT + Client.STANCE]),
        board[CLIENT_AT + Client.SETTLED],
    )


@kernel
def observe_as_officer(board: FloatArray) -> OfficersView:
    """What every officer sees."""
    return OfficersView(
        board[CLIENT_AT + Client.REVENUE],
        board[CLIENT_AT + Client.HELP],
        board[CLIENT_AT + Client.UNANSWERED],
        threat_to_client(board, board[CLIENT_AT + Client.BELIEVES_RESOLVED]),
        board[CLIENT_AT + Client.UNREST],
        board[CHALLENGER_AT + Challenger.SIDE_DEAL],
        board[CLIENT_AT + Client.COHESION],
        1.0 if board[CLIENT_AT + Client.REPRIEVE_WEEKS] > 0.0 else 0.0,
    )


@kernel
def best_support(board: FloatArray, patrons: int) -> int:
    """Highest rung of support that any patron gives."""
    best = 0
    for seat in range(patrons):
        best = max(best, int(board[patron_at(seat) + Patron.SUPPORT]))
    return best
