"""The simulator from Python: play, compare and sweep scenarios; tidy tables, summaries in words, figures.

This is the outermost layer beside the command line: it reads files, calls use cases, and hands back what they found.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from sim import study
from sim.analysis import comparison as comparing
from sim.analysis.outcomes import outcomes_table
from sim.analysis.summary import Summary, summarise
from sim.records import tables
from sim.records.trajectory import Ensemble
from sim.scenario.plan import Plan
from sim.scenario.schema import Scenario
from sim.storage.scenario_files import load_scenario
from sim.views.text import compare_text, run_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RUNS, SWEEP_RUNS = 10_000, 2_000
Named = Scenario | str | os.PathLike[str]  # a scenario, or the name or path of one


def run(scenario: Named, runs: int = RUNS, seed: int = 1, plan: Plan | None = None) -> Result:
    """Play a scenario ``runs`` times; a ``plan`` says more than that and takes the place of both numbers."""
    return Result(study.run(_scenario(scenario), plan or Plan(runs=runs, seed=seed)))


def compare(*scenarios: Named, runs: int = RUNS, seed: int = 1, plan: Plan | None = None) -> Comparison:
    """Play scenarios under the same luck, and hold each against the first and all against each other."""
    if len(scenarios) < 2:
        raise ValueError("compare takes two scenarios at least")
    chosen = [_scenario(scenario) for scenario in scenarios]
    return Comparison(tuple(study.compare(chosen, plan or Plan(runs=runs, seed=seed))))


def sweep(
    scenario: Named, constraint: str, values: Iterable[float], runs: int = SWEEP_RUNS, seed: int = 1
) -> pd.DataFrame:
    """Hold ``actor.constraint`` at each of ``values`` in turn, all under the same luck.

    One row per value and probability: constraint, value, group, actor, word, p, se, lo, hi (as ``Result.outcomes``).
    """
    base, plan = _scenario(scenario), Plan(runs=runs, seed=seed, traced=0, explained=0)
    parts = []
    for value in values:
        part = outcomes_table(study.run(base.vary({constraint: value}), plan))
        part.insert(0, "constraint", constraint)
        part.insert(1, "value", float(value))
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def plot_sweep(swept: pd.DataFrame, scenario: Named, rung: str = "materiel") -> Figure:
    """Each patron's chance to reach ``rung`` or more over the values of a sweep, with both kinds of uncertainty."""
    from sim.views.sweep_lines import support_over_values

    return support_over_values(swept, _scenario(scenario), rung)


@dataclass(frozen=True, repr=False)
class Result:
    """A scenario that was played: ``print`` it for the answer in words."""

    ensemble: Ensemble

    @property
    def scenario(self) -> Scenario:
        """What was played."""
        return self.ensemble.scenario

    @property
    def fingerprint(self) -> str:
        """Stands for scenario, weights, plan and code."""
        return self.ensemble.fingerprint

    @cached_property
    def summary(self) -> Summary:
        """The answer in numbers: probabilities with their errors, by name."""
        return summarise(self.ensemble)

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row per run: how it ended."""
        return tables.runs_table(self.ensemble)

    @cached_property
    def weekly(self) -> pd.DataFrame:
        """Mean and quantiles of every variable by week."""
        return tables.weekly_table(self.ensemble)

    @cached_property
    def rungs(self) -> pd.DataFrame:
        """Share of runs on each rung by week."""
        return tables.rungs_table(self.ensemble)

    @cached_property
    def peaks(self) -> pd.DataFrame:
        """Share of runs by highest and by last rung."""
        return tables.peaks_table(self.ensemble)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """Probability of every outcome, rung and answer, with error and design span."""
        return outcomes_table(self.ensemble)

    @cached_property
    def terms(self) -> pd.DataFrame:
        """Mean utility terms of each patron at each rung."""
        return tables.terms_table(self.ensemble)

    @cached_property
    def designs(self) -> pd.DataFrame:
        """The constraint values and weights of each design."""
        return tables.designs_table(self.ensemble)

    @cached_property
    def plot(self) -> RunPlots:
        """The figures: ``plot.support()``, ``plot.outcomes()``, ``plot.questions()``, ``plot.held_back()``."""
        from sim.views.figures import run_figures

        shown = {"rungs": self.rungs, "peaks": self.peaks, "outcomes": self.outcomes}
        return RunPlots(run_figures(shown, self.summary, self.scenario))

    def __str__(self) -> str:
        return run_text(self.summary, self.scenario)

    def __repr__(self) -> str:
        return f"<Result of {self.scenario.name}: {len(self.ensemble.rows.leader):,} runs, {self.fingerprint}>"


@dataclass(frozen=True, repr=False)
class Comparison:
    """Scenarios that were played under the same luck: ``print`` it for the answer in words."""

    ensembles: tuple[Ensemble, ...]  # the base first

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """Each scenario's own result."""
        return tuple(map(Result, self.ensembles))

    @cached_property
    def weighed(self) -> comparing.Comparison:
        """Every paired difference, in records."""
        plan = self.ensembles[0].plan
        scenarios = [ensemble.scenario for ensemble in self.ensembles]
        return comparing.weigh(self.ensembles, study.compare_afresh(scenarios, plan) if plan.conditioned else ())

    @cached_property
    def contrasts(self) -> pd.DataFrame:
        """One row per pair of scenarios and measure: the difference and its error."""
        return comparing.contrasts_table(self.weighed)

    @cached_property
    def effects(self) -> pd.DataFrame:
        """What each alternative does to each patron's chance of materiel, and to the leader's to stay."""
        return comparing.effects_table(self.weighed)

    @cached_property
    def orderings(self) -> pd.DataFrame:
        """Of each two alternatives, which moves a measure up more, with its error."""
        return comparing.orderings_table(self.weighed)

    @cached_property
    def expectations(self) -> pd.DataFrame:
        """Signs that were stated beforehand, and whether they were borne out."""
        return comparing.comparison_tables(self.weighed)["expectations"]

    @cached_property
    def plot(self) -> ComparisonPlots:
        """The figure: ``plot.effects()``."""
        from sim.views.figures import comparison_figures

        return ComparisonPlots(comparison_figures(self.weighed))

    def __str__(self) -> str:
        return compare_text(self.weighed)

    def __repr__(self) -> str:
        return f"<Comparison of {', '.join(e.scenario.name for e in self.ensembles)}>"


@dataclass(frozen=True)
class RunPlots:
    """The figures of one scenario, each with its finding for a title."""

    figures: Mapping[str, Figure]  # by name

    def support(self) -> Figure:
        """Pressure and support over time."""
        return self.figures["support"]

    def outcomes(self) -> Figure:
        """The client's fate and everybody's highest rung."""
        return self.figures["outcomes"]

    def questions(self) -> Figure:
        """The answers to the scenario's questions."""
        return _drawn(self.figures, "questions", "the scenario asks no question")

    def held_back(self) -> Figure:
        """What holds each patron back from materiel."""
        return _drawn(self.figures, "held_back", "no run was explained; see Plan.explained")


@dataclass(frozen=True)
class ComparisonPlots:
    """The figure of a comparison."""

    figures: Mapping[str, Figure]  # by name

    def effects(self) -> Figure:
        """What each alternative does to the patrons that it moves, and to the leader."""
        return self.figures["comparison"]


def _drawn(figures: Mapping[str, Figure], name: str, why_not: str) -> Figure:
    if name not in figures:
        raise ValueError(f"there is nothing to draw: {why_not}")
    return figures[name]


def _scenario(named: Named) -> Scenario:
    return named if isinstance(named, Scenario) else load_scenario(named)
