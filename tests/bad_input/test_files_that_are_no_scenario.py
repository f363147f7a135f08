"""Files that are no scenario at all: the complaint names the place and the way out, quickly and without a traceback."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sim.scenario.errors import ScenarioError
from sim.storage.scenario_files import MOST_BYTES, load_scenario
from tests.scenario.files import VALID, unmarked

DEEP = "{any: [" * 30 + "week > 3" + "]}" * 30
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"

# text with @@ before the place of the first complaint, and what its line must say
TEXTS = {
    "nothing": ("@@", "the file is empty. `sim new` starts a scenario file."),
    "only a comment": ("# nothing here\n", "the file is empty"),
    "null": ("~", "the file is empty"),
    "a list": ("@@- a\n- b\n", "it holds a list where title, as_of, horizon and actors belong"),
    "a word": ("@@hello\n", "it holds a single value where"),
    "another kind of file": ("@@services: {web: {image: x}}\n", "it holds other keys where"),
    "two documents": (f"{VALID}@@---\ntitle: another\n", "--- starts a second document"),
    "malformed": ("title: x\nactors: {a: [@@}\n", "not valid YAML"),
    "unclosed": ("title: 'x\n@@", "not valid YAML"),
    "tabs": ("actors:\n@@\tborduria:\n", "Indent with spaces, not tabs."),
    "bad indent": ("title: x\n  summary@@: y\n", "Check the indentation"),
    "folded in a list": ("title: x\nsummary: [@@> long\n]", "Folded text (> or |) cannot stand inside"),
    "bad escape": ('title: "\\U00110000"\n', "not valid YAML"),
    "half a character": ('actors: {}\ntitle: @@"\\ud800"\n', "or half a character"),
    "an escape sequence": ('actors: {}\ntitle: @@"\\e[31mred"\n', "holds a control character"),
    "control character": ("title: @@\x07\n", "a character that YAML does not allow"),
    "an object": (VALID.replace("title: Ruritania", "title: @@!!python/object:os.system Ruritania"), "is a tag, which"),
    "a call": (VALID.replace("horizon: 20", "horizon: @@!!python/object/apply:os.system ['x']"), "is a tag, which"),
    "a harmless tag": (VALID.replace("horizon: 20", "horizon: @@!!int 20"), "tag:yaml.org,2002:int is a tag"),
    "an anchor": (
        VALID.replace("horizon: 20", "horizon: @@&h 20"),
        "&h is an anchor, which scenario files do not allow",
    ),
    "an alias": (VALID.replace("horizon: 20", "horizon: @@*h"), "*h is an alias"),
    "alias bomb": (f"actors: {{}}\n{BOMB}".replace("&a", "@@&a"), "&a is an anchor"),
    "deep lists": (f"actors: {'[' * 39}@@{'[' * 9_000}", "is nested more than 40 levels deep"),
    "deep mappings": ("actors: {}\n" + "".join(f"{' ' * level}a:\n" for level in range(1000)), "nested more than 40"),
    "deep conditions": (VALID.replace("when: week >= 3", f"when: {DEEP}"), "nested more than"),
    "a key that is a list": ("? @@[a, b]\n: c\nactors: {}\n", "a key must be a single word"),
    "an empty key": ("actors: {}\n@@~: c\n", "a key must be a single word"),
    "too many values": ("actors: {}\nnotes: [" + "1,\n" * 60_000 + "]\n", "holds more than 50000 values"),
    "a long line": ("x" * 60_000, "the line is too long"),
    "directive": ("%YAML 99.1\n---\ntitle: x\n", "not valid YAML"),
}


@pytest.mark.parametrize(("text", "said"), TEXTS.values(), ids=TEXTS)
def test_text_that_is_no_scenario_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    marked, line, column = unmarked(text)
    path = tmp_path / "oil.yaml"
    path.write_text(marked, encoding="utf-8")
    began = time.perf_counter()
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    assert time.perf_counter() - began < 10
    lines = str(caught.value).splitlines()
    assert said in str(caught.value)
    assert all(it.startswith((f"{path}:", "... and ")) for it in lines)
    if "@@" in text:
        found = [(problem.line, problem.column) for problem in caught.value.problems if said in str(problem)]
        assert found[0] == (line, column), str(caught.value)


BYTES = {
    "binary": (b"\x7fELF\x02\x01\x01\x00\x00", 1, 8, "makes this a binary file"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00", 1, 1, "byte 0x89 is not UTF-8 text. Save the scenario as plain UTF-8 text."),
    "latin": ("title: a\nsummary: Čapek".encode("iso-8859-2"), 2, 10, "is not UTF-8 text"),
    "utf-16": (VALID.encode("utf-16"), 1, 1, "is not UTF-8 text"),
}


@pytest.mark.parametrize(("data", "line", "column", "said"), BYTES.values(), ids=BYTES)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, data: bytes, line: int, column: int, said: str) -> None:
    path = tmp_path / "oil.yaml"
    path.write_bytes(data)
    with pytest.raises(ScenarioError, match=r"oil\.yaml:\d+:\d+: ") as caught:
        load_scenario(path)
    (problem,) = caught.value.problems
    assert said in str(problem)
    assert (problem.line, problem.column) == (line, column)


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "oil.yaml"
    path.write_bytes(VALID.replace("\n", "\r\n").encode("utf-8-sig"))
    assert load_scenario(path).horizon == 20


def test_a_very_large_file_is_not_even_parsed(tmp_path: Path) -> None:
    path = tmp_path / "oil.yaml"
    path.write_bytes(b"# " + b"x" * MOST_BYTES)
    with pytest.raises(ScenarioError, match="larger than 1000 kB"):
        load_scenario(path)


def test_a_folder_is_refused_with_the_files_in_it(tmp_path: Path) -> None:
    (tmp_path / "oil.yaml").write_text(VALID, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"is a folder, not a scenario file. Name a file in it: oil\.yaml"):
        load_scenario(tmp_path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="is neither a file nor the name of a scenario"):
        load_scenario(tmp_path / "none.yaml")


@pytest.mark.parametrize("path", ["", " ", "a\0b", "x" * 5000, "/dev/null", "/dev/zero", "\ud800"])
def test_odd_paths_are_refused(path: str) -> None:
    with pytest.raises(ScenarioError):
        load_scenario(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "oil.yaml")
    with pytest.raises(ScenarioError, match="is not an ordinary file"):
        load_scenario(tmp_path / "oil.yaml")


def test_a_file_one_may_not_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "oil.yaml"
    path.write_text(VALID, encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # root may read everything, so permissions alone do not do
    with pytest.raises(ScenarioError, match=r"oil\.yaml: it cannot be read \(Permission denied\)"):
        load_scenario(path)
