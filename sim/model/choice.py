"""How an actor chooses: quantal response, one draw, and luck that lasts."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.model.kernel import kernel


class Span(NamedTuple):
    """The part of [0, 1] in which a draw makes the actor choose a given rung."""

    low: float
    high: float


@kernel
def chosen_span(utilities: tuple[float, ...], rung: int) -> Span:
    """Where a uniform draw must fall for quantal response to choose ``rung`` (Eq. 1).

    P(rung) = exp(U(rung)) / sum of exp(U(.)): McKelvey and Palfrey 1995; Signorino 1999. The
    weights carry the scale, so the precision is one. The span's length is that probability.

    >>> chosen_span((0.0, 0.0), 1)
    Span(low=0.5, high=1.0)
    """
    best = max(utilities)
    total = 0.0
    below = 0.0
    for option in range(len(utilities)):
        mass = math.exp(utilities[option] - best)
        total += mass
        if option < rung:
            below += mass
    own = math.exp(utilities[rung] - best)
    high = (below + own) / total if rung < len(utilities) - 1 else 1.0
    return Span(below / total, high)


@kernel
def choose(utilities: tuple[float, ...], draw: float) -> int:
    """The rung whose span holds the draw: the inverse of the distribution of Eq. 1.

    One uniform serves the whole ladder, so slightly other utilities give the same or a neighbouring
    rung: a monotone coupling.

    >>> choose((0.0, 0.0, 0.0), 0.5)
    1
    """
    best = max(utilities)
    total = 0.0
    for option in range(len(utilities)):
        total += math.exp(utilities[option] - best)
    reached = 0.0
    for rung in range(len(utilities) - 1):
        reached += math.exp(utilities[rung] - best)
        if draw < reached / total:
            return rung
    return len(utilities) - 1


@kernel
def probability(utilities: tuple[float, ...], rung: int) -> float:
    """Chance of a rung, the length of its span.

    >>> probability((0.0, 0.0, 0.0, 0.0), 2)
    0.25
    """
    span = chosen_span(utilities, rung)
    return span.high - span.low


@kernel
def lasting_luck(lasting: float, passing: float, persistence: float) -> float:
    """An actor's uniform draw at one decision, from its lasting and its passing luck (Eq. 2).

    ``lasting`` and ``passing`` are standard normal, one per run and one per decision. Without the
    lasting part the highest rung would creep up with the mere number of decisions.

    >>> lasting_luck(0.0, 0.0, 0.9)
    0.5
    """
    normal = math.sqrt(persistence) * lasting + math.sqrt(1.0 - persistence) * passing
    return 0.5 * math.erfc(-normal / math.sqrt(2.0))


@kernel
def chance_within(rate: float, weeks: float) -> float:
    """Chance that something with a weekly rate happens within so many weeks (Eq. 3).

    It makes every chance in the model independent of how long a turn is.

    >>> round(chance_within(rate=0.25, weeks=4.0), 3)
    0.632
    """
    return 1.0 - math.exp(-rate * weeks)
