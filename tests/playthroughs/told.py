"""Runs told as stories, without the fingerprint, which any change of code changes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sim import study
from sim.records.story import Story
from sim.scenario.plan import Plan
from sim.storage.scenario_files import load_scenario
from sim.views.story import story_text

HERE = Path(__file__).resolve().parent
RURITANIA = HERE / "ruritania.yaml"
FINGERPRINT = "(fingerprint)"
PLAYTHROUGHS = {  # file: scenario and run
    "ruritania-26.txt": (RURITANIA, 26),
    "ruritania-98.txt": (RURITANIA, 98),
    "venezuela-2025-17.txt": ("venezuela-2025", 17),
}


@cache
def story(scenario: str | Path, run: int) -> Story:
    """One run, stepped through; the flagship under the plan of ``sim run`` as it stands."""
    return study.step(load_scenario(scenario), run, Plan(runs=400) if scenario == RURITANIA else Plan())


def told(scenario: str | Path, run: int, ledger: bool = False) -> str:
    """The story of a run, as it is kept."""
    one = story(scenario, run)
    return story_text(one, ledger).replace(one.fingerprint, FINGERPRINT) + "\n"
