"""`sim hindcast`: what it accepts, what it refuses, what it prints."""

import json

import pytest

from sim.history.cases import INPUTS
from tests.cli.terminal import say, sim, written
from tests.history.tables import table


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_a_table_of_ones_own_is_foretold_as_strict_json(tmp_path, capsys):
    (tmp_path / "own.csv").write_text(table({}, {"id": "ZUB-1"}), encoding="utf-8")
    said = say(["hindcast", "--cases", "own.csv", "--runs", "100", "--json", "--quiet"], capsys)
    assert (said.code, said.stderr) == (0, "")
    answer = json.loads(said.stdout)
    assert [case["id"] for case in answer["cases"]] == ["RUR1937-BOR", "ZUB-1"]
    assert all(len(case["peak"]) == 6 and sum(case["peak"]) == pytest.approx(1) for case in answer["cases"])
    assert answer["table"] == "own.csv"


def test_the_same_in_words(tmp_path, capsys):
    (tmp_path / "own.csv").write_text(table(), encoding="utf-8")
    said = say(["hindcast", "--cases", "own.csv", "--runs", "100", "--quiet", "--mode", "free"], capsys)
    assert said.code == 0
    for word in ("RUR1937-BOR", "materiel", "ordered logit, 3 columns", "base rates", "challenger's highest rung"):
        assert word in said.stdout


def test_cases_without_an_outcome_are_foretold_in_words_too(tmp_path, capsys):
    (tmp_path / "own.csv").write_text(table(columns=INPUTS), encoding="utf-8")
    said = say(["hindcast", "--cases", "own.csv", "--runs", "100", "--quiet"], capsys)
    assert said.code == 0
    assert "nothing to score" in said.stdout


BAD = {
    "no such file": (["--cases", "none.csv"], "no such file"),
    "a folder": (["--cases", "."], "not an ordinary file"),
    "an empty file": (["--cases", "empty.csv"], "empty"),
    "a binary file": (["--cases", "binary.csv"], "UTF-8"),
    "a file with a NUL": (["--cases", "nul.csv"], "binary"),
    "a huge file": (["--cases", "huge.csv"], "larger"),
    "a missing column": (["--cases", "short.csv"], "stake"),
    "an unknown value": (["--cases", "wrong.csv"], "wrong.csv:2:1: stake: vital"),
    "leaving out of one's own": (["--cases", "own.csv", "--loo"], "--loo"),
    "another coding of one's own": (["--cases", "own.csv", "--coding", "second"], "--coding"),
    "an unknown mode": (["--mode", "loose"], "loose"),
    "an unknown coding": (["--coding", "third"], "third"),
    "no runs": (["--runs", "0"], "--runs"),
    "a page of one table": (["--document", "page.md", "--loo"], "--document"),
}


@pytest.mark.parametrize(("words", "told"), BAD.values(), ids=BAD)
def test_bad_words_get_a_message_and_exit_code_2(words, told, tmp_path, capsys):
    (tmp_path / "own.csv").write_text(table(), encoding="utf-8")
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    (tmp_path / "binary.csv").write_bytes(bytes(range(128, 256)) * 9)
    (tmp_path / "nul.csv").write_bytes(b"id,client\0,challenger\n")
    (tmp_path / "huge.csv").write_text("x," * 1_500_000, encoding="utf-8")
    (tmp_path / "short.csv").write_text(table(columns=[it for it in INPUTS if it != "stake"]), encoding="utf-8")
    (tmp_path / "wrong.csv").write_text(table({"stake": "vital"}), encoding="utf-8")
    before = written(tmp_path)
    said = say(["hindcast", *words], capsys)
    assert said.code == 2
    assert said.stdout == ""
    assert told in said.stderr
    assert "Traceback" not in said.stderr
    assert written(tmp_path) == before


@pytest.mark.slow
def test_the_built_in_table_is_foretold_in_half_a_minute_and_each_crisis_from_the_others(tmp_path):
    said = sim("hindcast", "--json", "--quiet", cwd=tmp_path)
    assert said.returncode == 0
    inside = json.loads(said.stdout)
    held_out = json.loads(sim("hindcast", "--loo", "--json", "--quiet", cwd=tmp_path).stdout)
    assert len(inside["cases"]) == len(held_out["cases"]) == 48
    assert held_out["rps"] < held_out["baselines"]["base_rate"]["rps"] - 0.04
