"""How good a forecast was: proper scores, lower is better, and how often what was called likely came about.

Forecasts are distributions over the rungs of a ladder, [case, rung]; observations are rungs, [case].
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
LEAST = 1e-3  # chance below which the log score does not look: a thousand runs cannot tell it from nothing


class Bin(NamedTuple):
    """Forecasts of about the same probability, and what came of them."""

    forecast: float  # mean probability given
    observed: float  # share that came about
    lo: float  # 90 % interval of that share, were the cases independent (Jeffreys)
    hi: float
    number: int


def at_most(forecast: ArrayLike) -> FloatArray:
    """Chance of each rung or a lower one, without the last, which is certain: [case, threshold]."""
    return np.asarray(np.cumsum(np.asarray(forecast, dtype=np.float64), axis=-1)[..., :-1])


def ranked_probability_score(forecast: ArrayLike, observed: ArrayLike) -> FloatArray:
    """Ranked probability score (Epstein 1969) over the number of thresholds, in [0, 1], [case].

    The squared error of the chance of "at most this rung", averaged over all rungs but the last.

    >>> ranked_probability_score([[0.0, 0.5, 0.5]], [2])
    array([0.125])
    """
    rung = np.asarray(observed)
    return range_probability_score(forecast, rung, rung)


def range_probability_score(forecast: ArrayLike, low: ArrayLike, high: ArrayLike) -> FloatArray:
    """The same where all that is known is that the rung lay in low..high, [case]: thresholds inside do not count.

    >>> range_probability_score([[0.0, 0.5, 0.5]], [1], [2])
    array([0.])
    """
    below = at_most(forecast)
    threshold = np.arange(below.shape[-1])
    surely_above = threshold < np.asarray(low)[..., None]
    surely_below = threshold >= np.asarray(high)[..., None]
    error = np.where(surely_above, below, np.where(surely_below, 1.0 - below, 0.0))
    return np.asarray(np.square(error).mean(axis=-1))


def brier_score(probability: ArrayLike, happened: ArrayLike) -> FloatArray:
    """Squared error of a probability (Brier 1950), in [0, 1], [case].

    >>> brier_score([0.8], [True]).round(2)
    array([0.04])
    """
    return np.asarray(np.square(np.asarray(probability, np.float64) - np.asarray(happened, np.float64)))


def log_score(forecast: ArrayLike, observed: ArrayLike) -> FloatArray:
    """Minus the natural logarithm of the chance given to what was observed, which counts as ``LEAST`` at least, [case].

    >>> log_score([[0.5, 0.5]], [0]).round(3)
    array([0.693])
    """
    chances = np.asarray(forecast, dtype=np.float64)
    given = np.take_along_axis(chances, np.asarray(observed, np.int64)[..., None], axis=-1)[..., 0]
    return np.asarray(-np.log(np.maximum(given, LEAST)))


def reaches(forecast: ArrayLike, rung: int) -> FloatArray:
    """Chance of the rung or more, [case]."""
    return np.asarray(np.asarray(forecast, dtype=np.float64)[..., rung:].sum(axis=-1))


def reliability(probability: ArrayLike, happened: ArrayLike, bins: int = 6) -> list[Bin]:
    """Forecasts in order of probability, in bins of about equal number, with what came of each bin."""
    given, came = np.asarray(probability, np.float64).ravel(), np.asarray(happened, bool).ravel()
    order = np.argsort(given, kind="stable")
    found = []
    for part in np.array_split(order, min(bins, len(order))):
        hits, number = int(came[part].sum()), len(part)
        lo, hi = (float(beta.ppf(q, hits + 0.5, number - hits + 0.5)) for q in (0.05, 0.95))
        found.append(Bin(float(given[part].mean()), hits / number, lo, hi, number))
    return found
