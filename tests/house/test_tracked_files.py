"""Nothing in the tree gives away the machine it was written on, and the lock works on any other."""

import re

import pytest

from tests.house.tree import ROOT, files_of_the_project, name_of

MACHINE = re.compile(r"/(?:work|root|farm|tmp|home/[a-z]+)/[A-Za-z.]|\bfarm-[a-z]+")
REGISTRY = re.compile(r"https?://[^ ]*(?:pypi|pythonhosted|registry|debian)[^ ]*")
ADDRESS = re.compile(r"https?:|file:|--(?:extra-)?index-url|--find-links|--trusted-host|@ ")


def texts():
    """Text files of the project, line by line."""
    for path in files_of_the_project():
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            yield path, content.decode("utf-8", errors="replace").splitlines()


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRY], ids=["machine", "registry"])
def test_no_file_names_a_machine_or_a_registry(pattern):
    found = [
        f"{name_of(path)}:{number}: {hit[0]}"
        for path, lines in texts()
        for number, line in enumerate(lines, 1)
        if (hit := pattern.search(line))
    ]
    assert not found


def test_the_lock_holds_hashes_and_no_address():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not [line for line in lock.splitlines() if ADDRESS.search(line)]
    entries = re.split(r"\n(?=[a-z0-9])", lock)
    assert len(entries) > 20
    assert not [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]


def test_no_file_is_large():
    large = {name_of(path): path.stat().st_size for path in files_of_the_project() if path.stat().st_size > 2**20}
    assert not large
