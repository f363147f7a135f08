"""Made-up crises of every kind, each grown from a seed; no number here is for copying."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from sim.model.constraints import CONSTRAINTS, STATES, Constraint, State
from sim.model.ladders import Pressure, Stance, Support
from sim.model.rivals import RULES
from sim.scenario.schema import (
    Actor,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Effect,
    Event,
    Operator,
    Quantity,
    Question,
    Request,
    Role,
    Scenario,
    Seen,
    Test,
    Verb,
)

AS_OF = dt.date(1937, 5, 1)
CHALLENGER, CLIENT = "syldavia", "ruritania"
PATRONS = ("borduria", "graustark", "zenda", "freedonia", "sylvania", "evallonia", "karlovia", "orsinia")
LADDER = {"challenger": Pressure, "client": Stance, "patron": Support}
OPERATORS: tuple[Operator, ...] = ("<", "<=", "==", "!=", ">=", ">")
RULED = (0.7, 0.1, 0.1, 0.1)  # chance of each decision rule
VERBS: tuple[Verb, ...] = ("set", "scale", "add")
WHOLE = ("0 or 1", "officers")
Fixed = Mapping[str, float]


def day(turns: float, weeks: float = 1.0) -> dt.date:
    """A date so many turns after (or before) the file opens."""
    return AS_OF + dt.timedelta(days=round(7 * weeks * turns))


def fixed(value: float) -> Quantity:
    """A number that is held."""
    return Quantity(value=value, low=value, high=value)


def at_rest(role: Role, **values: float) -> dict[str, Quantity]:
    """A role's constraints at their defaults, or in the middle of what is allowed, some set."""
    held = {}
    for c in CONSTRAINTS[role]:
        usual = (c.low + c.high) / 2 if c.default is None else c.default
        held[c.name] = fixed(values.get(c.name, usual))
    return held


def party(name: str, role: Role, values: Fixed | None = None, **more: object) -> Actor:
    """An actor whose constraints are held, some of them at the values given."""
    held = at_rest(role, **(values or {}))
    return Actor.model_validate({"name": name, "title": name.title(), "role": role, "constraints": held} | more)


def quiet(patrons: int = 2, values: Mapping[str, Fixed] | None = None, **more: object) -> Scenario:
    """A crisis in which everything is held and nothing is scripted."""
    given = values or {}
    actors = (
        party(CHALLENGER, "challenger", given.get(CHALLENGER)),
        party(CLIENT, "client", given.get(CLIENT)),
        *(party(name, "patron", given.get(name)) for name in PATRONS[:patrons]),
    )
    fields = {"name": "quiet", "title": "Quiet", "as_of": AS_OF, "turn_weeks": 1.0, "horizon": 26, "actors": actors}
    return Scenario.model_validate(fields | more)


class Grower:
    """Grows a crisis from a seed: every number anywhere in its range, an end of it one time in four."""

    def __init__(self, seed: int, patrons: int, values: Mapping[str, float]) -> None:
        self.rng = np.random.default_rng(seed)
        self.values = values  # by role.constraint, held
        self.names = (CHALLENGER, CLIENT, *PATRONS[:patrons])
        self.roles: dict[str, Role] = dict.fromkeys(self.names, "patron")
        self.roles |= {CHALLENGER: "challenger", CLIENT: "client"}
        self.weeks = float(self.rng.choice([1 / 7, 0.5, 1.0, 2.0]))
        self.horizon = int(self.rng.integers(4, 13))

    def one_of(self, things: Sequence[object]) -> object:
        """Any of them."""
        return things[int(self.rng.integers(len(things)))]

    def maybe(self, chance: float) -> bool:
        """True with that chance."""
        return bool(self.rng.random() < chance)

    def number(self, low: float, high: float, whole: bool = False) -> float:
        """A number of an interval."""
        at = self.rng.random()
        value = low if at < 0.125 else high if at > 0.875 else float(self.rng.uniform(low, high))
        return float(round(value)) if whole else value

    def quantity(self, role: str, c: Constraint) -> Quantity:
        """A constraint's value and range, or the value it is held at."""
        held = self.values.get(f"{role}.{c.name}")
        if held is not None:
            return fixed(held)
        if c.name == "projection" and self.maybe(0.5):
            return fixed(-1.0)
        if c.name == "officers":
            return fixed(float(self.rng.integers(1, 25)))
        if c.unit in WHOLE or self.maybe(0.4):
            return fixed(self.number(c.low, c.high, c.unit in WHOLE))
        low, value, high = sorted(self.number(c.low, c.high) for _ in range(3))
        return Quantity(value=value, low=low, high=high)

    def rung(self, role: str) -> int:
        """A rung of a role's ladder."""
        return int(self.rng.integers(len(LADDER[role])))

    def actor(self, name: str) -> Actor:
        """A party, with a past more often than not."""
        role = self.roles[name]
        days = sorted({int(self.rng.integers(-100, 1)) for _ in range(int(self.rng.integers(0, 4)))})
        past = tuple(Seen(on=AS_OF + dt.timedelta(days=at), rung=self.rung(role)) for at in days)
        laid: tuple[Seen, ...] = ()
        if role == "challenger" and self.maybe(0.25):
            laid = (Seen(on=self.date(), rung=self.rung(role)),)
        held = {c.name: self.quantity(role, c) for c in CONSTRAINTS[role]}
        opening = None if past else self.rung(role)
        return Actor(
            name=name, title=name.title(), role=role, so_far=past, course=laid, opening=opening, constraints=held
        )

    def date(self) -> dt.date:
        """A day within the horizon."""
        return day(float(self.rng.uniform(0, self.horizon)), self.weeks)

    def comparison(self) -> Comparison:
        """A comparison of any variable with a number that it may well meet."""
        name = str(self.one_of(self.names))
        fields: list[Constraint | State] = [*CONSTRAINTS[self.roles[name]], *STATES[self.roles[name]]]
        field = fields[int(self.rng.integers(len(fields)))]
        whole = getattr(field, "ladder", "") != "" or field.unit in WHOLE
        variable, constant = f"{name}.{field.name}", self.number(0.0, 3.0 if whole else 1.0, whole)
        if self.maybe(0.15):
            variable, constant = "week", self.number(0.0, self.horizon * self.weeks)
        operator = OPERATORS[int(self.rng.integers(len(OPERATORS)))]
        return Comparison(
            variable=variable, operator=operator, constant=constant, text=f"{variable} {operator} {constant}"
        )

    def test(self, deep: int = 0) -> Test:
        """A test, nested at most three deep."""
        kind = self.rng.random()
        if deep == 3 or kind < 0.4:
            return self.comparison()
        parts = tuple(self.test(deep + 1) for _ in range(int(self.rng.integers(1, 4))))
        return AllOf(all=parts) if kind < 0.65 else AnyOf(any=parts)

    def effect(self) -> Effect:
        """A change to any constraint that can change in play."""
        name = str(self.one_of(self.names))
        can = [c for c in CONSTRAINTS[self.roles[name]] if not c.opening_only]
        target = can[int(self.rng.integers(len(can)))]
        verb = VERBS[int(self.rng.integers(len(VERBS)))]
        span = {"set": (target.low, target.high), "scale": (0.0, 2.0), "add": (-0.5, 0.5)}[verb]
        low, value, high = sorted(self.number(*span, target.unit in WHOLE and verb == "set") for _ in range(3))
        return Effect(verb=verb, target=f"{name}.{target.name}", amount=Quantity(value=value, low=low, high=high))

    def effects(self) -> tuple[Effect, ...]:
        """One to three changes."""
        return tuple(self.effect() for _ in range(int(self.rng.integers(1, 4))))

    def condition(self, number: int) -> Condition:
        """A rule of escalation."""
        weeks = self.number(0.2, 3.0) if self.maybe(0.3) else None
        turns = int(self.rng.integers(1, 4))
        return Condition(
            name=f"rule {number}", when=self.test(), turns=turns, weeks=weeks, once=self.maybe(0.6), then=self.effects()
        )

    def event(self, number: int) -> Event:
        """Something dated."""
        low, value, high = sorted(self.number(0.0, 1.0) for _ in range(3))
        chance = Quantity(value=value, low=low, high=high)
        return Event(name=f"event {number}", on=self.date(), probability=chance, then=self.effects())

    def question(self, number: int) -> Question:
        """A dated question."""
        at_once, when = self.maybe(0.5), self.date()
        on, by = (when, None) if at_once else (None, when)
        return Question(id=f"q{number}", text="?", ask=self.test(), on=on, by=by)

    def request(self, number: int) -> Request:
        """An appeal, sent already or not."""
        sent = AS_OF - dt.timedelta(days=int(self.rng.integers(0, 60))) if self.maybe(0.5) else None
        to = str(self.one_of(self.names[2:]))
        return Request(item=f"item {number}", to=to, needs=int(self.rng.integers(1, len(Support))), on=sent)

    def crisis(self, seed: int) -> Scenario:
        """The whole."""
        some = self.rng.integers(0, 5, size=4)
        return Scenario(
            name=f"crisis-{seed}", title=f"Crisis {seed}", as_of=AS_OF, turn_weeks=self.weeks, horizon=self.horizon,
            plays_on=self.maybe(0.25), rule=RULES[int(self.rng.choice(4, p=RULED))],
            actors=tuple(self.actor(name) for name in self.names),
            appeals=tuple(self.request(number) for number in range(some[0])),
            conditions=tuple(self.condition(number) for number in range(some[1])),
            events=tuple(self.event(number) for number in range(some[2])),
            questions=tuple(self.question(number) for number in range(some[3])),
        )  # fmt: skip


def crisis(seed: int, patrons: int, values: Mapping[str, float] | None = None, **changes: object) -> Scenario:
    """A crisis grown from a seed; ``values``, by role.constraint, are held."""
    grown = Grower(seed, patrons, values or {}).crisis(seed)
    return grown.model_copy(update=changes)
