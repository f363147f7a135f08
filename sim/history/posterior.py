"""The posterior as a file: its text, and what it was made from, so that anybody can see whether it is out of date."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.analysis.bootstrap import Interval, interval
from sim.analysis.scoring import ranked_probability_score
from sim.history import calibrate
from sim.history.calibrate import DIGITS, FITTED, KEPT, SEED, Fit, fitted, log_likelihood, prior_of, rows_of
from sim.history.cases import CODINGS, Case, read_cases
from sim.history.forms import FORMS, Foretold, Progress, Tried, foretell, rank, score_forms
from sim.history.identification import USED, Identification, identify
from sim.history.likelihood import peaks
from sim.scenario.weights import PATHS, read_weights


class Calibration(NamedTuple):
    """Everything that a calibration finds."""

    fit: Fit
    text: str  # of the file of draws
    identified: Identification
    tried: tuple[Tried, ...]  # the form kept first
    scores: tuple[Interval, ...]  # of crises left out, by all draws, under each coding


def calibration(progress: Progress | None = None) -> Calibration:
    """The fit, what is identified, and every form tried."""
    tables = [read_cases(coding) for coding in CODINGS]
    found = fitted()
    return Calibration(
        found,
        posterior_text(found),
        identify(found, tables[0]),
        tuple(rank(score_forms(tables, FORMS, progress), [case.crisis for case in tables[0]])),
        tuple(score_left_out(told, cases) for told, cases in zip(foretell(found, tables), tables, strict=True)),
    )


def score_left_out(told: Foretold, cases: Sequence[Case]) -> Interval:
    """Mean ranked probability score of cases foretold without their crisis."""
    scores = ranked_probability_score(told.outside, np.array([case.level_peak for case in cases], np.int64))
    return interval(scores, [case.crisis for case in cases])


def posterior_text(found: Fit) -> str:
    """The file of draws: a remark on what it was made from, a header, one row per draw."""
    columns = [PATHS.index(path) for path in FITTED]
    rows = found.draws()[:, columns]
    turns = [CODINGS[number % len(CODINGS)] for number in range(len(rows))]
    lines = [",".join([coding, *(f"{it:.{DIGITS}g}" for it in row)]) for coding, row in zip(turns, rows, strict=True)]
    return "\n".join([f"# {made_from()}", ",".join(["coding", *FITTED]), *lines, ""])


def made_from() -> str:
    """What the draws hang on: the fit's settings, the priors, and how likely the tables are at the priors' medians.

    The last changes with tables, translation, rules and attributes of rungs, and with nothing else.
    """
    central = read_weights().row()[None]
    known = [rows_of(read_cases(coding)) for coding in CODINGS]
    likely = [log_likelihood(it, peaks(it.situations, central)).sum() for it in known]
    stated = ", ".join(f"{value:.6f} ({coding} coding)" for coding, value in zip(CODINGS, likely, strict=True))
    return f"sim calibrate; priors {_priors()}; log likelihood at their medians {stated}"


def _priors() -> str:
    """Twelve hexadecimal digits that stand for priors and settings."""
    settings = (SEED, calibrate.DRAWS, KEPT, calibrate.AGREEMENT, calibrate.FREEDOM)
    prior = prior_of()
    numbers = [prior.paths, np.round(prior.centre, 9).tolist(), np.round(prior.spread, 9).tolist(), settings]
    beside = [(it.path, it.low, it.value, it.high) for it in read_weights().weights if it.path in USED]
    return hashlib.sha256(repr([numbers, beside]).encode()).hexdigest()[:12]
