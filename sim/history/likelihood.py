"""How likely a patron's highest rung is, without playing: exact where nothing but the patron moves.

Given its lasting luck, a patron facing an unchanging challenger is a Markov chain on (rung, highest rung
so far): it chooses freely at its first turn, then looks again at a weekly rate, and its passing luck is
drawn anew each time. The peak stays at or below a rung if the chain never leaves the rungs up to it, so
the chain may be followed on those rungs alone. Lasting luck, a standard normal, is integrated out by the
trapezium rule, which converges exponentially for so smooth an integrand (Trefethen and Weideman 2014).
The rules are the model's own, and none of them is written twice.
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
from sim.model.escalation import Script
from sim.model.kernel import kernel
from sim.model.ladders import COMBAT, PROVOCATION, STANDING, SUPPORT_RUNGS
from sim.model.observe import observe_as_patron
from sim.model.patron import PatronView, patron_terms, patron_utilities
from sim.model.weights import Weights, weights_of
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
CHUNK = 32  # rows of weights per task
PERSISTENCE, REVIEW_RATE = PATHS.index("pace.persistence"), PATHS.index("pace.review_rate")
STRAIGHT: FloatArray = np.zeros((2, SUPPORT_RUNGS))  # the model's own spacing of rungs
EVEN: FloatArray = np.linspace(0.0, 1.0, SUPPORT_RUNGS) - np.array([STANDING, PROVOCATION])  # rungs a fifth apart


class Situations(NamedTuple):
    """Crises in which only the patron moves, as arrays."""

    boards: FloatArray  # [case, column]
    turns: IntArray  # [case]
    weeks: FloatArray  # [case], weeks per turn
    rules: IntArray  # [case], decision rule; ``qre`` is ``logit`` here, there being nobody to anticipate


def situations(scenarios: Sequence[Scenario]) -> Situations:
    """The crises as the patron sees them from the first turn to the last, constraints at central values.

    Raises ValueError for one in which anything but the patron moves.
    """
    boards, scripts = [], []
    for scenario in scenarios:
        board, script = central_board(scenario), write_script(scenario)
        if fault := _moving(board, script):
            raise ValueError(f"{scenario.name}: {fault}, so its peak has no exact distribution: play it instead")
        boards.append(board)
        scripts.append(script)
    return Situations(
        boards=np.array(boards),
        turns=np.array([len(script.course) for script in scripts], np.int64),
        weeks=np.array([script.weeks for script in scripts]),
        rules=np.array([script.rule for script in scripts], np.int64),
    )


def _moving(board: FloatArray, script: Script) -> str:
    """What besides the patron may move in a crisis; empty if nothing does."""
    challenger, patron = board[CHALLENGER_AT:], board[PATRONS_AT:]
    if script.patrons != 1 or script.requests:
        return f"it has {script.patrons} patrons and {script.requests} appeals"
    if len(script.conditions) or len(script.events) or not script.plays_on:
        return "conditions, events or its end may break in"
    if (script.course != challenger[Challenger.PRESSURE]).any():
        return "the challenger does not keep to the rung on which it opens"
    if challenger[Challenger.FORCES] != challenger[Challenger.FORCES_AVAILABLE]:
        return "the challenger's forces change"
    if patron[Patron.SETTLED]:
        return "the patron's luck is known in part from what was seen so far"
    return ""


@kernel
def weighed(view: PatronView, weights: Weights, bend: FloatArray) -> tuple[float, float, float, float, float, float]:
    """The patron's utilities, with the rungs' standing and provocation moved by ``bend`` [attribute, rung].

    Both attributes are 1 at the top rung, so its terms are what a unit of the attribute is worth.
    """
    own = patron_utilities(view, weights.patron, weights.survival, weights.rule)
    top = patron_terms(COMBAT, view, weights.patron, weights.survival)
    moved = bend[0] * top.stake + bend[1] * top.linkage
    return (
        own[0] + moved[0], own[1] + moved[1], own[2] + moved[2],
        own[3] + moved[3], own[4] + moved[4], own[5] + moved[5],
    )  # fmt: skip


@kernel
def edges(boards: FloatArray, rules: IntArray, rows: FloatArray, bend: FloatArray) -> FloatArray:
    """Where a draw passes from one rung to the next, [row, case, situation, edge], by the model's own rules."""
    found = np.empty((len(rows), len(boards), SITUATIONS, EDGES))
    for row in range(len(rows)):
        for case in range(len(boards)):
            weights = weights_of(rows[row], rules[case])
            board = boards[case].copy()
            for situation in range(SITUATIONS):
                settled = situation != FIRST
                board[PATRONS_AT + Patron.SETTLED] = 1.0 if settled else 0.0
                board[PATRONS_AT + Patron.SUPPORT] = situation if settled else boards[case, PATRONS_AT + Patron.SUPPORT]
                utilities = weighed(observe_as_patron(board, 0, 1, weights.survival), weights, bend)
                for edge in range(EDGES):
                    found[row, case, situation, edge] = chosen_span(utilities, edge).high
    return found


@kernel
def expect(total: FloatArray, below: FloatArray, situation: int, top: int, worth: FloatArray) -> None:
    """Put into ``total`` [node] the sum over the rungs up to ``top`` of chance times ``worth`` [rung, node], by parts.

    ``below`` [situation, edge, node] are chances of a rung or a lower one.
    """
    for node in range(len(total)):
        total[node] = below[situation, top, node] * worth[top, node]
    for rung in range(top):
        for node in range(len(total)):
            total[node] += below[situation, rung, node] * (worth[rung, node] - worth[rung + 1, node])


@kernel
def stays_below(below: FloatArray, top: int, turns: int, review: float) -> FloatArray:
    """Chance of never rising above ``top``, [node], followed backwards from the last turn."""
    safe = np.ones((top + 1, below.shape[2]))  # chance, from each rung, of staying below for the rest of the crisis
    then = np.empty_like(safe)
    for _ in range(turns - 1):
        for rung in range(top + 1):
            expect(then[rung], below, rung, top, safe)
        for rung in range(top + 1):
            for node in range(below.shape[2]):
                safe[rung, node] += review * (then[rung, node] - safe[rung, node])
    expect(then[0], below, FIRST, top, safe)
    first: FloatArray = then[0]
    return first


@kernel
def soon_certain(score: float, lasting: float, persistence: float) -> float:
    """Chance that a draw falls below an edge; beyond eight standard deviations nobody need look it up."""
    gap = score - math.sqrt(persistence) * lasting
    if math.fabs(gap) > 8.0 * math.sqrt(1.0 - persistence):
        return 1.0 if gap > 0.0 else 0.0
    return reach(score, lasting, persistence)


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
                below[situation, edge, node] = soon_certain(scores[situation, edge], lasting, persistence)
    mass /= mass.sum()
    chances = np.empty(SUPPORT_RUNGS)
    reached = 0.0
    for top in range(EDGES):
        at_most = min(1.0, (stays_below(below, top, turns, review) * mass).sum())
        chances[top] = max(0.0, at_most - reached)
        reached = at_most
    chances[EDGES] = 1.0 - reached
    return chances


@kernel
def all_peaks(scores: FloatArray, turns: IntArray, weeks: FloatArray, rows: FloatArray, step: float) -> FloatArray:
    """Distribution of the highest rung, [row, case, rung]."""
    found = np.empty((scores.shape[0], scores.shape[1], SUPPORT_RUNGS))
    for row in range(scores.shape[0]):
        for case in range(scores.shape[1]):
            review = chance_within(rows[row, REVIEW_RATE], weeks[case])
            found[row, case] = peak_chances(scores[row, case], turns[case], rows[row, PERSISTENCE], review, step)
    return found


def peaks(crises: Situations, rows: FloatArray, bend: FloatArray = STRAIGHT, step: float = STEP) -> FloatArray:
    """Exact distribution of each crisis' highest rung under each row of weights, [row, case, rung]."""

    def some(part: FloatArray) -> FloatArray:
        scores: FloatArray = ndtri(edges(crises.boards, crises.rules, part, bend))
        return all_peaks(scores, crises.turns, crises.weeks, part, step)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return np.concatenate(list(pool.map(some, _chunks(rows))))


def _chunks(rows: FloatArray) -> Iterator[FloatArray]:
    """The rows, some at a time."""
    for first in range(0, len(rows), CHUNK):
        yield rows[first : first + CHUNK]
