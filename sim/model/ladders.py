"""The three ladders, and what each rung is worth, costs and risks.

Rung attributes are part of the theory, the same for every actor of every crisis. They are orderings
with judged spacings (docs/model.md, section 7.1): the order is the claim, the spacing a convention
that the weights rescale.
"""

from __future__ import annotations

from enum import IntEnum


class Support(IntEnum):
    """What a patron does for its client."""

    NONE = 0
    DECLARATORY = 1  # words, votes, letters
    ECONOMIC = 2  # loans, debt relief, purchases, tankers
    MATERIEL = 3  # arms, repair, training at home
    PRESENCE = 4  # advisers and trainers in the country, visits of bombers or ships, bases
    COMBAT = 5


class Pressure(IntEnum):
    """What the challenger does to the client."""

    ENGAGEMENT = 0
    SANCTIONS = 1
    SHOW_OF_FORCE = 2
    LIMITED_STRIKES = 3  # outside the client's territory
    BLOCKADE = 4
    TERRITORIAL_STRIKES = 5
    REGIME_REMOVAL = 6  # raid on the leadership, or invasion


class Stance(IntEnum):
    """How the client answers the pressure."""

    CONCEDE = 0
    BARGAIN = 1
    ENDURE = 2
    DEFY = 3


class Leader(IntEnum):
    """What became of the client's leader."""

    IN_OFFICE = 0
    NEGOTIATED_EXIT = 1
    COUP = 2
    CAPTURED_OR_KILLED = 3


class Coalition(IntEnum):
    """What became of the client's ruling coalition."""

    HOLDS = 0
    REPLACED = 1


class Alignment(IntEnum):
    """Whether the client still stands with its patrons."""

    UNCHANGED = 0
    TURNED = 1


class Appeal(IntEnum):
    """What became of an appeal for a named item."""

    UNSENT = 0
    PENDING = 1
    GRANTED = 2
    UNANSWERED = 3


# The same rungs as plain numbers, for compiled rules.
NONE, DECLARATORY, ECONOMIC, MATERIEL, PRESENCE, COMBAT = (int(rung) for rung in Support)
SHOW_OF_FORCE, LIMITED_STRIKES = int(Pressure.SHOW_OF_FORCE), int(Pressure.LIMITED_STRIKES)
TERRITORIAL_STRIKES, REGIME_REMOVAL = int(Pressure.TERRITORIAL_STRIKES), int(Pressure.REGIME_REMOVAL)
CONCEDE, BARGAIN, ENDURE, DEFY = (int(stance) for stance in Stance)
IN_OFFICE, NEGOTIATED_EXIT, COUP, CAPTURED_OR_KILLED = (int(fate) for fate in Leader)
HOLDS, REPLACED = (int(fate) for fate in Coalition)
UNCHANGED, TURNED = (int(side) for side in Alignment)
UNSENT, PENDING, GRANTED, UNANSWERED = (int(status) for status in Appeal)

SUPPORT_RUNGS = 6
PRESSURE_RUNGS = 7
STANCES = 4

# Rungs of support: none, declaratory, economic, materiel, presence, combat.
STANDING = (0.0, 0.1, 0.3, 0.6, 0.85, 1.0)  # what any patron gains by standing by
PROVOCATION = (0.0, 0.1, 0.3, 0.65, 0.9, 1.0)  # how much it aggravates the challenger
MONEY = (0.0, 0.02, 0.12, 0.2, 0.25, 0.4)  # share of a free budget
FORCES = (0.0, 0.0, 0.01, 0.1, 0.35, 0.6)  # share of a full projection to the theatre
EXPOSURE = (0.0, 0.0, 0.0, 0.1, 0.6, 1.6)  # people in harm's way; combat at least presence plus one
AID = (0.0, 0.02, 0.15, 0.5, 0.75, 1.0)  # defence aid if all of it arrives
COMMERCE = (0.0, 0.25, 1.0, 1.0, 1.0, 1.0)  # share of what it could trade that it does trade

# Rungs of pressure: engagement, sanctions, show of force, limited strikes, blockade,
# territorial strikes, regime removal.
THREAT = (0.0, 0.1, 0.25, 0.35, 0.5, 0.8, 1.0)  # to the client's survival
OMEN = (0.0, 0.05, 0.3, 0.5, 0.6, 1.0, 1.0)  # chance that a resolved challenger goes on to deadly force
SQUEEZE = (0.0, 0.3, 0.35, 0.4, 0.75, 0.8, 0.9)  # share of exports cut off if nobody helps
COERCION = (0.0, 0.15, 0.3, 0.45, 0.55, 0.85, 1.0)  # what the challenger gains by pressing at all
EXPENSE = (0.0, 0.05, 0.1, 0.25, 0.4, 0.65, 1.0)  # lives and treasure
VISIBILITY = (0.0, 0.05, 0.1, 0.3, 0.5, 0.8, 1.0)  # how much of it the public has to swallow
LETHALITY = (0.0, 0.0, 0.05, 0.2, 0.4, 1.0, 1.0)  # danger to whoever stands beside the client
REQUIREMENT = (0.0, 0.0, 0.0, 0.15, 0.45, 0.45, 0.8)  # forces it takes, of those for full removal

# Stances: concede, bargain, endure, defy.
TENURE = (0.0, 0.6, 1.0, 1.0)  # how much of its rule the leader keeps
DEFIANCE = (0.0, 0.1, 0.5, 1.0)  # what invites punishment, and pleases the loyal
YIELDING = (1.0, 0.5, 0.0, 0.0)  # how far the challenger gets what it wants without more force
