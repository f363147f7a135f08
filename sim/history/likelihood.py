"""How likely a patron's highest rung is, without playing: exact where nothing but the patron moves.

Given its lasting luck, a patron facing an unchanging challenger is a Markov chain on (rung, highest rung
so far): it chooses freely at its first turn, then looks again at a weekly rate, and its passing luck is
drawn anew each time. The chance that the peak stays at or below a rung is the chance that the chain never
leaves the rungs up to it; lasting luck, a standard normal, is integrated out by the trapezium rule, which
for so smooth an integrand converges exponentially (Trefethen and Weideman 2014).
The rules are the model's own: nothing of them is written twice.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.model.choice import chance_within, chosen_span
from sim.model.constraints import CHALLENGER_AT, PATRONS_AT, Challenger, Patron
from sim.model.kernel import kernel
from sim.model.ladders import SUPPORT_RUNGS
from sim.model.observe import observe_as_patron
from sim.model.patron import patron_utilities
from sim.model.weights import weights_of
from sim.scenario.design import central_board
from sim.scenario.schema import Scenario
from sim.scenario.script import write_script
from sim.scenario.so_far import reach
from sim.scenario.weights import PATHS

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
EDGES = SUPPORT_RUNGS - 1  # between neighbouring rungs
FIRST = SUPPORT_RUNGS  # the situation of the first choice; 0..5 are those of a patron settled on that rung
SITUATIONS = SUPPORT_RUNGS + 1
FARTHEST = 5.0  # standard deviations of lasting luck that count
STEP = 0.9  # of the grid of lasting luck, in standard deviations of passing luck
CHUNK = 64  # draws of weights per task
PERSISTENCE, REVIEW_RATE = PATHS.index("pace.persistence"), PATHS.index("pace.review_rate")


class Situations(NamedTuple):
    """Crises in which only the patron moves, as arrays."""

    boards: FloatArray  # [case, column]
    turns: IntArray  # [case]
    weeks: FloatArray  # [case], weeks per turn


def situations(scenarios: Sequence[Scenario]) -> Situations:
    """The crises as the patron sees them from the first turn to the last.

    Raises ValueError for one in which anything but the patron moves.
    """
    boards, turns, weeks = [], [], []
    for scenario in scenarios:
        board, script = central_board(scenario), write_script(scenario)
        if fault := _moving(board, script.patrons, script.requests, scenario):
            raise ValueError(f"{scenario.name}: {fault}, so its peak has no exact distribution: play it instead")
        boards.append(board)
        turns.append(scenario.horizon)
        weeks.append(scenario.turn_weeks)
    return Situations(np.array(boards), np.array(turns, np.int64), np.array(weeks))


def _moving(board: FloatArray, patrons: int, requests: int, scenario: Scenario) -> str:
    """What else moves in a crisis; empty if nothing does."""
    course = write_script(scenario).course
    pressure, forces = board[CHALLENGER_AT + Challenger.PRESSURE], board[CHALLENGER_AT + Challenger.FORCES]
    if patrons != 1 or requests:
        return f"it has {patrons} patrons and {requests} appeals"
    if scenario.conditions or scenario.events or not scenario.plays_on:
        return "conditions, events or its end may break in"
    if (course != pressure).any():
        return "the challenger changes its rung"
    if forces != board[CHALLENGER_AT + Challenger.FORCES_AVAILABLE]:
        return "the challenger's forces build up"
    return ""


@kernel
def edges(boards: FloatArray, rows: FloatArray) -> FloatArray:
    """Where a draw passes from one rung to the next, [draw, case, situation, edge], by the model's own rules."""
    found = np.empty((len(rows), len(boards), SITUATIONS, EDGES))
    board = np.empty(boards.shape[1])
    for draw in range(len(rows)):
        weights = weights_of(rows[draw])
        for case in range(len(boards)):
            board[:] = boards[case]
            for situation in range(SITUATIONS):
                board[PATRONS_AT + Patron.SETTLED] = 0.0 if situation == FIRST else 1.0
                board[PATRONS_AT + Patron.SUPPORT] = (
                    boards[case, PATRONS_AT + Patron.SUPPORT] if situation == FIRST else situation
                )
                view = observe_as_patron(board, 0, 1, weights.survival)
                utilities = patron_utilities(view, weights.patron, weights.survival)
                for edge in range(EDGES):
                    found[draw, case, situation, edge] = chosen_span(utilities, edge).high
    return found


@kernel
def stays_below(below: FloatArray, top: int, turns: int, review: float) -> FloatArray:
    """Chance of never rising above ``top``, [node]; ``below`` [situation, edge, node] are chances of a rung or less.

    Backwards from the last turn: the chance, from each rung, of staying below for the rest of the crisis.
    """
    safe = np.ones((top + 1, below.shape[2]))
    then = np.empty_like(safe)
    for _ in range(turns - 1):
        for rung in range(top + 1):
            for node in range(below.shape[2]):
                then[rung, node] = below[rung, top, node] * safe[top, node]
            for lower in range(top):
                for node in range(below.shape[2]):
                    then[rung, node] += below[rung, lower, node] * (safe[lower, node] - safe[lower + 1, node])
        for rung in range(top + 1):
            for node in range(below.shape[2]):
                safe[rung, node] += review * (then[rung, node] - safe[rung, node])
    first = below[FIRST, top] * safe[top]
    for lower in range(top):
        first += below[FIRST, lower] * (safe[lower] - safe[lower + 1])
    return first


@kernel
def peak_chances(scores: FloatArray, turns: int, persistence: float, review: float, step: float) -> FloatArray:
    """Distribution of the highest rung, [rung]; ``scores`` [situation, edge] are edges as standard normal scores."""
    apart = step * math.sqrt(1.0 - persistence)
    half = int(math.ceil(FARTHEST / apart))
    mass = np.empty(2 * half + 1)
    below = np.empty((SITUATIONS, EDGES, 2 * half + 1))
    for node in range(2 * half + 1):
        lasting = (node - half) * apart
        mass[node] = math.exp(-0.5 * lasting * lasting)
        for situation in range(SITUATIONS):
            for edge in range(EDGES):
                below[situation, edge, node] = reach(scores[situation, edge], lasting, persistence)
    mass /= mass.sum()
    chances = np.empty(SUPPORT_RUNGS)
    reached = 0.0
    for top in range(EDGES):
        at_most = (stays_below(below, top, turns, review) * mass).sum()
        chances[top] = max(0.0, at_most - reached)
        reached = at_most
    chances[EDGES] = max(0.0, 1.0 - reached)
    return chances


@kernel
def all_peaks(scores: FloatArray, turns: IntArray, weeks: FloatArray, rows: FloatArray, step: float) -> FloatArray:
    """Distribution of the highest rung, [draw, case, rung]."""
    found = np.empty((scores.shape[0], scores.shape[1], SUPPORT_RUNGS))
    for draw in range(scores.shape[0]):
        for case in range(scores.shape[1]):
            review = chance_within(rows[draw, REVIEW_RATE], weeks[case])
            found[draw, case] = peak_chances(scores[draw, case], turns[case], rows[draw, PERSISTENCE], review, step)
    return found


def peaks(crises: Situations, rows: FloatArray, step: float = STEP) -> FloatArray:
    """Exact distribution of every crisis' highest rung under every row of weights, [row, case, rung]."""

    def some(part: FloatArray) -> FloatArray:
        scores = ndtri(edges(crises.boards, part))
        return all_peaks(scores, crises.turns, crises.weeks, part, step)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return np.concatenate(list(pool.map(some, _chunks(rows))))


def _chunks(rows: FloatArray) -> Iterator[FloatArray]:
    for first in range(0, len(rows), CHUNK):
        yield rows[first : first + CHUNK]
