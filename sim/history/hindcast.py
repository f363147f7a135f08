"""Past crises foretold: each case played by the production engine, with weights that may not have seen it."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from sim.engines.ensemble import play_out
from sim.engines.game import Game, prepare
from sim.history.baselines import BASELINES
from sim.history.calibrate import weights_without
from sim.history.cases import Case, Coding, read_cases
from sim.history.scorecard import Forecast, Hindcast
from sim.history.translate import Mode, rung_of, to_scenario
from sim.model.ladders import HOLDS, PRESSURE_RUNGS, SUPPORT_RUNGS
from sim.scenario.plan import Plan
from sim.scenario.schema import RuleName
from sim.scenario.weights import read_weights

FloatArray = NDArray[np.float64]
Progress = Callable[[int], None]  # told how many runs were played since it was last told
Left = Literal["nothing", "crisis", "patron"]  # what is left out of the fit that foretells it
RULES: tuple[RuleName, ...] = get_args(RuleName)
RUNS = 2_000  # per case


@dataclass(frozen=True)
class How:
    """How cases are played."""

    mode: Mode = "conditional"
    rule: RuleName = "logit"
    runs: int = RUNS
    seed: int = 1

    @property
    def plan(self) -> Plan:
        """The plan of each case's ensemble: that of ``sim run`` with as many runs, less what nobody will look at."""
        return Plan(runs=self.runs, seed=self.seed, traced=0, explained=0)


class Fold(NamedTuple):
    """Rows to foretell, and rows that may be learnt from."""

    test: list[int]
    train: list[int]


def hindcast(
    how: How | None = None, coding: Coding = "first", left: Left = "nothing", progress: Progress | None = None
) -> Hindcast:
    """The built-in table foretold: by weights and baselines that saw every row, or all but those left out."""
    how, cases = how or How(), read_cases(coding)
    return foretell(cases, cases, how, folds(cases, left), f"{coding} coding", left, progress)


def hindcast_table(
    cases: Sequence[Case], how: How | None = None, file: str = "", progress: Progress | None = None
) -> Hindcast:
    """Cases of a table of one's own foretold; model and baselines know the built-in table only."""
    train = read_cases()
    fold = Fold(list(range(len(cases))), list(range(len(train))))
    return foretell(cases, train, how or How(), [fold], file, "nothing", progress)


def foretell(
    cases: Sequence[Case], known: Sequence[Case], how: How, parts: Sequence[Fold], table: str, left: Left,
    progress: Progress | None = None,
) -> Hindcast:  # fmt: skip
    """Each fold's cases foretold from what is known of the others, by the model and by every baseline."""
    forecasts = {name: _nothing(len(cases), how.mode) for name in ("model", *BASELINES)}
    for test, train in parts:
        rows = weights_without(cases[row].id for row in test) if left != "nothing" else None
        asked, learnt = [cases[row].blind() for row in test], [known[row] for row in train]
        _enter(forecasts["model"], test, play_cases(asked, how, rows, progress))
        for name, train_baseline in BASELINES.items():
            _enter(forecasts[name], test, _baseline(train_baseline(learnt)(asked), learnt))
    status = read_weights().status if left == "nothing" else "fitted without the rows foretold"
    return Hindcast(tuple(cases), forecasts, table, left, how.mode, how.rule, how.runs, how.seed, status)


def play_cases(
    cases: Sequence[Case], how: How, rows: FloatArray | None = None, progress: Progress | None = None
) -> Forecast:
    """What the production engine makes of cases; ``rows`` of weights take the place of the weights file's."""

    def one(case: Case) -> tuple[FloatArray, float, FloatArray]:
        scenario = to_scenario(case, how.mode).model_copy(update={"rule": how.rule})
        left = play_out(_with_weights(prepare(scenario, how.plan), rows)).rows
        if progress is not None:
            progress(how.runs)
        peak = np.bincount(left.peak_support[:, 0], minlength=SUPPORT_RUNGS) / how.runs
        pressure = np.bincount(left.peak_pressure, minlength=PRESSURE_RUNGS) / how.runs
        return peak, float((left.coalition == HOLDS).mean()), pressure

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        peak, survival, pressure = zip(*pool.map(one, cases), strict=True)
    free = np.array(pressure) if how.mode == "free" else None
    return Forecast(np.array(peak), np.array(survival), free)


def folds(cases: Sequence[Case], left: Left) -> list[Fold]:
    """The folds that leave out nothing, whole crises in turn, or whole patrons in turn."""
    everyone = list(range(len(cases)))
    if left == "nothing":
        return [Fold(everyone, everyone)]
    names: Sequence[Hashable] = [case.crisis for case in cases] if left == "crisis" else patrons(cases)
    parts = [[row for row in everyone if names[row] == name] for name in dict.fromkeys(names)]
    return [Fold(part, [row for row in everyone if row not in part]) for part in parts]


def patrons(cases: Sequence[Case]) -> list[str]:
    """The patron of each case by its oldest name; "A/B" says that a state changed its name from A to B."""
    older: dict[str, str] = {}
    for case in cases:
        first, *later = case.patron.split("/")
        older |= dict.fromkeys(later, first)
    return [older.get(case.patron, case.patron.split("/")[0]) for case in cases]


def _with_weights(game: Game, rows: FloatArray | None) -> Game:
    """The game with other weights, one row to a design, from the first on again where there are too few."""
    if rows is None:
        return game
    chosen = rows[np.arange(len(game.design.weights)) % len(rows)]
    return game._replace(design=game.design._replace(weights=chosen))


def _nothing(cases: int, mode: Mode) -> Forecast:
    """Room for a forecast."""
    pressure = np.zeros((cases, PRESSURE_RUNGS)) if mode == "free" else None
    return Forecast(np.zeros((cases, SUPPORT_RUNGS)), np.zeros(cases), pressure)


def _enter(into: Forecast, rows: Iterable[int], found: Forecast) -> None:
    """Write the forecast of some cases into the room of all."""
    at = list(rows)
    into.peak[at], into.survival[at] = found.peak, found.survival
    if into.pressure is not None and found.pressure is not None:
        into.pressure[at] = found.pressure


def _baseline(peak: FloatArray, train: Sequence[Case]) -> Forecast:
    """A baseline's peaks, with base rates for the client's survival and the challenger's peak."""
    survived = [case.client_regime_survived for case in train if case.client_regime_survived is not None]
    pressed = np.bincount([rung_of(case) for case in train], minlength=PRESSURE_RUNGS) / len(train)
    return Forecast(peak, np.full(len(peak), np.mean(survived)), np.tile(pressed, (len(peak), 1)))
