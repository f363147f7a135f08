"""Means over runs, with standard errors that respect how the runs were drawn.

Runs of one design share its constraint values and weights, so designs and not runs are the sampling unit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def cluster_starts(designs: NDArray[np.intp]) -> NDArray[np.intp]:
    """Index of the first run of each design; runs of a design stand side by side."""
    return np.flatnonzero(np.diff(designs, prepend=-1))


def clustered_mean(values: NDArray[np.generic], designs: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
    """Mean over runs of ``values`` [run, ...] and its standard error, clustered by design.

    With ``D`` designs of equal size the error is the standard deviation of the design means over the root of
    ``D``; a shorter last design counts by its size. One design alone says nothing about others: the error is
    then that of independent runs, which for a yes/no value is the binomial one. Infinite values give NaN errors.
    """
    numbers = np.asarray(values, dtype=np.float64)
    runs = len(numbers)
    starts = cluster_starts(designs)
    with np.errstate(invalid="ignore"):
        mean = np.asarray(numbers.mean(axis=0))
        if len(starts) < 2:
            return mean, np.asarray(numbers.std(axis=0) / np.sqrt(runs))
        totals = np.add.reduceat(numbers - mean, starts, axis=0)
        spread = np.sqrt(len(starts) / (len(starts) - 1) * np.square(totals).sum(axis=0))
    return mean, np.asarray(spread / runs)
