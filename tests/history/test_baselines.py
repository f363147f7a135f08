"""What any model has to beat."""

import numpy as np
import pytest

from sim.analysis.scoring import ranked_probability_score
from sim.history.baselines import BASELINES, _likelihood, eight_columns, ordered_logit, three_columns
from sim.history.cases import read_cases
from sim.history.hindcast import folds
from sim.history.recodings import as_received

CASES = read_cases()


def left_out(train, cases, left):
    """Mean score of a baseline that has not seen what it foretells."""
    peaks = np.array([case.level_peak for case in cases])
    found = np.zeros((len(cases), 6))
    for fold in folds(cases, left):
        found[fold.test] = train([cases[row] for row in fold.train])([cases[row] for row in fold.test])
    return ranked_probability_score(found, peaks).mean()


@pytest.mark.parametrize("name", BASELINES)
def test_a_baseline_foretells_distributions_from_inputs_alone(name):
    foretell = BASELINES[name](CASES)
    found = foretell([case.blind() for case in CASES])
    assert found.min() >= 0
    assert found.sum(axis=1) == pytest.approx(1.0)
    assert (found == foretell(CASES)).all()


def test_base_rates_and_logits_score_what_the_prototype_found():
    """As received: base rates .191 in sample, .200 with crises left out; logits .117 and .116 in sample."""
    cases = as_received()
    peaks = [case.level_peak for case in cases]
    inside = {name: ranked_probability_score(train(cases)(cases), peaks).mean() for name, train in BASELINES.items()}
    assert inside["base_rate"] == pytest.approx(0.191, abs=0.0005)
    assert inside["ordered_logit"] == pytest.approx(0.117, abs=0.0005)
    assert inside["ordered_logit_3"] == pytest.approx(0.116, abs=0.0005)
    assert left_out(BASELINES["base_rate"], cases, "crisis") == pytest.approx(0.200, abs=0.001)
    assert left_out(BASELINES["ordered_logit_3"], cases, "crisis") == pytest.approx(0.132, abs=0.002)


def test_the_slope_of_the_likelihood_is_right():
    rng = np.random.default_rng(3)
    inputs, peaks = rng.normal(size=(30, 3)), rng.integers(0, 6, 30)
    slope, cuts, step = rng.normal(size=3), np.sort(rng.normal(size=5)), 1e-6
    _, by_slope, by_cut = _likelihood(inputs, peaks, slope, cuts)
    for number, rise in enumerate(by_slope):
        nudge = step * np.eye(3)[number]
        ahead, behind = (_likelihood(inputs, peaks, slope + sign * nudge, cuts)[0] for sign in (1, -1))
        assert rise == pytest.approx((ahead - behind) / (2 * step), rel=1e-4)
    for number, rise in enumerate(by_cut):
        nudge = step * np.eye(5)[number]
        ahead, behind = (_likelihood(inputs, peaks, slope, cuts + sign * nudge)[0] for sign in (1, -1))
        assert rise == pytest.approx((ahead - behind) / (2 * step), rel=1e-4)


def test_a_logit_finds_the_signs_that_made_the_data():
    logit = ordered_logit(CASES, three_columns)
    entente, no_reach, stake = logit.slope
    assert entente < 0
    assert no_reach < 0
    assert stake > 0
    assert len(eight_columns(CASES[0])) == 8


def test_a_rung_that_nobody_was_seen_on_gets_no_chance():
    seen = [case for case in CASES if case.level_peak != 0]
    assert (ordered_logit(seen)(CASES)[:, 0] == 0).all()


def test_rows_that_separate_do_no_harm():
    apart = [case for case in CASES if (case.stake >= 2) == (case.level_peak >= 3)]
    found = ordered_logit(apart, lambda case: [float(case.stake >= 2)])(apart)
    assert np.isfinite(found).all()
