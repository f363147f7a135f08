"""How the world moves: it opens, beliefs change, decisions take hold, stocks run down."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model import beliefs, economy, survival
from sim.model.choice import chance_within
from sim.model.constraints import CHALLENGER_AT, CLIENT_AT, Challenger, Client, Patron
from sim.model.decide import Move
from sim.model.kernel import kernel
from sim.model.ladders import COMMERCE, CONCEDE, SHOW_OF_FORCE
from sim.model.observe import danger_left_in_hope, patron_at, spare_of, threat_to_client
from sim.model.weights import PaceWeights, SurvivalWeights, Weights

FloatArray = NDArray[np.float64]


@kernel
def unrescued_exports(board: FloatArray, patrons: int) -> float:
    """Share of the exports cut off that no patron rescues."""
    kept = 1.0
    for seat in range(patrons):
        at = patron_at(seat)
        kept *= economy.trade_kept(int(board[at + Patron.SUPPORT]), board[at + Patron.TRADE])
    return kept


@kernel
def access_now(board: FloatArray, patrons: int) -> float:
    """Export access toward which things are moving."""
    pressure = int(board[CHALLENGER_AT + Challenger.PRESSURE])
    grip = board[CHALLENGER_AT + Challenger.GRIP]
    unrescued = unrescued_exports(board, patrons)
    return economy.export_access(board[CLIENT_AT + Client.EXPORT_ACCESS], pressure, grip, unrescued)


@kernel
def count_revenue(board: FloatArray) -> None:
    """Bring revenue up to date with output, access, price and discount."""
    board[CLIENT_AT + Client.REVENUE] = economy.revenue(
        board[CLIENT_AT + Client.OUTPUT], board[CLIENT_AT + Client.ACCESS],
        board[CLIENT_AT + Client.PRICE], board[CLIENT_AT + Client.DISCOUNT],
    )  # fmt: skip


@kernel
def open_world(board: FloatArray, patrons: int, odds: SurvivalWeights) -> None:
    """Fill the states of a world whose constraints and opening rungs are in place."""
    board[CLIENT_AT + Client.RESOLVE_PRIOR] = board[CLIENT_AT + Client.BELIEVES_RESOLVED]
    board[CHALLENGER_AT + Challenger.SIGNAL] = 1.0
    for seat in range(patrons):
        at = patron_at(seat)
        reputation = board[at + Patron.REPUTATION]
        board[at + Patron.RESOLVE_PRIOR] = board[at + Patron.BELIEVES_RESOLVED]
        board[at + Patron.TRUSTED] = beliefs.hopeful(reputation, board[CLIENT_AT + Client.OPTIMISM])
        board[at + Patron.FEARED] = reputation
        board[at + Patron.SIGNAL] = 1.0
    board[CLIENT_AT + Client.ACCESS] = access_now(board, patrons)
    count_revenue(board)
    count_help(board, patrons, odds)


@kernel
def count_help(board: FloatArray, patrons: int, odds: SurvivalWeights) -> None:
    """Bring up to date the help in which the client believes."""
    threat = threat_to_client(board, board[CLIENT_AT + Client.BELIEVES_RESOLVED])
    board[CLIENT_AT + Client.HELP] = 1.0 - danger_left_in_hope(board, patrons, threat, odds)


@kernel
def believe(board: FloatArray, at: int, prior: float, signal: float, fading: float, learning: float) -> None:
    """One belief: time wears it, a move that was seen changes it."""
    belief = beliefs.relaxed_belief(board[at], prior, fading)
    board[at] = beliefs.updated_belief(belief, signal, learning)


@kernel
def update_beliefs(board: FloatArray, patrons: int, weeks: float, pace: PaceWeights) -> None:
    """Everyone draws conclusions from the moves of last turn."""
    fading = chance_within(pace.forgetting, weeks)
    resolve = board[CHALLENGER_AT + Challenger.SIGNAL]
    own = CLIENT_AT + Client.BELIEVES_RESOLVED
    believe(board, own, board[CLIENT_AT + Client.RESOLVE_PRIOR], resolve, fading, pace.learning)
    for seat in range(patrons):
        at = patron_at(seat)
        reputation, steadfast = board[at + Patron.REPUTATION], board[at + Patron.SIGNAL]
        hoped = beliefs.hopeful(reputation, board[CLIENT_AT + Client.OPTIMISM])
        believe(board, at + Patron.BELIEVES_RESOLVED, board[at + Patron.RESOLVE_PRIOR], resolve, fading, pace.learning)
        believe(board, at + Patron.TRUSTED, hoped, steadfast, fading, pace.learning)
        believe(board, at + Patron.FEARED, reputation, steadfast, fading, pace.learning)


@kernel
def clear_alerts(board: FloatArray, patrons: int) -> None:
    """What called for an answer this turn has been answered."""
    board[CHALLENGER_AT + Challenger.ALERT] = 0.0
    board[CLIENT_AT + Client.ALERT] = 0.0
    for seat in range(patrons):
        board[patron_at(seat) + Patron.ALERT] = 0.0


@kernel
def move_challenger(board: FloatArray, patrons: int, move: Move) -> None:
    """The challenger's decision takes hold, and those it concerns are told."""
    changed = move.rung != int(board[CHALLENGER_AT + Challenger.PRESSURE])
    board[CHALLENGER_AT + Challenger.PRESSURE] = move.rung
    board[CHALLENGER_AT + Challenger.PEAK_PRESSURE] = max(
        float(move.rung), board[CHALLENGER_AT + Challenger.PEAK_PRESSURE]
    )
    board[CHALLENGER_AT + Challenger.SIGNAL] = move.signal
    board[CHALLENGER_AT + Challenger.SETTLED] = 1.0
    if changed:
        board[CLIENT_AT + Client.ALERT] = 1.0
        for seat in range(patrons):
            board[patron_at(seat) + Patron.ALERT] = 1.0


@kernel
def move_patron(board: FloatArray, seat: int, move: Move) -> None:
    """A patron's decision takes hold."""
    at = patron_at(seat)
    if move.rung != int(board[at + Patron.SUPPORT]):
        board[CHALLENGER_AT + Challenger.ALERT] = 1.0
        board[CLIENT_AT + Client.ALERT] = 1.0
    board[at + Patron.SUPPORT] = move.rung
    board[at + Patron.PEAK_SUPPORT] = max(float(move.rung), board[at + Patron.PEAK_SUPPORT])
    board[at + Patron.SIGNAL] = move.signal
    board[at + Patron.SETTLED] = 1.0


@kernel
def move_client(board: FloatArray, move: Move, weeks: float) -> None:
    """The leader's decision takes hold; how long he has been conceding is counted."""
    if move.rung != int(board[CLIENT_AT + Client.STANCE]):
        board[CHALLENGER_AT + Challenger.ALERT] = 1.0
    conceding = board[CLIENT_AT + Client.CONCEDING_WEEKS] + weeks
    board[CLIENT_AT + Client.CONCEDING_WEEKS] = conceding if move.rung == CONCEDE else 0.0
    board[CLIENT_AT + Client.STANCE] = move.rung
    board[CLIENT_AT + Client.SETTLED] = 1.0


@kernel
def move_forces(board: FloatArray, weeks: float) -> None:
    """Forces build up, and the threat they stand for ages."""
    at = CHALLENGER_AT
    pressure = int(board[at + Challenger.PRESSURE])
    if pressure >= SHOW_OF_FORCE or board[at + Challenger.THREAT_WEEKS] > 0.0:
        board[at + Challenger.THREAT_WEEKS] += weeks
    arrived = chance_within(board[at + Challenger.BUILDUP], weeks)
    board[at + Challenger.FORCES] = economy.forces_present(
        board[at + Challenger.FORCES], board[at + Challenger.FORCES_AVAILABLE], pressure, arrived
    )


@kernel
def move_economy(board: FloatArray, patrons: int, weeks: float, pace: PaceWeights) -> None:
    """Output, access, revenue and unrest take their course."""
    at = CLIENT_AT
    tended = 0.0
    for seat in range(patrons):
        block = patron_at(seat)
        tended = max(tended, board[block + Patron.TRADE] * COMMERCE[int(board[block + Patron.SUPPORT])])
    lost = chance_within(board[at + Client.OUTPUT_DECAY], weeks)
    board[at + Client.OUTPUT] = economy.output_left(board[at + Client.OUTPUT], lost, tended)
    share = chance_within(pace.adjustment, weeks)
    board[at + Client.ACCESS] = economy.approach(board[at + Client.ACCESS], access_now(board, patrons), share)
    count_revenue(board)
    target = economy.unrest_target(board[at + Client.GRIEVANCE], board[at + Client.REVENUE], pace.unrest_response)
    board[at + Client.UNREST] = economy.approach(board[at + Client.UNREST], target, share)


@kernel
def move_readiness(board: FloatArray, patrons: int, weeks: float, pace: PaceWeights) -> None:
    """Readiness decays, and is repaired as far as aid arrives."""
    aid = 0.0
    for seat in range(patrons):
        support = int(board[patron_at(seat) + Patron.SUPPORT])
        aid = max(aid, survival.arriving_aid(support, spare_of(board, seat)))
    at = CLIENT_AT
    lost = chance_within(board[at + Client.READINESS_DECAY], weeks)
    repaired = chance_within(pace.maintenance, weeks)
    board[at + Client.READINESS] = economy.readiness_left(board[at + Client.READINESS], lost, aid, repaired)
    board[at + Client.REPRIEVE_WEEKS] = max(0.0, board[at + Client.REPRIEVE_WEEKS] - weeks)


@kernel
def advance(board: FloatArray, patrons: int, weeks: float, weights: Weights) -> None:
    """Everything that moves by itself moves on by one turn."""
    move_forces(board, weeks)
    move_economy(board, patrons, weeks, weights.pace)
    move_readiness(board, patrons, weeks, weights.pace)
    count_help(board, patrons, weights.survival)
