"""What the challenger weighs when it chooses how hard to press."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.model import rivals, survival
from sim.model.kernel import kernel
from sim.model.ladders import (
    COERCION,
    EXPENSE,
    LETHALITY,
    LIMITED_STRIKES,
    REGIME_REMOVAL,
    REQUIREMENT,
    THREAT,
    VISIBILITY,
    YIELDING,
)  # fmt: skip
from sim.model.patron import GAIN_SCALE
from sim.model.weights import ChallengerWeights, SurvivalWeights

LONGEST_STEP = 2  # rungs that one decision can climb


class ChallengerView(NamedTuple):
    """The challenger's constraints and what it sees when it decides."""

    aim: float  # [0, 1]
    forces: float  # in theatre, share of what regime removal takes
    readiness: float  # the client's, [0, 1]
    public_approval: float  # [0, 1]
    base_approval: float  # [0, 1]
    audience: float  # [0, 1]
    leverage: float  # what it has pending with patrons that stand by the client, [0, 1]
    presence: float  # chance of meeting patrons' people, weighted by their power, [0, ...)
    stance: int  # the client's, last turn
    pressure: int  # its own rung last turn
    peak: int  # its highest rung so far
    settled: float  # 1 once it has chosen before, 0 at its first choice
    threat_weeks: float  # since it first threatened force
    aid: float  # aid it expects to reach the client, [0, 1]


class ChallengerTerms(NamedTuple):
    """A rung's utility, term by term; the sum from left to right is the utility."""

    aim: float
    fall: float
    expense: float
    resistance: float
    gate: float
    home: float
    clash: float
    linkage: float
    audience: float
    inertia: float


@kernel
def aim_term(rung: int, view: ChallengerView, weights: ChallengerWeights) -> float:
    """What it gains by pressing at all; less, the further the client already yields (Eq. 29)."""
    wanted = view.aim * (1.0 - weights.yielding * YIELDING[view.stance])
    return weights.aim * wanted * (1.0 - weights.survival_share) * COERCION[rung]


@kernel
def fall_term(rung: int, view: ChallengerView, weights: ChallengerWeights, odds: SurvivalWeights) -> float:
    """What it gains by the client's danger at that rung, given the aid it expects (Eq. 30)."""
    threat = THREAT[rung]
    left = 1.0 - odds.aid * survival.blunted(view.aid, threat, odds.blunting)
    fall = 1.0 - survival.survival(threat, left, odds)
    wanted = view.aim * (1.0 - weights.yielding * YIELDING[view.stance])
    return weights.aim * wanted * weights.survival_share * GAIN_SCALE * fall


@kernel
def expense_term(rung: int, weights: ChallengerWeights) -> float:
    """Lives and treasure (Eq. 31)."""
    return -weights.expense * EXPENSE[rung]


@kernel
def resistance_term(rung: int, view: ChallengerView, weights: ChallengerWeights) -> float:
    """Forces fit to fight make force dearer, most of all on their territory (Eq. 32)."""
    return -weights.readiness * view.readiness * LETHALITY[rung]


@kernel
def gate_term(rung: int, view: ChallengerView, weights: ChallengerWeights) -> float:
    """What it lacks in theatre for that rung, from limited strikes up (Eq. 33)."""
    if rung < LIMITED_STRIKES:
        return 0.0
    return -weights.gate * (1.0 - min(1.0, view.forces / REQUIREMENT[rung]))


@kernel
def opposition(view: ChallengerView, base_share: float) -> float:
    """Share of those who can punish that is against force, in [0, 1]."""
    return base_share * (1.0 - view.base_approval) + (1.0 - base_share) * (1.0 - view.public_approval)


@kernel
def home_term(rung: int, view: ChallengerView, weights: ChallengerWeights) -> float:
    """Opposition at home, its own supporters' above all, since they can punish (Eq. 34)."""
    return -weights.home * opposition(view, weights.base_share) * VISIBILITY[rung]


@kernel
def clash_term(rung: int, view: ChallengerView, weights: ChallengerWeights) -> float:
    """The risk of killing a patron's people (Eq. 35)."""
    return -weights.clash * view.presence * LETHALITY[rung]


@kernel
def linkage_term(rung: int, view: ChallengerView, weights: ChallengerWeights) -> float:
    """What it has pending with patrons that stand by the client (Eq. 36)."""
    return -weights.linkage * view.leverage * VISIBILITY[rung]


@kernel
def audience_term(rung: int, view: ChallengerView, weights: ChallengerWeights) -> float:
    """Audience cost of backing down, growing with time since the threat (Eq. 37; Fearon 1994).

    Backing down from a client that yields is no defeat.
    """
    ripe = 1.0 - math.exp(-view.threat_weeks / weights.audience_weeks)
    owed = ripe * (1.0 - weights.yielding * YIELDING[view.stance])
    return -weights.audience * view.audience * owed * max(0, view.peak - rung) / REGIME_REMOVAL


@kernel
def inertia_term(rung: int, view: ChallengerView, weights: ChallengerWeights) -> float:
    """Changing course costs; the first choice of a crisis is free (Eq. 38)."""
    rise = max(0, rung - view.pressure)
    fall = max(0, view.pressure - rung)
    return -view.settled * (weights.rise * rise + weights.fall * fall)


@kernel
def challenger_terms(
    rung: int, view: ChallengerView, weights: ChallengerWeights, odds: SurvivalWeights
) -> ChallengerTerms:
    """The ledger of one rung of pressure."""
    return ChallengerTerms(
        aim_term(rung, view, weights),
        fall_term(rung, view, weights, odds),
        expense_term(rung, weights),
        resistance_term(rung, view, weights),
        gate_term(rung, view, weights),
        home_term(rung, view, weights),
        clash_term(rung, view, weights),
        linkage_term(rung, view, weights),
        audience_term(rung, view, weights),
        inertia_term(rung, view, weights),
    )


@kernel
def challenger_utility(rung: int, view: ChallengerView, weights: ChallengerWeights, odds: SurvivalWeights) -> float:
    """Utility of one rung of pressure: the sum of its terms from left to right (Eq. 39)."""
    total = 0.0
    for term in challenger_terms(rung, view, weights, odds):
        total += term
    return total


@kernel
def challenger_option(
    rung: int, view: ChallengerView, weights: ChallengerWeights, odds: SurvivalWeights, rule: int
) -> float:
    """Utility of one rung as the decision rule sees it; home and business pending cannot be traded off."""
    loss = VISIBILITY[rung] * max(opposition(view, weights.base_share), view.leverage)
    return rivals.as_ruled(challenger_utility(rung, view, weights, odds), loss, rule)


@kernel
def challenger_utilities(
    view: ChallengerView, weights: ChallengerWeights, odds: SurvivalWeights, rule: int = rivals.LOGIT
) -> tuple[float, float, float, float, float, float, float]:
    """Utility of every rung of pressure."""
    return (
        challenger_option(0, view, weights, odds, rule),
        challenger_option(1, view, weights, odds, rule),
        challenger_option(2, view, weights, odds, rule),
        challenger_option(3, view, weights, odds, rule),
        challenger_option(4, view, weights, odds, rule),
        challenger_option(5, view, weights, odds, rule),
        challenger_option(6, view, weights, odds, rule),
    )


@kernel
def stepwise(wanted: int, view: ChallengerView) -> int:
    """The rung it moves to: one decision climbs two rungs at most (Eq. 40).

    The first choice of a crisis is bound by this too: a crisis has to start somewhere.
    """
    return min(wanted, view.pressure + LONGEST_STEP)


@kernel
def with_aim(view: ChallengerView, aim: float) -> ChallengerView:
    """The same challenger with another aim."""
    return ChallengerView(
        aim, view.forces, view.readiness, view.public_approval, view.base_approval, view.audience, view.leverage,
        view.presence, view.stance, view.pressure, view.peak, view.settled, view.threat_weeks, view.aid,
    )  # fmt: skip
