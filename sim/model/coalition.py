"""The ruling coalition: officers who watch one another, coups, removal by force, the three outcomes."""

from __future__ import annotations

from typing import NamedTuple

from sim.model.kernel import kernel
from sim.model.ladders import BARGAIN, DECLARATORY, HOLDS, REPLACED, TURNED, UNCHANGED
from sim.model.weights import OfficerWeights


class OfficersView(NamedTuple):
    """What every officer can see."""

    revenue: float  # share of a normal year's
    help: float  # patrons' help as the client believes in it, [0, 1]
    unanswered: float  # share of appeals left unanswered, [0, 1]
    threat: float  # expected threat, [0, 1]
    unrest: float  # [0, 1]
    side_deal: float  # [0, 1]
    cohesion: float  # [0, 1]
    reprieve: float  # 1 in the quiet after a failed coup, else 0


@kernel
def doubt(view: OfficersView, weights: OfficerWeights) -> float:
    """An officer's reasons to defect before he looks at the others (Eq. 55)."""
    return (
        weights.rents * (1.0 - min(1.0, view.revenue))
        + weights.abandonment * (1.0 - view.help)
        + weights.unanswered * view.unanswered
        + weights.fear * view.threat
        + weights.unrest * view.unrest
        + weights.side_deal * view.side_deal
        - weights.cohesion * view.cohesion
        - weights.relief * view.reprieve
    )


@kernel
def threshold(own: float, shared: float, weights: OfficerWeights) -> float:
    """How much it takes for this officer to go; ``own`` and ``shared`` are standard normal (Eq. 56)."""
    return weights.threshold + weights.spread * own + weights.common * shared


@kernel
def defects(threshold: float, doubt: float, gone: float, contagion: float) -> bool:
    """Whether an officer goes, seeing the share already gone (Eq. 57; Granovetter 1978, Kuran 1991).

    >>> defects(threshold=0.5, doubt=0.3, gone=0.5, contagion=0.4)
    True
    """
    return doubt + contagion * gone >= threshold


@kernel
def coup_succeeds(draw: float, weights: OfficerWeights) -> bool:
    """Whether an attempt succeeds, near the published half (Eq. 58; Powell and Thyne 2011)."""
    return draw < weights.coup_success


@kernel
def removal_rate(forces: float, readiness: float, left: float, rate: float) -> float:
    """Weekly rate at which a raid or invasion reaches the leader, by the local balance (Eq. 59).

    ``left`` is the share of the danger that patrons' help leaves.

    >>> removal_rate(forces=0.5, readiness=0.5, left=1.0, rate=1.0)
    0.5
    """
    if forces <= 0.0:
        return 0.0
    return rate * left * forces / (forces + readiness)


@kernel
def chance_of_replacement(forces: float, cohesion: float) -> float:
    """Chance that the coalition goes with a leader removed by force (Eq. 60).

    A raid takes a man, an invasion a regime; a coalition with ties of its own outlasts its leader.

    >>> chance_of_replacement(forces=1.0, cohesion=0.5)
    0.5
    """
    return min(1.0, forces) * (1.0 - cohesion)


@kernel
def coalition_after(defected: float, weights: OfficerWeights) -> int:
    """What a coup or a negotiated exit leaves: a narrow move keeps the coalition, a sweep replaces it (Eq. 61)."""
    return REPLACED if defected >= weights.sweep else HOLDS


@kernel
def alignment_after(coalition: int, side_deal: float, best_support: int) -> int:
    """Whether the client turns when its leader goes (Eq. 62).

    It does with a new coalition, with a side deal worth half or more, or with no patron doing more
    than talk.
    """
    bought = side_deal >= 0.5
    alone = best_support <= DECLARATORY
    turned = coalition == REPLACED or bought or alone
    return TURNED if turned else UNCHANGED


@kernel
def turning_rate(stance: int, unanswered: float, help_believed: float, rate: float) -> float:
    """Weekly rate at which a disappointed leader changes sides and stays in office (Eq. 63).

    >>> turning_rate(stance=1, unanswered=0.5, help_believed=0.0, rate=0.1)
    0.05
    """
    if stance > BARGAIN:
        return 0.0
    return rate * unanswered * (1.0 - help_believed)
