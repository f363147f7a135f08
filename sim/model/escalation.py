"""A scenario's own rules: tests on the world, and effects on constraints. Data, never code.

A test is a short program in postfix order: push a comparison, or join the last two results.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.constraints import CHALLENGER_AT, CLIENT_AT, PATRON_WIDTH, PATRONS_AT, Challenger, Client, Patron
from sim.model.kernel import kernel

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

COMPARE, BOTH, EITHER = 0, 1, 2
BELOW, AT_MOST, EQUAL, OTHER, AT_LEAST, ABOVE = 0, 1, 2, 3, 4, 5
SET, SCALE, ADD = 0, 1, 2


class Script(NamedTuple):
    """A scenario's rules as arrays, the same for every run."""

    patrons: int
    requests: int
    weeks: float  # per turn
    rule: int  # decision rule, see rivals
    plays_on: bool  # whether decisions go on after the crisis has ended
    codes: IntArray  # [step, (kind, column, operator)]
    constants: FloatArray  # [step]
    conditions: IntArray  # [condition, (first step, end step, turns needed, once, first effect, end effect)]
    effects: IntArray  # [effect, (verb, column, actor)]; actor 0 challenger, 1 client, 2... patrons
    limits: FloatArray  # [effect, (low, high)]
    events: IntArray  # [event, (turn, first effect, end effect)]
    questions: IntArray  # [question, (first step, end step, first turn, last turn)]
    course: IntArray  # [turn], rung of pressure the challenger takes whatever it would choose, or -1


@kernel
def compares(value: float, operator: int, constant: float) -> bool:
    """One comparison of a test.

    >>> compares(0.3, BELOW, 0.4), compares(2.0, EQUAL, 3.0)
    (True, False)
    """
    if operator == BELOW:
        return value < constant
    if operator == AT_MOST:
        return value <= constant
    if operator == EQUAL:
        return value == constant
    if operator == OTHER:
        return value != constant
    if operator == AT_LEAST:
        return value >= constant
    return value > constant


@kernel
def holds(codes: IntArray, constants: FloatArray, first: int, end: int, board: FloatArray) -> bool:
    """Whether a test holds in this world. The stack of results is the bits of an integer."""
    stack = 0
    for step in range(first, end):
        if codes[step, 0] == COMPARE:
            result = compares(board[codes[step, 1]], codes[step, 2], constants[step])
            stack = 2 * stack + int(result)
        else:
            last, before = stack % 2, (stack // 2) % 2
            joined = last * before if codes[step, 0] == BOTH else max(last, before)
            stack = 2 * (stack // 4) + joined
    return stack % 2 == 1


@kernel
def alert(board: FloatArray, actor: int) -> None:
    """Make an actor look again this turn: something that concerns it has happened."""
    if actor == 0:
        board[CHALLENGER_AT + Challenger.ALERT] = 1.0
    elif actor == 1:
        board[CLIENT_AT + Client.ALERT] = 1.0
    else:
        board[PATRONS_AT + (actor - 2) * PATRON_WIDTH + Patron.ALERT] = 1.0


@kernel
def take_effect(board: FloatArray, script: Script, amounts: FloatArray, first: int, end: int) -> None:
    """Change the constraints that a condition or an event changes, within the limits of each."""
    for effect in range(first, end):
        column = script.effects[effect, 1]
        value = board[column]
        if script.effects[effect, 0] == SET:
            value = amounts[effect]
        elif script.effects[effect, 0] == SCALE:
            value = value * amounts[effect]
        else:
            value = value + amounts[effect]
        board[column] = min(script.limits[effect, 1], max(script.limits[effect, 0], value))
        alert(board, script.effects[effect, 2])


@kernel
def check_condition(
    board: FloatArray, script: Script, amounts: FloatArray, condition: int, streaks: IntArray, fired: IntArray
) -> None:
    """Count for how many turns a condition has held, and let it take effect once that is enough."""
    first, end, needed, once = script.conditions[condition, :4]
    if once and fired[condition] > 0:
        return
    if not holds(script.codes, script.constants, first, end, board):
        streaks[condition] = 0
        return
    streaks[condition] += 1
    if streaks[condition] >= needed:
        streaks[condition] = 0
        fired[condition] += 1
        take_effect(board, script, amounts, script.conditions[condition, 4], script.conditions[condition, 5])
