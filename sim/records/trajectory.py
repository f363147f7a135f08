"""What happened: the arrays an ensemble leaves behind. Axis names travel with each array."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.scenario.plan import Plan
from sim.scenario.schema import Scenario

FloatArray = NDArray[np.float64]
ByteArray = NDArray[np.int8]
ShortArray = NDArray[np.int16]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """One row per run: how it ended."""

    peak_support: ByteArray  # [run, patron], highest rung chosen within the horizon
    final_support: ByteArray  # [run, patron]
    peak_pressure: ByteArray  # [run]
    final_pressure: ByteArray  # [run]
    leader: ByteArray  # [run], rung of ladders.Leader
    coalition: ByteArray  # [run]
    alignment: ByteArray  # [run]
    ended: ShortArray  # [run], turn (0-based) at whose end the crisis ended, or horizon if it did not
    answers: BoolArray  # [run, question]
    first_fired: ShortArray  # [run, condition], turn (0-based), or -1 if it never fired
    happened: BoolArray  # [run, event]
    changes: ShortArray  # [run, actor], number of rung changes after the opening; challenger, client, patrons


@dataclass(frozen=True)
class Trace:
    """Every state at the end of every turn, for the first runs; after a crisis ends its row repeats."""

    names: tuple[str, ...]  # "actor.state" or "actor.constraint" of each column, e.g. "borduria.support"
    values: FloatArray  # [run, turn, column]

    def column(self, name: str) -> FloatArray:
        """Values of one column, [run, turn]."""
        return self.values[:, :, self.names.index(name)]


@dataclass(frozen=True)
class Ensemble:
    """Many runs of one scenario under one plan."""

    scenario: Scenario
    plan: Plan
    design_paths: tuple[str, ...]  # what was drawn per design: "borduria.linkage", "weights.patron.stake", ...
    design_values: FloatArray  # [design, path]
    rows: Rows
    trace: Trace
    term_names: tuple[str, ...]  # patrons' utility terms, in the order of the ledger
    terms: FloatArray  # [run, patron, rung, term], mean over the turns played; the first ``plan.explained`` runs
    fingerprint: str  # hash of scenario, weights, code of the model, seed and plan

    @property
    def design_of_run(self) -> NDArray[np.intp]:
        """Which design each run belongs to, [run]."""
        return np.arange(len(self.rows.leader)) // self.plan.replications
