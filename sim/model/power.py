"""How much force reaches the theatre, and what is left to send."""

from __future__ import annotations

import math

from sim.model.kernel import kernel

MILES_PER_DAY = 500.0
HALF_PROJECTION = 0.01  # distant capability that counts as half of full projection
HALF_DELIVERY = 0.15  # spare capacity at which half of the heavy aid arrives
LEAST_SPARE = 1e-6  # keeps costs finite: below it, what needs forces is out of reach


@kernel
def distant_capability(capability: float, miles: float) -> float:
    """National capability left after distance (Eq. 4): C ** log10(miles / 500 + 10 - e).

    Bueno de Mesquita 1981, with 500 miles a day for the age of air power.

    >>> round(distant_capability(capability=0.0382, miles=6150), 4)
    0.0147
    """
    if capability <= 0.0:
        return 0.0
    days = miles / MILES_PER_DAY
    return math.pow(capability, math.log10(days + (10.0 - math.e)))


@kernel
def projection(capability: float, miles: float, basing: float) -> float:
    """Power that can be brought to the theatre if idle, in [0, 1] (Eq. 5).

    Distant capability times what bases and fleet can carry of it, with diminishing returns.

    >>> round(projection(capability=0.0382, miles=6150, basing=0.5), 2)
    0.42
    """
    carried = basing * distant_capability(capability, miles)
    return carried / (carried + HALF_PROJECTION)


@kernel
def spare_capacity(projected: float, committed: float) -> float:
    """Share of full projection that a patron has free for this client, in [0, 1] (Eq. 6).

    >>> spare_capacity(projected=0.6, committed=0.5)
    0.3
    """
    return projected * (1.0 - committed)


@kernel
def burden(needed: float, free: float) -> float:
    """What a rung needs over what is free (Eq. 7): nothing if it needs nothing, huge if nothing is free.

    >>> burden(needed=0.1, free=0.2), burden(needed=0.0, free=0.0)
    (0.5, 0.0)
    """
    return needed / max(free, LEAST_SPARE)


@kernel
def delivery(spare: float) -> float:
    """Share of heavy aid that arrives, in [0, 1], given spare capacity (Eq. 8).

    >>> delivery(0.15)
    0.5
    """
    return spare / (spare + HALF_DELIVERY)


@kernel
def inferiority(own: float, opposing: float) -> float:
    """Local inferiority of one side, in [0, 1]: the other's share of the power present (Eq. 9).

    >>> inferiority(own=0.25, opposing=0.75)
    0.75
    """
    present = own + opposing
    if present <= 0.0:
        return 0.5
    return opposing / present
