"""The JSON Schema accepts what the parser accepts, and knows every constraint."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sim.model.constraints import CONSTRAINTS
from sim.scenario.json_schema import json_schema
from sim.scenario.parse import parse_text
from sim.scenario.template import new_scenario_text
from tests.scenario.files import VALID

jsonschema = pytest.importorskip("jsonschema")
SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").rglob("*.yaml"))


def plain(text: str) -> Any:
    """A YAML text as JSON would have it: dates are strings."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))


def faults(text: str) -> list[str]:
    """What the schema has against a text."""
    return [error.message for error in jsonschema.Draft202012Validator(json_schema()).iter_errors(plain(text))]


def test_the_schema_is_itself_valid_and_plain_json() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert json.loads(json.dumps(json_schema(), allow_nan=False)) == json_schema()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_agrees_with_the_schema(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


def test_the_schema_knows_every_constraint_with_its_meaning() -> None:
    definitions = json_schema()["$defs"]
    for role, constraints in CONSTRAINTS.items():
        for constraint in constraints:
            assert constraint.meaning in definitions[role]["properties"][constraint.name]["description"]


def test_the_schema_lists_what_conditions_may_read_and_effects_change() -> None:
    schema = json_schema()
    when = {it["variable"]: it for it in schema["x-when"]}
    assert when["<patron>.support"]["values"][3] == "materiel"
    assert when["<client>.leader"]["operators"] == ["==", "!="]
    assert "week" in when
    then = [it["variable"] for it in schema["x-then"]]
    assert "<patron>.linkage" in then
    assert "<patron>.support" not in then


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("role: patron", "role: patrom"),
        ("opening: sanctions", "opening: 1"),
        ("linkage:", "linkge:"),
        ("value: 0.5, unit", "value: 5, unit"),
        ("range: [0.3, 0.7], ", ""),
        ("support: declaratory}", "pressure: sanctions}"),
        ("horizon: 20", "horizon: 1000"),
        ("{any: [borduria", "{some: [borduria"),
        ("{scale: ruritania.export_access, by", "{scale: ruritania.export_access, to"),
        ("title: Ruritania under blockade\n", ""),
        ("    great_power: 1\n", ""),
    ],
)
def test_what_the_parser_refuses_for_its_form_the_schema_refuses_too(old: str, new: str) -> None:
    assert VALID.count(old) >= 1
    mutant = VALID.replace(old, new)
    assert faults(mutant)
    with pytest.raises(ValueError, match=r"scenario\.yaml:\d+:\d+"):
        parse_text(mutant)


@pytest.mark.parametrize("title", ["Ruritania", 'A "new": one # of \\ many', "Čapek\nand\tmore", "", "no", "1937"])
def test_a_new_scenario_is_sound_from_the_start(title: str) -> None:
    text = new_scenario_text(title or "x", dt.date(2025, 11, 24))
    assert parse_text(text).title == (title.replace("\n", " ").replace("\t", " ") or "x")
    assert faults(text) == []


def test_a_new_scenario_speaks_of_every_constraint() -> None:
    text = new_scenario_text("Ruritania", dt.date(1937, 5, 1))
    assert all(f"    {it.name}:" in text or f"    # {it.name}:" in text for its in CONSTRAINTS.values() for it in its)
    assert max(map(len, text.splitlines())) <= 120
