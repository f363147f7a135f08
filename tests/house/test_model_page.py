"""The model page says what the code does: names, tables, constants, the worked example, and its own references."""

import ast
import importlib
import re

import numpy as np
import pytest

from sim.model import ladders
from sim.model.choice import choose
from sim.model.constraints import CONSTRAINTS, STATES
from tests.house.tree import PACKAGE, ROOT, functions, syntax

PAGE = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
BODY, REFERENCES = PAGE.split("## References")
RECORDS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
TABLES = [
    [cell.strip().strip("`") for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| `")
]
RULES = {
    f"{path.stem}.{rule.name}": set(map(int, re.findall(r"\(Eq\. (\d+)", ast.get_docstring(rule) or "")))
    for path in (PACKAGE / "model").glob("*.py")
    for rule in functions(syntax(path))
}
WORKS = [" ".join(work.split()) for work in REFERENCES.split("\n- ")[1:]]
CRISES = {"Afghanistan", "Egypt", "Panama"}  # named with a year, and no authors
ODD = """Purpose and patterns, Entities and state variables and scales, Process overview and scheduling,
Design concepts, Initialization, Input data, Submodels"""
CONCEPTS = """basic principles, emergence, adaptation, objectives, learning, prediction, sensing, interaction,
stochasticity, collectives, observation"""


def listed(text):
    return [" ".join(part.split()) for part in text.split(",")]


def constant(module, name):
    return getattr(importlib.import_module(f"sim.model.{module}"), name)


def test_the_headings_are_those_of_the_protocol():
    headings = [heading.replace(", ", " and ") for heading in re.findall(r"^## \d+\. (.+)$", PAGE, re.MULTILINE)]
    assert headings[:7] == listed(ODD)


@pytest.mark.parametrize("concept", listed(CONCEPTS))
def test_every_design_concept_is_spoken_of(concept):
    assert f"\n**{concept.capitalize()}.** " in PAGE


def test_each_equation_stands_under_the_name_of_its_rule():
    pieces = re.split(r"\\tag\{(\d+)\}", BODY)
    named = {
        int(number): re.findall(r"`([a-z]+\.[a-z_]+)`", text)[-1]
        for text, number in zip(pieces[::2], pieces[1::2], strict=False)
    }
    assert {number: rule for number, rule in named.items() if number not in RULES.get(rule, ())} == {}


def test_rung_attributes_are_those_of_the_code():
    shown = {name: tuple(float(cell) for cell in cells[1:-1]) for name, *cells in TABLES if name.isupper()}
    assert shown == {name: value for name, value in vars(ladders).items() if isinstance(value, tuple)}


def test_constants_are_those_of_the_code():
    shown = {name: float(value) for name, value, _ in (row for row in TABLES if re.match(r"[a-z]+\.[A-Z]", row[0]))}
    found = {name: constant(*name.split(".")) for name in shown}
    assert shown == found


@pytest.mark.parametrize("role", CONSTRAINTS)
def test_every_constraint_and_state_is_listed(role):
    (row,) = re.findall(rf"^\| {role} \|(.+)\|(.+)\|$", PAGE, re.MULTILINE)
    shown = [re.findall(r"`(\w+)`", cell) for cell in row]
    assert shown == [[field.name for field in fields] for fields in (CONSTRAINTS[role], STATES[role])]


def test_the_example_of_coupled_luck_comes_out_as_told():
    uniform = (np.arange(1200) + 0.5) / 1200
    before = np.array([choose((0.0, 0.0, 0.0), draw) for draw in uniform])
    after = np.array([choose((0.0, 0.0, np.log(2.0)), draw) for draw in uniform])
    assert np.bincount(after).tolist() == [300, 300, 600]
    assert (after[before == 0] == 2).mean() == 0.0
    assert (after[before == 1] == 2).mean() == 0.5
    gumbel = np.random.default_rng(1).gumbel(size=(200_000, 3))
    chosen, then = gumbel.argmax(1), (gumbel + np.log([1.0, 1.0, 2.0])).argmax(1)
    for rung in (0, 1):
        assert (then[chosen == rung] == 2).mean() == pytest.approx(0.25, abs=0.01)


def test_the_example_of_summed_aid_comes_out_as_told():
    def odds(score):
        return 1.0 / (1.0 + np.exp(-score))

    assert odds(6.0) - odds(4.5) == pytest.approx(0.009, abs=5e-4)
    assert odds(1.2) - odds(0.9) == pytest.approx(0.058, abs=5e-4)


def test_every_work_cited_is_listed():
    cited = re.findall(r"([A-Z][\w-]+)(?: et al\.)? \(?((?:19|20)\d{2})(?=[,;):. ])", " ".join(BODY.split()))
    unlisted = [
        (who, year)
        for who, year in cited
        if who not in CRISES and not any(who in work and f"({year})" in work for work in WORKS)
    ]
    assert unlisted == []


def test_every_work_listed_is_cited():
    sources = [*RECORDS, *(PACKAGE / "model").glob("*.py"), PACKAGE / "scenario" / "weights.yaml"]
    texts = BODY + "".join(path.read_text(encoding="utf-8") for path in sources)
    assert [work for work in WORKS if work.split(",")[0] not in texts] == []


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_decision_has_its_three_parts_on_half_a_page(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.stem[:4]} ")
    assert [part for part in ("**Context.**", "**Decision.**", "**Consequences.**") if part not in text] == []
    assert len(text.split()) < 400


def test_the_index_of_decisions_is_complete():
    index = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\((.+?)\)", index) == [path.name for path in RECORDS]
    told = re.findall(r"decision (\d{4})", PAGE)
    assert set(told) <= {path.stem[:4] for path in RECORDS}
