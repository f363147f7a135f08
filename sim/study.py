"""What one can do with a scenario: the use cases. Read this file first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from sim.analysis.ablation import ABLATIONS, Ablated, Ablation, Moved, furthest_move
from sim.analysis.forecasts import Scorecard, score_answers
from sim.analysis.summary import Summary, summarise
from sim.engines.ensemble import play
from sim.records.story import Story
from sim.records.trajectory import Ensemble
from sim.scenario.audit import Audit, audit
from sim.scenario.plan import Plan
from sim.scenario.resolutions import Resolutions
from sim.scenario.schema import Scenario

Progress = Callable[[int], None]


class Checked(NamedTuple):
    """A scenario's sources, and what a few runs of it show."""

    audit: Audit
    summary: Summary

    def to_json(self) -> dict[str, object]:
        """Plain dicts and lists."""
        shown = self.summary.to_json()
        parts = ("conditions", "events", "changes", "beliefs")
        return {"scenario": self.summary.scenario, **self.audit.to_json(), **{part: shown[part] for part in parts}}


def run(scenario: Scenario, plan: Plan | None = None, progress: Progress | None = None) -> Ensemble:
    """Play a scenario many times."""
    return play(scenario, plan or Plan(), progress)


def compare(
    scenarios: Sequence[Scenario], plan: Plan | None = None, progress: Progress | None = None
) -> list[Ensemble]:
    """Play scenarios under the same luck and the same quantiles of whatever they have in common."""
    return [run(scenario, plan, progress) for scenario in scenarios]


def compare_afresh(
    scenarios: Sequence[Scenario], plan: Plan | None = None, progress: Progress | None = None
) -> list[Ensemble]:
    """The same without what was seen so far; nothing where nothing was."""
    played = [afresh(scenario, plan, progress) for scenario in scenarios]
    return [ensemble for ensemble in played if ensemble is not None] if all(played) else []


def afresh(scenario: Scenario, plan: Plan | None = None, progress: Progress | None = None) -> Ensemble | None:
    """Play a scenario as if nothing were known of its actors' luck; None where nothing is."""
    if not any(actor.so_far for actor in scenario.actors):
        return None
    return run(scenario, replace(plan or Plan(), conditioned=False, traced=0, explained=0), progress)


def step(scenario: Scenario, number: int, plan: Plan | None = None) -> Story:
    """Open one run as a step-through Mesa model: the same numbers as its row, and the reasons."""
    from sim.engines.storytelling import tell_story

    return tell_story(scenario, number, plan or Plan())


def check(scenario: Scenario, plan: Plan | None = None, progress: Progress | None = None) -> Checked:
    """Say what rests on sources and what does not, and how often each rule of escalation comes to bear."""
    return Checked(audit(scenario), summarise(run(scenario, plan or Plan(runs=2_000), progress)))


def score(
    scenario: Scenario, asked: Resolutions, plan: Plan | None = None, progress: Progress | None = None
) -> Scorecard:
    """Answer a scenario's questions with weights that have not seen what came of them, and score the answers.

    With and without what was seen so far, where anything was.
    """
    bare = replace(plan or Plan(), traced=0, explained=0)
    if asked.without:
        from sim.history.refit import draws_without

        bare = replace(bare, fitted=draws_without(asked.without))
    fresh = afresh(scenario, bare, progress) if bare.conditioned else None
    return score_answers(run(scenario, bare, progress), asked, fresh)


def ablate(
    scenarios: Sequence[Scenario],
    plan: Plan | None = None,
    ablations: Sequence[Ablation] = ABLATIONS,
    progress: Progress | None = None,
) -> list[Ablated]:
    """Take each part of the model out in turn, and see what that moves under the same luck in any scenario.

    Luck is conditioned on what was seen as the maimed model reads it: the weights are the theory, there is no other.
    """
    bare = replace(plan or Plan(runs=4_000), traced=0, explained=0)
    moves: list[list[Moved]] = [[] for _ in ablations]
    for scenario in scenarios:
        whole = run(scenario, bare, progress)
        for ablation, found in zip(ablations, moves, strict=True):
            without = run(ablation.of(scenario), replace(bare, fixed=ablation.fixed), progress)
            found.append(furthest_move(whole, without))
    return [Ablated(ablation, tuple(found)) for ablation, found in zip(ablations, moves, strict=True)]
