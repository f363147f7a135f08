"""Forecasts beside what happened, and their scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.bootstrap import Interval, interval
from sim.analysis.scoring import (
    brier_score,
    log_score,
    range_probability_score,
    ranked_probability_score,
    reaches,
)
from sim.analysis.summary import finite
from sim.history.cases import Case
from sim.history.translate import rung_of
from sim.model.ladders import MATERIEL

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
MODEL = "model"


class Forecast(NamedTuple):
    """What was foretold of some cases."""

    peak: FloatArray  # [case, rung], the patron's highest rung
    survival: FloatArray  # [case], chance that the client's ruling coalition holds
    pressure: FloatArray | None  # [case, rung], the challenger's highest rung; None where it is laid down


class Scores(NamedTuple):
    """Scores of a forecast, [case with a known peak], lower is better."""

    rps: FloatArray  # six rungs, divided by five
    range_rps: FloatArray  # rungs inside the range that could be defended count as hit
    brier_materiel: FloatArray  # of "materiel or more"
    log_score: FloatArray


@dataclass(frozen=True)
class Hindcast:
    """Cases, what the model and the baselines foretold of them, and how."""

    cases: tuple[Case, ...]
    forecasts: Mapping[str, Forecast]  # the model's first, then the baselines'
    table: str  # which table, or which coding of the built-in one
    left_out: str  # of the fit, in turn: nothing, crisis or patron
    mode: str
    rule: str
    runs: int  # per case
    seed: int
    status: str  # of the weights

    @cached_property
    def seen(self) -> IntArray:
        """Rows of the cases whose peak is known."""
        return np.array([row for row, case in enumerate(self.cases) if case.level_peak is not None], dtype=np.int64)

    @property
    def baselines(self) -> list[str]:
        """Names of the baselines."""
        return [name for name in self.forecasts if name != MODEL]

    @cached_property
    def observed(self) -> IntArray:
        """Peaks that are known, [case]."""
        return np.array([self.cases[row].level_peak for row in self.seen], dtype=np.int64)

    def scores(self, name: str = MODEL) -> Scores:
        """Scores of a forecast of the patron's peak, case by case."""
        peak, ranges = self.forecasts[name].peak[self.seen], [self.cases[row].range for row in self.seen]
        low, high = np.array(ranges, dtype=np.int64).reshape(-1, 2).T
        return Scores(
            ranked_probability_score(peak, self.observed),
            range_probability_score(peak, low, high),
            brier_score(reaches(peak, MATERIEL), self.observed >= MATERIEL),
            log_score(peak, self.observed),
        )

    def mean(self, score: str = "rps", name: str = MODEL) -> Interval:
        """A mean score, with its bootstrap interval over crises."""
        return self.interval(getattr(self.scores(name), score))

    def ahead(self, name: str, score: str = "rps") -> Interval:
        """By how much a baseline's mean score is worse than the model's (above zero: the model is better), paired."""
        return self.interval(getattr(self.scores(name), score) - getattr(self.scores(), score))

    def survival_brier(self, name: str = MODEL) -> FloatArray:
        """Brier score of the client's survival, [case where that is known]."""
        known = [row for row, case in enumerate(self.cases) if case.client_regime_survived is not None]
        held = np.array([self.cases[row].client_regime_survived for row in known], dtype=np.int64)
        return brier_score(self.forecasts[name].survival[known], held)

    def pressure_rps(self, name: str = MODEL) -> FloatArray | None:
        """Ranked probability score of the challenger's peak over seven rungs, divided by six, [case]; in free mode."""
        pressure = self.forecasts[name].pressure
        if self.forecasts[MODEL].pressure is None or pressure is None:
            return None
        return ranked_probability_score(pressure, [rung_of(case) for case in self.cases])

    def interval(self, values: FloatArray) -> Interval:
        """Mean of a score [case with a known peak], crises drawn anew."""
        return interval(values, [self.cases[row].crisis for row in self.seen])

    def to_json(self) -> dict[str, object]:
        """Plain dicts and lists; what has no observation is null."""
        head = {
            name: getattr(self, name) for name in ("table", "left_out", "mode", "rule", "runs", "seed")
        }  # fmt: skip
        baselines = {name: {**self._means(name), **self._ahead(name)} for name in self.baselines}
        body = {"cases": self._rows(), **self._means(MODEL), "baselines": baselines, **head, "weights": self.status}
        plain = finite(body)
        assert isinstance(plain, dict)
        return plain

    def _rows(self) -> list[dict[str, object]]:
        """One entry per case."""
        found, scores = self.forecasts[MODEL], self.scores()
        place = {int(row): number for number, row in enumerate(self.seen)}
        rows = []
        for row, case in enumerate(self.cases):
            entry: dict[str, object] = {
                "id": case.id, "peak": found.peak[row].tolist(), "observed": case.level_peak,
                "range": None if case.range is None else list(case.range),
            }  # fmt: skip
            entry |= {
                name: float(values[place[row]]) if row in place else None for name, values in scores._asdict().items()
            }
            entry |= {"survival": float(found.survival[row]), "survived": case.client_regime_survived}
            if found.pressure is not None:
                entry |= {"pressure": found.pressure[row].tolist(), "pressure_observed": rung_of(case)}
            rows.append(entry)
        return rows

    def _means(self, name: str) -> dict[str, object]:
        """Mean scores of a forecast; null where nothing is known to score it by."""
        found: dict[str, object] = {score: _mean(values) for score, values in self.scores(name)._asdict().items()}
        found["brier_survival"] = _mean(self.survival_brier(name))
        pressure = self.pressure_rps(name)
        return found if pressure is None else found | {"rps_pressure": _mean(pressure)}

    def _ahead(self, name: str) -> dict[str, object]:
        """How far a baseline lies behind the model."""
        return {"behind": self.ahead(name)._asdict()} if len(self.seen) else {}


def _mean(values: FloatArray) -> float | None:
    return float(values.mean()) if len(values) else None
