"""What the client's leader weighs, and when he appeals to his patrons."""

from __future__ import annotations

from typing import NamedTuple

from sim.model import rivals
from sim.model.kernel import kernel
from sim.model.ladders import DEFIANCE, TENURE
from sim.model.weights import ClientWeights


class ClientView(NamedTuple):
    """The client's constraints and what it sees when it decides."""

    survival: float  # its own estimate, with the help it believes in, [0, 1]
    revenue: float  # share of a normal year's
    safe_passage: float  # [0, 1]
    threat: float  # expected threat, [0, 1]
    unrest: float  # [0, 1]
    stance: int  # its stance last turn
    settled: float  # 1 once it has chosen before


class ClientTerms(NamedTuple):
    """A stance's utility, term by term; the sum from left to right is the utility."""

    survival: float
    revenue: float
    exit: float
    pain: float
    rally: float
    unrest: float
    inertia: float


@kernel
def survival_term(stance: int, view: ClientView, weights: ClientWeights) -> float:
    """Office is worth holding as far as one expects to survive in it (Eq. 41)."""
    return weights.survival * TENURE[stance] * view.survival


@kernel
def revenue_term(stance: int, view: ClientView, weights: ClientWeights) -> float:
    """And as far as it pays (Eq. 42)."""
    return weights.revenue * TENURE[stance] * min(1.0, view.revenue)


@kernel
def exit_term(stance: int, view: ClientView, weights: ClientWeights) -> float:
    """The outside option: safe passage for what of his rule he gives up (Eq. 43)."""
    return weights.exit * view.safe_passage * (1.0 - TENURE[stance])


@kernel
def pain_term(stance: int, view: ClientView, weights: ClientWeights) -> float:
    """Defiance draws the blow (Eq. 44)."""
    return -weights.pain * view.threat * DEFIANCE[stance]


@kernel
def rally_term(stance: int, view: ClientView, weights: ClientWeights) -> float:
    """And rallies the loyal, where the streets are quiet (Eq. 45)."""
    return weights.rally * (1.0 - view.unrest) * DEFIANCE[stance]


@kernel
def unrest_term(stance: int, view: ClientView, weights: ClientWeights) -> float:
    """Unrest makes office a burden (Eq. 46)."""
    return -weights.unrest * view.unrest * TENURE[stance]


@kernel
def inertia_term(stance: int, view: ClientView, weights: ClientWeights) -> float:
    """Changing one's stance costs (Eq. 47)."""
    return -view.settled * weights.shift * abs(stance - view.stance)


@kernel
def client_terms(stance: int, view: ClientView, weights: ClientWeights) -> ClientTerms:
    """The ledger of one stance."""
    return ClientTerms(
        survival_term(stance, view, weights),
        revenue_term(stance, view, weights),
        exit_term(stance, view, weights),
        pain_term(stance, view, weights),
        rally_term(stance, view, weights),
        unrest_term(stance, view, weights),
        inertia_term(stance, view, weights),
    )


@kernel
def client_utility(stance: int, view: ClientView, weights: ClientWeights) -> float:
    """Utility of one stance: the sum of its terms from left to right (Eq. 48)."""
    total = 0.0
    for term in client_terms(stance, view, weights):
        total += term
    return total


@kernel
def client_option(stance: int, view: ClientView, weights: ClientWeights, rule: int) -> float:
    """Utility of one stance as the decision rule sees it; defiance that the streets will not bear is out."""
    return rivals.as_ruled(client_utility(stance, view, weights), view.unrest * DEFIANCE[stance], rule)


@kernel
def client_utilities(
    view: ClientView, weights: ClientWeights, rule: int = rivals.LOGIT
) -> tuple[float, float, float, float]:
    """Utility of every stance."""
    return (
        client_option(0, view, weights, rule),
        client_option(1, view, weights, rule),
        client_option(2, view, weights, rule),
        client_option(3, view, weights, rule),
    )


@kernel
def appeal_rate(threat: float, help_believed: float, rate: float) -> float:
    """Appeals a week: they go out as the gap between need and believed help widens (Eq. 49).

    >>> appeal_rate(threat=0.5, help_believed=0.5, rate=0.2)
    0.0
    """
    return rate * max(0.0, threat - help_believed)
