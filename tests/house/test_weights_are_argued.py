from typing import get_type_hints

import pytest
from ruamel.yaml import YAML

from sim.model import weights
from tests.house.tree import PACKAGE

CONTENT = YAML(typ="safe", pure=True).load((PACKAGE / "scenario" / "weights.yaml").read_text(encoding="utf-8"))
ENTRIES = [(group, name, entry) for group, entries in CONTENT["weights"].items() for name, entry in entries.items()]
entries = pytest.mark.parametrize(
    ("group", "name", "entry"), ENTRIES, ids=[f"{group}.{name}" for group, name, _ in ENTRIES]
)


def test_the_file_says_what_was_fitted():
    assert CONTENT["status"] == "patron weights fitted; others prior"


def test_every_weight_of_the_rules_stands_in_the_file_and_no_other():
    groups = get_type_hints(weights.Weights)
    named = {f"{group}.{name}" for group, kind in groups.items() for name in getattr(kind, "_fields", ())}
    assert {f"{group}.{name}" for group, name, _ in ENTRIES} == named


@entries
def test_a_weight_lies_in_its_range_and_its_range_within_its_limits(group, name, entry):
    (low, high), (least, most) = entry["range"], entry["limits"]
    assert least <= low <= entry["value"] <= high <= most
    assert low < high, "a weight that no critic could doubt is no weight"


@entries
def test_a_weight_is_argued_for(group, name, entry):
    assert set(entry) == {"value", "range", "limits", "why"}
    assert len(entry["why"].split()) >= 4
