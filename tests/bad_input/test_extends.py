"""What may be wrong with ``extends``, and that each complaint points into the file where the fault stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario.errors import ScenarioError
from sim.storage.scenario_files import LONGEST_CHAIN, load_scenario
from tests.scenario.files import VALID

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file beside a valid ``oil.yaml``."""
    (tmp_path / "oil.yaml").write_text(VALID, encoding="utf-8")

    def put(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return put


def lines_of(path: Path) -> list[str]:
    """The complaints about a file, with the folder left out."""
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    return str(caught.value).replace(f"{path.parent}/", "").splitlines()


def test_a_missing_parent_is_named_with_the_nearest_file(write: Write) -> None:
    (line,) = lines_of(write("if.yaml", "title: x\nextends: oill.yaml\n"))
    assert line.startswith("if.yaml:2:10: extends: oill.yaml cannot be extended: it cannot be read")
    assert line.endswith("Did you mean oil.yaml?")


def test_a_scenario_cannot_extend_itself(write: Write) -> None:
    (line,) = lines_of(write("if.yaml", "extends: ./if.yaml\n"))
    assert line.startswith("if.yaml:1:10: extends: ./if.yaml closes a circle: if.yaml -> if.yaml")


def test_a_circle_is_reported_where_it_closes(write: Write) -> None:
    write("b.yaml", "extends: c.yaml\n")
    write("c.yaml", "title: c\nextends: b.yaml\n")
    (line,) = lines_of(write("a.yaml", "extends: b.yaml\n"))
    assert line.startswith("c.yaml:2:10: extends: b.yaml closes a circle: b.yaml -> c.yaml -> b.yaml")


def test_a_chain_may_be_long_but_not_endless(write: Write) -> None:
    write("0.yaml", VALID)
    for count in range(1, LONGEST_CHAIN + 1):
        write(f"{count}.yaml", f"extends: {count - 1}.yaml\n")
    last = write(f"{LONGEST_CHAIN - 1}.yaml", f"extends: {LONGEST_CHAIN - 2}.yaml\n")
    assert load_scenario(last).title == "Ruritania under blockade"
    (line,) = lines_of(last.with_name(f"{LONGEST_CHAIN}.yaml"))
    assert "makes a chain of more than 8 scenarios" in line


@pytest.mark.parametrize(
    ("parent", "said"),
    [
        ("just some notes\n", "it holds a single value"),
        ("- a\n- b\n", "it holds a list"),
        ("version: 3\nservices: {}\n", "it holds other keys"),
        ("", "the file is empty"),
        ("def f(x):\n    return {x: [1}\n", "not valid YAML"),
    ],
)
def test_a_parent_that_is_no_scenario_is_reported_in_both_files(write: Write, parent: str, said: str) -> None:
    write("notes.txt", parent)
    lines = lines_of(write("if.yaml", "title: x\nextends: notes.txt\n"))
    assert len(lines) == 2
    assert lines[0].startswith("if.yaml:2:10: extends: notes.txt cannot be extended: ")
    assert lines[1].startswith("notes.txt:")
    assert said in lines[0]
    assert said in lines[1]


def test_a_binary_parent_is_refused(write: Write, tmp_path: Path) -> None:
    (tmp_path / "photo.yaml").write_bytes(b"\xff\xd8\xff\xe0\x00")
    lines = lines_of(write("if.yaml", "extends: photo.yaml\n"))
    assert lines[0].startswith("if.yaml:1:10: extends: photo.yaml cannot be extended: byte 0xff is not UTF-8 text")


@pytest.mark.parametrize("parent", [".", "..", "/", "folder"])
def test_a_folder_cannot_be_extended(write: Write, tmp_path: Path, parent: str) -> None:
    (tmp_path / "folder").mkdir()
    (line,) = lines_of(write("if.yaml", f"extends: {parent}\n"))
    assert line.startswith(f"if.yaml:1:10: extends: {parent} cannot be extended: it is a folder")


@pytest.mark.parametrize("parent", ["[oil.yaml]", "{a: b}", "", "~", '""', '"a\\0b"', "x" * 5000, "/dev/zero"])
def test_an_extends_that_is_no_path_is_refused(write: Write, parent: str) -> None:
    (line,) = lines_of(write("if.yaml", f"extends: {parent}\n"))
    assert line.startswith("if.yaml:1:")
    assert "extends: " in line


def test_faults_are_reported_in_the_file_where_they_stand(write: Write) -> None:
    write("base.yaml", VALID.replace("value: 0.5, unit", "value: 5, unit").replace("opening: sanctions", "opening: 3"))
    child = "extends: base.yaml\nactors:\n  syldavia: {opening: sanktions}\n  borduria:\n    stake: 0.3\nhorizen: 3\n"
    lines = lines_of(write("if.yaml", child))
    assert [line.split(" ")[0] for line in lines] == [
        "if.yaml:3:23:",
        "if.yaml:5:12:",
        "if.yaml:6:1:",
        "base.yaml:11:22:",
    ]


def test_what_refers_to_a_removed_actor_is_reported_in_the_parent(write: Write) -> None:
    child = "extends: oil.yaml\nactors:\n  borduria: {remove: true}\n  kuril: {role: patron, stake: *, linkage: *}\n"
    quantity = '{value: 0.5, unit: "[0, 1]", range: [0.3, 0.7], source: judgement}'
    lines = lines_of(write("if.yaml", child.replace("*", quantity)))
    assert all(line.startswith("oil.yaml:") for line in lines)
    assert any("borduria was removed in if.yaml:3" in line for line in lines)


@pytest.mark.parametrize(
    ("child", "place", "said"),
    [
        ("actors: {atlantis: {remove: true}}", "2:10", "atlantis is not inherited, so there is nothing to remove"),
        ("actors: {bordurja: {remove: true}}", "2:10", "Did you mean borduria?"),
        ("actors: {borduria: {remove: false}}", "2:29", "false `remove` can only be true"),
        ("conditions: [{name: panik, remove: true}]", "2:14", "Did you mean panic?"),
        ("conditions: [{name: panic, remove: true, once: true}]", "2:42", "once stands beside `remove: true`"),
        ("questions: [{id: arms, remove: yes}]", "2:32", "yes `remove` can only be true"),
        ("appeals: [{item: radars, to: borduria, needs: none}]", "2:47", "none asks for nothing"),
    ],
)
def test_removals_and_replacements_are_checked(write: Write, child: str, place: str, said: str) -> None:
    lines = lines_of(write("if.yaml", f"extends: oil.yaml\n{child}\n"))
    assert lines[0].startswith(f"if.yaml:{place}: ")
    assert said in lines[0]


EXPECTATIONS = {
    "no sign": ('{measure: arms, sign: "*", why: so}', "* is no sign"),
    "no reason": ('{measure: arms, sign: "+"}', "`why` is missing"),
    "no measure": ('{measure: "weather", sign: "+", why: so}', "weather is no measure"),
    "code": ('{measure: "open(1)", sign: "+", why: so}', "open(1) is no measure"),
    "unknown actor": ('{measure: "bordurja.peak >= materiel", sign: "+", why: so}', "Did you mean borduria?"),
    "wrong role": ('{measure: "ruritania.peak >= materiel", sign: "+", why: so}', "is no measure of a client"),
    "unknown rung": ('{measure: "borduria.peak >= material", sign: "+", why: so}', "Did you mean materiel?"),
    "rung by number": ('{measure: "borduria.final >= 3", sign: "+", why: so}', "Did you mean materiel?"),
    "other comparison": (
        '{measure: "borduria.peak == combat", sign: "+", why: so}',
        "needs `>=` and a value of support",
    ),
    "fate without value": ('{measure: "ruritania.leader", sign: "+", why: so}', "needs `==` and a value of leader"),
}


@pytest.mark.parametrize(("expectation", "said"), EXPECTATIONS.values(), ids=EXPECTATIONS)
def test_an_expectation_that_cannot_be_checked_is_refused(write: Write, expectation: str, said: str) -> None:
    (line,) = lines_of(write("if.yaml", f"extends: oil.yaml\nexpects:\n  - {expectation}\n"))
    assert line.startswith("if.yaml:3:")
    assert said in line
