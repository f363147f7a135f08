"""`sim score`: forecasts held against what came."""

import json

import pytest

from sim.storage.question_files import load_resolutions
from sim.storage.scenario_files import list_scenarios, load_scenario
from tests.cli.terminal import ROOT, say, sim

SHIPPED = sorted((ROOT / "questions").glob("*.yaml"))
ANSWERS = """\
scenario: {scenario}
resolutions:
  - id: {question}
    came_true: false
    resolved: {day}
    source: judgement
    references: [{{who: a market, p: 0.4, date: 1937-04-30, source: judgement}}]
"""


@pytest.fixture
def crisis(tmp_path):
    """A made-up crisis with a file of answers."""
    assert sim("new", "crisis.yaml", "--as-of", "1937-05-01", cwd=tmp_path).returncode == 0
    question = load_scenario(tmp_path / "crisis.yaml").questions[0]
    text = ANSWERS.format(scenario="crisis.yaml", question=question.id, day=question.on or question.by)
    (tmp_path / "answers.yaml").write_text(text, encoding="utf-8")
    return tmp_path, question


@pytest.mark.slow
def test_score_prints_probability_outcome_and_scores(crisis):
    folder, question = crisis
    said = sim("score", "answers.yaml", "--runs", "200", "--json", cwd=folder)
    assert said.returncode == 0, said.stderr
    card = json.loads(said.stdout)
    (answer,) = card["questions"]
    assert (answer["id"], answer["came_true"]) == (question.id, False)
    assert answer["brier"] == pytest.approx(answer["p"] ** 2)
    assert answer["lo"] <= answer["hi"]
    assert answer["references"][0]["brier"] == pytest.approx(0.16)
    played = sim("run", "crisis.yaml", "--runs", "200", "--json", cwd=folder)
    own = next(it for it in json.loads(played.stdout)["questions"] if it["id"] == question.id)
    assert {name: answer[name] for name in own} == own
    assert "a market" in sim("score", "answers.yaml", "--runs", "200", "-q", cwd=folder).stdout


@pytest.mark.slow
def test_the_worked_example_answers_with_weights_that_have_not_seen_its_crisis(tmp_path):
    said = sim("score", "venezuela-2019", "--runs", "400", "--json", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    card = json.loads(said.stdout)
    assert card["without"] == ["VEN2019-RUS", "VEN2019-PRC"]
    answer = card["questions"][0]
    assert (answer["asked"], answer["resolved"], answer["came_true"]) == ("2019-01-25", "2020-01-01", True)
    panel = next(it for it in answer["references"] if it["who"] == "superforecasters")
    assert answer["without_so_far"]["p"] < 1
    assert (panel["p"], panel["date"], panel["brier"]) == (0.75, "2019-01-25", pytest.approx(0.0625))
    assert "without VEN2019-RUS, VEN2019-PRC" in said.stderr


def test_there_is_a_worked_example():
    assert SHIPPED


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_files_of_answers_that_ship_are_sound_and_say_when_each_forecast_was_made(path):
    found = load_resolutions(path)
    scenario = load_scenario(found.scenario)
    assert all(it.source for it in found.resolutions)
    assert all(it.date <= scenario.as_of for answer in found.resolutions for it in answer.references)


def test_a_file_of_answers_is_not_listed_as_a_scenario():
    assert not {it.path.resolve() for it in list_scenarios()} & {path.resolve() for path in SHIPPED}
    assert all("questions" not in it.path.parts for it in list_scenarios())


def test_a_missing_file_is_bad_input(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = say(["score", "nowhere.yaml"], capsys)
    assert (said.code, said.stdout) == (2, "")
    assert "nowhere.yaml: there is no such file" in said.stderr


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\0", b"resolutions: [", b"- 1", b"scenario: nowhere\nresolutions: []"]
)
def test_a_file_that_cannot_be_read_as_answers_is_bad_input(content, tmp_path, capsys):
    path = tmp_path / "answers.yaml"
    path.write_bytes(content)
    said = say(["score", str(path)], capsys)
    assert (said.code, said.stdout) == (2, "")
    assert "answers.yaml" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_folder_is_bad_input(tmp_path, capsys):
    assert say(["score", str(tmp_path)], capsys).code == 2


def test_a_scenario_given_for_its_answers_is_told_so(capsys):
    said = say(["score", str(ROOT / "scenarios" / "venezuela-2025.yaml")], capsys)
    assert said.code == 2
    assert said.stderr.count("\n") == 1
    assert "this is a scenario" in said.stderr


def test_a_setting_that_the_scenario_does_not_know_is_bad_input(capsys):
    assert say(["score", "venezuela-2019", "--set", "russia.linkge=0.2"], capsys).code == 2
