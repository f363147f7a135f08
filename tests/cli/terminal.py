"""Running `sim` as a user would, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from sim.cli.commands import commands
from sim.cli.console import exit_code

ROOT = Path(__file__).resolve().parents[2]


def sim(*words: str, cwd: Path, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """What the command printed, and its exit code."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg"}
    asked = [sys.executable, "-m", "sim", *words]
    return subprocess.run(asked, cwd=cwd, env=env, capture_output=True, text=True, timeout=timeout, check=False)


def written(folder: Path) -> list[str]:
    """Every file below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


class Said(NamedTuple):
    """What a command left on the terminal."""

    code: int
    stdout: str
    stderr: str


def say(words, capsys) -> Said:
    """The same within this process: quicker, for commands that end before they play."""
    code = exit_code(commands, words)
    return Said(code, *capsys.readouterr())
