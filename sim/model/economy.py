"""Revenue, readiness, unrest and the build-up: what moves by itself between decisions."""

from __future__ import annotations

from sim.model.kernel import kernel
from sim.model.ladders import COMMERCE, SHOW_OF_FORCE, SQUEEZE


@kernel
def trade_kept(support: int, trade: float) -> float:
    """Share of the exports cut off that one patron does not rescue, in [0, 1] (Eq. 64).

    >>> trade_kept(support=2, trade=0.25)
    0.75
    """
    return 1.0 - trade * COMMERCE[support]


@kernel
def export_access(access: float, pressure: int, grip: float, unrescued: float) -> float:
    """Share of output that can be sold, in [0, 1]: pressure cuts, patrons' tankers and purchases rescue (Eq. 65).

    ``grip`` is the share of exports that the challenger's pressure can reach at all.

    >>> export_access(access=1.0, pressure=1, grip=1.0, unrescued=0.5)
    0.85
    """
    return access * (1.0 - SQUEEZE[pressure] * grip * unrescued)


@kernel
def approach(value: float, target: float, share: float) -> float:
    """A quantity on its way to a target, having gone a share of the way (Eq. 66).

    >>> approach(value=0.0, target=1.0, share=0.25)
    0.25
    """
    return value + share * (target - value)


@kernel
def revenue(output: float, access: float, price: float, discount: float) -> float:
    """Revenue, in shares of a normal year's (Eq. 67).

    >>> revenue(output=0.5, access=0.5, price=1.0, discount=0.5)
    0.125
    """
    return output * access * price * (1.0 - discount)


@kernel
def output_left(output: float, decay: float, tended: float) -> float:
    """Output after decay; patrons' investment and diluent slow it, they do not reverse it (Eq. 68).

    ``decay`` is the share lost in the time passed if nobody tends it, ``tended`` in [0, 1].

    >>> output_left(output=1.0, decay=0.1, tended=0.5)
    0.95
    """
    return output * (1.0 - decay * (1.0 - tended))


@kernel
def readiness_left(readiness: float, decay: float, aid: float, repaired: float) -> float:
    """Readiness: a stock that decays and that arriving aid repairs (Eq. 69).

    ``decay`` is the share lost in the time passed, ``repaired`` the share of the gap to ``aid`` closed.

    >>> readiness_left(readiness=0.5, decay=0.1, aid=0.0, repaired=0.5)
    0.45
    """
    left = readiness * (1.0 - decay)
    return left + repaired * max(0.0, aid - left)


@kernel
def unrest_target(grievance: float, revenue: float, response: float) -> float:
    """Where unrest is heading, in [0, 1]: old grievance, and empty coffers on top (Eq. 70).

    >>> unrest_target(grievance=0.2, revenue=0.5, response=0.5)
    0.4
    """
    return grievance + (1.0 - grievance) * response * (1.0 - min(1.0, revenue))


@kernel
def forces_present(forces: float, available: float, pressure: int, share: float) -> float:
    """Forces in theatre: they build up from a show of force on, and otherwise stay (Eq. 71).

    >>> forces_present(forces=0.2, available=0.6, pressure=2, share=0.5)
    0.4
    """
    if pressure < SHOW_OF_FORCE or available <= forces:
        return forces
    return forces + share * (available - forces)
