import dataclasses

import numpy as np
import pandas as pd
import pytest

from sim.model.ladders import Leader
from sim.records.tables import (
    designs_table,
    history_table,
    peaks_table,
    rungs_table,
    runs_table,
    tables,
    terms_table,
    weekly_table,
)
from tests.synthetic import TERMS, ensemble, scenario


@pytest.fixture(scope="module")
def played():
    return ensemble()


def test_every_run_is_one_row_in_words_and_rungs(played):
    table = runs_table(played)
    assert len(table) == 2000
    assert list(table.columns[:6]) == ["run", "design", "leader", "coalition", "alignment", "ended_week"]
    assert table["design"].iloc[39] == 1
    words = [Leader(rung).name.lower() for rung in played.rows.leader]
    assert table["leader"].tolist() == words
    assert (table["borduria.peak"] == played.rows.peak_support[:, 0]).all()
    assert (table["syldavia.final"] == played.rows.final_pressure).all()
    assert table["arms"].dtype == bool


def test_a_crisis_that_did_not_end_has_no_week_and_one_that_did_ends_with_its_turn(played):
    table = runs_table(played)
    stands = played.rows.ended == played.scenario.horizon
    assert table["ended_week"].isna().tolist() == stands.tolist()
    first = int(np.flatnonzero(~stands)[0])
    assert table["ended_week"][first] == played.rows.ended[first] + 1


def test_a_condition_that_never_fired_has_no_week(played):
    table = runs_table(played)
    assert table["first_fired.the harvest fails"].isna().all()
    fired = table["first_fired.the border closes"].dropna()
    assert len(fired) == (played.rows.first_fired[:, 0] >= 0).sum()
    assert fired.min() >= 1


def test_weeks_follow_the_length_of_a_turn():
    daily = ensemble(scenario(turn_weeks=1 / 7), runs=60)
    table = weekly_table(daily)
    assert table["week"].iloc[6] == pytest.approx(1)
    assert table["date"].iloc[6] == pd.Timestamp("1937-05-08")


def test_a_question_called_like_a_column_keeps_both():
    questions = scenario().questions
    odd = scenario(questions=(questions[0].model_copy(update={"id": "leader"}), questions[1]))
    table = runs_table(ensemble(odd, runs=40))
    assert table.columns.is_unique
    assert table["question.leader"].dtype == bool


def test_weekly_quantiles_are_those_of_the_trace(played):
    table = weekly_table(played).set_index(["actor", "variable", "week"])
    values = played.trace.column("borduria.believes_resolved")[:, 9]
    row = table.loc[("borduria", "believes_resolved", 10.0)]
    assert row["mean"] == pytest.approx(values.mean())
    assert row["q05"] == pytest.approx(np.quantile(values, 0.05))
    assert row["q95"] == pytest.approx(np.quantile(values, 0.95))


def test_a_constant_is_told_as_it_is(played):
    table = weekly_table(played)
    aim = table[(table["actor"] == "syldavia") & (table["variable"] == "aim")]
    assert (aim[["mean", "q05", "q50", "q95"]] == 0.5).all(axis=None)


def test_shares_of_the_rungs_add_up_in_every_week(played):
    table = rungs_table(played)
    assert table.groupby(["actor", "week"])["share"].sum().to_numpy() == pytest.approx(1)
    assert set(table["actor"]) == {"syldavia", "ruritania", "borduria", "graustark"}
    peaks = peaks_table(played)
    assert peaks.groupby("actor")[["peak", "final"]].sum().to_numpy() == pytest.approx(1)


def test_terms_carry_their_error_and_keep_the_order_of_the_ledger(played):
    table = terms_table(played)
    assert list(table.columns) == ["patron", "rung", "name", "term", "mean", "se"]
    assert tuple(table["term"].unique()) == TERMS
    row = table[(table["patron"] == "graustark") & (table["rung"] == 3) & (table["term"] == "linkage")].iloc[0]
    assert row["mean"] == pytest.approx(played.terms[:, 1, 3, 4].mean())
    assert row["name"] == "materiel"


def test_without_explained_runs_there_are_no_terms(played):
    assert terms_table(dataclasses.replace(played, terms=played.terms[:0])).empty


def test_designs_and_history_are_told_as_they_were(played):
    designs = designs_table(played)
    assert list(designs.columns) == ["design", *played.design_paths]
    assert len(designs) == played.plan.designs
    history = history_table(played.scenario)
    seen = history[history["actor"] == "borduria"]
    assert seen["name"].tolist() == ["declaratory", "economic"]


def test_an_opening_rung_without_history_is_dated_on_the_scenario():
    plain = scenario()
    opened = [a.model_copy(update={"so_far": (), "opening": 1}) for a in plain.actors]
    history = history_table(plain.model_copy(update={"actors": tuple(opened)}))
    assert (history["date"] == pd.Timestamp(plain.as_of)).all()
    assert history["rung"].tolist() == [1, 1, 1, 1]


def test_every_table_has_a_name_and_unique_columns(played):
    for table in tables(played).values():
        assert len(table)
        assert table.columns.is_unique
