"""The simulator from Python: what ``from sim import ...`` offers."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import sim
from sim import Plan, Scenario, compare, load_scenario, plot_sweep, run, sweep
from tests.house.tree import ROOT
from tests.playthroughs.told import RURITANIA

TABLES = ("runs", "weekly", "rungs", "peaks", "outcomes", "terms", "designs")


@pytest.fixture(scope="module")
def crisis():
    return load_scenario(RURITANIA)


@pytest.fixture(scope="module")
def result(crisis):
    return run(crisis, runs=200)


def test_the_package_loads_nothing_heavy_before_it_is_asked_to():
    probe = "import sim, sys; print(*{'numba', 'numpy', 'pandas', 'pydantic'} & set(sys.modules))"
    asked = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == ""


def test_an_unknown_name_is_refused_like_any_modules():
    with pytest.raises(AttributeError, match="wonders"):
        _ = sim.wonders


def test_a_result_is_tidy_tables(result):
    for name in TABLES:
        table = getattr(result, name)
        assert isinstance(table, pd.DataFrame)
        assert len(table)
    assert len(result.runs) == 200
    assert result.runs["design"].nunique() == 10


def test_a_result_prints_its_answer_and_names_itself_briefly(result):
    assert "materiel" in str(result)
    assert len(repr(result)) < 80
    assert result.fingerprint in repr(result)


@pytest.mark.parametrize("figure", ["support", "outcomes", "questions", "held_back"])
def test_a_result_draws_its_figures(result, figure):
    assert getattr(result.plot, figure)().get_label()


def test_a_figure_that_has_nothing_to_show_says_why(crisis):
    bare = run(crisis, plan=Plan(runs=40, explained=0))
    with pytest.raises(ValueError, match="explained"):
        bare.plot.held_back()


def test_what_python_plays_is_what_the_use_case_plays(crisis, result):
    from sim import study

    assert study.run(crisis, Plan(runs=200)).fingerprint == result.fingerprint


def test_a_comparison_is_tidy_tables_and_a_figure(crisis):
    other = crisis.vary({"borduria.linkage": 0.0}).model_copy(update={"name": "no-business"})
    found = compare(crisis, other, runs=200)
    assert {"a", "b", "measure", "difference", "se"} <= set(found.contrasts.columns)
    assert set(found.effects["b"]) == {"no-business"}
    assert found.orderings.empty
    assert found.expectations.empty
    assert [one.scenario.name for one in found.results] == ["ruritania", "no-business"]
    assert found.plot.effects().get_label()
    assert "Borduria" in str(found)
    assert "no-business" in repr(found)


def test_one_scenario_alone_is_no_comparison(crisis):
    with pytest.raises(ValueError, match="two"):
        compare(crisis)


def test_a_sweep_holds_one_constraint_and_nothing_else(crisis):
    swept = sweep(crisis, "borduria.linkage", [0.0, 1.0], runs=400)
    assert {"constraint", "value", "group", "actor", "word", "p", "se", "lo", "hi"} == set(swept.columns)
    least, most = (
        swept.query("value == @value and actor == 'borduria' and word == 'materiel'")["p"].item()
        for value in (0.0, 1.0)
    )
    assert least > most + 0.1
    assert plot_sweep(swept, crisis).get_label().startswith("Borduria")


def test_sweeping_what_does_not_exist_names_the_nearest(crisis):
    with pytest.raises(ValueError, match="linkage"):
        sweep(crisis, "borduria.linkge", np.linspace(0, 1, 3))


def test_a_scenario_is_immutable_and_varied_by_copy(crisis):
    assert isinstance(crisis, Scenario)
    varied = crisis.vary({"borduria.linkage": 0.2})
    before, after = (
        next(a for a in it.actors if a.name == "borduria").constraints["linkage"] for it in (crisis, varied)
    )
    assert (before.value, after.value) == (0.5, 0.2)
