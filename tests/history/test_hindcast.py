"""Past crises foretold by the production engine."""

import json

import numpy as np
import pytest

from sim.engines.ensemble import play
from sim.history import hindcast as under_test
from sim.history.calibrate import peak_distribution
from sim.history.cases import INPUTS, parse_cases, read_cases
from sim.history.hindcast import How, folds, foretell, hindcast_table, patrons, play_cases
from sim.history.icb import compare_counts, read_groups
from sim.history.translate import to_scenario
from sim.model.ladders import HOLDS
from sim.scenario.plan import Plan
from sim.scenario.weights import read_weights
from sim.storage.scenario_files import load_scenario
from tests.history.tables import OTHERS, ROW, table

CASES = read_cases()
FEW = [CASES[row] for row in (0, 2, 18, 30, 47)]
QUICK = How(runs=400)
CENTRAL = read_weights().row()[None]


@pytest.mark.parametrize("mode", ["conditional", "free"])
def test_a_hindcast_row_is_what_sim_run_gives_for_that_case(mode):
    found = play_cases(FEW, How(mode=mode, runs=400, seed=3))
    for row, case in enumerate(FEW):
        name = f"case:{case.id}" + (",free" if mode == "free" else "")
        rows = play(load_scenario(name), Plan(runs=400, seed=3)).rows
        assert (found.peak[row] == np.bincount(rows.peak_support[:, 0], minlength=6) / 400).all()
        assert found.survival[row] == (rows.coalition == HOLDS).mean()


def test_the_engine_gives_the_exact_distribution_within_its_error():
    runs = 4_000
    exact = peak_distribution([to_scenario(case) for case in FEW], CENTRAL)
    played = play_cases(FEW, How(runs=runs), CENTRAL).peak
    error = np.sqrt(exact * (1 - exact) / runs)
    assert (np.abs(played - exact) < 4.5 * error + 1e-3).all()


def test_a_table_of_ones_own_may_be_blind_and_shuffled():
    columns = list(ROW)[::-1]
    seen = parse_cases(table({}, {"id": "ZUB-1", "stake": "0"}, columns=columns), "t.csv")
    blind = parse_cases(table({}, {"id": "ZUB-1", "stake": "0"}, columns=INPUTS), "t.csv")
    blanked = parse_cases(
        table(dict.fromkeys(OTHERS, ""), dict.fromkeys(OTHERS, "") | {"id": "ZUB-1", "stake": "0"}), "t.csv"
    )
    found = [hindcast_table(cases, QUICK) for cases in (seen, blind, blanked)]
    for other in found[1:]:
        for name, forecast in found[0].forecasts.items():
            assert (other.forecasts[name].peak == forecast.peak).all()
            assert (other.forecasts[name].survival == forecast.survival).all()


def test_what_has_no_known_peak_is_foretold_and_not_scored():
    cases = parse_cases(table(columns=INPUTS), "t.csv")
    answer = json.loads(json.dumps(hindcast_table(cases, QUICK).to_json(), allow_nan=False))
    (case,) = answer["cases"]
    assert sum(case["peak"]) == pytest.approx(1.0)
    assert case["observed"] is case["rps"] is answer["rps"] is answer["baselines"]["base_rate"]["rps"] is None


def test_the_answer_has_the_shape_that_was_agreed():
    cases = parse_cases(table({}, {"id": "ZUB-1", "level_peak": ""}), "t.csv")
    answer = json.loads(json.dumps(hindcast_table(cases, QUICK).to_json(), allow_nan=False))
    assert {"cases", "rps", "brier_materiel", "log_score", "baselines"} <= set(answer)
    assert {"id", "peak", "observed", "rps"} <= set(answer["cases"][0])
    assert {"base_rate", "ordered_logit"} <= set(answer["baselines"])
    assert {"rps", "brier_materiel", "log_score"} <= set(answer["baselines"]["base_rate"])
    assert answer["rps"] == answer["cases"][0]["rps"]


def test_whole_crises_are_left_out_together_and_nothing_learns_from_what_it_foretells():
    parts = folds(CASES, "crisis")
    assert len(parts) == 43
    assert sorted(row for part in parts for row in part.test) == list(range(48))
    for part in parts:
        known = {CASES[row].crisis for row in part.train}
        assert known.isdisjoint(CASES[row].crisis for row in part.test)


def test_a_state_that_changed_its_name_is_one_patron():
    names = patrons(CASES)
    assert len(set(names)) == 4
    assert len({name for name, case in zip(names, CASES, strict=True) if case.id.endswith(("-USSR", "-RUS"))}) == 1


def test_each_fold_is_foretold_by_weights_that_did_not_see_it(monkeypatch):
    asked = []

    def watched(ids):
        asked.append(set(ids))
        return CENTRAL

    monkeypatch.setattr(under_test, "weights_without", watched)
    found = foretell(FEW, FEW, How(runs=40), folds(FEW, "crisis"), "few", "crisis", None)
    assert asked == [{case.id} for case in FEW]
    assert found.status == "fitted without the rows foretold"


def test_other_rules_foretell_otherwise():
    logit, best = (play_cases(FEW, How(rule=rule, runs=400)).peak for rule in ("logit", "best_response"))
    assert (logit != best).any()


def test_counts_made_elsewhere_are_whole_and_compared_level_by_level():
    assert [sum(group.counts) for group in read_groups()] == [37, 17, 21, 21]
    peak = np.eye(6)[[case.level_peak for case in CASES]]
    for it in compare_counts(CASES, peak):
        assert it.cases > 0
        assert (it.coded == it.foretold).all()
        assert it.counted.sum() == pytest.approx(1.0)


def test_the_model_beats_base_rates_on_the_rows_it_knows():
    found = under_test.hindcast(QUICK)
    assert found.ahead("base_rate").lo > 0
