"""Appeals for named items: sent, granted, or left unanswered in public."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model import beliefs, choice, client
from sim.model.client import ClientView
from sim.model.constraints import CLIENT_AT, PATRON_WIDTH, PATRONS_AT, REQUEST_WIDTH, Client, Patron, Request
from sim.model.kernel import kernel
from sim.model.ladders import GRANTED, PENDING, UNANSWERED, UNSENT
from sim.model.observe import observe_as_patron, patron_at
from sim.model.patron import PatronView, patron_utilities, with_stake
from sim.model.weights import Weights

FloatArray = NDArray[np.float64]
PENDING_SHARE = 0.5  # a pending appeal weighs half an unanswered one


@kernel
def request_at(patrons: int, request: int) -> int:
    """First column of an appeal's block."""
    return PATRONS_AT + patrons * PATRON_WIDTH + request * REQUEST_WIDTH


@kernel
def chance_below(view: PatronView, rung: int, gap: float, side: float, weights: Weights) -> float:
    """Chance that a patron of the stronger (side 1) or weaker (-1) type stays below a rung."""
    patron = with_stake(view, beliefs.hypothesis(view.stake, gap, side))
    return choice.chosen_span(patron_utilities(patron, weights.patron, weights.survival, weights.rule), rung).low


@kernel
def take_as_refused(board: FloatArray, patrons: int, seat: int, needs: int, weights: Weights) -> None:
    """The client gives up waiting: what it learns is what staying below the rung says of the patron."""
    at = patron_at(seat)
    view = observe_as_patron(board, seat, patrons, weights.survival)
    gap = board[at + Patron.STEADFAST_GAP]
    if_strong = chance_below(view, needs, gap, 1.0, weights)
    if_weak = chance_below(view, needs, gap, -1.0, weights)
    ratio = beliefs.likelihood_ratio(if_strong, if_weak)
    board[at + Patron.TRUSTED] = beliefs.updated_belief(board[at + Patron.TRUSTED], ratio, weights.pace.learning)
    board[at + Patron.ALERT] = 1.0


@kernel
def follow_up(board: FloatArray, patrons: int, request: int, weeks: float, weights: Weights) -> None:
    """Move one appeal on: granted once the patron stands high enough, unanswered once patience ends."""
    at = request_at(patrons, request)
    status = int(board[at + Request.STATUS])
    if status in (UNSENT, GRANTED):
        return
    seat = int(board[at + Request.PATRON])
    needs = int(board[at + Request.NEEDS])
    if board[patron_at(seat) + Patron.SUPPORT] >= needs:
        board[at + Request.STATUS] = GRANTED
        return
    board[at + Request.WAITED] += weeks
    if status == PENDING and board[at + Request.WAITED] >= board[CLIENT_AT + Client.PATIENCE]:
        board[at + Request.STATUS] = UNANSWERED
        take_as_refused(board, patrons, seat, needs, weights)


@kernel
def tally(board: FloatArray, patrons: int, requests: int) -> None:
    """What is asked of each patron, and the share of all appeals sent that nobody answered (Eq. 79)."""
    sent, unanswered = 0, 0
    for seat in range(patrons):
        at = patron_at(seat)
        own, weight, asked = 0, 0.0, 0
        for request in range(requests):
            block = request_at(patrons, request)
            status = int(board[block + Request.STATUS])
            if int(board[block + Request.PATRON]) == seat and status != UNSENT:
                own += 1
                if status != GRANTED:
                    asked = max(asked, int(board[block + Request.NEEDS]))
                    weight = max(weight, 1.0 if status == UNANSWERED else PENDING_SHARE)
                    unanswered += 1 if status == UNANSWERED else 0
        sent += own
        board[at + Patron.ASKED] = asked
        board[at + Patron.APPEALED] = weight
    board[CLIENT_AT + Client.UNANSWERED] = unanswered / sent if sent > 0 else 0.0


@kernel
def unsent(board: FloatArray, seat: int, patrons: int, requests: int) -> int:
    """The first appeal to a patron that has not been sent, in the order of the file; -1 for none."""
    for request in range(requests):
        at = request_at(patrons, request)
        if int(board[at + Request.PATRON]) == seat and int(board[at + Request.STATUS]) == UNSENT:
            return request
    return -1


@kernel
def goes_out(board: FloatArray, view: ClientView, draw: float, weeks: float, weights: Weights) -> bool:
    """Whether the client sends a patron its next appeal this turn."""
    rate = client.appeal_rate(view.threat, board[CLIENT_AT + Client.HELP], weights.pace.appeal_rate)
    return draw < choice.chance_within(rate, weeks)


@kernel
def send(board: FloatArray, patrons: int, request: int) -> None:
    """Put an appeal on a patron's table."""
    at = request_at(patrons, request)
    board[at + Request.STATUS] = PENDING
    board[at + Request.WAITED] = 0.0
    board[patron_at(int(board[at + Request.PATRON])) + Patron.ALERT] = 1.0
