"""Luck: counter-based draws, keyed by what they are for.

Each number is the Philox 4x64 output (Salmon et al. 2011, numpy's implementation) whose key is the seed
and a hash of (purpose, actor, turn), and whose counter is the run. So any run can be drawn alone,
threads and blocks cannot matter, scenarios share their luck, and a new purpose moves no other.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.scenario.schema import Scenario

FloatArray = NDArray[np.float64]
WORDS = 4  # numbers per step of the counter
HALF_STEP = 2.0**-54  # keeps draws inside (0, 1)


class Shocks(NamedTuple):
    """The chance draws of some runs."""

    lasting: FloatArray  # [run, actor], standard normal given what was seen so far
    passing: FloatArray  # [run, turn, actor], standard normal
    review: FloatArray  # [run, turn, actor], uniform
    appeal: FloatArray  # [run, turn, patron], uniform
    coup: FloatArray  # [run, turn], uniform
    removal: FloatArray  # [run, turn], uniform
    replacement: FloatArray  # [run, turn], uniform
    turning: FloatArray  # [run, turn], uniform
    events: FloatArray  # [run, event], uniform
    officers: FloatArray  # [run, officer], standard normal
    common: FloatArray  # [run], standard normal


def key(seed: int, *words: object) -> tuple[int, int]:
    """Philox key of one stream of draws."""
    digest = hashlib.blake2b("/".join(map(str, words)).encode(), digest_size=8).digest()
    return seed & (2**64 - 1), int.from_bytes(digest, "little")


def uniforms(seed: int, first: int, count: int, *words: object) -> FloatArray:
    """Uniform draws in (0, 1) for the runs ``first`` to ``first + count - 1`` of one stream."""
    skip = first % WORDS
    counter = np.array([first // WORDS, 0, 0, 0], dtype=np.uint64)
    stream = np.random.Philox(key=np.array(key(seed, *words), dtype=np.uint64), counter=counter)
    drawn: FloatArray = np.random.Generator(stream).random(skip + count)[skip:]
    return np.minimum(drawn + HALF_STEP, 1.0 - 2.0 * HALF_STEP)


def draw(scenario: Scenario, seed: int, first: int, count: int, officers: int) -> Shocks:
    """Every draw of some runs but the conditioning of lasting luck, which comes as uniforms."""
    names = [actor.name for actor in scenario.actors]
    patrons = [patron.name for patron in scenario.patrons]
    turns = range(scenario.horizon)

    def each(purpose: str, *owners: object) -> FloatArray:
        return uniforms(seed, first, count, purpose, *owners)

    def by_turn(purpose: str, owner: str = "") -> FloatArray:
        return np.stack([each(purpose, owner, turn) for turn in turns], axis=-1)

    def by_turn_and(purpose: str, owners: list[str]) -> FloatArray:
        return np.stack([by_turn(purpose, owner) for owner in owners], axis=-1)

    return Shocks(
        lasting=np.stack([each("lasting", name) for name in names], axis=-1),
        passing=ndtri(by_turn_and("passing", names)),
        review=by_turn_and("review", names),
        appeal=by_turn_and("appeal", patrons),
        coup=by_turn("coup"),
        removal=by_turn("removal"),
        replacement=by_turn("replacement"),
        turning=by_turn("turning"),
        events=_columns([each("event", event.name) for event in scenario.events], count),
        officers=ndtri(_columns([each("officer", number) for number in range(officers)], count)),
        common=ndtri(each("common officers")),
    )


def _columns(drawn: list[FloatArray], count: int) -> FloatArray:
    """Draws side by side, [run, thing], also where there is no thing."""
    return np.stack(drawn, axis=-1) if drawn else np.empty((count, 0))
