"""The answer in numbers: what ``sim run --json`` prints, and what the terminal puts into words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.analysis.held_back import TOTAL, held_back
from sim.analysis.outcomes import Estimate, estimate_facts, estimates, outcome_facts
from sim.model.ladders import Pressure, Support
from sim.records.clusters import FloatArray
from sim.records.tables import rung_shares
from sim.records.trajectory import Ensemble
from sim.scenario.weights import weights_hash

DAYS_PER_MONTH = 365.25 / 12
BELIEF_WEEKS = 5  # how many weeks the belief quantiles sample, the last one among them
BELIEFS = ("believes_resolved", "trusted", "feared")
RARE, COMMON = 0.05, 0.95  # a condition outside these shares of runs needs a reason


class LadderShares(NamedTuple):
    """How far an actor went."""

    peak: tuple[float, ...]  # share of runs by highest rung
    final: tuple[float, ...]  # share of runs by last rung
    reach: tuple[Estimate, ...]  # probability that the peak is that rung or more


class Answer(NamedTuple):
    """What the ensemble answers to a question."""

    id: str
    text: str
    estimate: Estimate


class Firing(NamedTuple):
    """How often a condition fired, and when."""

    name: str
    p: float
    se: float
    median_week: float | None  # week of the first firing in the median run that saw one
    rare: str  # the file's reason for firing in few runs or nearly all

    @property
    def odd(self) -> bool:
        """Whether it fired in too few or too many runs to be a live condition."""
        return not RARE <= self.p <= COMMON


class Changes(NamedTuple):
    """How often an actor changed its rung."""

    mean: float  # per run
    q95: float
    most: int
    per_month: float


class Belief(NamedTuple):
    """Quantiles of a belief over the traced runs at some weeks."""

    weeks: tuple[float, ...]
    q05: tuple[float, ...]
    q50: tuple[float, ...]
    q95: tuple[float, ...]
    saturated: float  # share of runs that end below .05 or above .95


class Term(NamedTuple):
    """Mean difference of a utility term between ``materiel`` and ``declaratory``, in log-odds."""

    term: str
    difference: float
    se: float


@dataclass(frozen=True)
class Summary:
    """An ensemble in numbers. ``se`` is clustered by design; ``lo`` and ``hi`` see ``design_span``."""

    scenario: str
    title: str
    fingerprint: str
    seed: int
    runs: int
    designs: int
    replications: int
    outcomes: Mapping[str, Mapping[str, Estimate]]  # leader, coalition, alignment; then by word
    support: Mapping[str, LadderShares]  # by patron
    pressure: LadderShares
    questions: tuple[Answer, ...]
    conditions: tuple[Firing, ...]
    events: Mapping[str, float]  # share of runs in which it happened
    changes: Mapping[str, Changes]  # by actor
    beliefs: Mapping[str, Belief]  # by "actor.belief"
    held_back: Mapping[str, tuple[Term, ...]]  # by patron, strongest brake first, total last
    afresh: Summary | None = None  # the same without what so_far says of the actors' luck

    @property
    def spans_known(self) -> bool:
        """Whether there were designs and replications enough to tell design from luck."""
        return self.designs > 1 and self.replications > 1 and self.runs > self.replications + 1

    def to_json(self) -> dict[str, object]:
        """Plain dicts and lists, ready for strict JSON: infinite or undefined numbers become null."""
        head = {name: getattr(self, name) for name in HEAD}
        outcomes = {group: {w: e._asdict() for w, e in found.items()} for group, found in self.outcomes.items()}
        body = {
            "outcomes": outcomes,
            "support": {patron: _ladder_json(shares) for patron, shares in self.support.items()},
            "pressure": _ladder_json(self.pressure),
            "questions": [{"id": a.id, "text": a.text, **a.estimate._asdict()} for a in self.questions],
            "conditions": [{**c._asdict(), "odd": c.odd} for c in self.conditions],
            "events": dict(self.events),
            "changes": {actor: found._asdict() for actor, found in self.changes.items()},
            "beliefs": {name: found._asdict() for name, found in self.beliefs.items()},
            "held_back": {patron: [t._asdict() for t in terms] for patron, terms in self.held_back.items()},
        }
        if self.afresh is not None:
            without = self.afresh.to_json()
            body["without_so_far"] = {part: without[part] for part in ("outcomes", "support", "pressure", "questions")}
        plain = finite(head | {"weights": weights_hash()} | body)
        assert isinstance(plain, dict)
        return plain


HEAD = ("scenario", "title", "fingerprint", "seed", "runs", "designs", "replications")


def summarise(ensemble: Ensemble, afresh: Ensemble | None = None) -> Summary:
    """What the ensemble says, in numbers; ``afresh`` is the same one played without what was seen so far."""
    scenario, rows, designs = ensemble.scenario, ensemble.rows, ensemble.design_of_run
    facts = estimate_facts(outcome_facts(ensemble), designs)
    texts = {question.id: question.text for question in scenario.questions}
    reach: dict[str, list[Estimate]] = {}
    outcomes: dict[str, dict[str, Estimate]] = {"leader": {}, "coalition": {}, "alignment": {}}
    for fact, estimate in facts:
        if fact.group in outcomes:
            outcomes[fact.group][fact.word] = estimate
        elif fact.group != "question":
            reach.setdefault(fact.actor, []).append(estimate)
    pressure = (rung_shares(rows.peak_pressure, Pressure), rung_shares(rows.final_pressure, Pressure))
    support = {
        patron.name: _ladder(rung_shares(peak, Support), rung_shares(final, Support), reach[patron.name])
        for patron, peak, final in zip(scenario.patrons, rows.peak_support.T, rows.final_support.T, strict=True)
    }
    return Summary(
        scenario=scenario.name,
        title=scenario.title,
        fingerprint=ensemble.fingerprint,
        seed=ensemble.plan.seed,
        runs=len(rows.leader),
        designs=int(designs[-1]) + 1,
        replications=ensemble.plan.replications,
        outcomes=outcomes,
        support=support,
        pressure=_ladder(*pressure, reach[scenario.challenger.name]),
        questions=tuple(Answer(f.word, texts[f.word], e) for f, e in facts if f.group == "question"),
        conditions=_conditions(ensemble),
        events={e.name: float(rows.happened[:, k].mean()) for k, e in enumerate(scenario.events)},
        changes=_changes(ensemble),
        beliefs=_beliefs(ensemble),
        held_back=_held_back(ensemble),
        afresh=summarise(afresh) if afresh is not None else None,
    )


def finite(value: object) -> object:
    """A copy in plain JSON types, with numbers that JSON can't hold as None."""
    if isinstance(value, Mapping):
        return {str(key): finite(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(part) for part in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value


def _ladder(peak: FloatArray, final: FloatArray, reach: Sequence[Estimate]) -> LadderShares:
    return LadderShares(tuple(map(float, peak)), tuple(map(float, final)), tuple(reach))


def _ladder_json(shares: LadderShares) -> dict[str, object]:
    return {"peak": list(shares.peak), "final": list(shares.final), "reach": [e._asdict() for e in shares.reach]}


def _conditions(ensemble: Ensemble) -> tuple[Firing, ...]:
    fired = ensemble.rows.first_fired
    if not fired.shape[1]:
        return ()
    found = estimates(fired >= 0, ensemble.design_of_run)
    weeks = [turns[turns >= 0] for turns in fired.T]
    median = [float(np.median(turns) + 1) * ensemble.scenario.turn_weeks if len(turns) else None for turns in weeks]
    named = zip(ensemble.scenario.conditions, found, median, strict=True)
    return tuple(Firing(c.name, e.p, e.se, week, c.rare) for c, e, week in named)


def _changes(ensemble: Ensemble) -> dict[str, Changes]:
    scenario, rows = ensemble.scenario, ensemble.rows
    turns = np.minimum(rows.ended + 1, scenario.horizon).sum()  # played, over all runs
    months = float(turns) * scenario.turn_weeks * 7 / DAYS_PER_MONTH
    return {
        actor.name: Changes(float(n.mean()), float(np.quantile(n, 0.95)), int(n.max()), float(n.sum()) / months)
        for actor, n in zip(scenario.actors, rows.changes.T, strict=True)
    }


def _beliefs(ensemble: Ensemble) -> dict[str, Belief]:
    turns = ensemble.trace.values.shape[1]
    at = np.unique(np.linspace(0, turns - 1, BELIEF_WEEKS).round().astype(int))
    weeks = tuple(float(turn + 1) * ensemble.scenario.turn_weeks for turn in at)
    found = {}
    for name in ensemble.trace.names:
        if name.rpartition(".")[2] in BELIEFS and len(ensemble.trace.values):
            values = ensemble.trace.column(name)[:, at]
            low, middle, high = (tuple(map(float, row)) for row in np.quantile(values, (0.05, 0.5, 0.95), axis=0))
            saturated = float(((values[:, -1] < RARE) | (values[:, -1] > COMMON)).mean())
            found[name] = Belief(weeks, low, middle, high, saturated)
    return found


def _held_back(ensemble: Ensemble) -> dict[str, tuple[Term, ...]]:
    found: dict[str, list[Term]] = {patron.name: [] for patron in ensemble.scenario.patrons}
    for patron, term, difference, se in held_back(ensemble).itertuples(index=False):
        found[patron].append(Term(term, float(difference), float(se)))
    return {patron: tuple(sorted(terms, key=_brakes_first)) for patron, terms in found.items()}


def _brakes_first(term: Term) -> tuple[bool, float]:
    return term.term == TOTAL, term.difference
