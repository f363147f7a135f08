import numpy as np
import pytest

from sim.records.clusters import clustered_mean


def test_with_equal_designs_the_error_is_that_of_the_design_means():
    rng = np.random.default_rng(3)
    values, designs = rng.normal(size=(400, 2)), np.repeat(np.arange(20), 20)
    mean, se = clustered_mean(values, designs)
    means = values.reshape(20, 20, 2).mean(axis=1)
    assert mean == pytest.approx(values.mean(axis=0))
    assert se == pytest.approx(means.std(axis=0, ddof=1) / np.sqrt(20))


def test_runs_that_copy_their_design_add_no_precision():
    once, designs = np.random.default_rng(4).normal(size=50), np.arange(50)
    _, few = clustered_mean(once, designs)
    _, many = clustered_mean(np.repeat(once, 30), np.repeat(designs, 30))
    assert many == pytest.approx(few)


def test_one_design_falls_back_on_the_binomial_error():
    hits = np.array([True] * 3 + [False] * 7)
    mean, se = clustered_mean(hits, np.zeros(10, dtype=int))
    assert (float(mean), float(se)) == pytest.approx((0.3, np.sqrt(0.3 * 0.7 / 10)))


def test_a_shorter_last_design_counts_by_its_size():
    values, designs = np.array([1.0, 1.0, 0.0]), np.array([0, 0, 1])
    mean, se = clustered_mean(values, designs)
    assert float(mean) == pytest.approx(2 / 3)
    assert float(se) == pytest.approx(np.sqrt(2 * 2 * (2 / 3) ** 2) / 3)


def test_a_rung_out_of_reach_leaves_its_mean_infinite_and_its_error_unknown():
    mean, se = clustered_mean(np.array([[-np.inf, 1.0], [-np.inf, 2.0]]), np.array([0, 1]))
    assert mean[0] == -np.inf
    assert np.isnan(se[0])
    assert np.isfinite(se[1])
