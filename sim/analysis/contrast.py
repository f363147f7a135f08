"""Two scenarios under the same luck: what differs, and by how much more than chance would have it.

Runs are paired: run k of both scenarios shares its draws and the quantiles of its design, so most of the
scatter cancels in the difference. Errors are those of the paired differences, clustered by design.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np

from sim.analysis.measures import measure, shared_measures
from sim.model.ladders import Support
from sim.records.clusters import clustered_mean
from sim.records.trajectory import Ensemble

Z = 1.96  # standard errors of a two-sided 95 % interval


class PairingError(ValueError):
    """Two ensembles that do not share their luck."""


class Contrast(NamedTuple):
    """How a measure differs between two scenarios."""

    a: str
    b: str
    measure: str
    before: float  # mean of the measure in a: a probability, or a mean rung
    after: float  # the same in b
    difference: float  # after minus before
    se: float  # of the paired difference

    @property
    def distinguishable(self) -> bool:
        """Whether the difference is more than 1.96 standard errors from zero."""
        return distinguishable(self.difference, self.se)

    def to_json(self) -> dict[str, object]:
        """As a plain dict."""
        return {**self._asdict(), "distinguishable": self.distinguishable}


class Ordering(NamedTuple):
    """Of two alternatives, which moves the measure up more, and by how much."""

    more: str
    less: str
    gap: float  # difference of the two differences, never negative
    se: float

    @property
    def distinguishable(self) -> bool:
        """Whether the order is more than chance."""
        return distinguishable(self.gap, self.se)

    def to_json(self) -> dict[str, object]:
        """As a plain dict."""
        return {**self._asdict(), "distinguishable": self.distinguishable}


@dataclass(frozen=True)
class Effects:
    """What each alternative does to one measure, strongest rise first."""

    actor: str
    measure: str
    base: str
    effects: tuple[Contrast, ...]
    orderings: tuple[Ordering, ...]  # every pair, the one that moves it up more first

    def to_json(self) -> dict[str, object]:
        """As plain dicts and lists."""
        effects = [effect.to_json() for effect in self.effects]
        orderings = [ordering.to_json() for ordering in self.orderings]
        return {
            "actor": self.actor,
            "measure": self.measure,
            "base": self.base,
            "effects": effects,
            "orderings": orderings,
        }


def distinguishable(difference: float, se: float) -> bool:
    """Whether a difference lies further from zero than 1.96 standard errors; False where the error is unknown.

    >>> distinguishable(0.03, 0.01), distinguishable(-0.01, 0.01)
    (True, False)
    """
    return abs(difference) > Z * se


def contrast(a: Ensemble, b: Ensemble, measures: Sequence[str] | None = None) -> list[Contrast]:
    """Difference ``b`` minus ``a`` of each measure (by default, of every one that both scenarios know)."""
    check_paired(a, b)
    if measures is None:
        measures = shared_measures(a.scenario, b.scenario)
    if not measures:
        return []
    before, after = (np.column_stack([measure(e, text) for text in measures]).astype(np.float64) for e in (a, b))
    difference, se = clustered_mean(after - before, a.design_of_run)
    numbers = zip(measures, before.mean(axis=0), after.mean(axis=0), difference, se, strict=True)
    names = (a.scenario.name, b.scenario.name)
    return [Contrast(*names, text, *(float(n) for n in rest)) for text, *rest in numbers]


def compare_effects(
    base: Ensemble, alternatives: Sequence[Ensemble], rung: Support = Support.MATERIEL
) -> list[Effects]:
    """For each patron that all scenarios share: which alternative raises its chance to reach ``rung`` most.

    An alternative that lifts a constraint and raises the chance shows how far that constraint holds the patron
    back. The gap between two alternatives is a difference of differences; the base cancels, so its error is that
    of the paired difference between the two.
    """
    everyone = [{patron.name for patron in e.scenario.patrons} for e in alternatives]
    shared = [p.name for p in base.scenario.patrons if all(p.name in names for names in everyone)]
    return [effects_on(f"{name}.peak >= {rung.name.lower()}", name, base, alternatives) for name in shared]


def effects_on(text: str, actor: str, base: Ensemble, alternatives: Sequence[Ensemble]) -> Effects:
    """What each alternative does to one measure, and how sure the order between them is."""
    found = [(contrast(base, other, [text])[0], other) for other in alternatives]
    found.sort(key=lambda pair: -pair[0].difference)
    orderings = []
    for (first, more), (second, less) in combinations(found, 2):
        gap = contrast(less, more, [text])[0]
        orderings.append(Ordering(first.b, second.b, gap.difference, gap.se))
    return Effects(actor, text, base.scenario.name, tuple(c for c, _ in found), tuple(orderings))


def check_paired(a: Ensemble, b: Ensemble) -> None:
    """Raise ``PairingError`` unless run k of both ensembles shares its luck and its place in the design."""
    for name in ("seed", "replications", "conditioned"):
        one, other = getattr(a.plan, name), getattr(b.plan, name)
        if one != other:
            raise PairingError(
                f"{a.scenario.name} was played with {name} {one}, {b.scenario.name} with {other}: play both alike"
            )
    one, other = len(a.rows.leader), len(b.rows.leader)
    if one != other:
        raise PairingError(f"{a.scenario.name} has {one} runs, {b.scenario.name} {other}: play both alike")
