"""Every quantity of the world: which constraints a scenario may set, and which states arise.

A run's world is one row of float64, the *board*: the challenger's block, the client's, then one block
per patron and one per appeal, after one column for the week. The enums below name the columns of each block; the catalogue says what
each column means. Add a constraint here and it exists in scenario files, in ``sim schema``, in
conditions and in both engines.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

REQUIRED = None


class Challenger(IntEnum):
    """Columns of the challenger's block."""

    AIM = 0
    GREAT_POWER = 1
    RESOLVED_GAP = 2
    FORCES = 3
    FORCES_AVAILABLE = 4
    BUILDUP = 5
    CAPABILITY = 6
    DISTANCE = 7
    BASING = 8
    PROJECTION = 9
    PUBLIC_APPROVAL = 10
    BASE_APPROVAL = 11
    AUDIENCE = 12
    SIDE_DEAL = 13
    # states
    PRESSURE = 14
    PEAK_PRESSURE = 15
    THREAT_WEEKS = 16
    SIGNAL = 17
    ALERT = 18
    SETTLED = 19
    # a constraint again
    GRIP = 20


class Client(IntEnum):
    """Columns of the client's block."""

    OUTPUT = 0
    OUTPUT_DECAY = 1
    PRICE = 2
    DISCOUNT = 3
    EXPORT_ACCESS = 4
    READINESS = 5
    READINESS_DECAY = 6
    UNREST = 7
    GRIEVANCE = 8
    COHESION = 9
    SAFE_PASSAGE = 10
    OPTIMISM = 11
    PATIENCE = 12
    OFFICERS = 13
    BELIEVES_RESOLVED = 14
    # states
    RESOLVE_PRIOR = 15
    STANCE = 16
    CONCEDING_WEEKS = 17
    ACCESS = 18
    REVENUE = 19
    UNANSWERED = 20
    HELP = 21
    DOUBT = 22
    DEFECTED = 23
    REPRIEVE_WEEKS = 24
    LEADER = 25
    COALITION = 26
    ALIGNMENT = 27
    ALERT = 28
    SETTLED = 29


class Patron(IntEnum):
    """Columns of a patron's block."""

    STAKE = 0
    STEADFAST_GAP = 1
    REPUTATION = 2
    CAPABILITY = 3
    DISTANCE = 4
    BASING = 5
    PROJECTION = 6
    COMMITTED_ELSEWHERE = 7
    FISCAL_SLACK = 8
    LINKAGE = 9
    LEVERAGE = 10
    COMMITMENT = 11
    CONTIGUOUS = 12
    TRADE = 13
    BELIEVES_RESOLVED = 14
    # states
    RESOLVE_PRIOR = 15
    SUPPORT = 16
    PEAK_SUPPORT = 17
    TRUSTED = 18
    FEARED = 19
    ASKED = 20
    APPEALED = 21
    SIGNAL = 22
    ALERT = 23
    SETTLED = 24


class Request(IntEnum):
    """Columns of an appeal's block."""

    PATRON = 0
    NEEDS = 1
    STATUS = 2
    WAITED = 3


WEEK_AT = 0  # weeks since as_of
CHALLENGER_AT = 1
CLIENT_AT = CHALLENGER_AT + len(Challenger)
PATRONS_AT = CLIENT_AT + len(Client)
PATRON_WIDTH = len(Patron)
REQUEST_WIDTH = len(Request)


class Constraint(NamedTuple):
    """What binds an actor: a column of its block that a scenario file sets."""

    column: IntEnum
    unit: str
    low: float
    high: float
    default: float | None  # None: the file must say
    meaning: str
    opening_only: bool = False  # read once, when the crisis opens: no condition can change it

    @property
    def name(self) -> str:
        """The constraint's name in scenario files, e.g. ``committed_elsewhere``."""
        return self.column.name.lower()


class State(NamedTuple):
    """A column that arises in play; conditions and questions may read it."""

    column: IntEnum
    unit: str
    meaning: str
    ladder: str = ""  # name of the ladder whose rungs are its values

    @property
    def name(self) -> str:
        """The state's name in conditions, e.g. ``support``."""
        return self.column.name.lower()


SHARE = "[0, 1]"
CHALLENGER_CONSTRAINTS = (
    Constraint(Challenger.AIM, SHARE, 0, 1, REQUIRED, "how much it wants the client to yield or fall"),
    Constraint(Challenger.GREAT_POWER, "0 or 1", 0, 1, REQUIRED, "1 if it is, or is led by, a great power"),
    Constraint(Challenger.RESOLVED_GAP, SHARE, 0, 1, 0.4, "how far a resolved challenger's aim lies above an irresolute one's"),
    Constraint(Challenger.FORCES, "share of what regime removal takes", 0, 2, REQUIRED, "forces in theatre"),
    Constraint(Challenger.FORCES_AVAILABLE, "share of what regime removal takes", 0, 2, REQUIRED, "forces in theatre once built up"),
    Constraint(Challenger.BUILDUP, "share of the missing forces per week", 0, 1, 0.1, "pace of the build-up from show of force on"),
    Constraint(Challenger.CAPABILITY, "share of world capability (CINC)", 0, 1, 0.1, "national capability", True),
    Constraint(Challenger.DISTANCE, "miles", 0, 12500, 0, "from its main bases to the theatre", True),
    Constraint(Challenger.BASING, SHARE, 0, 1, 1, "share of its distant power that bases and fleet can carry", True),
    Constraint(Challenger.PROJECTION, SHARE, 0, 1, -1, "power it can bring to the theatre; left out, it follows from capability, distance and basing"),
    Constraint(Challenger.PUBLIC_APPROVAL, SHARE, 0, 1, 0.5, "share of the public in favour of force"),
    Constraint(Challenger.BASE_APPROVAL, SHARE, 0, 1, 0.6, "share of the leader's own supporters in favour of force"),
    Constraint(Challenger.AUDIENCE, SHARE, 0, 1, 0.5, "how public its threats are: what backing down would cost"),
    Constraint(Challenger.GRIP, SHARE, 0, 1, 1, "share of the client's exports that its pressure can reach"),
    Constraint(Challenger.SIDE_DEAL, SHARE, 0, 1, 0, "worth of the safety it offers to officers who drop the leader"),
)
CLIENT_CONSTRAINTS = (
    Constraint(Client.OUTPUT, "share of a normal year's", 0, 3, 1, "output of what the state lives on (oil, or all taxable output)"),
    Constraint(Client.OUTPUT_DECAY, "share per week", 0, 0.2, 0, "loss of output without investment and supplies"),
    Constraint(Client.PRICE, "multiple of a normal year's", 0, 3, 1, "price of its output"),
    Constraint(Client.DISCOUNT, SHARE, 0, 1, 0, "discount at which it must sell"),
    Constraint(Client.EXPORT_ACCESS, SHARE, 0, 1, 1, "share of its output it could sell if the challenger did nothing"),
    Constraint(Client.READINESS, SHARE, 0, 1, 0.5, "share of its forces fit to fight"),
    Constraint(Client.READINESS_DECAY, "share per week", 0, 0.2, 0.005, "loss of readiness without maintenance"),
    Constraint(Client.UNREST, SHARE, 0, 1, 0.2, "civil unrest"),
    Constraint(Client.GRIEVANCE, SHARE, 0, 1, 0.2, "unrest that would remain with the coffers full"),
    Constraint(Client.COHESION, SHARE, 0, 1, 0.5, "what ties the officers to the leader beside rents: kin, creed, shared guilt, surveillance"),
    Constraint(Client.SAFE_PASSAGE, SHARE, 0, 1, 0.3, "worth of the leader's outside option: exile, amnesty"),
    Constraint(Client.OPTIMISM, SHARE, 0, 1, 0.3, "how far it over-estimates its patrons at the start", True),
    Constraint(Client.PATIENCE, "weeks", 1, 104, 6, "after which an appeal counts as unanswered"),
    Constraint(Client.OFFICERS, "officers", 1, 200, 36, "number of commands whose loyalty counts", True),
    Constraint(Client.BELIEVES_RESOLVED, SHARE, 0, 1, 0.4, "its belief, at the start, that the challenger is resolved", True),
)
PATRON_CONSTRAINTS = (
    Constraint(Patron.STAKE, "share of vital", 0, 1, REQUIRED, "what it stands to lose with the client: loans, arms, bases, prestige"),
    Constraint(Patron.STEADFAST_GAP, SHARE, 0, 1, 0.4, "how far a steadfast patron's stake lies above a lukewarm one's"),
    Constraint(Patron.REPUTATION, SHARE, 0, 1, 0.4, "others' belief, at the start, that it is steadfast", True),
    Constraint(Patron.CAPABILITY, "share of world capability (CINC)", 0, 1, 0.02, "national capability", True),
    Constraint(Patron.DISTANCE, "miles", 0, 12500, 0, "from its capital or main bases to the client", True),
    Constraint(Patron.BASING, SHARE, 0, 1, 1, "share of its distant power that bases and fleet can carry", True),
    Constraint(Patron.PROJECTION, SHARE, 0, 1, -1, "power it could bring to the theatre if idle; left out, it follows from capability, distance and basing"),
    Constraint(Patron.COMMITTED_ELSEWHERE, "share of projectable forces", 0, 1, 0, "forces tied down elsewhere"),
    Constraint(Patron.FISCAL_SLACK, SHARE, 0, 1, 1, "free money: 1 an easy budget, 0 none at all"),
    Constraint(Patron.LINKAGE, SHARE, 0, 1, REQUIRED, "what it has pending with the challenger and would put at risk"),
    Constraint(Patron.LEVERAGE, SHARE, 0, 1, 0, "what the challenger has pending with it and would put at risk"),
    Constraint(Patron.COMMITMENT, SHARE, 0, 1, 0, "what it is bound to by treaty: 0 nothing, .5 consultation, 1 defence"),
    Constraint(Patron.CONTIGUOUS, "0 or 1", 0, 1, 0, "1 if it borders on the client"),
    Constraint(Patron.TRADE, "share of cut-off exports", 0, 1, 0, "what it could move or buy of the exports that pressure cuts off"),
    Constraint(Patron.BELIEVES_RESOLVED, SHARE, 0, 1, 0.4, "its belief, at the start, that the challenger is resolved", True),
)
CHALLENGER_STATES = (
    State(Challenger.PRESSURE, "rung", "rung of pressure now", "pressure"),
    State(Challenger.PEAK_PRESSURE, "rung", "highest rung of pressure so far", "pressure"),
    State(Challenger.THREAT_WEEKS, "weeks", "since it first threatened force"),
    State(Challenger.SIGNAL, "ratio", "likelihood of its last move if resolved over if not"),
    State(Challenger.ALERT, "0 or 1", "1 if something happened that it must answer at once"),
    State(Challenger.SETTLED, "0 or 1", "1 once it has made a choice in this crisis"),
)
CLIENT_STATES = (
    State(Client.RESOLVE_PRIOR, SHARE, "belief in the challenger's resolve to which it relaxes"),
    State(Client.STANCE, "rung", "stance now", "stance"),
    State(Client.CONCEDING_WEEKS, "weeks", "for how long it has been conceding"),
    State(Client.ACCESS, SHARE, "share of its output it can sell now"),
    State(Client.REVENUE, "share of a normal year's", "revenue now"),
    State(Client.UNANSWERED, SHARE, "share of its appeals left unanswered"),
    State(Client.HELP, SHARE, "help it believes in, blunted by the threat"),
    State(Client.DOUBT, "index", "its officers' reasons to defect, before contagion; 0 none, 1 all of them"),
    State(Client.DEFECTED, SHARE, "share of officers no longer loyal"),
    State(Client.REPRIEVE_WEEKS, "weeks", "left of the quiet after a failed coup"),
    State(Client.LEADER, "outcome", "fate of the leader", "leader"),
    State(Client.COALITION, "outcome", "fate of the coalition", "coalition"),
    State(Client.ALIGNMENT, "outcome", "its alignment", "alignment"),
    State(Client.ALERT, "0 or 1", "1 if something happened that it must answer at once"),
    State(Client.SETTLED, "0 or 1", "1 once it has made a choice in this crisis"),
)
PATRON_STATES = (
    State(Patron.RESOLVE_PRIOR, SHARE, "belief in the challenger's resolve to which it relaxes"),
    State(Patron.SUPPORT, "rung", "rung of support now", "support"),
    State(Patron.PEAK_SUPPORT, "rung", "highest rung of support so far", "support"),
    State(Patron.TRUSTED, SHARE, "the client's belief that it is steadfast"),
    State(Patron.FEARED, SHARE, "the challenger's belief that it is steadfast"),
    State(Patron.ASKED, "rung", "highest rung that an open appeal asks of it", "support"),
    State(Patron.APPEALED, SHARE, "weight of the heaviest open appeal to it: 1 if one is unanswered, .5 if one is pending"),
    State(Patron.SIGNAL, "ratio", "likelihood of its last move if steadfast over if not"),
    State(Patron.ALERT, "0 or 1", "1 if something happened that it must answer at once"),
    State(Patron.SETTLED, "0 or 1", "1 once it has made a choice in this crisis"),
)
CONSTRAINTS = {"challenger": CHALLENGER_CONSTRAINTS, "client": CLIENT_CONSTRAINTS, "patron": PATRON_CONSTRAINTS}
STATES = {"challenger": CHALLENGER_STATES, "client": CLIENT_STATES, "patron": PATRON_STATES}
MOST_PATRONS = 8
