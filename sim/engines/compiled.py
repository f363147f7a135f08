"""The compiled sequence of play: many runs, the same rules. Its twin, agent by agent, is ``stepwise``."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model import coalition, decide, ending
from sim.model.advance import (
    advance,
    clear_alerts,
    move_challenger,
    move_client,
    move_patron,
    open_world,
    update_beliefs,
)
from sim.model.appeals import follow_up, goes_out, send, tally, unsent
from sim.model.constraints import CHALLENGER_AT, CLIENT_AT, WEEK_AT, Challenger, Client, Patron
from sim.model.equilibrium import anticipate, challenger_weighs, patron_weighs
from sim.model.escalation import Script, check_condition, holds, take_effect
from sim.model.kernel import kernel
from sim.model.ladders import PRESSURE_RUNGS, SUPPORT_RUNGS
from sim.model.observe import observe_as_challenger, observe_as_client, observe_as_officer, observe_as_patron, patron_at
from sim.model.patron import patron_terms
from sim.model.weights import OfficerWeights, Weights, weights_of

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
NEVER = -1


class Chances(NamedTuple):
    """The chance draws of a block of runs; see ``shocks.Shocks`` for their axes."""

    lasting: FloatArray
    passing: FloatArray
    review: FloatArray
    appeal: FloatArray
    coup: FloatArray
    removal: FloatArray
    replacement: FloatArray
    turning: FloatArray
    events: FloatArray
    officers: FloatArray
    common: FloatArray


class Given(NamedTuple):
    """What differs between designs, and which design each run of the block belongs to."""

    boards: FloatArray  # [design, column]
    weights: FloatArray  # [design, weight]
    amounts: FloatArray  # [design, effect]
    chances: FloatArray  # [design, event]
    design_of_run: IntArray  # [run]


class Mixed(NamedTuple):
    """What everyone expects of everyone this turn, where the decision rule anticipates."""

    pressures: FloatArray  # [rung], chances
    supports: FloatArray  # [patron, rung], chances


class Left(NamedTuple):
    """What a block of runs leaves behind; axes as in ``records.trajectory``."""

    peak_support: NDArray[np.int8]
    final_support: NDArray[np.int8]
    peak_pressure: NDArray[np.int8]
    final_pressure: NDArray[np.int8]
    outcome: NDArray[np.int8]  # [run, (leader, coalition, alignment)]
    ended: NDArray[np.int16]
    answers: NDArray[np.bool_]
    first_fired: NDArray[np.int16]
    happened: NDArray[np.bool_]
    changes: NDArray[np.int16]
    trace: FloatArray  # [traced run, turn, traced column]
    traced: IntArray  # [traced column], column of the board
    terms: FloatArray  # [explained run, patron, rung, term]


@kernel
def cascade(thresholds: FloatArray, doubt: float, contagion: float) -> float:
    """Share of officers gone once nobody else follows: rounds of looking at who has gone (Granovetter 1978)."""
    gone = 0.0
    while True:
        count = 0
        for officer in range(len(thresholds)):
            if coalition.defects(thresholds[officer], doubt, gone, contagion):
                count += 1
        share = count / len(thresholds)
        if share == gone:
            return gone
        gone = share


@kernel
def thresholds_of(officers: int, own: FloatArray, common: float, weights: OfficerWeights) -> FloatArray:
    """Every officer's threshold in one run."""
    found = np.empty(officers)
    for officer in range(officers):
        found[officer] = coalition.threshold(own[officer], common, weights)
    return found


@kernel
def luck_of(chances: Chances, run: int, turn: int, actor: int) -> decide.Luck:
    """One actor's luck at one turn."""
    return decide.Luck(chances.lasting[run, actor], chances.passing[run, turn, actor], chances.review[run, turn, actor])


@kernel
def escalate(
    board: FloatArray, turn: int, script: Script, amounts: FloatArray, happened: NDArray[np.bool_],
    streaks: IntArray, fired: IntArray,
) -> None:  # fmt: skip
    """Events of this turn that happen, then conditions, in the order of the file."""
    for event in range(len(script.events)):
        if script.events[event, 0] == turn and happened[event]:
            take_effect(board, script, amounts, script.events[event, 1], script.events[event, 2])
    for condition in range(len(script.conditions)):
        check_condition(board, script, amounts, condition, streaks, fired)


@kernel
def explain(board: FloatArray, patrons: int, weights: Weights, ledger: FloatArray) -> None:
    """Add every patron's utility terms at this turn to a ledger, [patron, rung, term]."""
    for seat in range(patrons):
        view = observe_as_patron(board, seat, patrons, weights.survival)
        for rung in range(SUPPORT_RUNGS):
            terms = patron_terms(rung, view, weights.patron, weights.survival)
            for number in range(len(terms)):
                ledger[seat, rung, number] += terms[number]


@kernel
def challenger_moves(
    seen: FloatArray, board: FloatArray, turn: int, script: Script, mixed: Mixed, luck: decide.Luck, weights: Weights
) -> bool:
    """The challenger decides on the world as seen and acts on the board; whether it changed its rung."""
    course = script.course[turn]
    before = int(seen[CHALLENGER_AT + Challenger.PRESSURE])
    move = decide.stays(before)
    if decide.challenger_looks(seen, course, luck.review, weights.pace, script.weeks):
        view = observe_as_challenger(seen, script.patrons)
        utilities = challenger_weighs(seen, view, mixed.supports, weights)
        move = decide.decide_pressure(seen, view, utilities, course, luck, weights)
    move_challenger(board, script.patrons, move)
    return move.rung != before


@kernel
def client_moves(seen: FloatArray, board: FloatArray, script: Script, luck: decide.Luck, weights: Weights) -> bool:
    """The client's leader decides and acts; whether he changed his stance."""
    before = int(seen[CLIENT_AT + Client.STANCE])
    move = decide.stays(before)
    if decide.client_looks(seen, luck.review, weights.pace, script.weeks):
        view = observe_as_client(seen, script.patrons, weights.survival)
        move = decide.decide_stance(view, luck, weights)
    move_client(board, move, script.weeks)
    return move.rung != before


@kernel
def patron_moves(
    seen: FloatArray, board: FloatArray, seat: int, script: Script, mixed: Mixed, luck: decide.Luck, weights: Weights
) -> bool:
    """A patron decides and acts; whether it changed its rung."""
    before = int(seen[patron_at(seat) + Patron.SUPPORT])
    move = decide.stays(before)
    if decide.patron_looks(seen, seat, luck.review, weights.pace, script.weeks):
        view = observe_as_patron(seen, seat, script.patrons, weights.survival)
        utilities = patron_weighs(seen, seat, view, mixed.pressures, mixed.supports, weights)
        move = decide.decide_support(seen, seat, view, utilities, luck, weights)
    move_patron(board, seat, move)
    return move.rung != before


@kernel
def client_appeals(
    seen: FloatArray, board: FloatArray, seat: int, script: Script, draw: float, weights: Weights
) -> None:
    """The client may send a patron its next appeal."""
    request = unsent(seen, seat, script.patrons, script.requests)
    if request >= 0:
        view = observe_as_client(seen, script.patrons, weights.survival)
        if goes_out(seen, view, draw, script.weeks, weights):
            send(board, script.patrons, request)


@kernel
def everyone_decides(
    board: FloatArray, seen: FloatArray,
    mixed: Mixed, run: int, turn: int, script: Script, chances: Chances, weights: Weights,
    changes: NDArray[np.int16],
) -> None:  # fmt: skip
    """All decide on the world as it was seen (a copy), so that nobody sees a neighbour's choice early."""
    seen[:] = board
    anticipate(seen, script.course[turn], weights, mixed.pressures, mixed.supports)
    clear_alerts(board, script.patrons)
    changes[0] += challenger_moves(seen, board, turn, script, mixed, luck_of(chances, run, turn, 0), weights)
    changes[1] += client_moves(seen, board, script, luck_of(chances, run, turn, 1), weights)
    for seat in range(script.patrons):
        changes[2 + seat] += patron_moves(
            seen, board, seat, script, mixed, luck_of(chances, run, turn, 2 + seat), weights
        )
    for seat in range(script.patrons):
        client_appeals(seen, board, seat, script, chances.appeal[run, turn, seat], weights)


@kernel
def play_turn(
    board: FloatArray, seen: FloatArray,
    mixed: Mixed, run: int, turn: int, script: Script, chances: Chances, weights: Weights,
    thresholds: FloatArray, left: Left,
) -> None:  # fmt: skip
    """One turn after events and conditions: appeals and beliefs, decisions, the world, the endings."""
    patrons, weeks = script.patrons, script.weeks
    for request in range(script.requests):
        follow_up(board, patrons, request, weeks, weights)
    tally(board, patrons, script.requests)
    update_beliefs(board, patrons, weeks, weights.pace)
    if run < len(left.terms):
        explain(board, patrons, weights, left.terms[run])
    confirmed = decide.confirming(board, weights.pace)
    everyone_decides(board, seen, mixed, run, turn, script, chances, weights, left.changes[run])
    advance(board, patrons, weeks, weights)
    doubt = coalition.doubt(observe_as_officer(board), weights.officer)
    board[CLIENT_AT + Client.DOUBT] = doubt
    defected = cascade(thresholds, doubt, weights.officer.contagion)
    fate = ending.Fate(
        chances.coup[run, turn], chances.removal[run, turn], chances.replacement[run, turn], chances.turning[run, turn]
    )
    ending.endings(board, patrons, defected, confirmed, fate, weeks, weights)


@kernel
def note_turn(board: FloatArray, run: int, turn: int, script: Script, left: Left) -> None:
    """Peaks, answers and the trace of one turn."""
    for seat in range(script.patrons):
        support = int(board[patron_at(seat) + Patron.SUPPORT])
        left.peak_support[run, seat] = max(left.peak_support[run, seat], support)
    pressure = int(board[CHALLENGER_AT + Challenger.PRESSURE])
    left.peak_pressure[run] = max(left.peak_pressure[run], pressure)
    answer_questions(board, run, turn, script, left)
    if run < len(left.trace):
        for number in range(len(left.traced)):
            left.trace[run, turn, number] = board[left.traced[number]]


@kernel
def answer_questions(board: FloatArray, run: int, turn: int, script: Script, left: Left) -> None:
    """Which questions this turn settles with yes."""
    for question in range(len(script.questions)):
        first, end, opens, closes = script.questions[question]
        if opens <= turn <= closes and holds(script.codes, script.constants, first, end, board):
            left.answers[run, question] = True


@kernel
def note_end(board: FloatArray, run: int, script: Script, left: Left) -> None:
    """How a run ended."""
    for seat in range(script.patrons):
        left.final_support[run, seat] = int(board[patron_at(seat) + Patron.SUPPORT])
    left.final_pressure[run] = int(board[CHALLENGER_AT + Challenger.PRESSURE])
    left.outcome[run, 0] = int(board[CLIENT_AT + Client.LEADER])
    left.outcome[run, 1] = int(board[CLIENT_AT + Client.COALITION])
    left.outcome[run, 2] = int(board[CLIENT_AT + Client.ALIGNMENT])


@kernel
def play_run(run: int, script: Script, given: Given, chances: Chances, left: Left) -> None:
    """One run from its opening to its end."""
    design = given.design_of_run[run]
    weights = weights_of(given.weights[design], script.rule)
    board = given.boards[design].copy()
    seen = board.copy()
    mixed = Mixed(np.zeros(PRESSURE_RUNGS), np.zeros((script.patrons, SUPPORT_RUNGS)))
    amounts = given.amounts[design]
    open_world(board, script.patrons, weights.survival)
    officers = int(board[CLIENT_AT + Client.OFFICERS])
    thresholds = thresholds_of(officers, chances.officers[run], chances.common[run], weights.officer)
    happened = chances.events[run] < given.chances[design]
    left.happened[run] = happened
    streaks = np.zeros(len(script.conditions), np.int64)
    fired = np.zeros(len(script.conditions), np.int64)
    ended = False
    played = 0
    for turn in range(len(script.course)):
        if not ended:
            board[WEEK_AT] = turn * script.weeks
            escalate(board, turn, script, amounts, happened, streaks, fired)
            for condition in range(len(fired)):
                if fired[condition] > 0 and left.first_fired[run, condition] == NEVER:
                    left.first_fired[run, condition] = turn
            play_turn(board, seen, mixed, run, turn, script, chances, weights, thresholds, left)
            played += 1
            if ending.over(board):
                left.ended[run] = min(left.ended[run], turn)
                ended = not script.plays_on
        note_turn(board, run, turn, script, left)
    if run < len(left.terms):
        left.terms[run] /= played
    note_end(board, run, script, left)


@kernel
def open_worlds(boards: FloatArray, patrons: int, rows: FloatArray) -> FloatArray:
    """Every design's world as it opens, [design, column]."""
    opened = boards.copy()
    for design in range(len(opened)):
        open_world(opened[design], patrons, weights_of(rows[design]).survival)
    return opened


@kernel
def play_block(script: Script, given: Given, chances: Chances, left: Left) -> None:
    """Every run of a block."""
    for run in range(len(given.design_of_run)):
        play_run(run, script, given, chances, left)
