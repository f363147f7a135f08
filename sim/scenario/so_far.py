"""What was seen before the file opens, and what it says of each actor's lasting luck.

A patron that has held back for months is not a fresh draw. Every move and every week without one is
evidence on the actor's lasting luck; its posterior, on a grid, takes the place of the standard normal.
A what-if changes the world from the opening on; what was seen before was seen in the world as it is, so
its luck is inferred there.

Past situations are judged with the constraints and beliefs of the opening day, but for what the file
does date: everyone's rungs, the appeals, the age of the threat, and the forces in theatre, whose
build-up is run backwards.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.model.appeals import PENDING_SHARE
from sim.model.challenger import LONGEST_STEP, challenger_utilities
from sim.model.choice import Span, chosen_span
from sim.model.client import client_utilities
from sim.model.constraints import CHALLENGER_AT, CLIENT_AT, Challenger, Client, Patron
from sim.model.kernel import kernel
from sim.model.ladders import SHOW_OF_FORCE
from sim.model.observe import observe_as_challenger, observe_as_client, observe_as_patron, patron_at
from sim.model.patron import patron_utilities
from sim.model.rivals import RULES
from sim.model.weights import Weights, weights_of
from sim.scenario.design import Design
from sim.scenario.schema import Actor, Scenario
from sim.scenario.script import opening_rung
from sim.scenario.weights import PATHS

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
NODES = np.linspace(-5.0, 5.0, 321)  # grid of lasting luck, in standard deviations
LEAST = 1e-300  # keeps an impossible past from an infinite logarithm
PERSISTENCE, REVIEW_RATE = PATHS.index("pace.persistence"), PATHS.index("pace.review_rate")


class Look(NamedTuple):
    """One look an actor took: the situation it saw, what it chose, and for how long it then sat still."""

    actor: int
    chosen: int
    settled: bool
    spell: float  # weeks of sitting still; 0 for a move or an answer
    ago: float  # weeks before the file opens
    rungs: tuple[int, ...]  # of everyone, as seen
    peak: int  # challenger's highest rung until then
    threat_weeks: float  # since it first threatened force
    asked: int  # highest rung the client had asked of the actor
    appealed: float  # weight of its appeals


def _rung_on(actor: Actor, day: dt.date, before: bool) -> int:
    """Rung an actor stood on at (or just before) a date; before its first entry, that entry's."""
    rung = actor.so_far[0].rung if actor.so_far else opening_rung(actor)
    for seen in actor.so_far:
        if seen.on < day or (seen.on == day and not before):
            rung = seen.rung
    return rung


def _threat_weeks(scenario: Scenario, day: dt.date) -> float:
    """Weeks, at a date, since the challenger first threatened force."""
    threats = [seen.on for seen in scenario.challenger.so_far if seen.rung >= SHOW_OF_FORCE]
    return max(0.0, (day - threats[0]).days / 7.0) if threats else 0.0


def _look(scenario: Scenario, seat: int, day: dt.date, rungs: tuple[int, ...], **what: float) -> Look:
    """A look of one actor at one date."""
    actor = scenario.actors[seat]
    pressed = [seen.rung for seen in scenario.challenger.so_far if seen.on < day]
    asked = [appeal.needs for appeal in scenario.appeals if appeal.to == actor.name and appeal.on and appeal.on <= day]
    return Look(
        actor=seat,
        chosen=_rung_on(actor, day, before=False),
        settled=bool(what.get("settled", True)),
        spell=what.get("spell", 0.0),
        ago=(scenario.as_of - day).days / 7.0,
        rungs=rungs,
        peak=max([*pressed, rungs[0]]),
        threat_weeks=_threat_weeks(scenario, day),
        asked=max(asked, default=0),
        appealed=PENDING_SHARE if asked else 0.0,
    )


def _others_moved(seat: int, before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Whether somebody moved whose moves call this actor: client and patrons the challenger, patrons the client."""
    return seat < 2 and after[seat + 1 :] != before[seat + 1 :]


def looks(scenario: Scenario) -> list[Look]:
    """Every look that ``so_far`` shows: moves, answers to moves and appeals, and quiet spells."""
    actors = scenario.actors
    appeals = {(appeal.on, appeal.to) for appeal in scenario.appeals if appeal.on}
    seen_days = {seen.on for actor in actors for seen in actor.so_far}
    days = sorted(seen_days | {day for day, _ in appeals if seen_days and day >= min(seen_days)})
    found = []
    for number, day in enumerate(days):
        until = days[number + 1] if number + 1 < len(days) else scenario.as_of
        before = tuple(_rung_on(actor, day, before=True) for actor in actors)
        after = tuple(_rung_on(actor, day, before=False) for actor in actors)
        for seat, actor in enumerate(actors):
            if not actor.so_far or day < actor.so_far[0].on:
                continue
            first = day == actor.so_far[0].on
            pressed = seat > 0 and after[0] != before[0]
            called = pressed or _others_moved(seat, before, after) or (day, actor.name) in appeals
            if first or after[seat] != before[seat]:
                found.append(_look(scenario, seat, day, before, settled=not first))
            elif called:
                found.append(_look(scenario, seat, day, after))
            found.append(_look(scenario, seat, day, after, spell=(until - day).days / 7.0))
    return found


class Past(NamedTuple):
    """Looks as arrays, one entry or row per look."""

    actor: IntArray
    chosen: IntArray
    settled: FloatArray
    spell: FloatArray
    ago: FloatArray
    rungs: IntArray
    peak: IntArray
    threat_weeks: FloatArray
    asked: IntArray
    appealed: FloatArray


def as_arrays(found: list[Look]) -> Past:
    """The looks as arrays."""
    whole = {"actor", "chosen", "rungs", "peak", "asked"}
    return Past(
        *(
            np.array([getattr(look, name) for look in found], np.int64 if name in whole else float)
            for name in Past._fields
        )
    )


@kernel
def forces_then(board: FloatArray, ago: float) -> float:
    """Forces in theatre some weeks ago: the build-up of Eq. 71 run backwards, never below nothing."""
    now = float(board[CHALLENGER_AT + Challenger.FORCES])
    missing = float(board[CHALLENGER_AT + Challenger.FORCES_AVAILABLE]) - now
    if missing <= 0.0:
        return now
    grown = math.exp(float(board[CHALLENGER_AT + Challenger.BUILDUP]) * ago) - 1.0
    return max(0.0, now - missing * grown)


@kernel
def set_back(board: FloatArray, patrons: int, past: Past, look: int) -> None:
    """Put the world back into the situation of a look."""
    at = CHALLENGER_AT
    board[at + Challenger.FORCES] = forces_then(board, past.ago[look])
    board[at + Challenger.PRESSURE] = past.rungs[look, 0]
    board[at + Challenger.PEAK_PRESSURE] = past.peak[look]
    board[at + Challenger.THREAT_WEEKS] = past.threat_weeks[look]
    board[CLIENT_AT + Client.STANCE] = past.rungs[look, 1]
    for seat in range(patrons):
        board[patron_at(seat) + Patron.SUPPORT] = past.rungs[look, 2 + seat]


@kernel
def span_of_look(board: FloatArray, patrons: int, past: Past, look: int, weights: Weights) -> Span:
    """Where a draw must have fallen for the actor to choose as it did in that situation."""
    actor, chosen, settled = past.actor[look], past.chosen[look], past.settled[look]
    if actor == 0:
        board[CHALLENGER_AT + Challenger.SETTLED] = settled
        seen = observe_as_challenger(board, patrons)
        span = chosen_span(challenger_utilities(seen, weights.challenger, weights.survival, weights.rule), chosen)
        return Span(span.low, 1.0 if chosen >= past.rungs[look, 0] + LONGEST_STEP else span.high)
    if actor == 1:
        board[CLIENT_AT + Client.SETTLED] = settled
        view = observe_as_client(board, patrons, weights.survival)
        return chosen_span(client_utilities(view, weights.client, weights.rule), chosen)
    at = patron_at(actor - 2)
    board[at + Patron.SETTLED] = settled
    board[at + Patron.ASKED] = past.asked[look]
    board[at + Patron.APPEALED] = past.appealed[look]
    patron = observe_as_patron(board, actor - 2, patrons, weights.survival)
    return chosen_span(patron_utilities(patron, weights.patron, weights.survival, weights.rule), chosen)


@kernel
def spans(opened: FloatArray, rows: FloatArray, patrons: int, past: Past, rule: int) -> FloatArray:
    """Span of every look under every design, [design, look, (low, high)].

    ``opened`` are the open worlds and ``rows`` the weights of the designs.
    """
    found = np.empty((len(opened), len(past.actor), 2))
    for design in range(len(opened)):
        weights = weights_of(rows[design], rule)
        for look in range(len(past.actor)):
            board = opened[design].copy()
            set_back(board, patrons, past, look)
            span = span_of_look(board, patrons, past, look, weights)
            found[design, look, 0] = span.low
            found[design, look, 1] = span.high
    return found


@kernel
def reach(edge: float, lasting: float, persistence: float) -> float:
    """Chance that a draw falls below an edge (a standard normal score), given lasting luck."""
    gap = edge - math.sqrt(persistence) * lasting
    return 0.5 * math.erfc(-gap / math.sqrt(2.0 * (1.0 - persistence)))


@kernel
def evidence(
    edges: FloatArray, past: Past, actor: int, lasting: float, persistence: float, review_rate: float
) -> float:
    """Log likelihood of an actor's looks, given its lasting luck; ``edges`` [look, (low, high)] are scores.

    A move weighs by its chance; a quiet spell by the chance that no review in it led to a move.
    """
    total = 0.0
    for look in range(len(past.actor)):
        if past.actor[look] == actor:
            chance = reach(edges[look, 1], lasting, persistence) - reach(edges[look, 0], lasting, persistence)
            if past.spell[look] > 0.0:
                total -= review_rate * past.spell[look] * (1.0 - chance)
            else:
                total += math.log(max(chance, LEAST))
    return total


@kernel
def posterior(edges: FloatArray, past: Past, actor: int, rows: FloatArray, nodes: FloatArray) -> FloatArray:
    """Distribution function of an actor's lasting luck at the nodes, [design, node], by the trapezium rule."""
    reached = np.zeros((len(rows), len(nodes)))
    for design in range(len(rows)):
        persistence, rate = rows[design, PERSISTENCE], rows[design, REVIEW_RATE]
        logs = np.empty(len(nodes))
        for node in range(len(nodes)):
            logs[node] = evidence(edges[design], past, actor, nodes[node], persistence, rate) - nodes[node] ** 2 / 2.0
        mass = np.exp(logs - logs.max())
        for node in range(1, len(nodes)):
            reached[design, node] = reached[design, node - 1] + (mass[node] + mass[node - 1]) / 2.0
        reached[design] /= reached[design, -1]
    return reached


@kernel
def drawn_from(reached: FloatArray, nodes: FloatArray, uniform: FloatArray, design_of_run: IntArray) -> FloatArray:
    """Lasting luck of every run, [run]: the inverse of its design's distribution function."""
    drawn = np.empty(len(uniform))
    for run in range(len(uniform)):
        drawn[run] = np.interp(uniform[run], reached[design_of_run[run]], nodes)
    return drawn


def luck_posteriors(world: Scenario, design: Design, opened: FloatArray) -> dict[str, FloatArray]:
    """What so_far says of lasting luck: per actor that has one, a distribution function [design, node]."""
    found = looks(world)
    if not found:
        return {}
    past = as_arrays(found)
    edges = ndtri(np.clip(spans(opened, design.weights, len(world.patrons), past, RULES.index(world.rule)), 0.0, 1.0))
    seen = sorted({look.actor for look in found})
    return {world.actors[actor].name: posterior(edges, past, actor, design.weights, NODES) for actor in seen}
