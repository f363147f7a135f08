"""Two engines side by side: every bit that either leaves behind."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.ensemble import play
from sim.records.trajectory import Ensemble, Rows
from sim.scenario.plan import Plan
from sim.scenario.schema import Scenario

Array = NDArray[Any]


def parts(ensemble: Ensemble) -> dict[str, Array]:
    """Everything an ensemble holds that play has left in it."""
    rows = {f"rows.{field.name}": getattr(ensemble.rows, field.name) for field in fields(Rows)}
    return rows | {"trace": ensemble.trace.values, "terms": ensemble.terms, "designs": ensemble.design_values}


def bits(array: Array) -> Array:
    """Numbers as they lie in memory, so that -0.0 differs from 0.0 and a NaN equals itself."""
    return np.ascontiguousarray(array).view(np.uint64) if array.dtype == np.float64 else array


def differences(one: Ensemble, other: Ensemble) -> list[str]:
    """Where two ensembles differ, if only in a bit; for the trace, the first turn and its columns."""
    found = []
    left, right = parts(one), parts(other)
    for name in left:
        if left[name].dtype != right[name].dtype or left[name].shape != right[name].shape:
            found.append(f"{name}: {left[name].dtype}{left[name].shape} and {right[name].dtype}{right[name].shape}")
        elif not np.array_equal(bits(left[name]), bits(right[name])):
            found.append(f"{name}{_where(one, name, bits(left[name]) != bits(right[name]))}")
    return found


def _where(one: Ensemble, name: str, unequal: Array) -> str:
    """The first place of a difference."""
    first = tuple(int(axis[0]) for axis in np.nonzero(unequal))
    if name != "trace":
        return str(list(first))
    columns = [one.trace.names[number] for number in np.nonzero(unequal[first[0], first[1]])[0]]
    return f"[run {first[0]}, turn {first[1]}]: {', '.join(columns[:6])}"


def both(scenario: Scenario, runs: int, seed: int = 1) -> tuple[Ensemble, Ensemble]:
    """The same plan played by the compiled engine and by Mesa, two runs a design, everything kept."""
    plan = Plan(runs=runs, seed=seed, replications=2, traced=runs, explained=runs)
    stepwise = Plan(runs=runs, seed=seed, replications=2, traced=runs, explained=runs, engine="mesa")
    return play(scenario, plan), play(scenario, stepwise)
