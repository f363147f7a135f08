"""A scenario made ready for play: designs sampled, luck drawn, rules written as arrays."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.engines.compiled import NEVER, Chances, FloatArray, Given, Left, open_worlds
from sim.model.escalation import Script
from sim.model.ladders import SUPPORT_RUNGS
from sim.model.patron import PatronTerms
from sim.records.trajectory import Ensemble, Rows, Trace
from sim.scenario.design import Design, sample
from sim.scenario.plan import Plan
from sim.scenario.schema import Scenario
from sim.scenario.script import columns, write_script
from sim.scenario.shocks import draw
from sim.scenario.so_far import NODES, drawn_from, luck_posteriors
from sim.scenario.weights import read_weights

IntArray = NDArray[np.int64]
PACKAGE = Path(__file__).resolve().parents[1]


class Game(NamedTuple):
    """A scenario and a plan, with everything that play needs worked out."""

    scenario: Scenario
    plan: Plan
    script: Script
    design: Design
    posteriors: dict[str, FloatArray]  # actor: distribution function of its lasting luck, [design, node]
    names: tuple[str, ...]  # of the columns traced
    traced: IntArray  # the columns


class Hand(NamedTuple):
    """What some runs are dealt."""

    given: Given
    chances: Chances


def prepare(scenario: Scenario, plan: Plan) -> Game:
    """Sample the designs, and learn from what was seen so far."""
    where = {name: column for name, column in columns(scenario).items() if name != "week"}
    posteriors = _posteriors(scenario, plan) if plan.conditioned else {}
    return Game(
        scenario, plan, write_script(scenario), sample(scenario, plan), posteriors, tuple(where),
        np.array(list(where.values()), dtype=np.int64),
    )  # fmt: skip


def _posteriors(scenario: Scenario, plan: Plan) -> dict[str, FloatArray]:
    """Lasting luck of each actor from the world in which it was seen: the what-if's parent, or its own."""
    found: dict[str, FloatArray] = {}
    for world in (scenario, scenario.evidence):
        if world is not None:
            design = sample(world, plan)
            opened = open_worlds(design.boards, len(world.patrons), design.weights)
            found |= luck_posteriors(world, design, opened)
    names = {actor.name for actor in scenario.actors}
    return {name: reached for name, reached in found.items() if name in names}


def deal(game: Game, first: int, count: int) -> Hand:
    """Designs and luck of some runs; lasting luck is conditional on what was seen if the plan says so."""
    design = game.design
    belongs = np.arange(first, first + count, dtype=np.int64) // game.plan.replications
    shocks = draw(game.scenario, game.plan.seed, first, count, design.officers)
    lasting = ndtri(shocks.lasting)
    for seat, actor in enumerate(game.scenario.actors):
        if actor.name in game.posteriors:
            lasting[:, seat] = drawn_from(game.posteriors[actor.name], NODES, shocks.lasting[:, seat].copy(), belongs)
    given = Given(design.boards, design.weights, design.amounts, design.chances, belongs)
    return Hand(given, Chances(*shocks._replace(lasting=lasting)))


def clear_table(game: Game) -> Left:
    """Room for what a plan's runs leave behind."""
    plan, scenario = game.plan, game.scenario
    runs, patrons, turns = plan.runs, len(scenario.patrons), scenario.horizon
    byte, short = np.int8, np.int16
    return Left(
        peak_support=np.zeros((runs, patrons), byte),
        final_support=np.zeros((runs, patrons), byte),
        peak_pressure=np.zeros(runs, byte),
        final_pressure=np.zeros(runs, byte),
        outcome=np.zeros((runs, 3), byte),
        ended=np.full(runs, turns, short),
        answers=np.zeros((runs, len(scenario.questions)), np.bool_),
        first_fired=np.full((runs, len(scenario.conditions)), NEVER, short),
        happened=np.zeros((runs, len(scenario.events)), np.bool_),
        changes=np.zeros((runs, 2 + patrons), short),
        trace=np.zeros((min(plan.traced, runs), turns, len(game.names))),
        traced=game.traced,
        terms=np.zeros((min(plan.explained, runs), patrons, SUPPORT_RUNGS, len(PatronTerms._fields))),
    )


def share(left: Left, first: int, count: int) -> Left:
    """The part of the room that some runs fill."""
    part = slice(first, first + count)
    return Left(*(array if name == "traced" else array[part] for name, array in left._asdict().items()))


def fingerprint(scenario: Scenario, plan: Plan) -> str:
    """Twelve hexadecimal digits that stand for scenario, weights, plan and the code that plays them."""
    digest = hashlib.sha256(scenario.model_dump_json().encode())
    digest.update(read_weights().text.encode())
    digest.update(repr((plan.runs, plan.seed, plan.replications, plan.conditioned, plan.fixed, plan.fitted)).encode())
    for part in ("model", "scenario", "engines"):
        for path in sorted((PACKAGE / part).glob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def tell(game: Game, left: Left) -> Ensemble:
    """The record of an ensemble from what its runs left behind."""
    rows = Rows(
        peak_support=left.peak_support, final_support=left.final_support, peak_pressure=left.peak_pressure,
        final_pressure=left.final_pressure, leader=left.outcome[:, 0], coalition=left.outcome[:, 1],
        alignment=left.outcome[:, 2], ended=left.ended, answers=left.answers, first_fired=left.first_fired,
        happened=left.happened, changes=left.changes,
    )  # fmt: skip
    return Ensemble(
        scenario=game.scenario, plan=game.plan, design_paths=game.design.paths, design_values=game.design.values,
        rows=rows, trace=Trace(game.names, left.trace), term_names=PatronTerms._fields, terms=left.terms,
        fingerprint=fingerprint(game.scenario, game.plan),
    )  # fmt: skip
