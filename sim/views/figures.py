"""The figures of a study: from tables and summaries to drawn sheets, each with its finding for a title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from sim.analysis.comparison import Comparison
from sim.analysis.contrast import Effects
from sim.analysis.outcomes import outcomes_table
from sim.analysis.summary import Summary
from sim.records.tables import history_table, peaks_table, rungs_table
from sim.records.trajectory import Ensemble
from sim.scenario.schema import Scenario
from sim.views import contrast_dots, ladders_over_time, outcome_dots, term_bars
from sim.views.findings import (
    brakes_finding,
    caption,
    effects_finding,
    outcome_finding,
    questions_finding,
    support_finding,
    what_if_labels,
)
from sim.views.style import render
from sim.views.text import ranked_effects
from sim.views.words import joined

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_BLOCKS = 4  # patrons in the figure of a comparison


def run_figures(tables: Mapping[str, pd.DataFrame], summary: Summary, scenario: Scenario) -> dict[str, Figure]:
    """Every figure of one ensemble by name; ``tables`` holds ``rungs``, ``peaks`` and ``outcomes``."""
    foot = caption(summary, scenario)
    history, finding = history_table(scenario), support_finding(summary, scenario)
    drawn = {
        "support": ladders_over_time.pressure_and_support(
            tables["rungs"], tables["peaks"], history, scenario, finding, foot
        ),
        "outcomes": outcome_dots.outcomes(tables["outcomes"], scenario, outcome_finding(summary, scenario), foot),
    }
    if summary.questions:
        texts = {answer.id: answer.text for answer in summary.questions}
        drawn["questions"] = outcome_dots.questions(tables["outcomes"], texts, questions_finding(summary), foot)
    if any(summary.held_back.values()):
        drawn["held_back"] = term_bars.held_back(summary.held_back, scenario, brakes_finding(summary, scenario), foot)
    return drawn


def comparison_figures(comparison: Comparison) -> dict[str, Figure]:
    """The figure of a comparison: what each alternative does to the patrons that it moves, and to the leader."""
    base = comparison.base
    titles = {actor.name: actor.title for actor in base.actors}
    labels = what_if_labels(base, comparison.scenarios[1:])
    shown, rest = _shown(ranked_effects(comparison))
    foot = caption(comparison.summaries[0], base, comparison.fingerprint)
    if rest:
        foot = f"{foot} Not shown, being moved less: {joined([titles[found.actor] for found in rest])}."
    on_leader = [found for found in comparison.effects if found.actor == base.client.name]
    finding = effects_finding(shown, titles, labels)
    return {"comparison": contrast_dots.comparison([*shown, *on_leader], base, labels, finding, foot)}


def run_pictures(ensemble: Ensemble, summary: Summary) -> dict[str, bytes]:
    """File names and bytes of every figure of a run."""
    tables = {
        "rungs": rungs_table(ensemble),
        "peaks": peaks_table(ensemble),
        "outcomes": outcomes_table(ensemble),
    }
    return rendered(run_figures(tables, summary, ensemble.scenario))


def comparison_pictures(base: Ensemble, comparison: Comparison) -> dict[str, bytes]:
    """File names and bytes of a comparison's figures: its own, and those of the base scenario."""
    return rendered(comparison_figures(comparison)) | run_pictures(base, comparison.summaries[0])


def rendered(figures: Mapping[str, Figure]) -> dict[str, bytes]:
    """File names and bytes of every figure, as PNG and as SVG."""
    return {f"{name}.{kind}": data for name, figure in figures.items() for kind, data in render(figure).items()}


def _shown(ranked: list[Effects]) -> tuple[list[Effects], list[Effects]]:
    """The patrons worth a block: those that something moves, four at most, two at least."""
    moved = [found for found in ranked if any(c.distinguishable for c in found.effects)]
    count = min(MOST_BLOCKS, max(2, len(moved)))
    return ranked[:count], ranked[count:]
