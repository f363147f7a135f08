import json

import pytest

from sim.history import forms
from sim.history.calibrate import FITTED, fit
from sim.history.cases import CODINGS, read_cases
from sim.history.forms import FORMS, foretell, rank, score_forms
from sim.history.identification import identify
from sim.history.posterior import Calibration, posterior_text, score_left_out
from tests.cli.terminal import say

FEW = 200


@pytest.fixture(scope="module")
def small():
    tables = [read_cases(coding) for coding in CODINGS]
    found = fit(tables, draws=FEW)
    whole, forms.DRAWS = forms.DRAWS, FEW
    tried = rank(score_forms(tables, FORMS[:2]), [case.crisis for case in tables[0]])
    forms.DRAWS = whole
    scores = [score_left_out(told, cases) for told, cases in zip(foretell(found, tables), tables, strict=True)]
    return Calibration(found, posterior_text(found), identify(found, tables[0]), tuple(tried), tuple(scores))


@pytest.fixture
def quick(monkeypatch, small):
    monkeypatch.setattr("sim.history.posterior.calibration", lambda _: small)
    monkeypatch.setattr("sim.history.calibrate.fitted", lambda: small.fit)


def test_draws_and_report_are_written_and_the_answer_is_shown(quick, small, tmp_path, capsys):
    draws, page = tmp_path / "draws.csv", tmp_path / "docs" / "page.md"
    answer = say(["calibrate", "--draws", str(draws), "--document", str(page)], capsys)
    assert answer.code == 0
    assert draws.read_text(encoding="utf-8") == small.text
    assert all(path.removeprefix("patron.") in answer.stdout for path in FITTED)
    report = page.read_text(encoding="utf-8")
    assert all(f"`{path}`" in report for path in FITTED)
    assert all(form.name in report for form in FORMS[:2])
    assert "nan" not in report


def test_the_same_again_is_said_to_be_the_same(quick, tmp_path, capsys):
    words = ["calibrate", "--draws", str(tmp_path / "draws.csv"), "--document", str(tmp_path / "page.md")]
    assert "draws.csv: written" in say(words, capsys).stderr
    assert "draws.csv: the same as before, to the byte" in say(words, capsys).stderr


def test_json_holds_weights_forms_and_scores(quick, tmp_path, capsys):
    words = ["calibrate", "--json", "--draws", str(tmp_path / "draws.csv"), "--document", str(tmp_path / "page.md")]
    answer = say(words, capsys)
    content = json.loads(answer.stdout)
    assert set(content["weights"]) == set(FITTED)
    assert [form["name"] for form in content["forms"]] == [form.name for form in FORMS[:2]]
    assert set(content["rps_left_out"]) == set(CODINGS)


def test_a_check_writes_nothing_and_fails_where_the_draws_differ(quick, small, tmp_path, capsys):
    draws = tmp_path / "draws.csv"
    assert say(["calibrate", "--check", "--draws", str(draws)], capsys).code == 1
    assert not draws.exists()
    draws.write_text(small.text, encoding="utf-8")
    assert say(["calibrate", "--check", "--draws", str(draws)], capsys).code == 0
    draws.write_text(small.text.replace("first", "third", 1), encoding="utf-8")
    answer = say(["calibrate", "--check", "--draws", str(draws)], capsys)
    assert (answer.code, answer.stdout) == (1, "")
    assert "come out otherwise" in answer.stderr
