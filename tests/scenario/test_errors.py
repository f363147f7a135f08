"""A complaint names the place, the value and the way out, on one printable line."""

from __future__ import annotations

import pytest

from sim.scenario.errors import (
    MOST_LINES,
    MOST_PROBLEMS,
    Place,
    Problem,
    Report,
    ScenarioError,
    nearest,
    nearest_or_all,
    shown,
)

PLACE = Place("scenarios/oil.yaml", 14, 7)


def test_a_problem_reads_as_one_line() -> None:
    problem = Problem(PLACE, "actors.borduria.linkage", "-2.0", "lies outside [0, 1]", "Did you mean 0.2?")
    line = "scenarios/oil.yaml:14:7: actors.borduria.linkage: -2.0 lies outside [0, 1]. Did you mean 0.2?"
    assert str(problem) == line
    assert (problem.file, problem.line, problem.column) == ("scenarios/oil.yaml", 14, 7)


def test_a_problem_outside_any_file_has_no_place() -> None:
    assert str(Problem(Place(), "borduria.stake", "", "is gone")) == "borduria.stake: is gone"


def test_values_are_cut_short_and_made_printable() -> None:
    assert shown("a\x1b[31mb") == "a\\x1b[31mb"
    assert len(shown("x" * 1000)) == 60


def test_a_report_raises_once_for_all_in_the_order_of_the_files() -> None:
    report = Report()
    report.close()
    for line in (9, 3, 3):
        report.add(PLACE._replace(line=line), "", "x", "is wrong")
    with pytest.raises(ScenarioError) as caught:
        report.close()
    assert [problem.line for problem in caught.value.problems] == [3, 9]


def test_a_report_does_not_grow_without_bound() -> None:
    report = Report()

    def flood() -> None:
        for line in range(10_000):
            report.add(PLACE._replace(line=line), "", "x", "is wrong")

    with pytest.raises(ScenarioError, match=f"and {MOST_PROBLEMS - MOST_LINES} more"):
        flood()


def test_the_nearest_name_is_offered_else_all_of_them() -> None:
    assert nearest("sanktions", ["sanctions", "blockade"]) == "Did you mean sanctions?"
    assert nearest("zzz", ["sanctions"]) == ""
    assert nearest_or_all("zzz", ["sanctions", "blockade"]) == "Allowed: sanctions, blockade."
    assert nearest_or_all("zzz", []) == ""
