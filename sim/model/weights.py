"""The behavioural weights: one set for all actors of a role, in all crises.

Values, ranges and reasons stand in ``sim/scenario/weights.yaml``; here are only their names.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.kernel import kernel
from sim.model.rivals import LOGIT


class SurvivalWeights(NamedTuple):
    """What everyone believes about a client's chance to survive."""

    base: float  # log odds of survival without a threat
    threat: float  # loss of log odds from no threat to full threat
    aid: float  # share of the remaining danger that full aid removes
    blunting: float  # how much more a threat takes from small aid than from large


class PatronWeights(NamedTuple):
    """What moves a patron."""

    stake: float
    survival_share: float
    money: float
    forces: float
    linkage: float
    clash: float
    combat: float
    commitment: float
    appeal: float
    rise: float
    fall: float


class ChallengerWeights(NamedTuple):
    """What moves the challenger."""

    aim: float
    survival_share: float
    yielding: float
    expense: float
    readiness: float
    gate: float
    home: float
    base_share: float
    clash: float
    linkage: float
    audience: float
    audience_weeks: float
    rise: float
    fall: float


class ClientWeights(NamedTuple):
    """What moves the client's leader."""

    survival: float
    revenue: float
    exit: float
    pain: float
    rally: float
    unrest: float
    shift: float


class OfficerWeights(NamedTuple):
    """What moves the client's officers, and how a coup goes."""

    rents: float
    abandonment: float
    unanswered: float
    fear: float
    unrest: float
    side_deal: float
    cohesion: float
    contagion: float
    threshold: float
    spread: float
    common: float
    quorum: float
    sweep: float
    coup_success: float
    relief: float
    quiet_weeks: float


class PaceWeights(NamedTuple):
    """How fast things go."""

    persistence: float
    review_rate: float
    learning: float
    forgetting: float
    appeal_rate: float
    adjustment: float
    maintenance: float
    unrest_response: float
    removal_rate: float
    turning_rate: float
    confirm_weeks: float


class Weights(NamedTuple):
    """All weights, by role."""

    survival: SurvivalWeights
    patron: PatronWeights
    challenger: ChallengerWeights
    client: ClientWeights
    officer: OfficerWeights
    pace: PaceWeights
    rule: int  # which decision rule they are used with; see rivals


@kernel
def weights_of(row: NDArray[np.float64], rule: int = LOGIT) -> Weights:
    """The weights of one design from its row of numbers, in the order in which they stand above."""
    return Weights(
        SurvivalWeights(
            row[0], row[1], row[2], row[3],
        ),
        PatronWeights(
            row[4], row[5], row[6], row[7], row[8], row[9], row[10], row[11],
            row[12], row[13], row[14],
        ),
        ChallengerWeights(
            row[15], row[16], row[17], row[18], row[19], row[20], row[21], row[22],
            row[23], row[24], row[25], row[26], row[27], row[28],
        ),
        ClientWeights(
            row[29], row[30], row[31], row[32], row[33], row[34], row[35],
        ),
        OfficerWeights(
            row[36], row[37], row[38], row[39], row[40], row[41], row[42], row[43],
            row[44], row[45], row[46], row[47], row[48], row[49], row[50], row[51],
        ),
        PaceWeights(
            row[52], row[53], row[54], row[55], row[56], row[57], row[58], row[59],
            row[60], row[61], row[62],
        ),
        rule,
    )  # fmt: skip
