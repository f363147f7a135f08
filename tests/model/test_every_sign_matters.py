"""Flipping the sign of any one term in the code must make a belief fail.

The beliefs are the tests of this folder, run as they stand against rules with one sign turned around; see
``mutants``. What this shows is that no term is decoration: somebody would change their mind over each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.model.challenger import ChallengerTerms
from sim.model.client import ClientTerms
from sim.model.patron import PatronTerms
from tests.model.mutants import AS_THEY_ARE

ROOT = Path(__file__).resolve().parents[2]
REASONS = 8  # summands of an officer's doubt


def objections(kind: str) -> dict[str, str]:
    """Which belief objects to each mutant, asked in a process where rules are plain functions."""
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}
    asked = [sys.executable, "-m", "tests.model.mutants", kind]
    told = subprocess.run(asked, cwd=ROOT, env=env, capture_output=True, text=True, timeout=900, check=False)
    assert told.returncode == 0, told.stderr[-3000:]
    found: dict[str, str] = json.loads(told.stdout)
    assert found.pop(AS_THEY_ARE) == "", "a belief objects to the rules as they are"
    return found


@pytest.mark.slow
def test_turning_any_term_around_makes_a_belief_fail() -> None:
    found = objections("terms")
    terms = len(PatronTerms._fields) + len(ChallengerTerms._fields) + len(ClientTerms._fields)
    assert len(found) == terms + REASONS
    survivors = [mutant for mutant, belief in found.items() if not belief]
    assert not survivors


@pytest.mark.slow
def test_turning_any_plus_or_minus_of_the_rules_around_makes_a_belief_fail() -> None:
    """Beyond terms: every sum and difference inside the rules that make them up."""
    found = objections("signs")
    assert len(found) > 60
    survivors = [mutant for mutant, belief in found.items() if not belief]
    assert not survivors
