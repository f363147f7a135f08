"""The fit: what past crises say of the weights that move a patron, as draws that ensembles sample.

The likelihood of a row is exact (``likelihood``). Two coders coded every row: the posterior is the even
mixture of the posteriors under each coding, inputs and outcomes alike, so their disagreement widens it.
Each is found by its mode (scipy.optimize), the curvature there, and importance sampling from a multivariate t
shaped by it (Geweke 1989); half of the draws count in effect, so no Markov chain is needed. A draw's weight is
a product over rows, so the posterior without some rows comes from the same draws at no cost.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit, logsumexp, ndtri
from scipy.stats import chi2, multivariate_t

from sim.history.cases import CODINGS, Case, read_cases
from sim.history.likelihood import STRAIGHT, Situations, peaks, situations
from sim.history.translate import to_scenario
from sim.model.ladders import SUPPORT_RUNGS
from sim.scenario.design import triangular
from sim.scenario.schema import Scenario
from sim.scenario.shocks import uniforms
from sim.scenario.weights import PATHS, Weight, read_weights

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
FITTED = tuple(path for path in PATHS if path.startswith("patron."))
SHARES = ("patron.survival_share",)  # in [0, 1], by their log odds; all other weights are positive, by their logarithm
AGREEMENT = 0.75  # how often two coders gave a row the same peak (codebook)
WIDER = 2.0  # priors against ranges: a trial on these rows was known when the ranges were written
TAIL = 1.645  # a normal's 95 % point
FREEDOM = 6  # of the proposals' t
DRAWS, KEPT = 4_000, 1_000
DIGITS = 5  # of a draw, before it is weighed
ROUNDED = 3  # decimals of a proposal's centre and spread: draws then don't hang on an optimiser's last digits
NUDGE = 1e-3  # for slopes
SEED = 1
LEAST = 1e-300


class Form(NamedTuple):
    """A form of the model: what in it differs from the form kept."""

    name: str = "as kept"
    fixed: Mapping[str, float] = {}  # weights held at a value; at 0 a term is gone
    medians: Mapping[str, float] = {}  # other prior medians
    wider: float = WIDER
    altered: Callable[[Case], Mapping[str, float]] | None = None  # constraints of a translated case
    turns: int | None = None  # played at most
    bend: FloatArray = STRAIGHT  # of the rungs' standing and provocation


AS_KEPT = Form()


class Prior(NamedTuple):
    """Independent normal priors of the weights that a form fits, on the scale on which they are unbounded."""

    paths: tuple[str, ...]
    centre: FloatArray
    spread: FloatArray
    share: NDArray[np.bool_]

    def bound(self, points: FloatArray) -> FloatArray:
        """Weights from points of the unbounded scale."""
        return np.where(self.share, expit(points), np.exp(points))

    def log_density(self, points: FloatArray) -> FloatArray:
        """Logarithm of the density, [point]."""
        scores = (points - self.centre) / self.spread
        return np.asarray(-0.5 * (scores**2 + np.log(2.0 * np.pi * self.spread**2)).sum(axis=-1))


class Rows(NamedTuple):
    """The rows of one coder, ready to be weighed."""

    ids: tuple[str, ...]
    situations: Situations
    credit: FloatArray  # [case, rung], how far each rung agrees with what was coded
    heed: FloatArray  # [case], how much the row counts


class Pool(NamedTuple):
    """Weighted draws under one coding, before any row has been heard; and what each row says of each."""

    points: FloatArray  # [draw, fitted weight], unbounded
    rows: FloatArray  # [draw, weight]
    start: FloatArray  # [draw], log prior less log proposal
    expects: FloatArray  # [draw, case, rung], chances of each peak
    says: FloatArray  # [draw, case], log likelihood, as much as the row counts
    ids: tuple[str, ...]  # of the cases


class Fit(NamedTuple):
    """A form fitted to both codings."""

    form: Form
    prior: Prior
    pools: tuple[Pool, ...]  # one per coding

    def shares(self, without: Collection[str] = ()) -> list[FloatArray]:
        """Posterior probability of every draw of each coding's pool, without the rows so called, [draw]."""
        found = []
        for pool in self.pools:
            heard = np.array([name not in without for name in pool.ids])
            logs = pool.start + pool.says[:, heard].sum(axis=1)
            found.append(np.exp(logs - logsumexp(logs)))
        return found

    def draws(self, without: Collection[str] = (), size: int = KEPT) -> FloatArray:
        """Equally likely draws of all weights, [draw, weight], the codings by turns: every beginning is fair."""
        each = -(-size // len(self.pools))
        weighed = zip(self.pools, self.shares(without), strict=True)
        parts = [pool.rows[_picked(shares, each)] for pool, shares in weighed]
        return np.stack(parts, axis=1).reshape(-1, len(PATHS))[:size]

    def worth(self, without: Collection[str] = ()) -> list[float]:
        """Effective number of draws under each coding (Kish)."""
        return [float(1.0 / (shares**2).sum()) for shares in self.shares(without)]


def prior_of(form: Form = AS_KEPT) -> Prior:
    """Log-normal (shares: logit-normal) priors: median at the file's value, 5-95 % as wide as its range, and wider."""
    entries = [it for it in read_weights().weights if it.path in FITTED and it.path not in form.fixed]
    paths = tuple(it.path for it in entries)
    share = np.array([path in SHARES for path in paths], dtype=np.bool_)
    value, low, high = (np.array([_numbers(it, form)[part] for it in entries]) for part in range(3))
    free = [np.where(share, logit(np.where(share, it, 0.5)), np.log(it)) for it in (value, low, high)]
    return Prior(paths, free[0], form.wider * (free[2] - free[1]) / (2.0 * TAIL), share)


def _numbers(weight: Weight, form: Form) -> tuple[float, float, float]:
    return form.medians.get(weight.path, weight.value), weight.low, weight.high


def rows_of(cases: Sequence[Case], form: Form = AS_KEPT) -> Rows:
    """Rows whose peak is known. One of n rows of a crisis counts 1/sqrt(n): they are neither one case nor n."""
    known = [case for case in cases if case.level_peak is not None]
    crises = [case.crisis for case in known]
    return Rows(
        tuple(case.id for case in known),
        situations([_altered(case, form) for case in known]),
        np.array([_credit(case) for case in known]),
        np.array([crises.count(crisis) ** -0.5 for crisis in crises]),
    )


def _altered(case: Case, form: Form) -> Scenario:
    """A case's scenario as the form has it."""
    scenario = to_scenario(case)
    if form.altered is not None:
        scenario = scenario.vary(form.altered(case))
    return scenario if form.turns is None else scenario.model_copy(update={"horizon": form.turns})


def _credit(case: Case) -> FloatArray:
    """A coded peak is right as often as two coders agree; else all rungs of the defensible range are alike."""
    assert case.level_peak is not None
    assert case.range is not None
    low, high = case.range
    credit = np.zeros(SUPPORT_RUNGS)
    credit[low : high + 1] = (1.0 - AGREEMENT) / (high - low + 1)
    credit[case.level_peak] += AGREEMENT
    return credit


def log_likelihood(data: Rows, expected: FloatArray) -> FloatArray:
    """What each case says of each row of weights, [weights, case], given the peaks these expect of it."""
    chances = (expected * data.credit).sum(axis=-1)
    return np.asarray(np.log(np.maximum(chances, LEAST)) * data.heed)


def fit(codings: Iterable[Sequence[Case]], form: Form = AS_KEPT, draws: int = DRAWS) -> Fit:
    """Fit a form to the same cases as coded by each coder."""
    prior = prior_of(form)
    pools = [_pool(rows_of(cases, form), prior, form, draws, f"coding {n}") for n, cases in enumerate(codings)]
    return Fit(form, prior, tuple(pools))


@cache
def fitted() -> Fit:
    """The form kept, fitted to the built-in tables: half a minute, once."""
    return fit([read_cases(coding) for coding in CODINGS])


def weights_without(ids: Iterable[str] = ()) -> FloatArray:
    """Draws of weights fitted without these rows of the built-in table, [draw, weight]."""
    return fitted().draws(frozenset(ids))


def peak_distribution(scenarios: Sequence[Scenario], weights: FloatArray) -> FloatArray:
    """Exact distribution of each translated case's highest rung over draws of weights, [case, rung]."""
    return np.asarray(peaks(situations(scenarios), weights).mean(axis=0))


def mode(data: Rows, prior: Prior, form: Form = AS_KEPT) -> FloatArray:
    """The most probable point, all other weights at their central values."""

    def surprise(point: FloatArray) -> tuple[float, FloatArray]:
        steps = np.concatenate([np.zeros((1, len(point))), NUDGE * np.eye(len(point)), -NUDGE * np.eye(len(point))])
        values = -_log_posterior(data, prior, form, point + steps)
        ahead, behind = np.split(values[1:], 2)
        return float(values[0]), (ahead - behind) / (2.0 * NUDGE)

    found = minimize(surprise, prior.centre, jac=True, method="BFGS", options={"gtol": 0.01})
    return np.asarray(found.x)


def curvature(data: Rows, prior: Prior, form: Form, point: FloatArray) -> FloatArray:
    """Inverse of the second derivatives at the mode, by differences over a quarter of the prior's spread."""
    step = np.diag(prior.spread / 4.0)
    pairs = [(one, two) for one in range(len(point)) for two in range(one + 1)]
    corners = [point + i * step[one] + j * step[two] for one, two in pairs for i in (1, -1) for j in (1, -1)]
    values = _log_posterior(data, prior, form, np.array(corners)).reshape(-1, 4)
    bent = np.zeros((len(point), len(point)))
    for (one, two), (up, left, right, down) in zip(pairs, values, strict=True):
        bent[one, two] = bent[two, one] = -(up - left - right + down) / (4.0 * step[one, one] * step[two, two])
    return np.asarray(np.linalg.inv(bent))


def _log_posterior(data: Rows, prior: Prior, form: Form, points: FloatArray) -> FloatArray:
    """Logarithm of the posterior density up to a constant, [point], all other weights at their central values."""
    central = {**{it.path: it.value for it in read_weights().weights}, **form.fixed}
    rows = np.tile([central[path] for path in PATHS], (len(points), 1))
    rows[:, _columns(prior)] = prior.bound(points)
    says = log_likelihood(data, peaks(data.situations, rows, form.bend))
    return np.asarray(prior.log_density(points) + says.sum(axis=1))


def _columns(prior: Prior) -> list[int]:
    return [PATHS.index(path) for path in prior.paths]


def _pool(data: Rows, prior: Prior, form: Form, size: int, stream: str) -> Pool:
    """Draws of the weights fitted from a multivariate t about the mode, of all others from their triangles."""
    point = mode(data, prior, form)
    centre = np.round(point, ROUNDED)
    root = np.round(np.linalg.cholesky(curvature(data, prior, form, point)), ROUNDED)
    standard = _standard(prior, size, stream)
    points = centre + standard @ root.T
    rows = np.stack([_other(it, form, size, stream) for it in read_weights().weights], axis=-1)
    rows[:, _columns(prior)] = [[float(f"{it:.{DIGITS}g}") for it in row] for row in prior.bound(points)]
    width = len(prior.paths)
    proposed = multivariate_t(np.zeros(width), np.eye(width), FREEDOM).logpdf(standard) - np.log(np.diag(root)).sum()
    expected = peaks(data.situations, rows, form.bend)
    says = log_likelihood(data, expected)
    return Pool(points, rows, prior.log_density(points) - proposed, expected, says, data.ids)


def _standard(prior: Prior, size: int, stream: str) -> FloatArray:
    """Draws from a standard multivariate t, [draw, weight]."""
    scores = [ndtri(uniforms(SEED, 0, size, "calibration", stream, path)) for path in prior.paths]
    stretch = chi2.ppf(uniforms(SEED, 0, size, "calibration", stream, "stretch"), FREEDOM) / FREEDOM
    return np.asarray(np.stack(scores, axis=-1) / np.sqrt(stretch)[:, None])


def _other(weight: Weight, form: Form, size: int, stream: str) -> FloatArray:
    """A weight that the rows are not asked about: from its range, as in any ensemble."""
    if weight.path in form.fixed:
        return np.full(size, form.fixed[weight.path])
    quantile = uniforms(SEED, 0, size, "calibration", stream, weight.path)
    return triangular(quantile, weight.low, weight.value, weight.high)


def _picked(shares: FloatArray, size: int) -> IntArray:
    """Systematic resampling: draws in proportion to their probability, in their first order."""
    marks = (np.arange(size) + 0.5) / size
    return np.asarray(np.minimum(np.searchsorted(np.cumsum(shares), marks), len(shares) - 1))
