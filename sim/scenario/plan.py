"""How a scenario is to be played: how many runs, under which seed, how closely watched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

REPLICATIONS = 20
EngineName = Literal["compiled", "mesa"]


@dataclass(frozen=True)
class Plan:
    """Size and seed of an ensemble."""

    runs: int = 10_000
    seed: int = 1
    replications: int = REPLICATIONS  # runs per design
    engine: EngineName = "compiled"
    conditioned: bool = True  # draw persistent luck given what was seen so far
    traced: int = 10_000  # runs whose every turn is kept
    explained: int = 2_000  # runs whose utility terms are kept
    fixed: tuple[tuple[str, float], ...] = ()  # weights held at a value in every design: ("patron.linkage", 0.0)
    fitted: tuple[tuple[str, tuple[float, ...]], ...] = ()  # joint draws of weights, in place of the package's own

    @property
    def designs(self) -> int:
        """Number of designs: constraint values and weights drawn once for ``replications`` runs."""
        return -(-self.runs // self.replications)
