"""Scores: checked against scoringrules, and for what a proper score must do."""

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.analysis.bootstrap import interval
from sim.analysis.scoring import (
    LEAST,
    at_most,
    brier_score,
    log_score,
    range_probability_score,
    ranked_probability_score,
    reaches,
    reliability,
)

forecasts = arrays(float, (5, 6), elements=st.floats(0.01, 1.0)).map(lambda raw: raw / raw.sum(axis=1, keepdims=True))
rungs = arrays(int, (5,), elements=st.integers(0, 5))


@given(forecasts, rungs)
def test_scores_are_those_of_scoringrules(forecast, observed):
    ranked = [scoringrules.rps_score(int(rung) + 1, row) for row, rung in zip(forecast, observed, strict=True)]
    assert ranked_probability_score(forecast, observed) == pytest.approx(np.array(ranked, float) / 5)
    hits = observed >= 3
    assert brier_score(reaches(forecast, 3), hits) == pytest.approx(
        scoringrules.brier_score(hits.astype(float), reaches(forecast, 3))
    )
    own = forecast[np.arange(5), observed]
    assert log_score(forecast, observed) == pytest.approx(scoringrules.log_score(np.ones(5), own))


@given(forecasts, rungs)
def test_a_forecast_of_what_came_scores_nought_and_of_its_opposite_one(forecast, observed):
    assert ranked_probability_score(np.eye(6)[observed], observed) == pytest.approx(0.0)
    assert ranked_probability_score([np.eye(6)[0]], [5]) == pytest.approx(1.0)
    assert (ranked_probability_score(forecast, observed) <= 1.0).all()


@given(forecasts, st.integers(0, 5), st.integers(0, 5))
def test_a_wider_range_never_scores_worse(forecast, one, other):
    low, high = sorted((one, other))
    point = ranked_probability_score(forecast, np.full(5, low))
    ranged = range_probability_score(forecast, np.full(5, low), np.full(5, high))
    assert (ranged <= point + 1e-12).all()


@given(forecasts)
def test_honesty_pays(forecast):
    """Expected score under one's own belief is least for that belief."""
    belief, other = forecast[0], forecast[1]

    def expected(told):
        return sum(p * ranked_probability_score([told], [rung])[0] for rung, p in enumerate(belief))

    assert expected(belief) <= expected(other) + 1e-12


def test_the_log_score_does_not_look_below_what_runs_can_tell():
    assert log_score([[1.0, 0.0]], [1]) == pytest.approx(-np.log(LEAST))


def test_chances_of_at_most_a_rung_leave_out_the_certain_one():
    assert at_most([[0.2, 0.3, 0.5]]) == pytest.approx(np.array([[0.2, 0.5]]))


def test_a_reliable_forecaster_lies_on_the_diagonal():
    rng = np.random.default_rng(5)
    given_, came = rng.uniform(size=20_000), rng.uniform(size=20_000)
    bins = reliability(given_, came < given_, 8)
    assert sum(it.number for it in bins) == 20_000
    assert all(abs(it.forecast - it.observed) < 0.03 for it in bins)
    assert all(it.lo < it.observed < it.hi for it in bins)


def test_a_bootstrap_of_independent_cases_finds_the_standard_error():
    values = np.random.default_rng(2).normal(size=400)
    found = interval(values, range(400))
    assert found.mean == pytest.approx(values.mean())
    assert found.se == pytest.approx(values.std() / 20, rel=0.1)
    assert found.lo < found.mean < found.hi


def test_cases_of_one_crisis_are_drawn_together():
    values = np.repeat(np.random.default_rng(2).normal(size=50), 4)
    apart, together = interval(values, range(200)), interval(values, np.repeat(np.arange(50), 4).tolist())
    assert together.se == pytest.approx(2 * apart.se, rel=0.15)


def test_one_crisis_alone_says_nothing_of_others():
    assert np.isnan(interval([0.1, 0.2], ["a", "a"]).se)
