"""Whatever a file holds, reading it gives a scenario or a ScenarioError, never anything else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario.errors import MOST_LINES, ScenarioError
from sim.scenario.schema import Scenario
from sim.storage.scenario_files import load_scenario
from tests.scenario.files import VALID, complaint

CHILD = """\
extends: oil.yaml
title: What if
actors:
  borduria: {stake: {value: 0.1, unit: share of vital, range: [0.1, 0.2], source: judgement}}
  kuril: {remove: true}
conditions: [{name: panic, remove: true}]
questions: [{id: more, ask: {any: [week > 3, borduria.support == combat]}, by: 1937-08-01}]
expects: [{measure: "borduria.peak >= materiel", sign: "-", why: a lower stake}]
"""
NASTY = """
~ "" 0 -1 1e400 .nan .inf true no [] {} [[]] [{}] {a: b} {all: []} &a *a !!python/object:x ! | > - ? : , # % @ ` ' "
1937-02-30 9999-12-31 0001-01-01 12:30 0x1F 1_000 \ufeff \x85 \u2028 \U0001f600 patron client remove extends week
a.b a.b.c .. <<: --- ... %YAML __import__('os') ${HOME} {{x}} \\ \\U00110000 \\ud800
""".split()
SETTINGS = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the valid file in it."""
    made = tmp_path_factory.mktemp("scenarios")
    (made / "oil.yaml").write_text(VALID, encoding="utf-8")
    return made


def outcome(folder: Path, data: bytes) -> Scenario | ScenarioError:
    """What reading these bytes gives; any other exception fails the test."""
    path = folder / "mutant.yaml"
    path.write_bytes(data)
    try:
        return load_scenario(path)
    except ScenarioError as caught:
        error = caught
    assert error.problems
    assert len(str(error).splitlines()) <= MOST_LINES + 1
    assert str(error).encode("utf-8")
    assert all(problem.column >= 1 for problem in error.problems if problem.line)
    return error


@st.composite
def byte_edits(draw: st.DrawFn) -> bytes:
    """A valid file with some bytes overwritten, inserted or cut out."""
    data = bytearray(draw(st.sampled_from([VALID, CHILD])).encode())
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        cut = draw(st.integers(0, 3))
        data[at : at + cut] = draw(st.binary(max_size=3) | st.sampled_from([b"\n", b" ", b"{", b"[", b":", b"-", b"'"]))
    return bytes(data)


@st.composite
def word_edits(draw: st.DrawFn) -> bytes:
    """A valid file with some words replaced by awkward ones or by one another."""
    words = re.split(r"(\w+|\s+)", draw(st.sampled_from([VALID, CHILD])))
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(words) - 1))
        words[at] = draw(st.sampled_from(NASTY) | st.sampled_from(words) | st.text(max_size=4))
    return "".join(words).encode("utf-8", "surrogatepass")


@st.composite
def line_edits(draw: st.DrawFn) -> bytes:
    """A valid file with some lines dropped, doubled, indented or moved."""
    lines = draw(st.sampled_from([VALID, CHILD])).splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines.pop(at)
        kept = draw(st.sampled_from([[], [line, line], [f"  {line}"], [line.removeprefix("  ")], [f"# {line}"]]))
        to = draw(st.integers(0, len(lines)))
        lines[to:to] = kept
    return "\n".join(lines or [""]).encode()


@SETTINGS
@given(data=byte_edits())
def test_any_edit_of_bytes_gives_a_scenario_or_a_scenario_error(folder: Path, data: bytes) -> None:
    outcome(folder, data)


@SETTINGS
@given(data=word_edits())
def test_any_edit_of_words_gives_a_scenario_or_a_scenario_error(folder: Path, data: bytes) -> None:
    outcome(folder, data)


@SETTINGS
@given(data=line_edits())
def test_any_edit_of_lines_gives_a_scenario_or_a_scenario_error(folder: Path, data: bytes) -> None:
    outcome(folder, data)


@SETTINGS
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_no_random_file_is_a_scenario(folder: Path, data: bytes) -> None:
    assert isinstance(outcome(folder, data), ScenarioError)


def test_the_files_that_are_mutated_are_sound(folder: Path) -> None:
    assert isinstance(outcome(folder, VALID.encode()), Scenario)
    child = outcome(folder, CHILD.replace("  kuril: {remove: true}\n", "").encode())
    assert isinstance(child, Scenario), str(child)


def test_several_mistakes_are_reported_together_from_the_top_down() -> None:
    text = VALID.replace("horizon: 20", "horizon: 2000").replace("opening: sanctions", "opening: 3")
    text = (
        text.replace("by: 0.7", "by: .inf").replace("when: week >= 3", "when: eval('x')").replace("appeals:", "apeals:")
    )
    error = complaint(text)
    assert [problem.path for problem in error.problems] == [
        "horizon",
        "actors.syldavia.opening",
        "",
        "conditions[border closes].then[1]",
        "conditions[panic].when",
    ]
    assert [problem.line for problem in error.problems] == sorted(problem.line for problem in error.problems)


def test_a_flood_of_mistakes_is_cut_short() -> None:
    text = VALID + "".join(f"  k{count}: 1\n" for count in range(100))
    lines = str(complaint(text)).splitlines()
    assert len(lines) == MOST_LINES + 1
    assert lines[-1].startswith("... and 50 more")
