import json

import numpy as np
import pytest

from sim.analysis.comparison import comparison_tables, weigh
from sim.analysis.contrast import PairingError, compare_effects, contrast
from sim.analysis.expectations import try_expectations
from tests.synthetic import ensemble, expecting, scenario

MATERIEL = "borduria.peak >= materiel"


@pytest.fixture(scope="module")
def base():
    return ensemble()


@pytest.fixture(scope="module")
def treaty():
    return ensemble(scenario("no-treaty", extends="ruritania-1937"), lean={"borduria": 1.2})


@pytest.fixture(scope="module")
def war():
    return ensemble(scenario("no-war", extends="ruritania-1937"), lean={"borduria": 0.4})


def test_a_scenario_against_itself_differs_in_nothing(base):
    for found in contrast(base, base):
        assert (found.difference, found.se) == (0, 0)
        assert not found.distinguishable


def test_the_difference_is_after_minus_before(base, treaty):
    (found,) = contrast(base, treaty, [MATERIEL])
    before, after = ((e.rows.peak_support[:, 0] >= 3).mean() for e in (base, treaty))
    assert found.difference == pytest.approx(after - before)
    assert (found.a, found.b, found.before) == ("ruritania-1937", "no-treaty", pytest.approx(before))
    assert found.distinguishable


def test_pairing_makes_differences_sharper(base, war):
    (found,) = contrast(base, war, [MATERIEL])
    separate = [(e.rows.peak_support[:, 0] >= 3).reshape(-1, 20).mean(axis=1) for e in (base, war)]
    apart = np.sqrt(sum(means.var(ddof=1) / len(means) for means in separate))
    assert found.se < apart


def test_errors_of_differences_are_clustered_by_design(base, treaty):
    (found,) = contrast(base, treaty, [MATERIEL])
    change = (treaty.rows.peak_support[:, 0] >= 3) * 1.0 - (base.rows.peak_support[:, 0] >= 3)
    assert found.se == pytest.approx(change.reshape(-1, 20).mean(axis=1).std(ddof=1) / np.sqrt(100))


def test_a_change_elsewhere_is_not_distinguishable(base, treaty):
    (found,) = contrast(base, treaty, ["graustark.peak >= materiel"])
    assert not found.distinguishable


def test_which_constraint_holds_a_patron_back_more_is_answered_with_its_error(base, war, treaty):
    borduria, graustark = compare_effects(base, [war, treaty])
    assert [c.b for c in borduria.effects] == ["no-treaty", "no-war"]
    (order,) = borduria.orderings
    assert (order.more, order.less) == ("no-treaty", "no-war")
    gap = borduria.effects[0].difference - borduria.effects[1].difference
    assert order.gap == pytest.approx(gap)
    assert order.distinguishable
    assert not graustark.orderings[0].distinguishable


def test_of_two_equal_constraints_neither_holds_back_more(base, war):
    same = ensemble(scenario("no-war-either"), lean={"borduria": 0.4})
    (order,) = compare_effects(base, [war, same])[0].orderings
    assert (order.gap, order.distinguishable) == (0, False)


@pytest.mark.parametrize(
    ("other", "word"),
    [({"seed": 2}, "seed"), ({"runs": 1000}, "runs"), ({"replications": 10}, "replications")],
)
def test_ensembles_of_other_luck_are_not_compared(base, other, word):
    with pytest.raises(PairingError, match=word):
        contrast(base, ensemble(**other))


def test_expectations_are_judged_whatever_came_out(base):
    child = scenario("what-if", extends="ruritania-1937")
    stated = [(MATERIEL, "+"), (MATERIEL, "-"), ("graustark.peak", "0"), (MATERIEL, "0"), ("graustark.peak", "+")]
    for text, sign in stated:
        child = expecting(child, text, sign)
    tried = try_expectations(base, ensemble(child, lean={"borduria": 1.2}))
    verdicts = [t.verdict for t in tried]
    assert verdicts == ["borne out", "failed", "borne out", "failed", "not distinguishable"]


def test_a_comparison_is_strict_json_with_every_pair(base, war, treaty):
    found = weigh([base, war, treaty])
    said = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert [one["scenario"] for one in said["scenarios"]] == ["ruritania-1937", "no-war", "no-treaty"]
    assert all({"a", "b", "measure", "difference", "se", "distinguishable"} <= set(c) for c in said["contrasts"])
    pairs = {(c["a"], c["b"]) for c in said["contrasts"]}
    assert pairs == {("ruritania-1937", "no-war"), ("ruritania-1937", "no-treaty"), ("no-war", "no-treaty")}
    assert found.fingerprint != found.summaries[0].fingerprint


def test_only_expectations_against_the_base_are_tried(base):
    child = expecting(scenario("what-if", extends="folder/ruritania-1937.yaml"), MATERIEL, "+")
    stranger = expecting(scenario("stranger", extends="elsewhere"), MATERIEL, "+")
    found = weigh([base, ensemble(child), ensemble(stranger)])
    assert [t.scenario for t in found.expectations] == ["what-if"]


def test_every_table_of_a_comparison_has_its_columns(base):
    found = comparison_tables(weigh([base, base]))
    assert set(found) == {"contrasts", "effects", "orderings", "expectations"}
    assert all(len(table.columns) for table in found.values())
