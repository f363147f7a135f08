"""The weights as the package ships them: their priors, and joint draws of those that were fitted.

``weights.yaml`` gives every weight a value, a range and a reason. ``posterior.csv``, which ``sim calibrate``
writes, holds joint draws of the weights on which a patron's decisions rest; ensembles take those from there.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model import ladders
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
POSTERIOR = "posterior.csv"
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


class Posterior(NamedTuple):
    """Joint draws of the fitted weights."""

    paths: tuple[str, ...]  # e.g. patron.linkage
    values: FloatArray  # [draw, path]
    made_from: str  # what the fit was made from, as its file says
    text: str  # the file

    def row_at(self, quantile: FloatArray) -> FloatArray:
        """Draws picked by a uniform each, [uniform, path]."""
        return np.asarray(self.values[np.floor(quantile * len(self.values)).astype(np.int64)])


class WeightsFile(NamedTuple):
    """The weights and what may be said of them."""

    status: str
    weights: tuple[Weight, ...]  # in the order of PATHS
    text: str  # the files, for fingerprints

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
    fitted = read_posterior()
    text += fitted.text if fitted else ""
    return WeightsFile(content["status"], tuple(_weight(path, found[path]) for path in PATHS), text)


@cache
def read_posterior() -> Posterior | None:
    """The package's draws of fitted weights; None where nothing has been fitted yet."""
    file = files("sim.scenario").joinpath(POSTERIOR)
    return parse_posterior(file.read_text(encoding="utf-8")) if file.is_file() else None


def parse_posterior(text: str) -> Posterior:
    """Draws from CSV: a remark on what they were made from, a header, then one row per draw."""
    remark, *lines = text.splitlines()
    header, *rows = csv.reader(lines)
    paths = tuple(header[1:])  # the first column says whose coding a draw was fitted to
    if unknown := sorted(set(paths) - set(PATHS)):
        raise ValueError(f"{POSTERIOR}: there is no weight {', '.join(unknown)}")
    return Posterior(paths, np.array([row[1:] for row in rows], dtype=float), remark.removeprefix("# "), text)


def weights_hash() -> str:
    """Twelve hexadecimal digits that stand for weights, fitted draws and the attributes of rungs."""
    attributes = {name: value for name, value in vars(ladders).items() if isinstance(value, tuple)}
    return hashlib.sha256((read_weights().text + repr(sorted(attributes.items()))).encode()).hexdigest()[:12]


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
