"""Playing many runs: blocks of them on every core, with nothing depending on blocks or cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from sim.engines.compiled import play_block
from sim.engines.game import Game, clear_table, deal, prepare, share, tell
from sim.records.trajectory import Ensemble
from sim.scenario.plan import Plan
from sim.scenario.schema import Scenario

BLOCK = 2_000
STEPWISE_BLOCK = 20
Progress = Callable[[int], None]


def play(scenario: Scenario, plan: Plan, progress: Progress | None = None, block: int = BLOCK) -> Ensemble:
    """Play an ensemble with the plan's engine; ``progress`` is told how many runs each block played."""
    return play_out(prepare(scenario, plan), progress, block)


def play_out(game: Game, progress: Progress | None = None, block: int = BLOCK) -> Ensemble:
    """Play an ensemble of a game that is ready, in whatever way it was made so."""
    if game.plan.engine == "mesa":
        return _one_by_one(game, progress)
    left = clear_table(game)

    def play_one(first: int, count: int) -> int:
        hand = deal(game, first, count)
        play_block(game.script, hand.given, hand.chances, share(left, first, count))
        return count

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for count in pool.map(lambda part: play_one(*part), _blocks(game.plan.runs, block)):
            if progress is not None:
                progress(count)
    return tell(game, left)


def _one_by_one(game: Game, progress: Progress | None) -> Ensemble:
    """Play every run through Mesa."""
    from sim.engines.stepwise import play_stepwise

    left = clear_table(game)
    for first, count in _blocks(game.plan.runs, STEPWISE_BLOCK):
        play_stepwise(game, share(left, first, count), first, count)
        if progress is not None:
            progress(count)
    return tell(game, left)


def _blocks(runs: int, block: int) -> Iterator[tuple[int, int]]:
    """First run and size of each block."""
    for first in range(0, runs, block):
        yield first, min(block, runs - first)
