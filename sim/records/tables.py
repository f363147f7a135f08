"""Tidy tables of an ensemble: one row per run, per week and variable, per term, per design.

Weeks count from the scenario's date; the value at week ``w`` is that at the end of the turn that ends then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import IntEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.model.ladders import Alignment, Coalition, Leader, Pressure, Stance, Support
from sim.records.clusters import clustered_mean
from sim.records.trajectory import Ensemble
from sim.scenario.schema import Actor, Scenario

QUANTILES = (0.05, 0.25, 0.50, 0.75, 0.95)
QUANTILE_NAMES = ("q05", "q25", "q50", "q75", "q95")
LADDERS: dict[str, tuple[str, type[IntEnum]]] = {  # role: the state that is its rung, and its ladder
    "challenger": ("pressure", Pressure),
    "client": ("stance", Stance),
    "patron": ("support", Support),
}


def words(ladder: type[IntEnum]) -> list[str]:
    """The names of a ladder's rungs as scenario files spell them, lowest first."""
    return [rung.name.lower() for rung in ladder]


def runs_table(ensemble: Ensemble) -> pd.DataFrame:
    """One row per run: how it ended, the answers, and the week in which each condition first fired."""
    scenario, rows = ensemble.scenario, ensemble.rows
    columns: dict[str, object] = {
        "run": np.arange(len(rows.leader)),
        "design": ensemble.design_of_run,
        "leader": np.array(words(Leader))[rows.leader],
        "coalition": np.array(words(Coalition))[rows.coalition],
        "alignment": np.array(words(Alignment))[rows.alignment],
        "ended_week": _weeks(rows.ended, scenario.turn_weeks, known=rows.ended < scenario.horizon),
        f"{scenario.challenger.name}.peak": rows.peak_pressure,
        f"{scenario.challenger.name}.final": rows.final_pressure,
    }
    for seat, patron in enumerate(scenario.patrons):
        columns[f"{patron.name}.peak"] = rows.peak_support[:, seat]
        columns[f"{patron.name}.final"] = rows.final_support[:, seat]
    for seat, actor in enumerate(scenario.actors):
        columns[f"{actor.name}.changes"] = rows.changes[:, seat]
    for place, question in enumerate(scenario.questions):
        columns[_free(question.id, columns, "question")] = rows.answers[:, place]
    for place, condition in enumerate(scenario.conditions):
        fired = rows.first_fired[:, place]
        name = _free(f"first_fired.{condition.name}", columns, "condition")
        columns[name] = _weeks(fired, scenario.turn_weeks, known=fired >= 0)
    for place, event in enumerate(scenario.events):
        columns[_free(f"happened.{event.name}", columns, "event")] = rows.happened[:, place]
    return pd.DataFrame(columns)


def weekly_table(ensemble: Ensemble) -> pd.DataFrame:
    """Mean and quantiles over the traced runs of every variable of every actor, by week."""
    trace, scenario = ensemble.trace, ensemble.scenario
    blocks = [_quantiles(trace.values[:, :, column]) for column in range(len(trace.names))]
    turns = trace.values.shape[1]
    actors, variables = zip(*(name.split(".", 1) for name in trace.names), strict=True)
    table = _calendar(scenario, np.tile(np.arange(turns), len(trace.names)))
    table["actor"] = np.repeat(actors, turns)
    table["variable"] = np.repeat(variables, turns)
    table[["mean", *QUANTILE_NAMES]] = np.concatenate(blocks)
    return table


def rungs_table(ensemble: Ensemble) -> pd.DataFrame:
    """Share of the traced runs on each rung of each actor's ladder, by week."""
    scenario, parts = ensemble.scenario, []
    for actor in scenario.actors:
        variable, ladder = LADDERS[actor.role]
        rung = ensemble.trace.column(f"{actor.name}.{variable}")
        share = np.stack([(rung == step).mean(axis=0) for step in ladder], axis=1)  # [turn, rung]
        turns, rungs = share.shape
        part = _calendar(scenario, np.repeat(np.arange(turns), rungs))
        part["actor"], part["variable"] = actor.name, variable
        part["rung"], part["name"] = np.tile(np.arange(rungs), turns), np.tile(words(ladder), turns)
        part["share"] = share.ravel()
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def peaks_table(ensemble: Ensemble) -> pd.DataFrame:
    """Share of all runs whose highest and whose last rung was each, for challenger and patrons."""
    scenario, rows = ensemble.scenario, ensemble.rows
    pairs = [(scenario.challenger, rows.peak_pressure, rows.final_pressure)]
    pairs += [(p, rows.peak_support[:, k], rows.final_support[:, k]) for k, p in enumerate(scenario.patrons)]
    parts = []
    for actor, peak, final in pairs:
        ladder = LADDERS[actor.role][1]
        columns = {"actor": actor.name, "rung": np.arange(len(ladder)), "name": words(ladder)}
        shares = {"peak": rung_shares(peak, ladder), "final": rung_shares(final, ladder)}
        parts.append(pd.DataFrame({**columns, **shares}))
    return pd.concat(parts, ignore_index=True)


def terms_table(ensemble: Ensemble) -> pd.DataFrame:
    """Mean utility terms of each patron at each rung over the explained runs; errors clustered by design."""
    runs = len(ensemble.terms)
    patrons, rungs, names = [p.name for p in ensemble.scenario.patrons], words(Support), ensemble.term_names
    if not runs:
        return pd.DataFrame(columns=["patron", "rung", "name", "term", "mean", "se"])
    mean, se = clustered_mean(ensemble.terms, ensemble.design_of_run[:runs])
    index = pd.MultiIndex.from_product([patrons, range(len(rungs)), names], names=["patron", "rung", "term"])
    table = pd.DataFrame({"mean": mean.ravel(), "se": se.ravel()}, index=index).reset_index()
    table.insert(2, "name", np.array(rungs)[table["rung"].to_numpy()])
    return table


def designs_table(ensemble: Ensemble) -> pd.DataFrame:
    """One row per design: the constraint values and weights that were drawn."""
    values = pd.DataFrame(ensemble.design_values, columns=list(ensemble.design_paths))
    values.insert(0, "design", np.arange(len(values)))
    return values


def history_table(scenario: Scenario) -> pd.DataFrame:
    """What each actor was seen to do before the scenario's date; an opening rung without history is dated on it."""
    records = [
        {"actor": actor.name, "date": pd.Timestamp(day), "rung": rung, "name": words(LADDERS[actor.role][1])[rung]}
        for actor in scenario.actors
        for day, rung in _seen(actor, scenario)
    ]
    return pd.DataFrame(records, columns=["actor", "date", "rung", "name"])


def tables(ensemble: Ensemble) -> dict[str, pd.DataFrame]:
    """Every table of an ensemble by the name under which it is stored."""
    return {
        "runs": runs_table(ensemble),
        "weekly": weekly_table(ensemble),
        "rungs": rungs_table(ensemble),
        "peaks": peaks_table(ensemble),
        "terms": terms_table(ensemble),
        "designs": designs_table(ensemble),
    }


def rung_shares(rungs: NDArray[np.integer], ladder: type[IntEnum]) -> NDArray[np.float64]:
    """Share of runs on each rung of ``ladder``, lowest first."""
    counts = np.bincount(rungs, minlength=len(ladder))
    return np.asarray(counts / max(1, len(rungs)))


def _seen(actor: Actor, scenario: Scenario) -> Iterable[tuple[dt.date, int]]:
    if actor.so_far:
        return [(seen.on, seen.rung) for seen in actor.so_far]
    return [] if actor.opening is None else [(scenario.as_of, actor.opening)]


def _weeks(turns: NDArray[np.integer], turn_weeks: float, known: NDArray[np.bool_]) -> object:
    """Weeks at the end of 0-based ``turns``; NA where not ``known``."""
    return pd.array(np.where(known, (turns + 1.0) * turn_weeks, np.nan), dtype="Float64")


def _calendar(scenario: Scenario, turns: NDArray[np.intp]) -> pd.DataFrame:
    """Week and date at the end of each of ``turns``."""
    week = (turns + 1) * scenario.turn_weeks
    days = pd.to_timedelta(np.round(week * 7), unit="D")
    return pd.DataFrame({"week": week, "date": pd.Timestamp(scenario.as_of) + days})


def _quantiles(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean and quantiles over runs of ``values`` [run, turn]; [turn, 1 + quantile]."""
    first = values[0]
    if (values == first).all():
        return np.repeat(first[:, None], 1 + len(QUANTILES), axis=1)
    return np.column_stack([values.mean(axis=0), np.quantile(values, QUANTILES, axis=0).T])


def _free(name: str, taken: Iterable[str] | Sequence[str], kind: str) -> str:
    """``name``, or ``name`` with its kind before it where another column already has that name."""
    while name in set(taken):
        name = f"{kind}.{name}"
    return name
