"""What a patron weighs: each rung's utility is a sum of named terms, one per constraint."""

from __future__ import annotations

from typing import NamedTuple

from sim.model import power, rivals, survival
from sim.model.kernel import kernel
from sim.model.ladders import COMBAT, EXPOSURE, FORCES, MONEY, PROVOCATION, STANDING
from sim.model.weights import PatronWeights, SurvivalWeights

GAIN_SCALE = 1.6  # brings the gain in survival odds to the range of STANDING


class PatronView(NamedTuple):
    """A patron's constraints and what it sees when it decides."""

    stake: float  # share of vital, [0, 1]
    spare: float  # free power projection, [0, 1]
    fiscal_slack: float  # [0, 1]
    linkage: float  # [0, 1]
    commitment: float  # [0, 1]
    contiguous: float  # 0 or 1
    great_power: float  # 0 or 1: the challenger's
    inferiority: float  # local inferiority to the challenger, [0, 1]
    support: int  # its own rung last turn
    settled: float  # 1 once it has chosen before, 0 at its first choice of the crisis
    threat: float  # expected threat to the client, [0, 1]
    deadly: float  # believed chance of deadly force, [0, 1]
    left: float  # share of the danger that the others' help leaves, [0, 1]
    asked: int  # highest rung that an open appeal asks for
    appealed: float  # weight of the open appeals to it, [0, 1]


class PatronTerms(NamedTuple):
    """A rung's utility, term by term; the sum from left to right is the utility."""

    stake: float
    survival: float
    money: float
    forces: float
    linkage: float
    clash: float
    combat: float
    commitment: float
    appeal: float
    inertia: float


@kernel
def stake_term(rung: int, stake: float, weights: PatronWeights) -> float:
    """What any patron with such a stake gains by standing by, whether or not it helps (Eq. 17)."""
    return weights.stake * (0.5 + stake) * (1.0 - weights.survival_share) * STANDING[rung]


@kernel
def survival_gain(rung: int, view: PatronView, odds: SurvivalWeights) -> float:
    """Rise in the client's chance of survival that the rung buys, in [0, 1] (Eq. 18)."""
    own = survival.danger_left(rung, view.spare, view.threat, odds)
    with_it = survival.survival(view.threat, view.left * own, odds)
    without = survival.survival(view.threat, view.left, odds)
    return with_it - without


@kernel
def survival_term(rung: int, view: PatronView, weights: PatronWeights, odds: SurvivalWeights) -> float:
    """What it gains by what the rung buys in survival (Eq. 19); a small gesture under fire buys little."""
    share = weights.survival_share * GAIN_SCALE * survival_gain(rung, view, odds)
    return weights.stake * (0.5 + view.stake) * share


@kernel
def money_term(rung: int, fiscal_slack: float, weights: PatronWeights) -> float:
    """Money it takes over money it has free (Eq. 20)."""
    return -weights.money * power.burden(MONEY[rung], fiscal_slack)


@kernel
def forces_term(rung: int, spare: float, weights: PatronWeights) -> float:
    """Forces it takes over forces it has free (Eq. 21); with none free, only what needs none is in reach."""
    return -weights.forces * power.burden(FORCES[rung], spare)


@kernel
def linkage_term(rung: int, linkage: float, weights: PatronWeights) -> float:
    """What it would put at risk with the challenger, by how much the rung aggravates it (Eq. 22)."""
    return -weights.linkage * linkage * PROVOCATION[rung]


@kernel
def clash_term(rung: int, view: PatronView, weights: PatronWeights) -> float:
    """Entrapment (Snyder 1984): to be there, and weaker, when the shooting starts (Eq. 23)."""
    return -weights.clash * EXPOSURE[rung] * view.deadly * view.inferiority


@kernel
def combat_term(rung: int, view: PatronView, weights: PatronWeights) -> float:
    """War with a great power far from its own border (Eq. 24)."""
    if rung < COMBAT:
        return 0.0
    return -weights.combat * view.great_power * (1.0 - view.contiguous)


@kernel
def commitment_term(rung: int, commitment: float, weights: PatronWeights) -> float:
    """A treaty makes doing less than all cost something (Eq. 25)."""
    return -weights.commitment * commitment * (COMBAT - rung) / COMBAT


@kernel
def appeal_term(rung: int, view: PatronView, weights: PatronWeights) -> float:
    """So does an appeal on the table, more when it has gone unanswered in public (Eq. 26)."""
    return -weights.appeal * view.appealed * max(0, view.asked - rung) / COMBAT


@kernel
def inertia_term(rung: int, view: PatronView, weights: PatronWeights) -> float:
    """Changing course costs, climbing more than stepping down; the first choice of a crisis is free (Eq. 27)."""
    rise = max(0, rung - view.support)
    fall = max(0, view.support - rung)
    return -view.settled * (weights.rise * rise + weights.fall * fall)


@kernel
def patron_terms(rung: int, view: PatronView, weights: PatronWeights, odds: SurvivalWeights) -> PatronTerms:
    """The ledger of one rung of support."""
    return PatronTerms(
        stake_term(rung, view.stake, weights),
        survival_term(rung, view, weights, odds),
        money_term(rung, view.fiscal_slack, weights),
        forces_term(rung, view.spare, weights),
        linkage_term(rung, view.linkage, weights),
        clash_term(rung, view, weights),
        combat_term(rung, view, weights),
        commitment_term(rung, view.commitment, weights),
        appeal_term(rung, view, weights),
        inertia_term(rung, view, weights),
    )


@kernel
def patron_utility(rung: int, view: PatronView, weights: PatronWeights, odds: SurvivalWeights) -> float:
    """Utility of one rung of support: the sum of its terms from left to right (Eq. 28)."""
    total = 0.0
    for term in patron_terms(rung, view, weights, odds):
        total += term
    return total


@kernel
def patron_option(rung: int, view: PatronView, weights: PatronWeights, odds: SurvivalWeights, rule: int) -> float:
    """Utility of one rung as the decision rule sees it; what cannot be traded off is business pending."""
    loss = view.linkage * PROVOCATION[rung]
    return rivals.as_ruled(patron_utility(rung, view, weights, odds), loss, rule)


@kernel
def patron_utilities(
    view: PatronView, weights: PatronWeights, odds: SurvivalWeights, rule: int = rivals.LOGIT
) -> tuple[float, float, float, float, float, float]:
    """Utility of every rung of support."""
    return (
        patron_option(0, view, weights, odds, rule),
        patron_option(1, view, weights, odds, rule),
        patron_option(2, view, weights, odds, rule),
        patron_option(3, view, weights, odds, rule),
        patron_option(4, view, weights, odds, rule),
        patron_option(5, view, weights, odds, rule),
    )


@kernel
def with_stake(view: PatronView, stake: float) -> PatronView:
    """The same patron with another stake."""
    return PatronView(
        stake, view.spare, view.fiscal_slack, view.linkage, view.commitment, view.contiguous, view.great_power,
        view.inferiority, view.support, view.settled, view.threat, view.deadly, view.left, view.asked, view.appealed,
    )  # fmt: skip
