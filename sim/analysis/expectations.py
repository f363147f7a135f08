"""Signs stated before playing, held against what came out. Those that fail are reported like the rest."""

from __future__ import annotations

from typing import Literal, NamedTuple

from sim.analysis.contrast import Z, contrast
from sim.records.trajectory import Ensemble

Verdict = Literal["borne out", "failed", "not distinguishable"]
NEGLIGIBLE = 0.02  # a difference this small counts as none where none was expected


class Tried(NamedTuple):
    """An expectation and its fate."""

    scenario: str
    measure: str
    sign: str  # expected: "+", "-" or "0"
    why: str
    difference: float  # against the parent
    se: float
    verdict: Verdict


def judge(sign: str, difference: float, se: float) -> Verdict:
    """Whether a difference bears out its expected sign.

    A sign is borne out, or fails, where the difference lies beyond 1.96 standard errors on that side. Zero is borne
    out where the whole interval lies within .02, and fails where none of it does.

    >>> judge("+", 0.2, 0.01), judge("-", 0.2, 0.01), judge("+", 0.01, 0.01), judge("0", 0.0, 0.0)
    ('borne out', 'failed', 'not distinguishable', 'borne out')
    """
    margin = Z * se
    if sign == "0":
        if abs(difference) + margin <= NEGLIGIBLE:
            return "borne out"
        return "failed" if abs(difference) - margin > NEGLIGIBLE else "not distinguishable"
    if abs(difference) <= margin:
        return "not distinguishable"
    return "borne out" if (difference > 0) == (sign == "+") else "failed"


def try_expectations(parent: Ensemble, child: Ensemble) -> list[Tried]:
    """Every expectation of ``child``, tried against ``parent``."""
    expected = child.scenario.expects
    found = contrast(parent, child, [expectation.measure for expectation in expected])
    return [
        Tried(child.scenario.name, e.measure, e.sign, e.why, c.difference, c.se, judge(e.sign, c.difference, c.se))
        for e, c in zip(expected, found, strict=True)
    ]
