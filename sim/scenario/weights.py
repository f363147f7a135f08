"""The weights file: reading it, and turning a row of numbers into the weights that rules take."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.weights import (
    ChallengerWeights,
    ClientWeights,
    OfficerWeights,
    PaceWeights,
    PatronWeights,
    SurvivalWeights,
)

FloatArray = NDArray[np.float64]
GROUPS: dict[str, Any] = {
    "survival": SurvivalWeights,
    "patron": PatronWeights,
    "challenger": ChallengerWeights,
    "client": ClientWeights,
    "officer": OfficerWeights,
    "pace": PaceWeights,
}
PATHS = tuple(f"{group}.{name}" for group, kind in GROUPS.items() for name in kind._fields)


class Weight(NamedTuple):
    """One weight as the file gives it."""

    path: str  # e.g. patron.linkage
    value: float
    low: float  # plausible range, from which designs draw
    high: float
    least: float  # limits of sign or domain
    most: float
    why: str


class WeightsFile(NamedTuple):
    """The weights and what may be said of them."""

    status: str
    weights: tuple[Weight, ...]  # in the order of PATHS
    text: str  # the file, for fingerprints

    def row(self, **changes: float) -> FloatArray:
        """Central values in the order of PATHS, some of them replaced: ``row(**{"patron.linkage": 0.0})``."""
        return np.array([changes.get(weight.path, weight.value) for weight in self.weights])


@cache
def read_weights() -> WeightsFile:
    """The package's weights, checked for completeness, order and sign."""
    from ruamel.yaml import YAML

    text = files("sim.scenario").joinpath("weights.yaml").read_text(encoding="utf-8")
    content = YAML(typ="safe", pure=True).load(text)
    found = {
        f"{group}.{name}": entry for group, entries in content["weights"].items() for name, entry in entries.items()
    }
    if set(found) != set(PATHS):
        raise ValueError(f"weights.yaml: missing {set(PATHS) - set(found)}, unknown {set(found) - set(PATHS)}")
    return WeightsFile(content["status"], tuple(_weight(path, found[path]) for path in PATHS), text)


def _weight(path: str, entry: Mapping[str, Any]) -> Weight:
    """One entry, with limits around range around value."""
    value = float(entry["value"])
    low, high = map(float, entry["range"])
    least, most = map(float, entry["limits"])
    if not least <= low <= value <= high <= most:
        raise ValueError(
            f"weights.yaml: {path}: value {value}, range [{low}, {high}] and limits [{least}, {most}] cross"
        )
    return Weight(path, value, low, high, least, most, str(entry["why"]))
