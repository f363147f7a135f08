"""What the rows identify: posterior against prior of each weight, correlations, the influence of each crisis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.history.calibrate import TAIL, Fit
from sim.history.cases import Case
from sim.scenario.weights import PATHS

FloatArray = NDArray[np.float64]
SPAN = (0.05, 0.5, 0.95)
NOTABLE = 0.25  # correlation
IDENTIFIED, PARTLY = 0.5, 0.2  # contraction from which a weight is said to be so
BESIDE = ("survival", "pace")  # groups of weights on which the likelihood rests but which are not fitted


class Learnt(NamedTuple):
    """One weight before and after; spans are 5 %, median and 95 %."""

    path: str
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    contraction: float  # 1 - variance after over variance before, on the scale on which the prior is normal
    alone: tuple[tuple[float, float], ...]  # median and contraction under each coding

    @property
    def verdict(self) -> str:
        """What may be said of it."""
        if self.contraction >= IDENTIFIED:
            return "identified"
        return "partly" if self.contraction >= PARTLY else "not identified: stays at its prior"


class Influence(NamedTuple):
    """What leaving one crisis out does to the posterior."""

    crisis: str
    shifts: FloatArray  # [weight], of the mean, in posterior standard deviations
    worth: float  # effective draws left, as a share of those with the crisis

    @property
    def largest(self) -> int:
        """Which weight it moves most."""
        return int(np.abs(self.shifts).argmax())


class Identification(NamedTuple):
    """The report of what is identified."""

    paths: tuple[str, ...]
    learnt: tuple[Learnt, ...]
    beside: tuple[tuple[str, float], ...]  # weights not fitted, and by how much they would have contracted
    correlations: FloatArray  # [weight, weight]
    influence: tuple[Influence, ...]  # most influential first
    worth: tuple[float, ...]  # effective draws under each coding
    draws: int  # weighed under each coding

    def notable(self) -> list[tuple[str, str, float]]:
        """Pairs of weights that the rows tie together, strongest first."""
        pairs = [
            (one, other, float(self.correlations[row, column]))
            for row, one in enumerate(self.paths)
            for column, other in enumerate(self.paths[:row])
        ]
        return sorted((it for it in pairs if abs(it[2]) >= NOTABLE), key=lambda it: -abs(it[2]))


def identify(found: Fit, cases: Sequence[Case]) -> Identification:
    """What the rows say of each weight of a fit, and which crises say it."""
    points, masses = _pooled(found)
    mean, covariance = _moments(points, masses)
    spread = np.sqrt(np.diag(covariance))
    learnt = [_learnt(found, number, points, masses) for number in range(len(found.prior.paths))]
    crises = list(dict.fromkeys(case.crisis for case in cases))
    influence = [_influence(found, name, cases, mean, spread) for name in crises]
    return Identification(
        found.prior.paths,
        tuple(learnt),
        tuple(_beside(found)),
        covariance / np.outer(spread, spread),
        tuple(sorted(influence, key=lambda it: -float(np.abs(it.shifts).max()))),
        tuple(found.worth()),
        len(found.pools[0].rows),
    )


def _pooled(found: Fit, without: Sequence[str] = ()) -> tuple[FloatArray, FloatArray]:
    """Every draw of every coding, [draw, weight], and its share of the even mixture."""
    shares = found.shares(without)
    return np.concatenate([pool.points for pool in found.pools]), np.concatenate(shares) / len(shares)


def _moments(points: FloatArray, masses: FloatArray) -> tuple[FloatArray, FloatArray]:
    mean = masses @ points
    return mean, (points - mean).T @ ((points - mean) * masses[:, None])


def _learnt(found: Fit, number: int, points: FloatArray, masses: FloatArray) -> Learnt:
    """One weight before and after."""
    prior = found.prior
    before = prior.centre[number] + TAIL * prior.spread[number] * np.array([-1.0, 0.0, 1.0])
    parts = [(pool.points, shares) for pool, shares in zip(found.pools, found.shares(), strict=True)]
    spans, contractions = [before], []
    for some, their in [(points, masses), *parts]:
        (variance,) = np.diag(_moments(some[:, [number]], their)[1])
        spans.append(_quantiles(some[:, number], their))
        contractions.append(float(1.0 - variance / prior.spread[number] ** 2))
    values = _bound(found, number, np.array(spans))
    middles = [float(span[1]) for span in values[2:]]
    return Learnt(
        prior.paths[number], _three(values[0]), _three(values[1]), contractions[0],
        tuple(zip(middles, contractions[1:], strict=True)),
    )  # fmt: skip


def _bound(found: Fit, number: int, points: FloatArray) -> FloatArray:
    """Values of one weight from points of the unbounded scale, of any shape."""
    scaled = np.tile(found.prior.centre, (points.size, 1))
    scaled[:, number] = points.ravel()
    return found.prior.bound(scaled)[:, number].reshape(points.shape)


def _three(values: FloatArray) -> tuple[float, float, float]:
    low, middle, high = values.tolist()
    return low, middle, high


def _quantiles(values: FloatArray, masses: FloatArray) -> FloatArray:
    """Quantiles of weighted values."""
    order = np.argsort(values)
    return np.asarray(np.interp(SPAN, np.cumsum(masses[order]), values[order]))


def _beside(found: Fit) -> list[tuple[str, float]]:
    """By how much the rows would narrow the weights that they were not asked about."""
    rows = np.concatenate([pool.rows for pool in found.pools])
    _, masses = _pooled(found)
    listed = []
    for column, path in enumerate(PATHS):
        if path.split(".")[0] in BESIDE and path in USED:
            (after,) = np.diag(_moments(rows[:, [column]], masses)[1])
            listed.append((path, float(1.0 - after / rows[:, column].var())))
    return listed


def _influence(found: Fit, crisis: str, cases: Sequence[Case], mean: FloatArray, spread: FloatArray) -> Influence:
    """What leaving one crisis out does."""
    ids = [case.id for case in cases if case.crisis == crisis]
    points, masses = _pooled(found, ids)
    kept = sum(found.worth(ids)) / sum(found.worth())
    return Influence(crisis, (masses @ points - mean) / spread, kept)


USED = (*(path for path in PATHS if path.startswith("survival.")), "pace.persistence", "pace.review_rate")
