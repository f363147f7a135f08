"""Random weights within their sign limits, random situations with their dead ends, random worlds."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any, NamedTuple, TypeVar

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.model.challenger import ChallengerView
from sim.model.choice import probability
from sim.model.client import ClientView
from sim.model.coalition import OfficersView
from sim.model.constraints import (
    CHALLENGER_AT,
    CLIENT_AT,
    CONSTRAINTS,
    MOST_PATRONS,
    PATRON_WIDTH,
    PATRONS_AT,
    REQUEST_WIDTH,
    STATES,
    Challenger,
    Client,
    Patron,
    Request,
    State,
)
from sim.model.ladders import Alignment, Appeal, Coalition, Leader, Pressure, Stance, Support
from sim.model.patron import PatronView
from sim.model.weights import (
    ChallengerWeights,
    ClientWeights,
    OfficerWeights,
    PaceWeights,
    PatronWeights,
    SurvivalWeights,
    Weights,
    weights_of,
)
from sim.scenario.schema import Scenario
from sim.scenario.weights import GROUPS, read_weights
from tests.crises import crisis

FloatArray = NDArray[np.float64]
Some = TypeVar("Some")
ROUNDING = 1e-9  # beliefs are about more and less, not about the last bits

# ------------------------------------------------------------------------------------------- numbers


def between(low: float, high: float) -> st.SearchStrategy[float]:
    """A number of an interval, its ends more often than chance would have it."""
    inside = st.floats(low, high, allow_subnormal=False)
    return st.sampled_from([float(low), float(high)]) | inside


def _number(rng: np.random.Generator, low: float, high: float) -> float:
    """A number of an interval; one time in four an end of it."""
    at = rng.random()
    return low if at < 0.125 else high if at > 0.875 else float(rng.uniform(low, high))


unit = between(0.0, 1.0)
inner = st.floats(0.001, 0.999)  # a belief that can still move
flag = st.sampled_from([0.0, 1.0])
supports = st.sampled_from([int(rung) for rung in Support])
pressures = st.sampled_from([int(rung) for rung in Pressure])
stances = st.sampled_from([int(rung) for rung in Stance])


def ordered(numbers: st.SearchStrategy[Some]) -> st.SearchStrategy[tuple[Some, Some]]:
    """Two of them, the lesser first."""
    return st.tuples(numbers, numbers).map(lambda pair: pair if pair[0] <= pair[1] else pair[::-1])  # type: ignore[operator]


# ------------------------------------------------------------------------------------------- weights


def _group(name: str, plausible: bool = False) -> st.SearchStrategy[Any]:
    """One role's weights, each anywhere within its limits of sign or domain, or within its plausible range."""
    found = {w.path.split(".")[1]: w for w in read_weights().weights if w.path.startswith(f"{name}.")}
    kind = GROUPS[name]
    fields = [found[field] for field in kind._fields]
    each = [between(w.low, w.high) if plausible else between(w.least, w.most) for w in fields]
    return st.tuples(*each).map(lambda row: kind(*row))


odds: st.SearchStrategy[SurvivalWeights] = _group("survival")
patron_weights: st.SearchStrategy[PatronWeights] = _group("patron")
challenger_weights: st.SearchStrategy[ChallengerWeights] = _group("challenger")
plausible_challenger_weights: st.SearchStrategy[ChallengerWeights] = _group("challenger", plausible=True)
plausible_odds: st.SearchStrategy[SurvivalWeights] = _group("survival", plausible=True)
client_weights: st.SearchStrategy[ClientWeights] = _group("client")
officer_weights: st.SearchStrategy[OfficerWeights] = _group("officer")
pace_weights: st.SearchStrategy[PaceWeights] = _group("pace")


def _all_weights(seed: int) -> Weights:
    """All weights anywhere within their limits, each at an end one time in four."""
    rng = np.random.default_rng(seed)
    return weights_of(np.array([_number(rng, weight.least, weight.most) for weight in read_weights().weights]))


all_weights: st.SearchStrategy[Weights] = st.integers(0, 2**32).map(_all_weights)


def central(**changes: float) -> Weights:
    """The weights as the file gives them, some replaced."""
    return weights_of(read_weights().row(**changes))


# ---------------------------------------------------------------------------------------- situations

patron_views: st.SearchStrategy[PatronView] = st.builds(
    PatronView,
    stake=unit, spare=unit, fiscal_slack=unit, linkage=unit, commitment=unit, contiguous=flag, great_power=flag,
    inferiority=unit, support=supports, settled=flag, threat=unit, deadly=unit, left=unit, asked=supports,
    appealed=unit,
)  # fmt: skip
challenger_views: st.SearchStrategy[ChallengerView] = st.builds(
    ChallengerView,
    aim=unit, forces=between(0.0, 2.0), readiness=unit, public_approval=unit, base_approval=unit, audience=unit,
    leverage=unit, presence=between(0.0, 8.0), stance=stances, pressure=pressures, peak=pressures, settled=flag,
    threat_weeks=between(0.0, 520.0), aid=unit,
)  # fmt: skip
client_views: st.SearchStrategy[ClientView] = st.builds(
    ClientView,
    survival=unit, revenue=between(0.0, 3.0), safe_passage=unit, threat=unit, unrest=unit, stance=stances,
    settled=flag,
)  # fmt: skip
officers_views: st.SearchStrategy[OfficersView] = st.builds(
    OfficersView,
    revenue=between(0.0, 3.0), help=unit, unanswered=unit, threat=unit, unrest=unit, side_deal=unit, cohesion=unit,
    reprieve=flag,
)  # fmt: skip

# ------------------------------------------------------------------------------------- expected rungs


def chances(utilities: tuple[float, ...]) -> list[float]:
    """Chance of every rung."""
    return [probability(utilities, rung) for rung in range(len(utilities))]


def expected(utilities: tuple[float, ...]) -> float:
    """The rung to be expected."""
    return sum(rung * chance for rung, chance in enumerate(chances(utilities)))


# ------------------------------------------------------------------------------------------- worlds


class World(NamedTuple):
    """A board and who sits at it."""

    board: FloatArray
    patrons: int
    requests: int

    def but(self, column: int, value: float) -> World:
        """The same world with one number changed."""
        board = self.board.copy()
        board[column] = value
        return self._replace(board=board)

    def challenger(self, column: Challenger) -> int:
        """Where the challenger's column stands."""
        return CHALLENGER_AT + column

    def client(self, column: Client) -> int:
        """Where the client's column stands."""
        return CLIENT_AT + column

    def patron(self, seat: int, column: Patron) -> int:
        """Where a patron's column stands."""
        return PATRONS_AT + PATRON_WIDTH * seat + column

    def request(self, number: int, column: Request) -> int:
        """Where an appeal's column stands."""
        return PATRONS_AT + PATRON_WIDTH * self.patrons + REQUEST_WIDTH * number + column


OPENINGS: dict[str, type[IntEnum]] = {
    "pressure": Pressure, "support": Support, "stance": Stance, "leader": Leader, "coalition": Coalition,
    "alignment": Alignment,
}  # fmt: skip
SPANS = {"[0, 1]": 1.0, "share of a normal year's": 3.0, "weeks": 60.0, "0 or 1": 1.0, "index": 1.0}
UNENDED = ("leader", "coalition", "alignment")


def _state(rng: np.random.Generator, state: State) -> float:
    """A value that a state can take in a crisis that goes on."""
    if state.name in UNENDED:
        return 0.0
    if state.ladder:
        return float(rng.integers(len(OPENINGS[state.ladder])))
    if state.unit == "ratio":
        return float(np.exp(rng.uniform(-2.0, 2.0)))
    value = _number(rng, 0.0, SPANS[state.unit])
    return float(round(value)) if state.unit == "0 or 1" else value


def board_of(seed: int, patrons: int, requests: int) -> World:
    """A world in the midst of a crisis; each number at an end of its range one time in four."""
    rng = np.random.default_rng(seed)
    blocks = []
    for role in ("challenger", "client", *["patron"] * patrons):
        block = np.zeros(len({"challenger": Challenger, "client": Client, "patron": Patron}[role]))
        for constraint in CONSTRAINTS[role]:
            value = _number(rng, constraint.low, constraint.high)
            whole = constraint.unit in ("0 or 1", "officers")
            block[constraint.column] = round(value) if whole else value
        for state in STATES[role]:
            block[state.column] = _state(rng, state)
        blocks.append(block)
    for _ in range(requests):
        status = rng.integers(len(Appeal))
        waited = _number(rng, 0.0, 20.0) if status != Appeal.UNSENT else 0.0
        blocks.append(np.array([rng.integers(patrons), rng.integers(1, len(Support)), status, waited], float))
    board = np.concatenate([[0.0], *blocks])
    world = World(board, patrons, requests)
    ahead, now = CHALLENGER_AT + Challenger.PEAK_PRESSURE, CHALLENGER_AT + Challenger.PRESSURE
    board[ahead] = max(board[ahead], board[now])
    for seat in range(patrons):
        ahead, now = world.patron(seat, Patron.PEAK_SUPPORT), world.patron(seat, Patron.SUPPORT)
        board[ahead] = max(board[ahead], board[now])
    return world


@st.composite
def worlds(draw: Callable[[st.SearchStrategy[int]], int], most: int = 8) -> World:
    """A world with one to eight patrons and up to four appeals."""
    return board_of(draw(st.integers(0, 2**32)), draw(st.integers(1, most)), draw(st.integers(0, 4)))


# ----------------------------------------------------------------------------------------- scenarios


@st.composite
def scenarios(draw: Callable[[st.SearchStrategy[int]], int], most: int = MOST_PATRONS) -> Scenario:
    """A whole crisis of any kind, with one to eight patrons."""
    return crisis(draw(st.integers(0, 2**32)), draw(st.integers(1, most)))
