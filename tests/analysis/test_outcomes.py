import numpy as np
import pytest

from sim.analysis.outcomes import design_span, estimates, outcomes_table
from tests.synthetic import ensemble


def played(chances, replications, seed=5):
    """Hits [run, 1] of designs with the given chances, and the design of each run."""
    designs = np.repeat(np.arange(len(chances)), replications)
    hits = np.random.default_rng(seed).uniform(size=len(designs)) < chances[designs]
    return hits[:, None], designs


def test_designs_that_are_all_alike_span_next_to_nothing():
    widths, raw = [], []
    for seed in range(20):
        hits, designs = played(np.full(500, 0.3), 20, seed)
        (lo,), (hi,) = design_span(hits, designs)
        widths.append(hi - lo)
        raw.append(np.subtract(*np.quantile(hits.reshape(500, 20).mean(axis=1), [0.95, 0.05])))
    assert np.median(widths) < 0.03
    assert np.mean(widths) < 0.15 * np.mean(raw)


@pytest.mark.parametrize(("a", "b"), [(2, 8), (4, 6), (2, 2), (8, 1)])
def test_designs_that_differ_span_what_they_truly_span(a, b):
    chances = np.random.default_rng(1).beta(a, b, size=1000)
    (lo,), (hi,) = design_span(*played(chances, 20))
    assert (lo, hi) == pytest.approx(tuple(np.quantile(chances, [0.05, 0.95])), abs=0.035)


def test_without_removal_of_noise_the_span_would_be_wider():
    chances = np.random.default_rng(2).beta(4, 6, size=1000)
    hits, designs = played(chances, 10)
    (lo,), (hi,) = design_span(hits, designs)
    raw = np.quantile(hits.reshape(1000, 10).mean(axis=1), [0.05, 0.95])
    assert hi - lo < 0.85 * (raw[1] - raw[0])


def test_spans_stay_between_never_and_always():
    chances = np.repeat([0.0, 1.0], 50)
    (lo,), (hi,) = design_span(*played(chances, 20))
    assert (lo, hi) == (0, 1)


@pytest.mark.parametrize(("designs", "replications"), [(1, 50), (50, 1), (1, 1)])
def test_where_design_and_luck_can_not_be_told_apart_nothing_is_claimed(designs, replications):
    (lo,), (hi,) = design_span(*played(np.full(designs, 0.4), replications))
    assert (lo, hi) == (0, 1)


def test_what_never_happens_is_certain():
    (never,) = estimates(np.zeros((100, 1), dtype=bool), np.repeat(np.arange(10), 10))
    assert never == (0, 0, 0, 0)


def test_the_error_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(9)
    covered = 0
    for seed in range(200):
        (found,) = estimates(*played(rng.beta(2, 8, size=100), 20, seed))
        covered += abs(found.p - 0.2) < 1.96 * found.se
    assert 180 <= covered <= 199


def test_outcomes_of_a_kind_add_up_and_rungs_nest():
    table = outcomes_table(ensemble())
    for group in ("leader", "coalition", "alignment"):
        assert table[table["group"] == group]["p"].sum() == pytest.approx(1)
    for _, reached in table[table["group"] == "support"].groupby("actor"):
        assert reached["p"].is_monotonic_decreasing
        assert reached["p"].iloc[0] == 1
    assert set(table[table["group"] == "question"]["word"]) == {"arms", "in-office"}
