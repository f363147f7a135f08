"""What `sim check` prints: sources, how often conditions fire, whether actors and beliefs behave like states."""

from dataclasses import replace

import pytest

from sim.analysis.summary import Changes, Firing, summarise
from sim.scenario.audit import audit
from sim.storage.scenario_files import load_scenario
from sim.study import Checked
from sim.views.check import MOST_JUDGED, check_text
from tests.playthroughs.told import RURITANIA
from tests.synthetic import ensemble, scenario


@pytest.fixture(scope="module")
def checked():
    return Checked(audit(load_scenario(RURITANIA)), summarise(ensemble(runs=400)))


def said(checked, **changes):
    return check_text(checked._replace(summary=replace(checked.summary, **changes)))


def test_it_names_what_was_checked_and_fits_the_terminal(checked):
    text = check_text(checked)
    assert "is valid" in text.splitlines()[0]
    assert max(map(len, text.splitlines())) <= 100


def test_it_lists_the_widest_judgements_and_counts_them_all(checked):
    text = check_text(checked)
    assert f"({len(checked.audit.judged)})" in text
    assert text.count(" in [") == MOST_JUDGED
    assert checked.audit.judged[0].path in text


def test_it_lists_sources_by_use_and_those_that_nobody_cites(checked):
    found = checked.audit._replace(sourced={"yearbook": ("a", "b"), "almanac": ("c",)}, unused=("atlas",))
    text = check_text(checked._replace(audit=found))
    assert text.index("2  yearbook") < text.index("1  almanac")
    assert "atlas" in text.split("nothing cites")[1]


def test_a_condition_that_hardly_fires_needs_a_reason(checked):
    rare = Firing("the port closes", 0.02, 0.005, 7.0, "")
    assert "NO REASON GIVEN" in said(checked, conditions=(rare,))
    argued = said(checked, conditions=(rare._replace(rare="the port is deep inland"),))
    assert "the port is deep inland" in argued
    assert "NO REASON" not in argued
    assert "under 5 %" in argued


def test_a_condition_in_nearly_every_run_needs_one_too(checked):
    assert "over 95 %" in said(checked, conditions=(Firing("the port closes", 0.99, 0.005, 7.0, ""),))


def test_a_condition_that_never_fired_is_shouted_about(checked):
    assert "NEVER FIRED (1): the port closes" in said(checked, conditions=(Firing("the port closes", 0, 0, None, "x"),))


def test_a_live_condition_is_left_in_peace(checked):
    text = said(checked, conditions=(Firing("the port closes", 0.4, 0.01, 7.0, ""),))
    assert "the port closes" in text
    assert "NO REASON" not in text
    assert "NEVER" not in text


def test_a_patron_that_moves_every_month_is_a_defect(checked):
    restless = Changes(mean=7.0, q95=9.0, most=12, per_month=1.2)
    calm = Changes(mean=0.8, q95=2.0, most=3, per_month=0.1)
    patron = checked.summary.support.__iter__().__next__()
    assert "DEFECT" in said(checked, changes={patron: restless})
    assert "DEFECT" not in said(checked, changes={patron: calm})


def test_one_move_in_a_crisis_of_days_is_no_defect(checked):
    patron = next(iter(checked.summary.support))
    assert "DEFECT" not in said(checked, changes={patron: Changes(mean=1.0, q95=2.0, most=3, per_month=2.5)})


def test_beliefs_come_as_three_quantiles_a_week(checked):
    lines = check_text(checked).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("Beliefs"))
    weeks = lines[at].count("week")
    assert weeks > 2
    assert lines[at + 1].count(" .") == 3 * weeks


def test_beliefs_that_stick_at_certainty_are_pointed_out(checked):
    name, belief = next(iter(checked.summary.beliefs.items()))
    stuck = said(checked, beliefs={name: belief._replace(saturated=0.4)})
    assert "under .05 or over .95 in 40 % of runs" in stuck


def test_a_scenario_without_rules_or_judgements_can_be_checked():
    plainest = scenario().model_copy(update={"conditions": (), "events": ()})
    text = check_text(Checked(audit(plainest), summarise(ensemble(of=plainest, runs=200))))
    assert "has no conditions" in text
    assert "No number rests on judgement" in text
