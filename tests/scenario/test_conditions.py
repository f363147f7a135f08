"""Conditions are data: what they may read follows from roles and catalogue alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.constraints import CONSTRAINTS, STATES
from sim.scenario.asked import in_words
from sim.scenario.conditions import COMPARISON, Variable, read_test, rung_names, suggest_path, targets, variables
from sim.scenario.errors import Place, Report
from sim.scenario.nodes import Entry, Listing, Node, Scalar, Table
from sim.scenario.reading import Spot
from sim.scenario.schema import AllOf, AnyOf, Comparison, Test

ROLES = {"syldavia": "challenger", "ruritania": "client", "borduria": "patron"}
KNOWN = variables(ROLES)
NOWHERE = Place("oil.yaml", 1, 1)


def read(node: Node) -> tuple[Test | None, list[str]]:
    """The test in a node, and the complaints about it."""
    report = Report()
    test = read_test(Spot(node, "when", report, NOWHERE), KNOWN)
    return test, [str(problem) for problem in report.problems]


def written(test: Test) -> Node:
    """A test as it would stand in a file."""
    if isinstance(test, Comparison):
        return Scalar(NOWHERE, test.text, plain=True)
    key, parts = ("all", test.all) if isinstance(test, AllOf) else ("any", test.any)
    return Table(NOWHERE, {key: Entry(NOWHERE, Listing(NOWHERE, tuple(map(written, parts))))})


def comparisons(variable: Variable) -> st.SearchStrategy[Comparison]:
    """Sound comparisons of one variable."""
    ordered = not variable.rungs or variable.ladder in ("pressure", "support", "stance")
    operators = st.sampled_from(["<", "<=", "==", "!=", ">=", ">"] if ordered else ["==", "!="])
    if variable.rungs:
        constants = st.sampled_from([(word, float(rung)) for rung, word in enumerate(variable.rungs)])
    else:
        low, high = max(variable.low, -1e6), min(variable.high, 1e6)
        constants = st.floats(low, high).map(lambda value: (repr(value), value))
    return st.tuples(operators, constants).map(
        lambda it: Comparison(
            variable=variable.path, operator=it[0], constant=it[1][1], text=f"{variable.path} {it[0]} {it[1][0]}"
        )
    )


def joined(parts: st.SearchStrategy[Test]) -> st.SearchStrategy[Test]:
    """Tests joined by all or any."""
    some = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return some.map(lambda it: AllOf(all=it)) | some.map(lambda it: AnyOf(any=it))


TESTS = st.recursive(
    st.sampled_from(sorted(KNOWN)).flatmap(lambda path: comparisons(KNOWN[path])), joined, max_leaves=8
)


@settings(deadline=None, max_examples=100)
@given(test=TESTS)
def test_every_sound_test_is_read_as_it_was_written(test: Test) -> None:
    found, complaints = read(written(test))
    assert complaints == []
    assert found == test


def test_every_constraint_and_state_of_the_catalogue_may_be_read() -> None:
    count = sum(len(CONSTRAINTS[role]) + len(STATES[role]) for role in ROLES.values())
    assert len(KNOWN) == count + 1  # and the week
    assert KNOWN["week"].kind == "clock"
    assert all(variable.meaning and variable.unit for variable in KNOWN.values())


def test_effects_may_change_constraints_alone() -> None:
    assert set(targets(ROLES)) == {path for path, it in KNOWN.items() if it.kind == "constraint"}
    assert "borduria.support" not in targets(ROLES)
    assert "week" not in targets(ROLES)


def test_rungs_are_the_ladders_own() -> None:
    assert KNOWN["borduria.peak_support"].rungs == rung_names("support")
    assert KNOWN["ruritania.leader"].rungs == ("in_office", "negotiated_exit", "coup", "captured_or_killed")


@pytest.mark.parametrize("text", ["week>=3", " week  >=   3 ", "week >= 3.0", "week >= +3", "week >= .3e1"])
def test_spacing_and_spelling_of_numbers_do_not_matter(text: str) -> None:
    found, complaints = read(Scalar(NOWHERE, text, plain=True))
    assert complaints == []
    assert isinstance(found, Comparison)
    assert found.constant == 3
    assert COMPARISON.fullmatch(found.text)


@settings(deadline=None, max_examples=150)
@given(text=st.text(max_size=40) | st.from_regex(r"\w*[.(]\w*\)? ?[<>=!]{0,3} ?[\w.()]*", fullmatch=True))
def test_any_other_text_is_a_complaint_with_a_way_out(text: str) -> None:
    found, complaints = read(Scalar(NOWHERE, text, plain=True))
    assert (found is None) == bool(complaints)


def test_one_faulty_part_does_not_hide_another() -> None:
    parts = tuple(Scalar(NOWHERE._replace(line=line), f"no.{line} > 1", plain=True) for line in (2, 3))
    _, complaints = read(Table(NOWHERE, {"all": Entry(NOWHERE, Listing(NOWHERE, parts))}))
    assert len(complaints) == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("borduria.suport", "Did you mean borduria.support?"),
        ("borduria.unrest", "Did you mean ruritania.unrest?"),
        ("borderia.linkage", "Did you mean borduria.linkage?"),
        ("stance", "Did you mean ruritania.stance?"),
        ("weeks", "Did you mean week?"),
    ],
)
def test_a_wrong_name_is_met_with_the_nearest(name: str, said: str) -> None:
    assert suggest_path(name, KNOWN) == said


def test_a_test_can_be_said_on_one_line() -> None:
    one, two = (Comparison(variable="week", operator=">", constant=n, text=f"week > {n}") for n in (1, 2))
    assert in_words(AllOf(all=(one, AnyOf(any=(one, two))))) == "week > 1 and (week > 1 or week > 2)"
