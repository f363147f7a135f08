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
from typing import TypedDict

import pytest

from sim.model.challenger import ChallengerTerms
from sim.model.client import ClientTerms
from sim.model.patron import PatronTerms

ROOT = Path(__file__).resolve().parents[2]
REASONS = 8  # summands of an officer's doubt
pytestmark = pytest.mark.slow


class Objections(TypedDict):
    """Which belief objects to what; an empty word where none does."""

    as_they_are: str
    terms: dict[str, str]
    signs: dict[str, str]


@pytest.fixture(scope="module")
def objections() -> Objections:
    """Every mutant judged, in a process where rules are plain functions."""
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}
    asked = [sys.executable, "-m", "tests.model.mutants"]
    told = subprocess.run(asked, cwd=ROOT, env=env, capture_output=True, text=True, timeout=1500, check=False)
    assert told.returncode == 0, told.stderr[-3000:]
    found: Objections = json.loads(told.stdout)
    return found


def survivors(judged: dict[str, str]) -> list[str]:
    """Mutants to which nobody objects."""
    return [mutant for mutant, belief in judged.items() if not belief]


def test_no_belief_objects_to_the_rules_as_they_are(objections: Objections) -> None:
    assert objections["as_they_are"] == ""


def test_turning_any_term_around_makes_a_belief_fail(objections: Objections) -> None:
    terms = len(PatronTerms._fields) + len(ChallengerTerms._fields) + len(ClientTerms._fields)
    assert len(objections["terms"]) == terms + REASONS
    assert survivors(objections["terms"]) == []


def test_turning_any_plus_or_minus_of_the_rules_around_makes_a_belief_fail(objections: Objections) -> None:
    """Beyond terms: every sum and difference inside the rules that make them up."""
    assert len(objections["signs"]) > 100
    assert survivors(objections["signs"]) == []
