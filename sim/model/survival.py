"""How much danger the client is in, and how much of it help takes away."""

from __future__ import annotations

import math

from sim.model import power
from sim.model.kernel import kernel
from sim.model.ladders import AID, ECONOMIC, OMEN, REQUIREMENT, TERRITORIAL_STRIKES, THREAT
from sim.model.weights import SurvivalWeights


@kernel
def chance_of_deadly_force(pressure: int, resolve: float, forces: float) -> float:
    """Believed chance, in [0, 1], that it comes to deadly force (Eq. 10).

    ``resolve`` is the belief that the challenger is resolved, ``forces`` what it has in theatre; it can do no
    more than its forces allow.

    >>> chance_of_deadly_force(pressure=2, resolve=0.5, forces=1.0), chance_of_deadly_force(5, 0.1, 0.1)
    (0.15, 1.0)
    """
    if pressure >= TERRITORIAL_STRIKES:
        return 1.0
    return OMEN[pressure] * resolve * min(1.0, forces / REQUIREMENT[TERRITORIAL_STRIKES])


@kernel
def expected_threat(pressure: int, resolve: float, forces: float) -> float:
    """Threat to the client's survival, in [0, 1], with what may still come (Eq. 11).

    >>> expected_threat(pressure=2, resolve=0.0, forces=1.0), expected_threat(6, 0.5, 1.0)
    (0.25, 1.0)
    """
    now = THREAT[pressure]
    if pressure >= TERRITORIAL_STRIKES:
        return now
    return now + (1.0 - now) * chance_of_deadly_force(pressure, resolve, forces)


@kernel
def arriving_aid(support: int, spare: float) -> float:
    """Defence aid that a rung of support brings, in [0, 1], never less than a lower rung (Eq. 12).

    >>> arriving_aid(support=2, spare=0.0), arriving_aid(support=5, spare=0.0)
    (0.15, 0.15)
    """
    if support <= ECONOMIC:  # from materiel on, aid has to be carried there
        return AID[support]
    light = AID[ECONOMIC]
    return light + (AID[support] - light) * power.delivery(spare)


@kernel
def blunted(aid: float, threat: float, blunting: float) -> float:
    """What aid is worth against a threat (Eq. 13): the smaller the aid, the more a threat takes of it.

    >>> blunted(aid=0.1, threat=0.0, blunting=1.5), round(blunted(0.1, 1.0, 1.5), 4)
    (0.1, 0.0032)
    """
    return math.pow(aid, 1.0 + blunting * threat)


@kernel
def danger_left(support: int, spare: float, threat: float, weights: SurvivalWeights) -> float:
    """Share of the danger that one patron's support leaves, in [0, 1] (Eq. 14).

    >>> danger_left(0, 1.0, 0.5, SurvivalWeights(1.1, 2.2, 0.8, 1.5))
    1.0
    """
    return 1.0 - weights.aid * blunted(arriving_aid(support, spare), threat, weights.blunting)


@kernel
def unaided_survival(threat: float, weights: SurvivalWeights) -> float:
    """Chance that a client survives alone, in [0, 1] (Eq. 15), logistic in the threat.

    >>> unaided_survival(0.5, SurvivalWeights(base=1.0, threat=2.0, aid=0.8, blunting=1.5))
    0.5
    """
    return 1.0 / (1.0 + math.exp(-(weights.base - weights.threat * threat)))


@kernel
def survival(threat: float, left: float, weights: SurvivalWeights) -> float:
    """Chance that the client survives, in [0, 1], when help leaves a share ``left`` of the danger (Eq. 16).

    >>> survival(0.5, 0.0, SurvivalWeights(1.0, 2.0, 0.8, 1.5))
    1.0
    """
    return 1.0 - (1.0 - unaided_survival(threat, weights)) * left
