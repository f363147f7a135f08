"""Fairweather: when do patrons stand by a client, and when do they walk away?

``from sim import Scenario, run, compare`` is the simulator from Python; nothing heavy is imported before
it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.results import Comparison, Result, compare, plot_sweep, run, sweep
    from sim.scenario.plan import Plan
    from sim.scenario.schema import Scenario
    from sim.storage.result_files import load_study as load
    from sim.storage.scenario_files import load_scenario

__all__ = [
    "Comparison", "Plan", "Result", "Scenario", "compare", "load", "load_scenario", "plot_sweep", "run", "sweep",
]  # fmt: skip
_HOMES = {
    "Comparison": ("sim.results", "Comparison"),
    "Plan": ("sim.scenario.plan", "Plan"),
    "Result": ("sim.results", "Result"),
    "Scenario": ("sim.scenario.schema", "Scenario"),
    "compare": ("sim.results", "compare"),
    "load": ("sim.storage.result_files", "load_study"),
    "load_scenario": ("sim.storage.scenario_files", "load_scenario"),
    "plot_sweep": ("sim.results", "plot_sweep"),
    "run": ("sim.results", "run"),
    "sweep": ("sim.results", "sweep"),
}


def __getattr__(name: str) -> object:
    """Fetch a public name from where it lives (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    module, inside = _HOMES[name]
    return getattr(import_module(module), inside)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
