"""Probabilities of an ensemble, with two kinds of uncertainty kept apart.

The standard error says how far the estimate may be off because only so many designs and runs were drawn;
the span says how far the probability itself moves with the constraint values and weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.model.ladders import Alignment, Coalition, Leader, Pressure, Support
from sim.records.clusters import FloatArray, cluster_starts, clustered_mean
from sim.records.tables import words
from sim.records.trajectory import BoolArray, Ensemble

SPAN = (0.05, 0.95)


class Estimate(NamedTuple):
    """A probability, its standard error, and the 5-95 % span of design-level probabilities."""

    p: float
    se: float
    lo: float
    hi: float


def estimates(hits: BoolArray, designs: NDArray[np.intp]) -> list[Estimate]:
    """One estimate per column of ``hits`` [run, question]."""
    p, se = clustered_mean(hits, designs)
    lo, hi = design_span(hits, designs)
    return [Estimate(*(float(part) for part in parts)) for parts in zip(p, se, lo, hi, strict=True)]


def design_span(hits: BoolArray, designs: NDArray[np.intp]) -> tuple[FloatArray, FloatArray]:
    """5-95 % span of design-level probabilities, Monte Carlo noise removed, per column of ``hits`` [run, question].

    A design's share of hits ``p_d`` over its ``R_d`` runs scatters for two reasons: designs differ, and runs are
    few. The second part has mean ``n = mean(p_d (1 - p_d) / (R_d - 1))``, the unbiased binomial variance; so with
    ``o`` the variance of the ``p_d``, that of the true probabilities is ``t = max(0, o - n)``. The ``p_d`` are
    drawn towards the overall share ``m`` until their variance is ``t``: ``m + sqrt(t / o) (p_d - m)``, clipped to
    [0, 1]; ``lo`` and ``hi`` are their 5 and 95 % quantiles. Fewer than two designs of at least two runs can't
    tell design from luck: the span is then [0, 1].
    """
    starts = cluster_starts(designs)
    sizes = np.diff(np.append(starts, len(designs)))
    told = sizes > 1
    if told.sum() < 2:
        return np.zeros(hits.shape[1]), np.ones(hits.shape[1])
    counts = np.add.reduceat(hits.astype(np.float64), starts, axis=0)[told]
    runs = sizes[told][:, None]
    shares = counts / runs
    noise = (shares * (1.0 - shares) / (runs - 1)).mean(axis=0)
    observed = shares.var(axis=0, ddof=1)
    true = np.maximum(0.0, observed - noise)
    shrink = np.sqrt(np.divide(true, observed, out=np.zeros_like(true), where=observed > 0))
    centre = hits.mean(axis=0)
    drawn = np.clip(centre + shrink * (shares - centre), 0.0, 1.0)
    lo, hi = np.quantile(drawn, SPAN, axis=0)
    return np.asarray(lo), np.asarray(hi)


class Measured(NamedTuple):
    """A yes/no fact of every run: whose it is, of which kind, in which word."""

    group: str  # leader, coalition, alignment, pressure, support, question
    actor: str  # name of the actor; empty for a question
    word: str  # outcome, rung ("that rung or more") or question id
    hits: BoolArray  # [run]


def outcome_facts(ensemble: Ensemble) -> list[Measured]:
    """How each run ended: every outcome of the client, every rung reached at the peak, every answer."""
    scenario, rows = ensemble.scenario, ensemble.rows
    client, challenger = scenario.client.name, scenario.challenger.name
    ends = (
        ("leader", rows.leader, Leader),
        ("coalition", rows.coalition, Coalition),
        ("alignment", rows.alignment, Alignment),
    )
    facts = [
        Measured(group, client, word, values == k)
        for group, values, ladder in ends
        for k, word in enumerate(words(ladder))
    ]
    reached = enumerate(words(Pressure))
    facts += [Measured("pressure", challenger, word, rows.peak_pressure >= rung) for rung, word in reached]
    for seat, patron in enumerate(scenario.patrons):
        peak = rows.peak_support[:, seat]
        facts += [Measured("support", patron.name, word, peak >= rung) for rung, word in enumerate(words(Support))]
    facts += [Measured("question", "", q.id, rows.answers[:, k]) for k, q in enumerate(scenario.questions)]
    return facts


def estimate_facts(facts: Sequence[Measured], designs: NDArray[np.intp]) -> list[tuple[Measured, Estimate]]:
    """Each fact with its estimate."""
    if not facts:
        return []
    hits = np.column_stack([fact.hits for fact in facts])
    return list(zip(facts, estimates(hits, designs), strict=True))


def outcomes_table(ensemble: Ensemble) -> pd.DataFrame:
    """Probability, error and design span of every outcome, of every rung "or more" at the peak, of every question."""
    pairs = estimate_facts(outcome_facts(ensemble), ensemble.design_of_run)
    return pd.DataFrame([{"group": f.group, "actor": f.actor, "word": f.word, **e._asdict()} for f, e in pairs])
