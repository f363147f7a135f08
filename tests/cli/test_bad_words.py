"""Words that make no sense get exit code 2, a helpful message on stderr, nothing on stdout, and write nothing."""

import pytest

from sim.cli.options import RULES
from sim.scenario.schema import RuleName
from tests.cli.terminal import say, sim, written

BAD = {
    "no command of that name": ["play", "venezuela-2025"],
    "no scenario": ["run"],
    "no scenario of that name": ["run", "venezuela-2052"],
    "an unknown option": ["run", "venezuela-2025", "--speed", "9"],
    "no runs": ["run", "venezuela-2025", "--runs", "0"],
    "runs that are no number": ["run", "venezuela-2025", "--runs", "many"],
    "a negative seed": ["run", "venezuela-2025", "--seed", "-1"],
    "an unknown rule": ["run", "venezuela-2025", "--rule", "whim"],
    "an unknown engine": ["run", "venezuela-2025", "--engine", "steam"],
    "a setting without a value": ["run", "venezuela-2025", "--set", "russia.linkage"],
    "a setting that is no number": ["run", "venezuela-2025", "--set", "russia.linkage=high"],
    "a setting that is not finite": ["run", "venezuela-2025", "--set", "russia.linkage=nan"],
    "a setting out of range": ["run", "venezuela-2025", "--set", "russia.linkage=2"],
    "a constraint that is none": ["run", "venezuela-2025", "--set", "russia.linkge=0.2"],
    "an actor that is none": ["run", "venezuela-2025", "--set", "prussia.linkage=0.2"],
    "a state, which arises in play": ["run", "venezuela-2025", "--set", "russia.support=3"],
    "one scenario to compare": ["compare", "venezuela-2025"],
    "the same scenario twice": ["compare", "venezuela-2025", "venezuela-2025"],
    "a run after the last": ["step", "venezuela-2025", "--runs", "10", "--run", "10"],
    "a run before the first": ["step", "venezuela-2025", "--run", "-1"],
    "a folder": ["check", "."],
    "a date that is none": ["new", "crisis.yaml", "--as-of", "yesterday"],
}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("words", BAD.values(), ids=BAD)
def test_bad_words_get_a_message_and_exit_code_2(words, tmp_path, capsys):
    said = say(words, capsys)
    assert said.code == 2
    assert said.stdout == ""
    assert said.stderr.strip()
    assert "Traceback" not in said.stderr
    assert written(tmp_path) == []


def test_the_exit_code_reaches_the_shell(tmp_path):
    assert sim("run", "venezuela-2052", cwd=tmp_path).returncode == 2
    assert sim("--version", cwd=tmp_path).returncode == 0


def test_a_near_miss_is_answered_with_the_right_name(capsys):
    assert "linkage" in say(["run", "venezuela-2025", "--set", "russia.linkge=0.2"], capsys).stderr
    assert "venezuela-2025" in say(["run", "venezuela-2052"], capsys).stderr


def test_what_is_wrong_with_several_scenarios_is_told_together(capsys):
    said = say(["check", "first-that-is-not", "second-that-is-not"], capsys)
    assert said.code == 2
    assert "first-that-is-not" in said.stderr
    assert "second-that-is-not" in said.stderr


def test_a_new_scenario_is_never_written_over_another(tmp_path, capsys):
    (tmp_path / "crisis.yaml").write_text("mine", encoding="utf-8")
    assert say(["new", "crisis.yaml"], capsys).code == 2
    assert (tmp_path / "crisis.yaml").read_text(encoding="utf-8") == "mine"


def test_the_option_offers_the_rules_that_scenarios_know():
    assert set(RULES) == set(RuleName.__args__)
