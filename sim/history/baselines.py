"""What any model has to beat: base rates, no change, and ordered logits on the input columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from sim.history.cases import CODES, Case
from sim.model.ladders import DECLARATORY, SUPPORT_RUNGS

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Columns = Callable[[Case], Sequence[float]]
Forecaster = Callable[[Sequence[Case]], FloatArray]  # cases to [case, rung]
RIDGE = 0.01  # on standardised columns: too weak to matter but where the rows separate
TINY = 1e-300
NOT_USED = ("patron_bases_or_troops_pre",)


@dataclass(frozen=True)
class OrderedLogit:
    """P(at most rung k) = logistic(cut[k] - slope . (columns - centre) / scale), over the rungs that were seen."""

    columns: Columns
    rungs: IntArray  # seen among the cases it was fitted on; the others get no chance
    centre: FloatArray
    scale: FloatArray
    slope: FloatArray
    cuts: FloatArray

    def __call__(self, cases: Sequence[Case]) -> FloatArray:
        """Distribution of the peak, [case, rung]."""
        inputs = (_matrix(cases, self.columns) - self.centre) / self.scale
        found = np.zeros((len(cases), SUPPORT_RUNGS))
        found[:, self.rungs] = _chances(inputs @ self.slope, self.cuts)
        return found


def eight_columns(case: Case) -> list[float]:
    """Every coded input but bases, as it stands in the table."""
    return [float(getattr(case, name)) for name in CODES if name not in NOT_USED]


def three_columns(case: Case) -> list[float]:
    """Full entente with the challenger, no power projection, stake: chosen by looking at the rows."""
    return [float(case.patron_entente_with_challenger == 2), float(case.power_projection == 0), float(case.stake)]


def base_rates(train: Sequence[Case]) -> Forecaster:
    """The shares of peaks among the cases known."""
    shares = np.bincount(_peaks(train), minlength=SUPPORT_RUNGS) / len(train)
    return lambda cases: np.tile(shares, (len(cases), 1))


def persistence(train: Sequence[Case]) -> Forecaster:
    """Nobody does more than the words with which patrons open."""
    certain = np.eye(SUPPORT_RUNGS)[DECLARATORY]
    return lambda cases: np.tile(certain, (len(cases), 1))


def ordered_logit(train: Sequence[Case], columns: Columns = eight_columns) -> OrderedLogit:
    """An ordered logit (proportional odds; McCullagh 1980) by maximum likelihood with a faint ridge."""
    raw = _matrix(train, columns)
    rungs, peaks = np.unique(_peaks(train), return_inverse=True)
    centre, scale = raw.mean(axis=0), raw.std(axis=0)
    scale[scale == 0.0] = 1.0
    inputs = (raw - centre) / scale
    start = np.concatenate([np.zeros(raw.shape[1]), _first_cuts(peaks)])

    def loss(free: FloatArray) -> tuple[float, FloatArray]:
        slope, cuts = _unpacked(free, raw.shape[1])
        fit, by_slope, by_cut = _likelihood(inputs, peaks, slope, cuts)
        gaps = np.exp(free[raw.shape[1] + 1 :])
        by_free = np.concatenate([by_slope - RIDGE * slope, [by_cut.sum()], np.cumsum(by_cut[:0:-1])[::-1] * gaps])
        return 0.5 * RIDGE * float(slope @ slope) - fit, -by_free

    best = minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-6})
    slope, cuts = _unpacked(best.x, raw.shape[1])
    return OrderedLogit(columns, rungs, centre, scale, slope, cuts)


def short_ordered_logit(train: Sequence[Case]) -> OrderedLogit:
    """The ordered logit on three columns."""
    return ordered_logit(train, three_columns)


BASELINES: dict[str, Callable[[Sequence[Case]], Forecaster]] = {
    "base_rate": base_rates,
    "persistence": persistence,
    "ordered_logit": ordered_logit,
    "ordered_logit_3": short_ordered_logit,
}


def _peaks(cases: Sequence[Case]) -> IntArray:
    """Peaks of cases that are all known."""
    return np.array([case.level_peak for case in cases], dtype=np.int64)


def _matrix(cases: Sequence[Case], columns: Columns) -> FloatArray:
    return np.array([columns(case) for case in cases], dtype=np.float64)


def _chances(leaning: FloatArray, cuts: FloatArray) -> FloatArray:
    """Chance of each rung, [case, rung], from the place of each case on the latent scale."""
    below = expit(cuts[None, :] - leaning[:, None])
    edges = np.column_stack([np.zeros(len(leaning)), below, np.ones(len(leaning))])
    return np.diff(edges, axis=1)


def _likelihood(
    inputs: FloatArray, peaks: IntArray, slope: FloatArray, cuts: FloatArray
) -> tuple[float, FloatArray, FloatArray]:
    """Log likelihood of the peaks, and how it rises with each slope and with each cut."""
    row = np.arange(len(peaks))
    leaning = inputs @ slope
    own = np.maximum(_chances(leaning, cuts)[row, peaks], TINY)
    dense = np.zeros((len(peaks), len(cuts) + 2))  # density of the latent scale at the edges of each rung
    below = expit(cuts[None, :] - leaning[:, None])
    dense[:, 1:-1] = below * (1.0 - below)
    by_cut = np.zeros((len(peaks), len(cuts) + 2))
    by_cut[row, peaks + 1] = dense[row, peaks + 1] / own
    by_cut[row, peaks] = -dense[row, peaks] / own
    return float(np.log(own).sum()), -(by_cut.sum(axis=1) @ inputs), by_cut[:, 1:-1].sum(axis=0)


def _first_cuts(peaks: IntArray) -> FloatArray:
    """Cuts that fit the base rates, as a first cut and logs of gaps."""
    counts = np.bincount(peaks)
    share = np.cumsum(counts / counts.sum())[:-1]
    cuts = np.log(share / (1.0 - share))
    return np.concatenate([cuts[:1], np.log(np.diff(cuts))])


def _unpacked(free: FloatArray, slopes: int) -> tuple[FloatArray, FloatArray]:
    """Slopes and rising cuts from unbounded numbers."""
    return free[:slopes], free[slopes] + np.concatenate([[0.0], np.cumsum(np.exp(free[slopes + 1 :]))])
