"""What actors believe of each other, and how little most signals teach."""

from __future__ import annotations

import math

from sim.model.kernel import kernel


@kernel
def updated_belief(belief: float, ratio: float, learning: float) -> float:
    """Belief after a move whose likelihood ratio is ``ratio``, by Bayes' rule (Eq. 50).

    Half-learning (``learning`` < 1) keeps a chain of similar moves from counting as independent news.

    >>> updated_belief(belief=0.5, ratio=3.0, learning=1.0)
    0.75
    """
    if ratio == 1.0:  # no news
        return belief
    weighted = belief * math.pow(ratio, learning)
    return weighted / (weighted + (1.0 - belief))


@kernel
def relaxed_belief(belief: float, prior: float, fading: float) -> float:
    """Belief after time has passed without news: it drifts back to where it came from (Eq. 51).

    ``fading`` is the share lost in that time.

    >>> relaxed_belief(belief=0.9, prior=0.5, fading=0.25)
    0.8
    """
    return belief + fading * (prior - belief)


@kernel
def hopeful(reputation: float, optimism: float) -> float:
    """A client's first belief that a patron is steadfast: hope on top of reputation (Eq. 52).

    >>> hopeful(reputation=0.5, optimism=0.5)
    0.75
    """
    return reputation + optimism * (1.0 - reputation)


@kernel
def hypothesis(value: float, gap: float, side: float) -> float:
    """One of the two types an observer has in mind, half a gap above or below the value (Eq. 53).

    ``side`` is 1 for the stronger type (resolved, steadfast) and -1 for the weaker.

    >>> hypothesis(value=0.5, gap=0.5, side=1.0)
    0.75
    """
    return value + side * gap / 2.0


@kernel
def likelihood_ratio(if_strong: float, if_weak: float) -> float:
    """How much likelier a move is from the stronger type (Eq. 54), kept within a hundred to one.

    >>> round(likelihood_ratio(0.6, 0.3), 6)
    2.0
    """
    return min(100.0, max(0.01, (if_strong + 1e-12) / (if_weak + 1e-12)))
