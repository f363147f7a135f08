"""One run as a story: turn by turn, who saw what, chose what, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple


class Decision(NamedTuple):
    """One actor's decision at one turn, with its whole ledger."""

    actor: str
    role: str
    before: str  # name of its rung last turn
    chosen: str  # name of the rung it moved to
    wanted: str  # name of the rung its draw picked; the same unless its course or its reach bound it
    looked: bool  # False if it let things run
    bound: str  # what kept it from `wanted`: "course", "reach", or nothing
    draw: float  # its luck as a uniform draw, [0, 1]
    saw: Mapping[str, float]  # everything it saw, by name
    utilities: Mapping[str, float]  # by rung
    terms: Mapping[str, Mapping[str, float]]  # by rung, then term; each rung's terms add up to its utility
    chances: Mapping[str, float]  # by rung


class Turn(NamedTuple):
    """One turn of a run."""

    number: int  # counted from 0
    week: float  # weeks since as_of when it begins
    ends: dt.date
    fired: tuple[str, ...]  # events that happened and conditions that took effect
    appeals: tuple[str, ...]  # what became of appeals, in words of the ladder: "radars: unanswered"
    decisions: tuple[Decision, ...]
    world: Mapping[str, float]  # every traced column at the end of the turn


class Story(NamedTuple):
    """A run, step by step; ``row`` is its row of the table of runs."""

    scenario: str
    title: str
    titles: Mapping[str, str]  # of the actors, by name: challenger, client, patrons
    as_of: dt.date
    turn_weeks: float
    horizon: int  # turns
    fingerprint: str
    seed: int
    run: int
    design: int
    turns: tuple[Turn, ...]  # until the crisis ends or the horizon
    row: Mapping[str, object]  # as the stepped model leaves it
    same: bool  # whether the compiled engine leaves the very same row and trace
