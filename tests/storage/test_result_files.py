import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from sim.analysis.comparison import weigh
from sim.analysis.summary import summarise
from sim.storage.errors import StorageError
from sim.storage.result_files import (
    check_destination,
    load_study,
    safe_name,
    write_comparison,
    write_run,
    write_study,
)
from sim.storage.whole_folder import ASIDE, PARTIAL, replace_folder
from tests.synthetic import ensemble, scenario

ROOT = Path(__file__).resolve().parents[2]
PICTURES = {"support.png": b"not really a picture", "support.svg": b"<svg/>"}
ABOUT = {"format": 1, "fingerprint": "abc123", "command": ["sim", "run", "x"]}
TABLES = {"runs": pd.DataFrame({"run": [0, 1], "leader": ["coup", "in_office"]})}


def tree(folder):
    """Every file below the folder with its bytes, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def inside(folder):
    """Names in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


def write(root, figures=PICTURES, about=ABOUT):
    return write_study(root, "study", about, TABLES, figures)


@pytest.fixture(scope="module")
def played():
    return ensemble(runs=200)


def test_a_study_is_read_back_as_it_was_written(tmp_path, played):
    folder = write_run(played, summarise(played), tmp_path, PICTURES)
    assert folder == tmp_path / "ruritania-1937" / played.fingerprint
    study = load_study(folder)
    assert study.manifest["seed"] == 1
    assert study.manifest["plan"]["runs"] == 200
    assert study.manifest["played"][0]["resolved"]["title"] == "Ruritania under blockade"
    assert {"python", "numpy", "mesa", "numba"} <= set(study.manifest["versions"])
    assert study.manifest["command"][:3] == ["sim", "run", "ruritania-1937"]
    assert set(study.tables) == {"runs", "weekly", "rungs", "peaks", "terms", "designs", "outcomes"}
    assert study.tables["runs"]["borduria.peak"].tolist() == played.rows.peak_support[:, 0].tolist()
    assert study.tables["runs"]["ended_week"].isna().any()
    assert set(study.figures) == set(PICTURES)
    assert json.loads((folder / "summary.json").read_bytes())["runs"] == 200


def test_a_comparison_is_stored_with_the_tables_of_every_scenario(tmp_path, played):
    both = [played, ensemble(scenario("no war"), runs=200, lean={"borduria": 1})]
    comparison = weigh(both)
    folder = write_comparison(both, comparison, tmp_path, PICTURES)
    assert folder == tmp_path / "compare-ruritania-1937" / comparison.fingerprint
    names = set(load_study(folder.parent).tables)
    assert {"ruritania-1937.runs", "no-war.outcomes", "contrasts", "orderings", "expectations"} <= names


def test_the_same_inputs_give_the_same_bytes(tmp_path):
    told = []
    for place in ("one", "two"):
        one = ensemble(runs=200)
        write_run(one, summarise(one), tmp_path / place, PICTURES)
        told.append(tree(tmp_path / place))
    assert told[0] == told[1]


def test_nothing_is_left_beside_a_study(tmp_path):
    folder = write(tmp_path)
    assert inside(folder.parent) == ["abc123"]
    assert inside(folder) == ["figures", "manifest.json", "tables"]


def test_writing_again_replaces_what_was_there(tmp_path):
    folder = write(tmp_path, {"old.png": b"old"})
    assert write(tmp_path, {"new.png": b"new"}) == folder
    assert inside(folder / "figures") == ["new.png"]
    assert inside(folder.parent) == ["abc123"]


def test_a_study_that_is_already_there_is_left_alone(tmp_path):
    folder = write(tmp_path)
    before = (folder / "manifest.json").stat().st_mtime_ns
    write(tmp_path)
    assert (folder / "manifest.json").stat().st_mtime_ns == before


FAILURES = {
    "disk full": OSError(errno.ENOSPC, "No space left on device"),
    "read-only": OSError(errno.EROFS, "Read-only file system"),
    "permission": PermissionError(errno.EACCES, "Permission denied"),
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES.keys())
@pytest.mark.parametrize("after", [0, 1, 3])
@pytest.mark.parametrize("before", [False, True], ids=["first", "again"])
def test_a_disk_that_says_no_leaves_everything_as_it_was(tmp_path, monkeypatch, failure, after, before):
    if before:
        write(tmp_path, {"old.png": b"old"})
    held, calls = tree(tmp_path), []

    def fsync(handle):
        calls.append(handle)
        if len(calls) > after:
            raise failure

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(StorageError) as told:
        write(tmp_path)
    assert tree(tmp_path) == held
    assert not list(tmp_path.rglob(".*"))
    assert before or not list(tmp_path.iterdir())
    message = str(told.value)
    assert str(tmp_path / "study" / "abc123") in message
    assert failure.strerror.lower() in message
    assert "--out" in message


@pytest.mark.parametrize("which", [1, 2])
def test_a_rename_that_fails_brings_the_old_study_back(tmp_path, monkeypatch, which):
    write(tmp_path, {"old.png": b"old"})
    held, calls, rename = tree(tmp_path), [], Path.rename

    def failing(self, target):
        calls.append(self)
        if len(calls) == which:
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(StorageError):
        write(tmp_path)
    monkeypatch.undo()
    assert tree(tmp_path) == held
    assert inside(tmp_path / "study") == ["abc123"]


def test_ctrl_c_leaves_nothing_half_written(tmp_path, monkeypatch):
    def interrupted(handle):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "results")
    assert not list(tmp_path.iterdir())


KILLED = """
import os, signal, sys
from pathlib import Path
import sim.storage.whole_folder as whole
from sim.storage.whole_folder import replace_folder
calls = []
def stop(handle):
    calls.append(handle)
    if len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
os.fsync = stop
replace_folder(Path(sys.argv[1]), {f"{k}.txt": b"x" for k in range(4)})
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_killed_writer_leaves_no_study_and_the_next_one_clears_up(tmp_path):
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "study" / "abc123")], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert list((tmp_path / "study").glob(f"{PARTIAL}*"))
    with pytest.raises(StorageError, match="holds no study"):
        load_study(tmp_path / "study")
    folder = write(tmp_path)
    assert inside(folder.parent) == ["abc123"]


def test_a_study_caught_between_two_renames_comes_back(tmp_path):
    folder = write(tmp_path)
    folder.rename(folder.parent / f"{ASIDE}abc123")
    assert load_study(folder).manifest["fingerprint"] == "abc123"
    folder.rename(folder.parent / f"{ASIDE}abc123")
    assert load_study(folder.parent).folder == folder
    folder.rename(folder.parent / f"{ASIDE}abc123")
    write(tmp_path)
    assert inside(folder.parent) == ["abc123"]


WRITER = """
import sys
from pathlib import Path
from sim.storage.whole_folder import replace_folder
for turn in range(25):
    replace_folder(Path(sys.argv[1]), {f"{k}.txt": f"{sys.argv[2]} {turn}".encode() for k in range(5)})
"""


def test_writers_of_one_study_take_turns(tmp_path):
    folder = tmp_path / "study" / "abc123"
    folder.parent.mkdir()
    asked = [[sys.executable, "-c", WRITER, str(folder), name] for name in ("a", "b", "c")]
    writers = [subprocess.Popen(it, cwd=ROOT, stderr=subprocess.PIPE, text=True) for it in asked]
    while any(writer.poll() is None for writer in writers):
        time.sleep(0.05)
    assert [(writer.wait(), writer.communicate()[1]) for writer in writers] == [(0, "")] * 3
    assert inside(folder.parent) == ["abc123"]
    assert len(set(tree(folder).values())) == 1


@pytest.mark.parametrize("place", ["results", "results/deeper"])
def test_a_file_in_the_way_is_an_error_that_helps(tmp_path, place):
    (tmp_path / "results").write_text("mine")
    for asked in (lambda: write(tmp_path / place), lambda: check_destination(tmp_path / place, "study")):
        with pytest.raises(StorageError, match=r"file|directory") as told:
            asked()
        assert "--out" in str(told.value)
    assert (tmp_path / "results").read_text() == "mine"


def test_a_file_where_the_study_belongs_is_not_overwritten(tmp_path):
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "abc123").write_text("mine")
    with pytest.raises(StorageError):
        write(tmp_path)
    assert tree(tmp_path) == {"study/abc123": b"mine"}


def test_asking_beforehand_writes_nothing(tmp_path):
    check_destination(tmp_path / "a" / "b", "study")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_may_not_be_written_to_is_told_beforehand(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(StorageError, match="may not be written to"):
        check_destination(tmp_path, "study")


@pytest.mark.parametrize("name", ["", "..", "a/b", "a\\b", ".hidden", "x" * 300, "tab\t", "nul\0", " padded "])
def test_names_that_would_leave_the_folder_are_refused(tmp_path, name):
    for study, fingerprint in ((name, "abc"), ("study", name)):
        with pytest.raises(StorageError, match="can't name"):
            write_study(tmp_path, study, {**ABOUT, "fingerprint": fingerprint}, TABLES, PICTURES)
    assert not list(tmp_path.iterdir())
    assert safe_name(name)


def test_reading_what_is_no_study_is_an_error_that_helps(tmp_path):
    (tmp_path / "file").write_text("x")
    for path, what in (("nowhere", "does not exist"), ("file", "is no folder"), (".", "holds no study")):
        with pytest.raises(StorageError, match=what):
            load_study(tmp_path / path)


def test_reading_one_of_several_results_asks_which(tmp_path):
    write(tmp_path)
    write(tmp_path, about={**ABOUT, "fingerprint": "def456"})
    with pytest.raises(StorageError, match=r"holds 2 results: abc123, def456"):
        load_study(tmp_path / "study")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 99}', b"\xff\xfe"])
def test_a_broken_manifest_is_an_error_that_helps(tmp_path, content):
    folder = write(tmp_path)
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(StorageError, match="manifest"):
        load_study(folder)


def test_a_broken_table_is_an_error_that_helps(tmp_path):
    folder = write(tmp_path)
    (folder / "tables" / "runs.parquet").write_bytes(b"PAR1 and then nothing")
    with pytest.raises(StorageError, match=r"runs\.parquet"):
        load_study(folder)


def test_a_read_only_study_can_be_read(tmp_path):
    folder = write(tmp_path)
    for path in (folder.parent, folder):
        path.chmod(0o555)
    assert load_study(folder.parent).manifest["fingerprint"] == "abc123"
    for path in (folder.parent, folder):
        path.chmod(0o755)
    shutil.rmtree(folder)


def test_folders_have_the_usual_permissions(tmp_path):
    (tmp_path / "plain").mkdir()
    folder = tmp_path / "study" / "abc123"
    replace_folder(folder, {"a": b""})
    assert folder.stat().st_mode == (tmp_path / "plain").stat().st_mode
