import dataclasses
import json

import numpy as np
import pytest

from sim.analysis.held_back import TOTAL, held_back
from sim.analysis.summary import summarise
from tests.synthetic import TERMS, ensemble, scenario


@pytest.fixture(scope="module")
def played():
    return ensemble()


@pytest.fixture(scope="module")
def summary(played):
    return summarise(played)


def test_the_json_is_what_the_design_promises(summary):
    said = json.loads(json.dumps(summary.to_json(), allow_nan=False))
    assert {"scenario", "fingerprint", "seed", "runs", "outcomes", "support", "pressure", "questions"} <= set(said)
    assert set(said["outcomes"]) == {"leader", "coalition", "alignment"}
    assert {"p", "se"} <= set(said["outcomes"]["leader"]["coup"])
    assert [len(said["support"]["borduria"][when]) for when in ("peak", "final")] == [6, 6]
    assert [len(said["pressure"][when]) for when in ("peak", "final")] == [7, 7]
    assert all({"id", "p", "se", "lo", "hi"} <= set(asked) for asked in said["questions"])
    assert sum(said["pressure"]["peak"]) == pytest.approx(1)


def test_errors_are_clustered_by_design(played, summary):
    answer = summary.questions[0].estimate
    means = played.rows.answers[:, 0].reshape(-1, 20).mean(axis=1)
    assert answer.se == pytest.approx(means.std(ddof=1) / np.sqrt(len(means)))


def test_conditions_tell_how_often_and_when_they_fired(played, summary):
    border, harvest = summary.conditions
    fired = played.rows.first_fired[:, 0]
    assert border.p == pytest.approx((fired >= 0).mean())
    assert border.median_week == np.median(fired[fired >= 0]) + 1
    assert not border.odd
    assert harvest.odd
    assert harvest.median_week is None
    assert harvest.rare == "beyond the horizon"


def test_rung_changes_are_counted_per_run_and_per_month_played(played, summary):
    changes = summary.changes["borduria"]
    assert changes.mean == pytest.approx(played.rows.changes[:, 2].mean())
    turns = np.minimum(played.rows.ended + 1, 26).sum()
    assert changes.per_month == pytest.approx(played.rows.changes[:, 2].sum() / (turns * 7 / (365.25 / 12)))


def test_beliefs_are_told_by_week(played, summary):
    belief = summary.beliefs["graustark.believes_resolved"]
    assert belief.weeks == (1, 7, 13, 20, 26)
    assert belief.q50[-1] == pytest.approx(np.median(played.trace.column("graustark.believes_resolved")[:, -1]))
    assert {"ruritania.believes_resolved", "borduria.trusted", "borduria.feared"} <= set(summary.beliefs)


def test_terms_add_up_to_their_total(played, summary):
    table = held_back(played)
    assert set(table["term"]) == {*TERMS, TOTAL}
    for patron, terms in summary.held_back.items():
        parts = [term.difference for term in terms if term.term != TOTAL]
        assert parts == sorted(parts)
        assert terms[-1].term == TOTAL
        assert sum(parts) == pytest.approx(terms[-1].difference)
        by_hand = played.terms[:, list(summary.held_back).index(patron)]
        assert terms[-1].difference == pytest.approx((by_hand[:, 3] - by_hand[:, 1]).sum(axis=1).mean())


def test_a_rung_out_of_reach_makes_no_bad_json(played):
    terms = played.terms.copy()
    terms[:, 1, 3:, 3] = -np.inf
    said = summarise(dataclasses.replace(played, terms=terms)).to_json()
    json.dumps(said, allow_nan=False)
    first = said["held_back"]["graustark"][0]
    assert (first["term"], first["difference"]) == ("forces", None)


@pytest.mark.parametrize("runs", [1, 7, 20, 21, 50])
def test_any_number_of_runs_has_a_summary(runs):
    summary = summarise(ensemble(runs=runs))
    json.dumps(summary.to_json(), allow_nan=False)
    assert summary.spans_known == (runs > 21)


def test_a_scenario_without_conditions_events_or_questions_has_a_summary():
    bare = scenario(conditions=(), events=(), questions=())
    summary = summarise(ensemble(bare, runs=100))
    assert (summary.conditions, summary.questions, summary.events) == ((), (), {})
