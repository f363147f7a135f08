"""One rule from a row's inputs to a scenario."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.history.cases import CODES, CODINGS, INPUTS, Case, parse_cases, read_cases
from sim.history.translate import MODES, rung_of, to_scenario, turns
from sim.model.constraints import CONSTRAINTS
from sim.model.ladders import Pressure
from sim.scenario.errors import ScenarioError
from sim.storage.scenario_files import load_scenario
from tests.history.tables import table

(MADE_UP,) = parse_cases(table(), "t.csv")
EVERY = [case for coding in CODINGS for case in read_cases(coding)]


@st.composite
def rows(draw):
    """Rows with any inputs."""
    codes = {name: draw(st.sampled_from(allowed)) for name, allowed in CODES.items()}
    return replace(MADE_UP, **codes)


@pytest.mark.parametrize("mode", MODES)
def test_outcomes_and_words_change_no_scenario(mode):
    others = [field.name for field in fields(Case) if field.name not in INPUTS]
    assert {"level_peak", "client_regime_survived", "rationale"} <= set(others)
    for case in EVERY:
        assert to_scenario(case.blind(), mode) == to_scenario(case, mode)
        assert not any(getattr(case.blind(), name) for name in others)


@given(rows())
def test_every_constraint_lies_where_it_may_and_is_held_there(case):
    for actor in to_scenario(case).actors:
        for it in CONSTRAINTS[actor.role]:
            found = actor.constraints[it.name]
            assert found.low == found.value == found.high
            assert it.low <= found.value <= it.high or found.value == it.default


@given(rows(), st.sampled_from(CODES["challenger_force"]))
def test_free_mode_does_not_read_the_force_that_came(case, force):
    other = replace(case, challenger_force=force)
    assert to_scenario(other, "free") == to_scenario(case, "free")


@given(rows())
def test_in_conditional_mode_nothing_but_the_patron_moves(case):
    challenger = to_scenario(case).challenger
    assert [seen.rung for seen in challenger.course] == [challenger.opening] == [rung_of(case)]
    assert challenger.constraints["resolved_gap"].value == 0
    assert challenger.constraints["forces"] == challenger.constraints["forces_available"]


def test_the_constraints_are_those_of_the_codebook():
    case = replace(MADE_UP, patron_at_war=1, treaty=2, patron_entente_with_challenger=2)
    values = {name: it.value for name, it in to_scenario(case).patrons[0].constraints.items()}
    assert values["stake"] == pytest.approx(2 / 3)
    assert [values[it] for it in ("projection", "committed_elsewhere", "linkage", "commitment", "contiguous")] == [
        0.6, 0.5, 1.0, 1.0, 0.0,
    ]  # fmt: skip
    assert [int(rung_of(replace(MADE_UP, challenger_force=it))) for it in range(5)] == [
        Pressure.SANCTIONS, Pressure.SHOW_OF_FORCE, Pressure.TERRITORIAL_STRIKES, Pressure.REGIME_REMOVAL,
        Pressure.TERRITORIAL_STRIKES,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("end", "length"), [("1937-05-01", 1), ("1937-05-08", 1), ("1937-05-09", 2), ("1945-05-08", 26)]
)
def test_a_crisis_lasts_from_one_week_to_half_a_year(end, length):
    (case,) = parse_cases(table({"end": end}), "t.csv")
    assert turns(case) == to_scenario(case).horizon == length


def test_a_case_is_a_scenario_by_its_name(tmp_path):
    case = EVERY[0]
    assert load_scenario(f"case:{case.id}") == to_scenario(case)
    assert load_scenario(f"case:{case.id},free").challenger.course == ()
    second = load_scenario(f"case:{case.id},second")
    assert second.patrons[0].constraints["projection"].value == 1.0
    own = tmp_path / "own.csv"
    own.write_text(table(), encoding="utf-8")
    assert load_scenario(f"case:{MADE_UP.id},{own}").client.title == "Ruritania"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("case:XX1950-YY", "Allowed"),
        ("case:NK1950-USR", "NK1950-USSR"),
        ("case:NK1950-USSR,fre", "free"),
        ("case:", "Allowed"),
    ],
)
def test_a_case_that_is_none_is_told_so(name, said):
    with pytest.raises(ScenarioError, match=said):
        load_scenario(name)
