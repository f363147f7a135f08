"""How far a mean may be off because the cases are few: whole groups of cases drawn anew, with replacement."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.scenario.shocks import uniforms

FloatArray = NDArray[np.float64]
DRAWS = 4_000
SPAN = (0.05, 0.95)


class Interval(NamedTuple):
    """A mean, its standard error, and a 90 % interval."""

    mean: float
    se: float
    lo: float
    hi: float


def interval(values: ArrayLike, groups: Sequence[Hashable], seed: int = 1, draws: int = DRAWS) -> Interval:
    """Mean of ``values`` [case] with its bootstrap error and interval; cases of one group are drawn together.

    Differences of two scores of the same cases give the paired interval.
    """
    numbers = np.asarray(values, dtype=np.float64)
    names = {name: place for place, name in enumerate(dict.fromkeys(groups))}
    belongs = np.array([names[name] for name in groups])
    totals = np.bincount(belongs, weights=numbers, minlength=len(names))
    sizes = np.bincount(belongs, minlength=len(names))
    drawn = uniforms(seed, 0, draws * len(names), "bootstrap").reshape(draws, len(names))
    picked = (drawn * len(names)).astype(np.int64)
    means = totals[picked].sum(axis=1) / sizes[picked].sum(axis=1)
    lo, hi = np.quantile(means, SPAN)
    error = float(means.std(ddof=1)) if len(names) > 1 else float("nan")
    return Interval(float(numbers.mean()), error, float(lo), float(hi))
