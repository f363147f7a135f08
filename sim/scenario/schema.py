"""What a scenario is: roles, constraints, rules of escalation and questions, all with their sources.

These records are what a scenario file becomes once it is read, merged with what it extends and found
free of errors. They are immutable; ``Scenario.vary`` returns a changed copy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NoReturn, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Role = Literal["challenger", "client", "patron"]
Operator = Literal["<", "<=", "==", "!=", ">=", ">"]
Verb = Literal["set", "scale", "add"]
RuleName = Literal["logit", "best_response", "poliheuristic", "qre"]
JUDGEMENT = "judgement"  # the source of a number that an author judged
STATED = "stated"  # the source of a number written bare, where a file may do so

Value = TypeVar("Value")


class FrozenDict(dict[str, Value]):
    """A mapping that cannot be changed once made."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("a scenario is immutable; use Scenario.vary for a changed copy")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[FrozenDict[Value]], tuple[dict[str, Value]]]:
        """Pickle and copy by way of a plain dict."""
        return FrozenDict, (dict(self),)


def _freeze(mapping: Mapping[str, Value]) -> Mapping[str, Value]:
    return FrozenDict(mapping)


Frozen = Annotated[Mapping[str, Value], AfterValidator(_freeze)]


class Record(BaseModel):
    """A frozen record that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Quantity(Record):
    """A number with its unit, range, date and source; ``low == high`` when it is held fixed."""

    value: float
    unit: str = ""
    low: float
    high: float
    source: str = ""  # a key of Scenario.sources, "judgement" or "stated" (written bare); empty for a default
    note: str = ""
    as_of: dt.date | None = None


class Seen(Record):
    """What an actor was seen to do: the rung it moved to, and when."""

    on: dt.date
    rung: int
    source: str = ""
    note: str = ""


class Actor(Record):
    """A party to the crisis."""

    name: str  # key of the file, lower case
    title: str  # for people
    role: Role
    colour: str = ""  # optional hex colour for figures
    opening: int | None = None  # opening rung on its ladder where there is no so_far
    so_far: tuple[Seen, ...] = ()
    course: tuple[Seen, ...] = ()  # challenger only: moves it makes whatever it would choose (conditional mode)
    constraints: Frozen[Quantity]  # every constraint of its role, defaults filled in


class Request(Record):
    """An appeal of the client to one patron for a named item."""

    item: str
    to: str  # name of a patron
    needs: int  # rung of support that would grant it
    on: dt.date | None = None  # when it was sent; None: not yet
    source: str = ""
    note: str = ""


class Comparison(Record):
    """``variable operator constant``; the variable is ``actor.name`` or ``week``."""

    variable: str
    operator: Operator
    constant: float
    text: str  # as written


class AllOf(Record):
    """True when every part is."""

    all: tuple[Test, ...]


class AnyOf(Record):
    """True when some part is."""

    any: tuple[Test, ...]


Test = Comparison | AllOf | AnyOf


class Effect(Record):
    """A change to one constraint: ``set`` it to, ``scale`` it by, ``add`` to it."""

    verb: Verb
    target: str  # actor.constraint
    amount: Quantity


class Condition(Record):
    """An escalation rule: when, for how long, then what."""

    name: str
    when: Test
    turns: int = 1  # consecutive turns for which ``when`` must have held
    weeks: float | None = None  # the same in weeks; takes the place of turns
    once: bool = True
    then: tuple[Effect, ...]
    source: str = ""
    note: str = ""
    rare: str = ""  # why it may fire in fewer than 5 % or more than 95 % of runs


class Event(Record):
    """Something dated that happens with a probability, whatever the actors do."""

    name: str
    on: dt.date
    probability: Quantity
    then: tuple[Effect, ...]
    source: str = ""
    note: str = ""


class Reference(Record):
    """What somebody else gave as the probability of a question, and when."""

    who: str
    p: float  # [0, 1]
    date: dt.date
    source: str = ""
    note: str = ""


class Question(Record):
    """A dated yes/no proposition: does ``ask`` hold at some turn up to ``by`` (or at ``on``)?"""

    id: str
    text: str  # the question in words
    ask: Test
    by: dt.date | None = None  # true if it holds at some turn up to this date
    on: dt.date | None = None  # true if it holds at this date
    references: tuple[Reference, ...] = ()


class Expectation(Record):
    """A sign stated before playing: against the parent scenario, this measure rises or falls."""

    measure: str  # e.g. "borduria.peak >= materiel" or "client.leader == in_office"
    sign: Literal["+", "-", "0"]
    why: str


class Source(Record):
    """Where a number comes from."""

    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""
    note: str = ""


class Scenario(Record):
    """A patron-client crisis, ready to be played."""

    name: str  # file stem
    title: str
    summary: str = ""
    as_of: dt.date
    turn_weeks: float
    horizon: int  # turns
    rule: RuleName = "logit"
    plays_on: bool = False  # decisions go on to the horizon even after the leader is gone or the client has turned
    actors: tuple[Actor, ...]  # challenger, client, then patrons in the order of the file
    appeals: tuple[Request, ...] = ()
    conditions: tuple[Condition, ...] = ()
    events: tuple[Event, ...] = ()
    questions: tuple[Question, ...] = ()
    expects: tuple[Expectation, ...] = ()
    extends: str = ""  # name of the parent scenario, for the reader
    evidence: Scenario | None = None  # the world in which so_far was seen, where this one is a what-if on it
    sources: Frozen[Source] = Field(default_factory=FrozenDict)

    @property
    def challenger(self) -> Actor:
        """The party that presses."""
        return self.actors[0]

    @property
    def client(self) -> Actor:
        """The party that is pressed."""
        return self.actors[1]

    @property
    def patrons(self) -> tuple[Actor, ...]:
        """The parties that may stand by it, in seat order."""
        return self.actors[2:]

    def vary(self, changes: Mapping[str, float]) -> Scenario:
        """A copy in which the constraints named by ``actor.constraint`` are held fixed at the values given.

        Raises ScenarioError (a ValueError) that names every unknown path and value out of range.
        """
        from sim.scenario.vary import vary

        return vary(self, changes)
