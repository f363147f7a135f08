"""Answers held against what came: scores worked by hand and by scoringrules."""

from __future__ import annotations

import datetime as dt
import json
import math

import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.forecasts import score_answers, scores_of
from sim.analysis.outcomes import outcomes_table
from sim.analysis.scoring import LEAST
from sim.scenario.resolutions import Resolution, Resolutions
from sim.scenario.schema import Reference
from sim.views.forecasts import COLUMNS, LINES, scorecard_text
from tests.synthetic import ensemble

DAY = dt.date(1937, 4, 20)
chances = st.floats(LEAST, 1.0 - LEAST)


def said(who, p, day=DAY):
    return Reference(who=who, p=p, date=day, source="judgement")


def resolutions(played, *references, came_true=True, without=()):
    """Every question of an ensemble answered alike; the references stand beside the first."""
    ids = [question.id for question in played.scenario.questions]
    after = dt.date(1938, 1, 1)
    return Resolutions(
        scenario="made up",
        without=without,
        resolutions=tuple(
            Resolution(
                id=name,
                came_true=came_true,
                resolved=after,
                source="judgement",
                references=references if name == ids[0] else (),
            )
            for name in ids
        ),
        sources={},
    )


@pytest.fixture(scope="module")
def played():
    found = ensemble()
    assert found.scenario.questions
    return found


def test_scores_worked_by_hand():
    assert scores_of(0.75, True) == pytest.approx((0.0625, -math.log(0.75)))
    assert scores_of(0.75, False) == pytest.approx((0.5625, -math.log(0.25)))
    assert scores_of(0.5, True) == pytest.approx((0.25, math.log(2)))


@given(chances, st.booleans())
def test_scores_are_those_of_scoringrules(p, came_true):
    found = scores_of(p, came_true)
    assert found.brier == pytest.approx(float(scoringrules.brier_score(float(came_true), p)))
    assert found.log_score == pytest.approx(float(scoringrules.log_score(float(came_true), p)))


@given(chances, chances, st.booleans())
def test_more_on_what_came_scores_better_on_both(one, other, came_true):
    low, high = sorted((one, other))
    better, worse = (high, low) if came_true else (low, high)
    assert scores_of(better, came_true) <= scores_of(worse, came_true)
    assert scores_of(better, came_true).log_score <= scores_of(worse, came_true).log_score


def test_a_certainty_that_fails_scores_as_badly_as_a_run_can_tell_and_no_worse():
    assert scores_of(1.0, False) == pytest.approx((1.0, -math.log(LEAST)))
    assert scores_of(1.0, True) == pytest.approx((0.0, 0.0))


def test_the_answers_are_those_of_the_outcomes_table(played):
    card = score_answers(played, resolutions(played))
    table = outcomes_table(played).query("group == 'question'").set_index("word")
    for answer in card.answers:
        row = table.loc[answer.id]
        assert answer.own.estimate == pytest.approx((row.p, row.se, row.lo, row.hi))
        assert answer.own.scores == pytest.approx(scores_of(row.p, True))
        assert answer.asked == played.scenario.as_of


def test_others_are_scored_on_what_they_said_with_the_model_beside_them(played):
    card = score_answers(played, resolutions(played, said("market", 0.6), said("panel", 0.9), came_true=False))
    first = card.answers[0]
    assert [(it.who, it.date) for it in first.others[:2]] == [("market", DAY), ("panel", DAY)]
    market = next(it for it in card.others if it.who == "market")
    assert (market.number, market.scores) == (1, pytest.approx((0.36, -math.log(0.4))))
    assert market.model == pytest.approx(first.own.scores)
    assert card.mean.brier == pytest.approx(sum(it.own.scores.brier for it in card.answers) / len(card.answers))


def test_what_stands_beside_the_question_counts_too_but_the_same_forecast_once(played):
    question = played.scenario.questions[0]
    asked = question.model_copy(update={"references": (said("market", 0.6), said("panel", 0.3))})
    others = played.scenario.questions[1:]
    scenario = played.scenario.model_copy(update={"questions": (asked, *others)})
    card = score_answers(
        played.__class__(**{**vars(played), "scenario": scenario}), resolutions(played, said("market", 0.6))
    )
    assert [it.who for it in card.answers[0].others] == ["market", "panel"]


def test_a_scorecard_is_strict_json(played):
    found = score_answers(played, resolutions(played, said("market", 0.6), without=("A", "B"))).to_json()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["without"] == ["A", "B"]
    assert {"p", "se", "lo", "hi", "came_true", "brier", "log_score", "references"} <= set(found["questions"][0])
    assert found["questions"][0]["references"][0]["date"] == "1937-04-20"


@pytest.mark.parametrize("number", [0, 1, 3, 12])
def test_the_text_keeps_to_the_terminal(played, number):
    many = [said(f"somebody with a very long name {k}", k / 12) for k in range(number)]
    lines = scorecard_text(score_answers(played, resolutions(played, *many))).splitlines()
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= COLUMNS


def test_answers_without_what_was_seen_so_far_stand_beside_the_others(played):
    other = ensemble(seed=2)
    card = score_answers(played, resolutions(played), other)
    assert [it.afresh for it in card.answers] == [it.own for it in score_answers(other, resolutions(other)).answers]
    assert "without so_far" in scorecard_text(card)
    assert len(scorecard_text(card).splitlines()) <= LINES
    shown = card.to_json()["questions"][0]["without_so_far"]
    assert shown["brier"] == card.answers[0].afresh.scores.brier
    assert score_answers(played, resolutions(played)).to_json()["questions"][0]["without_so_far"] is None
