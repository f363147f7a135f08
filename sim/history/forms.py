"""The forms tried: what each of them makes of the cases it was fitted to, and of crises it was not shown."""

from __future__ import annotations

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
from sim.scenario.weights import read_weights

FloatArray = NDArray[np.float64]
Progress = Callable[[int], None]  # told how many forms were tried since it was last told
DRAWS = 1_000  # scores need fewer than the posterior
SILENT = ("patron.appeal",)  # of which the rows say nothing at all: no appeal is coded


class Foretold(NamedTuple):
    """What a fit makes of one coder's cases, [case, rung]."""

    inside: FloatArray  # having seen them
    outside: FloatArray  # not having seen the crisis


class Scored(NamedTuple):
    """A form and its ranked probability scores, [case], under each coding."""

    form: Form
    inside: tuple[FloatArray, ...]
    outside: tuple[FloatArray, ...]

    @property
    def free(self) -> int:
        """How many weights it fits that the rows could speak to."""
        return sum(path not in self.form.fixed for path in FITTED if path not in SILENT)

    @property
    def mean_outside(self) -> FloatArray:
        """Score of crises not seen, over codings, [case]."""
        return np.asarray(np.mean(self.outside, axis=0))


class Tried(NamedTuple):
    """A form's standing among all forms; differences are paired, above zero is worse."""

    name: str
    free: int  # weights fitted that the rows could speak to
    inside: tuple[float, ...]  # mean scores by coding
    outside: tuple[Interval, ...]  # the same, crisis left out
    behind_kept: Interval  # over codings, crisis left out
    behind_best: Interval

    @property
    def within(self) -> bool:
        """Whether it is within one standard error of the best."""
        return self.behind_best.mean <= self.behind_best.se


def without(*names: str) -> Mapping[str, float]:
    """Patron weights held at nothing."""
    return {f"patron.{name}": 0.0 for name in names}


def halved(*names: str) -> Mapping[str, float]:
    """Prior medians of patron weights at half the file's values."""
    return {it.path: it.value / 2.0 for it in read_weights().weights if it.path.removeprefix("patron.") in names}


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


UNIDENTIFIED = ("survival_share", "money", "clash", "commitment", "rise", "fall")
FORMS: tuple[Form, ...] = (
    AS_KEPT,
    Form("stake, forces, linkage and combat alone", without(*UNIDENTIFIED)),
    Form("the terms it leaves out, at half their priors' medians", medians=halved(*UNIDENTIFIED)),
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
    """Every form fitted and scored."""
    observed = [np.array([case.level_peak for case in cases], np.int64) for cases in tables]
    scored = []
    for form in forms:
        found = foretell(fit(tables, form, DRAWS), tables)
        inside = [ranked_probability_score(it.inside, seen) for it, seen in zip(found, observed, strict=True)]
        outside = [ranked_probability_score(it.outside, seen) for it, seen in zip(found, observed, strict=True)]
        scored.append(Scored(form, tuple(inside), tuple(outside)))
        if told is not None:
            told(1)
    return scored


def rank(scored: Sequence[Scored], crises: Sequence[str]) -> list[Tried]:
    """How every form stands to the first, which is the one kept, and to the best."""
    best = min(scored, key=lambda it: float(it.mean_outside.mean()))
    return [
        Tried(
            it.form.name,
            it.free,
            tuple(float(scores.mean()) for scores in it.inside),
            tuple(interval(scores, crises) for scores in it.outside),
            interval(it.mean_outside - scored[0].mean_outside, crises),
            interval(it.mean_outside - best.mean_outside, crises),
        )
        for it in scored
    ]


def simplest(tried: Sequence[Tried]) -> Tried:
    """The form with the fewest weights within one (paired) standard error of the best (Breiman et al. 1984)."""
    close = [it for it in tried if it.within]
    return min(close, key=lambda it: (it.free, it.behind_best.mean))
