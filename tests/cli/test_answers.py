"""What commands print and write when all is well."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.terminal import ROOT, sim, written

FEW = ["--runs", "200", "--seed", "7"]


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    return folder, sim("run", "venezuela-2025", *FEW, "--json", cwd=folder)


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compare")
    return folder, sim("compare", "venezuela-2025", "no-ukraine-war", *FEW, "--json", cwd=folder)


def test_run_prints_the_json_that_the_design_promises(played):
    _, said = played
    assert said.returncode == 0, said.stderr
    answer = json.loads(said.stdout)
    assert {"scenario", "fingerprint", "seed", "runs", "outcomes", "support", "pressure", "questions"} <= set(answer)
    assert (answer["scenario"], answer["seed"], answer["runs"]) == ("venezuela-2025", 7, 200)
    assert set(answer["outcomes"]) == {"leader", "coalition", "alignment"}
    assert all({"p", "se"} <= set(it) for group in answer["outcomes"].values() for it in group.values())
    for shares in answer["support"].values():
        assert [len(shares[when]) for when in ("peak", "final")] == [6, 6]
        assert sum(shares["peak"]) == pytest.approx(1)
    assert [len(answer["pressure"][when]) for when in ("peak", "final")] == [7, 7]
    assert all({"id", "p", "se", "lo", "hi"} <= set(it) for it in answer["questions"])


def test_run_writes_a_study_and_says_where(played):
    folder, said = played
    fingerprint = json.loads(said.stdout)["fingerprint"]
    files = written(folder)
    assert files
    assert all(name.startswith("results/") and fingerprint in name for name in files)
    assert {".json", ".parquet", ".png", ".svg"} <= {Path(name).suffix for name in files}
    assert "results" in said.stderr


def test_compare_prints_the_json_that_the_design_promises(compared):
    _, said = compared
    assert said.returncode == 0, said.stderr
    answer = json.loads(said.stdout)
    assert [it["scenario"] for it in answer["scenarios"]] == ["venezuela-2025", "no-ukraine-war"]
    assert all({"a", "b", "measure", "difference", "se", "distinguishable"} <= set(it) for it in answer["contrasts"])


def test_quiet_leaves_stderr_empty(tmp_path):
    assert sim("run", "venezuela-2025", *FEW, "--quiet", "--out", "here", cwd=tmp_path).stderr == ""
    assert all(name.startswith("here/") for name in written(tmp_path))


def test_both_engines_print_the_same(tmp_path):
    few = ["--runs", "20", "--json", "--quiet"]
    compiled, mesa = (
        json.loads(sim("run", "venezuela-2025", *few, "--engine", engine, "--out", engine, cwd=tmp_path).stdout)
        for engine in ("compiled", "mesa")
    )
    del compiled["fingerprint"], mesa["fingerprint"]
    assert compiled == mesa


def test_a_setting_changes_the_answer(tmp_path, played):
    bound = sim("run", "venezuela-2025", *FEW, "--json", "--set", "russia.linkage=1", cwd=tmp_path)
    assert json.loads(bound.stdout)["support"] != json.loads(played[1].stdout)["support"]


def test_a_new_scenario_can_be_checked_and_played_as_it_stands(tmp_path):
    assert sim("new", "crisis.yaml", "--as-of", "1937-05-01", cwd=tmp_path).returncode == 0
    assert sim("check", "crisis.yaml", "--runs", "100", cwd=tmp_path).returncode == 0
    assert sim("run", "crisis.yaml", "--runs", "100", cwd=tmp_path).returncode == 0


def test_step_tells_a_run_as_a_story(tmp_path):
    said = sim("step", "venezuela-2025", "--run", "17", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    assert len(said.stdout.splitlines()) > 20
    json.loads(sim("step", "venezuela-2025", "--run", "17", "--json", cwd=tmp_path).stdout)


def test_check_tells_how_often_each_condition_fired(tmp_path):
    said = sim("check", "venezuela-2025", "--runs", "200", "--json", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    json.loads(said.stdout)
    assert written(tmp_path) == []


def test_schema_and_scenarios_print_json(tmp_path):
    assert json.loads(sim("schema", cwd=tmp_path).stdout)["$schema"]
    names = [it["name"] for it in json.loads(sim("scenarios", "--json", cwd=tmp_path).stdout)]
    assert "venezuela-2025" in names


def test_a_reader_who_leaves_early_hears_no_complaint(tmp_path):
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    talking = subprocess.Popen(
        [sys.executable, "-m", "sim", "schema"], cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    talking.stdout.close()
    assert talking.wait(60) == 0
    assert talking.stderr.read() == b""
    talking.stderr.close()


@pytest.mark.slow
def test_ctrl_c_stops_with_one_line_and_leaves_nothing_behind(tmp_path):
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    asked = [sys.executable, "-m", "sim", "run", "venezuela-2025", "--engine", "mesa", "--runs", "100000"]
    playing = subprocess.Popen(
        asked, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    time.sleep(12)
    playing.send_signal(signal.SIGINT)
    printed, said = playing.communicate(timeout=60)
    assert playing.returncode == 130
    assert printed == ""
    assert len(said.strip().splitlines()) == 1
    assert written(tmp_path) == []
