"""Weights for a plan, fitted again without some of the past."""

from __future__ import annotations

from collections.abc import Collection

from sim.history.calibrate import FITTED, weights_without
from sim.scenario.weights import PATHS

Draws = tuple[tuple[str, tuple[float, ...]], ...]  # as Plan.fitted


def draws_without(ids: Collection[str]) -> Draws:
    """Joint draws of the fitted weights that have not seen these rows of the built-in table, for ``Plan.fitted``."""
    rows = weights_without(ids)
    return tuple((path, tuple(rows[:, PATHS.index(path)].tolist())) for path in FITTED)
