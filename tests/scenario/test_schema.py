"""Scenarios are immutable, can be stored, and can be varied."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from sim.scenario.errors import ScenarioError
from sim.scenario.parse import parse_text
from sim.scenario.schema import STATED, Scenario
from tests.scenario.files import VALID


@pytest.fixture(scope="module")
def ruritania() -> Scenario:
    """The valid file, read."""
    return parse_text(VALID, "oil")


def test_a_scenario_cannot_be_changed(ruritania: Scenario) -> None:
    with pytest.raises(ValidationError):
        ruritania.horizon = 3  # type: ignore[misc]
    for mapping in (ruritania.client.constraints, ruritania.sources):
        with pytest.raises(TypeError, match="immutable"):
            mapping["new"] = mapping  # type: ignore[index]
        with pytest.raises(TypeError, match="immutable"):
            mapping.clear()  # type: ignore[attr-defined]


def test_a_scenario_survives_json_pickle_and_copy(ruritania: Scenario) -> None:
    assert Scenario.model_validate_json(ruritania.model_dump_json()) == ruritania
    assert pickle.loads(pickle.dumps(ruritania)) == ruritania
    assert copy.deepcopy(ruritania) == ruritania


def test_vary_holds_a_constraint_fixed_and_leaves_the_original_alone(ruritania: Scenario) -> None:
    before = ruritania.model_dump_json()
    varied = ruritania.vary({"borduria.linkage": 0.2, "syldavia.aim": 1})
    linkage = varied.patrons[0].constraints["linkage"]
    assert (linkage.value, linkage.low, linkage.high, linkage.source) == (0.2, 0.2, 0.2, STATED)
    assert varied.challenger.constraints["aim"].low == 1
    assert varied.patrons[0].constraints["stake"] == ruritania.patrons[0].constraints["stake"]
    assert varied.conditions == ruritania.conditions
    assert varied.evidence == ruritania
    assert ruritania.model_dump_json() == before
    assert list(varied.patrons[0].constraints) == list(ruritania.patrons[0].constraints)


def test_varying_nothing_changes_nothing(ruritania: Scenario) -> None:
    assert ruritania.vary({}) == ruritania


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"borduria.linkge": 0.2}, "borduria.linkge: there is no such constraint. Did you mean borduria.linkage?"),
        ({"bordurja.linkage": 0.2}, "Did you mean borduria.linkage?"),
        ({"linkage": 0.2}, "Did you mean borduria.linkage?"),
        ({"borduria.support": 3}, "there is no such constraint"),
        ({"week": 3}, "there is no such constraint"),
        ({"borduria.linkage": 2}, "borduria.linkage: 2.0 lies outside [0, 1]. Did you mean 0.2?"),
        ({"borduria.linkage": float("nan")}, "nan is not a finite number"),
        ({"borduria.linkage": float("inf")}, "inf is not a finite number"),
        ({"borduria.linkage": "0.2"}, "'0.2' is not a number"),
        ({"borduria.linkage": True}, "True is not a number"),
        ({"borduria.contiguous": 0.5}, "0.5 is not a whole number"),
        ({"ruritania.officers": 0}, "0.0 lies outside [1, 200]"),
    ],
)
def test_vary_refuses_what_is_no_constraint_or_no_value(
    ruritania: Scenario, changes: Mapping[str, float], said: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        ruritania.vary(changes)
    assert said in str(caught.value)


def test_vary_names_every_fault_at_once(ruritania: Scenario) -> None:
    with pytest.raises(ScenarioError) as caught:
        ruritania.vary({"borduria.stakes": 0.1, "borduria.linkage": -1, "ruritania.unrest": 0.1})
    assert len(str(caught.value).splitlines()) == 2
