"""Finding, extending, listing and starting scenario files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario.errors import ScenarioError
from sim.scenario.schema import Scenario
from sim.storage.scenario_files import list_scenarios, load_scenario, start_scenario
from tests.scenario.files import VALID

Extend = Callable[[str], Scenario]
QUANTITY = '{value: 0.9, unit: "[0, 1]", range: [0.8, 1], source: judgement}'
SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").rglob("*.yaml"))


@pytest.fixture
def extend(tmp_path: Path) -> Extend:
    """Load a child of the valid ``oil.yaml``."""
    (tmp_path / "oil.yaml").write_text(VALID, encoding="utf-8")

    def load(text: str) -> Scenario:
        (tmp_path / "what-if.yaml").write_text(f"extends: oil.yaml\n{text}\n", encoding="utf-8")
        return load_scenario(tmp_path / "what-if.yaml")

    return load


def test_a_child_that_says_nothing_is_its_parent_under_another_name(extend: Extend, tmp_path: Path) -> None:
    parent, child = load_scenario(tmp_path / "oil.yaml"), extend("")
    assert (child.name, child.extends, parent.extends) == ("what-if", "oil", "")
    assert child.model_copy(update={"name": "oil", "extends": "", "evidence": None}) == parent


def test_a_what_if_knows_the_world_in_which_its_past_was_seen(extend: Extend, tmp_path: Path) -> None:
    parent = load_scenario(tmp_path / "oil.yaml")
    assert extend("").evidence == parent
    later = extend("as_of: 1937-05-02\nactors: {syldavia: {course: []}}")
    assert later.evidence is None


def test_a_child_inherits_and_overrides(extend: Extend) -> None:
    child = extend("title: Another\nhorizon: 30")
    assert (child.title, child.summary, child.horizon) == ("Another", "Made up.", 30)
    assert child.as_of == dt.date(1937, 5, 1)


def test_a_quantity_is_replaced_as_a_whole(extend: Extend) -> None:
    child = extend(f"actors: {{borduria: {{linkage: {QUANTITY}}}}}")
    linkage = child.patrons[0].constraints["linkage"]
    assert (linkage.value, linkage.low, linkage.note) == (0.9, 0.8, "")
    assert child.patrons[0].constraints["stake"].value == 0.4
    with pytest.raises(ScenarioError, match="`range` is missing"):
        extend("actors: {borduria: {linkage: {value: 0.9}}}")


def test_moves_are_replaced_as_a_whole(extend: Extend) -> None:
    child = extend("actors: {borduria: {so_far: [{on: 1937-03-01, support: combat}]}}")
    assert [move.rung for move in child.patrons[0].so_far] == [5]
    assert extend("actors: {borduria: {so_far: []}}").patrons[0].so_far == ()


def test_new_patrons_sit_after_the_parents(extend: Extend) -> None:
    child = extend(
        f"actors:\n  kuril: {{role: patron, stake: {QUANTITY}, linkage: {QUANTITY}}}\n  borduria: {{title: B}}"
    )
    assert [patron.title for patron in child.patrons] == ["B", "Kuril"]


def test_a_removed_actor_is_gone(extend: Extend) -> None:
    removals = "appeals: [{item: radars, to: borduria, remove: true}, {item: advisers, to: borduria, remove: true}]"
    rest = (
        "conditions: [{name: panic, remove: true}, {name: border closes, remove: true}]\n"
        "events: [{name: treaty signed, remove: true}]\nquestions: [{id: arms, remove: true}]"
    )
    new = f"kuril: {{role: patron, stake: {QUANTITY}, linkage: {QUANTITY}}}"
    child = extend(f"actors:\n  borduria: {{remove: true}}\n  {new}\n{removals}\n{rest}")
    assert [patron.name for patron in child.patrons] == ["kuril"]
    assert (child.appeals, child.conditions, child.events) == ((), (), ())
    assert [question.id for question in child.questions] == ["gone"]


def test_lists_merge_by_name(extend: Extend) -> None:
    child = extend(
        "conditions:\n"
        "  - {name: later, when: week > 9, then: [{add: ruritania.unrest, by: 0.1, source: judgement}]}\n"
        "  - {name: border closes, when: week > 8, then: [{add: ruritania.unrest, by: 0.2, source: judgement}]}\n"
        "questions: [{id: gone, ask: week > 1, by: 1937-08-01}]\n"
        "appeals: [{item: radars, to: borduria, needs: economic}]"
    )
    assert [condition.name for condition in child.conditions] == ["border closes", "panic", "later"]
    assert child.conditions[0].then[0].amount.value == 0.2
    assert child.questions[1].references == ()
    assert [(appeal.item, appeal.needs) for appeal in child.appeals] == [("radars", 2), ("advisers", 4)]


def test_sources_merge_by_key(extend: Extend) -> None:
    child = extend("sources: {almanac: {title: Almanac}}\nactors: {ruritania: {officers: 5}}")
    assert sorted(child.sources) == ["almanac", "yearbook"]


def test_expectations_are_not_inherited(extend: Extend, tmp_path: Path) -> None:
    child = extend(
        "expects:\n"
        '  - {measure: "borduria.peak >= materiel", sign: "+", why: so}\n'
        '  - {measure: "ruritania.leader == in_office", sign: "-", why: so}\n'
        '  - {measure: borduria.peak, sign: "-", why: so}\n'
        "  - {measure: arms, sign: 0, why: so}"
    )
    assert [expectation.sign for expectation in child.expects] == ["+", "-", "-", "0"]
    (tmp_path / "grandchild.yaml").write_text("extends: what-if.yaml\n", encoding="utf-8")
    grandchild = load_scenario(tmp_path / "grandchild.yaml")
    assert (grandchild.expects, grandchild.extends) == ((), "what-if")


def test_a_parent_is_found_beside_its_child(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "oil.yaml").write_text(VALID, encoding="utf-8")
    (tmp_path / "base" / "dear.yaml").write_text("extends: oil.yaml\nhorizon: 21\n", encoding="utf-8")
    (tmp_path / "far.yaml").write_text("extends: base/dear.yaml\n", encoding="utf-8")
    assert load_scenario(str(tmp_path / "far.yaml")).horizon == 21


def test_scenarios_in_the_working_folder_are_found_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scenarios" / "history").mkdir(parents=True)
    (tmp_path / "scenarios" / "oil-1937.yaml").write_text(VALID, encoding="utf-8")
    (tmp_path / "scenarios" / "history" / "gas-1930.yaml").write_text(VALID, encoding="utf-8")
    (tmp_path / "oil-1937").mkdir()  # a folder of that name does not hide the scenario
    monkeypatch.chdir(tmp_path)
    assert load_scenario("oil-1937").name == "oil-1937"
    assert load_scenario("oil-1937.yaml").name == "oil-1937"
    assert load_scenario("gas-1930").name == "gas-1930"
    with pytest.raises(
        ScenarioError, match=r"oil-1938 is neither a file nor the name of a scenario. Did you mean oil-1937\?"
    ):
        load_scenario("oil-1938")
    with pytest.raises(ScenarioError, match=r"oil-1937/: is a folder"):
        load_scenario("./oil-1937/")
    listed = {it.name: it for it in list_scenarios()}
    assert listed["oil-1937"].title == "Ruritania under blockade"
    assert (listed["oil-1937"].past, listed["gas-1930"].past) == (False, True)


def test_a_faulty_file_is_listed_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "broken.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "scenarios" / "flood.yaml").write_text("a: 1\n" * 1000, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    titles = {it.name: it.title for it in list_scenarios()}
    assert titles["broken"] == titles["flood"] == ""


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_is_sound(path: Path) -> None:
    assert load_scenario(path).name == path.stem


def test_names_of_what_ships_are_all_different() -> None:
    names = [path.stem for path in SHIPPED]
    assert len(names) == len(set(names))
    assert {it.name for it in list_scenarios()} >= set(names)


def test_a_new_file_is_sound_and_nothing_is_written_over(tmp_path: Path) -> None:
    path = start_scenario(tmp_path / "new.yaml", "A new one", dt.date(1937, 5, 1))
    assert load_scenario(path).title == "A new one"
    with pytest.raises(ScenarioError, match="exists already"):
        start_scenario(path, "Another", dt.date(1937, 5, 1))
    assert load_scenario(path).title == "A new one"
    with pytest.raises(ScenarioError, match="cannot be written"):
        start_scenario(tmp_path / "no" / "such" / "folder.yaml", "x", dt.date(1937, 5, 1))
