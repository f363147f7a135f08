"""The forms tried: what each of them makes of the cases it was fitted to, and of crises it was not shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.bootstrap import Interval, interval
from sim.analysis.scoring import ranked_probability_score
from sim.history.calibrate import AS_KEPT, FITTED, Fit, Form, fit, rows_of
from sim.history.cases import Case
from sim.history.likelihood import EVEN, peaks
from sim.history.translate import LINKAGE

FloatArray = NDArray[np.float64]
Progress = Callable[[int], None]  # told how many forms were tried since it was last told
PILOT, DRAWS = 250, 600  # scores need fewer draws than the posterior
MIXED = 1  # entente


class Foretold(NamedTuple):
    """What a fit makes of one coder's cases, [case, rung]."""

    inside: FloatArray  # having seen them
    outside: FloatArray  # not having seen the crisis


class Scored(NamedTuple):
    """A form and its ranked probability scores under each coding."""

    form: Form
    free: int  # weights fitted
    inside: tuple[float, ...]
    outside: tuple[Interval, ...]
    behind: tuple[Interval, ...]  # outside score less that of the form kept, paired; above zero is worse


def without(*names: str) -> Mapping[str, float]:
    """Patron weights held at nothing."""
    return {f"patron.{name}": 0.0 for name in names}


def mixed_at(linkage: float) -> Callable[[Case], Mapping[str, float]]:
    """Mixed relations with the challenger worth that much of full linkage."""
    worth = (LINKAGE[0], linkage, LINKAGE[2])
    return lambda case: {"patron.linkage": worth[case.patron_entente_with_challenger]}


def only_great_powers_link(case: Case) -> Mapping[str, float]:
    """Linkage with great powers alone."""
    return {} if case.challenger_great_power else {"patron.linkage": 0.0}


def no_war_elsewhere(_: Case) -> Mapping[str, float]:
    """Wars elsewhere tie nothing down."""
    return {"patron.committed_elsewhere": 0.0}


FORMS: tuple[Form, ...] = (
    AS_KEPT,
    Form("stake, forces, linkage and combat alone", without("survival_share", "money", "clash", "commitment", "rise", "fall")),
    Form("no survival in the benefit (ν = 0)", without("survival_share")),
    Form("survival the whole benefit (ν = 1)", {"patron.survival_share": 1.0}),
    Form("no commitment", without("commitment")),
    Form("no clash", without("clash")),
    Form("no flat term at combat", without("combat")),
    Form("no money", without("money")),
    Form("no forces", without("forces")),
    Form("no inertia", without("rise", "fall")),
    Form("no linkage", without("linkage")),
    Form("rungs evenly spaced in standing and provocation", bend=EVEN),
    Form("linkage with great powers only", altered=only_great_powers_link),
    Form("war elsewhere ties nothing down", altered=no_war_elsewhere),
    Form("mixed relations worth 0 of full linkage", altered=mixed_at(0.0)),
    Form("mixed relations worth .3", altered=mixed_at(0.3)),
    Form("mixed relations worth .5", altered=mixed_at(0.5)),
    Form("one choice, no weeks", turns=1),
    Form("no lasting luck (π = 0)", {"pace.persistence": 0.0}),
    Form("no lasting luck, review rate .02", {"pace.persistence": 0.0, "pace.review_rate": 0.02}),
    Form("π = .8", {"pace.persistence": 0.8}),
    Form("π = .9", {"pace.persistence": 0.9}),
    Form("π = .95", {"pace.persistence": 0.95}),
    Form("review rate .02", {"pace.review_rate": 0.02}),
    Form("review rate .1", {"pace.review_rate": 0.1}),
    Form("review rate 1", {"pace.review_rate": 1.0}),
    Form("priors as narrow as the ranges", wider=1.0),
    Form("priors three times as wide", wider=3.0),
    Form("commitment's prior at log 2", medians={"patron.commitment": math.log(2.0)}),
)  # fmt: skip


def foretell(found: Fit, tables: Sequence[Sequence[Case]]) -> list[Foretold]:
    """Every table's cases foretold by the even mixture of the fits to all tables."""
    told = []
    for number, cases in enumerate(tables):
        data = rows_of(cases, found.form)
        expected = [
            pool.expects if coding == number else peaks(data.situations, pool.rows, found.form.bend)
            for coding, pool in enumerate(found.pools)
        ]
        siblings = [[other.id for other in cases if other.crisis == case.crisis] for case in cases]
        inside = _mixture(found.shares(), expected)
        outside = [_mixture(found.shares(ids), expected)[row] for row, ids in enumerate(siblings)]
        told.append(Foretold(inside, np.array(outside)))
    return told


def _mixture(shares: Sequence[FloatArray], expected: Sequence[FloatArray]) -> FloatArray:
    """Mean over the draws of every coding, and over codings, [case, rung]."""
    return np.asarray(np.mean([np.tensordot(p, e, 1) for p, e in zip(shares, expected, strict=True)], axis=0))


def score_forms(
    tables: Sequence[Sequence[Case]], forms: Sequence[Form] = FORMS, told: Progress | None = None
) -> list[Scored]:
    """Every form fitted and scored, the first being the one that the others are held against."""
    scored: list[Scored] = []
    first: list[FloatArray] = []
    crises = [case.crisis for case in tables[0]]
    for form in forms:
        found = foretell(fit(tables, form, PILOT, DRAWS), tables)
        peaks_seen = [[case.level_peak for case in cases] for cases in tables]
        inside = [ranked_probability_score(it.inside, seen) for it, seen in zip(found, peaks_seen, strict=True)]
        outside = [ranked_probability_score(it.outside, seen) for it, seen in zip(found, peaks_seen, strict=True)]
        first = first or outside
        scored.append(
            Scored(
                form,
                sum(path not in form.fixed for path in FITTED),
                tuple(float(it.mean()) for it in inside),
                tuple(interval(it, crises) for it in outside),
                tuple(interval(it - kept, crises) for it, kept in zip(outside, first, strict=True)),
            )
        )
        if told is not None:
            told(1)
    return scored
