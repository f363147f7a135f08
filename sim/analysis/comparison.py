"""Several scenarios side by side: what ``sim compare`` prints, plots and stores."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from sim.analysis.contrast import Contrast, Effects, compare_effects, contrast, effects_on
from sim.analysis.expectations import Tried, try_expectations
from sim.analysis.summary import Summary, finite, summarise
from sim.records.trajectory import Ensemble
from sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Comparison:
    """A base scenario, its alternatives, and every paired difference between any two of them."""

    scenarios: tuple[Scenario, ...]  # the base first
    summaries: tuple[Summary, ...]
    contrasts: tuple[Contrast, ...]  # base against each alternative, then the alternatives among themselves
    effects: tuple[Effects, ...]  # on each patron's chance of materiel, then on the leader's chance to stay
    expectations: tuple[Tried, ...]  # of the alternatives that extend the base
    afresh: tuple[Effects, ...] = ()  # the same effects without what so_far says of the actors' luck

    @property
    def base(self) -> Scenario:
        """What the alternatives are held against."""
        return self.scenarios[0]

    @property
    def fingerprint(self) -> str:
        """Of the whole study: a hash of the ensembles' fingerprints in their order."""
        marks = [summary.fingerprint for summary in self.summaries]
        return hashlib.sha256("\n".join(marks).encode()).hexdigest()[: len(marks[0])]

    def to_json(self) -> dict[str, object]:
        """What ``sim compare --json`` prints."""
        plain = finite(
            {
                "scenarios": [summary.to_json() for summary in self.summaries],
                "contrasts": [found.to_json() for found in self.contrasts],
                "effects": [found.to_json() for found in self.effects],
                "expectations": [found._asdict() for found in self.expectations],
                "without_so_far": [found.to_json() for found in self.afresh],
            }
        )
        assert isinstance(plain, dict)
        return plain


def weigh(ensembles: Sequence[Ensemble], afresh: Sequence[Ensemble] = ()) -> Comparison:
    """Hold every ensemble against the first one and against each other.

    ``afresh`` are the same scenarios played without what was seen so far: a counterfactual depends on how
    luck is coupled, so both are told.
    """
    base, *others = ensembles
    pairs = combinations(ensembles, 2)
    return Comparison(
        scenarios=tuple(e.scenario for e in ensembles),
        summaries=tuple(summarise(e) for e in ensembles),
        contrasts=tuple(found for a, b in pairs for found in contrast(a, b)),
        effects=_headline_effects(ensembles),
        expectations=tuple(t for other in others if _extends(other, base) for t in try_expectations(base, other)),
        afresh=_headline_effects(afresh) if afresh else (),
    )


def _headline_effects(ensembles: Sequence[Ensemble]) -> tuple[Effects, ...]:
    """Effects on each patron's chance of materiel, then on the leader's chance to stay."""
    base, *others = ensembles
    found = compare_effects(base, others)
    if _same_client(ensembles):
        client = base.scenario.client.name
        found.append(effects_on(f"{client}.leader == in_office", client, base, others))
    return tuple(found)


def contrasts_table(comparison: Comparison) -> pd.DataFrame:
    """One row per pair of scenarios and measure."""
    return pd.DataFrame([found.to_json() for found in comparison.contrasts])


def effects_table(comparison: Comparison) -> pd.DataFrame:
    """One row per measure and alternative, strongest rise first."""
    rows = [{"actor": e.actor, **found.to_json()} for e in comparison.effects for found in e.effects]
    return pd.DataFrame(rows)


def orderings_table(comparison: Comparison) -> pd.DataFrame:
    """One row per measure and pair of alternatives: which moves it up more, with its error."""
    rows = [{"measure": e.measure, **found.to_json()} for e in comparison.effects for found in e.orderings]
    return pd.DataFrame(rows, columns=["measure", "more", "less", "gap", "se", "distinguishable"])


def comparison_tables(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """Every table of a comparison by the name under which it is stored."""
    return {
        "contrasts": contrasts_table(comparison),
        "effects": effects_table(comparison),
        "orderings": orderings_table(comparison),
        "expectations": pd.DataFrame(comparison.expectations, columns=Tried._fields),
    }


def _same_client(ensembles: Sequence[Ensemble]) -> bool:
    return len({e.scenario.client.name for e in ensembles}) == 1


def _extends(child: Ensemble, parent: Ensemble) -> bool:
    named = child.scenario.extends.replace("\\", "/").rpartition("/")[2].removesuffix(".yaml").removesuffix(".yml")
    return named == parent.scenario.name
