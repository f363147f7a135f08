"""Answers to dated questions held against what came, beside what others had said; lower scores are better."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sim.analysis.outcomes import Estimate, estimate_facts, outcome_facts
from sim.analysis.scoring import brier_score, log_score
from sim.analysis.summary import finite
from sim.records.trajectory import Ensemble
from sim.scenario.resolutions import Resolution, Resolutions
from sim.scenario.schema import Reference

MODEL = "the model"


class Scores(NamedTuple):
    """How far a probability lay from what came."""

    brier: float  # squared error, [0, 1]
    log_score: float  # minus the natural logarithm of what was given to the answer


class Said(NamedTuple):
    """Somebody's probability for a question, with its scores."""

    who: str
    date: dt.date
    p: float  # [0, 1]
    source: str
    scores: Scores


class Own(NamedTuple):
    """The model's probability for a question, with its scores."""

    estimate: Estimate
    scores: Scores


class Answered(NamedTuple):
    """A question, what came of it, and what was said of it beforehand."""

    id: str
    text: str
    came_true: bool
    resolved: dt.date
    asked: dt.date  # the scenario's as_of
    own: Own
    others: tuple[Said, ...]
    afresh: Own | None = None  # the model's without what was seen so far; None where nothing was


class Mean(NamedTuple):
    """Mean scores of one forecaster, and the model's on the same forecasts."""

    who: str
    number: int  # forecasts
    scores: Scores
    model: Scores


@dataclass(frozen=True)
class Scorecard:
    """A scenario's answers, scored."""

    scenario: str
    title: str
    fingerprint: str
    seed: int
    runs: int
    designs: int
    replications: int
    without: tuple[str, ...]  # rows of the case table left out of the fit
    answers: tuple[Answered, ...]

    @property
    def mean(self) -> Scores:
        """The model's mean scores over all questions."""
        return _mean([answer.own.scores for answer in self.answers])

    @property
    def others(self) -> tuple[Mean, ...]:
        """Mean scores of everybody else, in the order in which they appear."""
        pairs = [(said, answer.own.scores) for answer in self.answers for said in answer.others]
        found = []
        for who in dict.fromkeys(said.who for said, _ in pairs):
            own = [(said.scores, model) for said, model in pairs if said.who == who]
            found.append(Mean(who, len(own), _mean([it for it, _ in own]), _mean([it for _, it in own])))
        return tuple(found)

    def to_json(self) -> dict[str, object]:
        """Plain dicts and lists, ready for strict JSON."""
        head = {name: getattr(self, name) for name in HEAD}
        means = {
            **self.mean._asdict(),
            "questions": len(self.answers),
            "references": [
                {"who": it.who, "forecasts": it.number, **it.scores._asdict(), "model": it.model._asdict()}
                for it in self.others
            ],
        }
        plain = finite({**head, "questions": [_answer_json(it) for it in self.answers], "means": means})
        assert isinstance(plain, dict)
        return plain


HEAD = ("scenario", "title", "fingerprint", "seed", "runs", "designs", "replications", "without")


def scores_of(p: float, came_true: bool) -> Scores:
    """Scores of a probability once the answer is known.

    >>> scores_of(0.75, True).brier, round(scores_of(0.75, True).log_score, 3)
    (0.0625, 0.288)
    """
    return Scores(float(brier_score(p, came_true)), float(log_score([1.0 - p, p], int(came_true))))


def score_answers(ensemble: Ensemble, asked: Resolutions, afresh: Ensemble | None = None) -> Scorecard:
    """Every question that came out one way or the other, scored.

    References are those of the file of answers, and of the scenario where that has more; ``afresh`` is the same
    ensemble played without what was seen so far.
    """
    given, bare = _given(ensemble), {} if afresh is None else _given(afresh)
    scenario, plan = ensemble.scenario, ensemble.plan
    known = {question.id: question for question in scenario.questions}
    answers = []
    for it in asked.resolutions:
        question = known[it.id]
        others = tuple(_said(reference, it) for reference in _references(it, question.references))
        fresh = _own(bare[it.id], it) if bare else None
        about = (it.id, question.text, it.came_true, it.resolved, scenario.as_of)
        answers.append(Answered(*about, _own(given[it.id], it), others, fresh))
    return Scorecard(
        scenario=scenario.name, title=asked.title or scenario.title, fingerprint=ensemble.fingerprint, seed=plan.seed,
        runs=plan.runs, designs=plan.designs, replications=plan.replications, without=asked.without,
        answers=tuple(answers),
    )  # fmt: skip


def _given(ensemble: Ensemble) -> dict[str, Estimate]:
    """The ensemble's answer to each question, by id."""
    facts = estimate_facts(outcome_facts(ensemble), ensemble.design_of_run)
    return {fact.word: estimate for fact, estimate in facts if fact.group == "question"}


def _own(estimate: Estimate, resolution: Resolution) -> Own:
    return Own(estimate, scores_of(estimate.p, resolution.came_true))


def _references(resolution: Resolution, others: Sequence[Reference]) -> list[Reference]:
    """Those beside the answer, then those beside the question by anybody else or of another day."""
    told = {(it.who, it.date) for it in resolution.references}
    early = [it for it in others if (it.who, it.date) not in told and it.date < resolution.resolved]
    return [*resolution.references, *early]


def _said(reference: Reference, resolution: Resolution) -> Said:
    scores = scores_of(reference.p, resolution.came_true)
    return Said(reference.who, reference.date, reference.p, reference.source, scores)


def _mean(found: Sequence[Scores]) -> Scores:
    return Scores(sum(it.brier for it in found) / len(found), sum(it.log_score for it in found) / len(found))


def _answer_json(answer: Answered) -> dict[str, object]:
    references = [
        {"who": it.who, "date": it.date.isoformat(), "p": it.p, "source": it.source, **it.scores._asdict()}
        for it in answer.others
    ]
    return {
        "id": answer.id,
        "text": answer.text,
        "asked": answer.asked.isoformat(),
        "resolved": answer.resolved.isoformat(),
        "came_true": answer.came_true,
        **_own_json(answer.own),
        "without_so_far": None if answer.afresh is None else _own_json(answer.afresh),
        "references": references,
    }


def _own_json(own: Own) -> dict[str, float]:
    return {**own.estimate._asdict(), **own.scores._asdict()}
