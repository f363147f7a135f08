"""Stepping one run through Mesa and writing down its story."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from sim.engines.compiled import Left, play_block
from sim.engines.game import Game, clear_table, deal, fingerprint, prepare, tell
from sim.engines.stepwise import ScenarioModel, play_stepwise
from sim.model.choice import choose, lasting_luck, probability
from sim.model.constraints import PATRON_WIDTH, PATRONS_AT, REQUEST_WIDTH, Request
from sim.model.ladders import Appeal, Pressure, Stance, Support
from sim.records.story import Decision, Story, Turn
from sim.records.tables import runs_table
from sim.scenario.plan import Plan
from sim.scenario.schema import Scenario
from sim.scenario.script import end_of_turn

LADDERS = {"challenger": Pressure, "client": Stance, "patron": Support}


def tell_story(scenario: Scenario, run: int, plan: Plan) -> Story:
    """Step run ``run`` of a plan through Mesa; its numbers are those of that row, to the last bit."""
    if run < 0:
        raise ValueError(f"run {run}: runs are counted from 0")
    game = prepare(scenario, replace(plan, runs=max(plan.runs, run + 1)))
    model = ScenarioModel(game, run)
    turns = []
    while model.turn < scenario.horizon and not model.ended:
        before = (model.fired.copy(), _statuses(model))
        model.step()
        turns.append(_turn(model, *before))
    rows = _row(game, run, stepped=True), _row(game, run, stepped=False)
    return Story(
        scenario=scenario.name, title=scenario.title, titles={actor.name: actor.title for actor in scenario.actors},
        as_of=scenario.as_of, turn_weeks=scenario.turn_weeks, horizon=scenario.horizon,
        fingerprint=fingerprint(scenario, game.plan), seed=plan.seed, run=run, design=model.design,
        turns=tuple(turns), row=_record(game, rows[0], run), same=_same(*rows),
    )  # fmt: skip


def _statuses(model: ScenarioModel) -> list[Appeal]:
    """Where each appeal stands."""
    first = PATRONS_AT + PATRON_WIDTH * model.script.patrons
    return [Appeal(int(model.board[first + REQUEST_WIDTH * n + Request.STATUS])) for n in range(model.script.requests)]


def _turn(model: ScenarioModel, fired: np.ndarray[Any, Any], statuses: list[Appeal]) -> Turn:
    """What happened in the turn just played."""
    scenario, number = model.game.scenario, model.turn - 1
    events = [
        event.name
        for event, row, came in zip(scenario.events, model.script.events, model.happened, strict=True)
        if came and row[0] == number
    ]
    conditions = [c.name for c, was, now in zip(scenario.conditions, fired, model.fired, strict=True) if now > was]
    appeals = [
        f"{appeal.item}: {now.name.lower()}"
        for appeal, was, now in zip(scenario.appeals, statuses, _statuses(model), strict=True)
        if now != was
    ]
    table = model.datacollector.tables["decisions"]
    rows = [index for index, turn in enumerate(table["turn"]) if turn == number]
    return Turn(
        number=number,
        week=number * scenario.turn_weeks,
        ends=end_of_turn(scenario, number),
        fired=(*events, *conditions),
        appeals=tuple(appeals),
        decisions=tuple(_decision(model, {name: table[name][index] for name in table}) for index in rows),
        world={
            name: float(model.board[column]) for name, column in zip(model.game.names, model.game.traced, strict=True)
        },
    )


def _decision(model: ScenarioModel, noted: dict[str, Any]) -> Decision:
    """One row of the table of decisions, in words."""
    actor = model.game.scenario.actors[noted["actor"]]
    names = [rung.name.lower() for rung in LADDERS[actor.role]]
    luck = noted["draw"]
    draw = lasting_luck(luck.lasting, luck.passing, model.weights.pace.persistence)
    wanted, chosen = choose(noted["utilities"], draw), noted["rung"]
    bound = ""
    if noted["looked"] and wanted != chosen:
        bound = "course" if model.script.course[noted["turn"]] >= 0 and actor.role == "challenger" else "reach"
    return Decision(
        actor=actor.name,
        role=actor.role,
        before=names[noted["before"]],
        chosen=names[chosen],
        wanted=names[wanted if noted["looked"] else chosen],
        looked=bool(noted["looked"]),
        bound=bound,
        draw=draw,
        saw=noted["saw"]._asdict(),
        utilities=dict(zip(names, noted["utilities"], strict=True)),
        terms={name: terms._asdict() for name, terms in zip(names, noted["terms"], strict=True)},
        chances={name: probability(noted["utilities"], rung) for rung, name in enumerate(names)},
    )


def _row(game: Game, run: int, stepped: bool) -> Left:
    """What one run leaves behind, by either engine."""
    alone = game._replace(plan=replace(game.plan, runs=1))
    left = clear_table(alone)
    if stepped:
        play_stepwise(game, left, run, 1)
    else:
        hand = deal(game, run, 1)
        play_block(game.script, hand.given, hand.chances, left)
    return left


def _same(stepped: Left, compiled: Left) -> bool:
    """Whether both engines left the same bits."""
    pairs: Iterable[tuple[Any, Any]] = zip(stepped, compiled, strict=True)
    return all(np.array_equal(one, other) for one, other in pairs)


def _record(game: Game, left: Left, run: int) -> dict[str, object]:
    """The run's row of the table of runs."""
    alone = game._replace(plan=replace(game.plan, runs=1))
    row = runs_table(tell(alone, left)).iloc[0].to_dict()
    return {**{str(name): value for name, value in row.items()}, "run": run, "design": run // game.plan.replications}
