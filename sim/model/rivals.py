"""Rival decision rules, so that a conclusion can be tested against the choice of theory.

``logit`` is quantal response to the world as seen. ``best_response`` lets the precision of choice go to
infinity. ``poliheuristic`` (Mintz 1993) first drops every option that fails a test in a dimension that
cannot be traded off, then lets utility decide. ``qre`` is the simultaneous logit equilibrium
(McKelvey and Palfrey 1995), in which actors anticipate each other: see ``equilibrium``.
"""

from __future__ import annotations

from sim.model.kernel import kernel

LOGIT, BEST_RESPONSE, POLIHEURISTIC, QRE = 0, 1, 2, 3
RULES = ("logit", "best_response", "poliheuristic", "qre")
SHARPNESS = 1e6  # as good as infinite precision, and finite
DROPPED = 1e9  # what a dropped option loses
TOLERABLE = 0.3  # a loss above this, in a dimension of its own in [0, 1], cannot be made up for


@kernel
def as_ruled(utility: float, loss: float, rule: int) -> float:
    """An option's utility under a decision rule; ``loss`` is what it loses in the dimension tested.

    >>> as_ruled(0.5, 0.4, LOGIT), as_ruled(0.5, 0.4, POLIHEURISTIC) < -1e8, as_ruled(0.5, 0.4, BEST_RESPONSE)
    (0.5, True, 500000.0)
    """
    if rule == BEST_RESPONSE:
        return utility * SHARPNESS
    if rule == POLIHEURISTIC and loss > TOLERABLE:
        return utility - DROPPED
    return utility
