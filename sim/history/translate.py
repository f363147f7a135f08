"""From a row of the case table to a scenario: one rule for every row, read off its inputs alone.

The rule is argued in docs/cases.md. In *conditional* mode the challenger keeps, from the first turn on, to the
rung of force that the row records, so only the patron's decision is at stake. In *free* mode the challenger
chooses too: the force that the row records is coded with the outcome known, and free mode does not read it; it
opens with a show of force, because a crisis is in the table only if force was at least threatened. Nothing is drawn
from a range but the weights.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

from sim.history.cases import Case
from sim.model.constraints import CONSTRAINTS
from sim.model.ladders import Pressure, Support
from sim.scenario.quantities import default_quantity
from sim.scenario.schema import JUDGEMENT, Actor, Quantity, Role, Scenario, Seen, Source

Mode = Literal["conditional", "free"]
MODES: tuple[Mode, ...] = get_args(Mode)
PREFIX = "case:"  # of the name of a translated case
SOURCE = "case table"
MOST_TURNS = 26
DAYS_PER_TURN = 7

RUNG_OF_FORCE = (  # none, threats, limited strikes, war or invasion, internal war
    Pressure.SANCTIONS,
    Pressure.SHOW_OF_FORCE,
    Pressure.TERRITORIAL_STRIKES,
    Pressure.REGIME_REMOVAL,
    Pressure.TERRITORIAL_STRIKES,
)
PROJECTION = (0.15, 0.6, 1.0)  # none to that theatre, some, strong
LINKAGE = (0.0, 0.15, 1.0)  # hostile, mixed, bargaining with or dependent on the challenger
COMMITMENT = (0.0, 0.5, 1.0)  # none, friendship or consultation, defence pact
VITAL = 3  # stake
AT_WAR = 0.5  # share of forces tied down by a war elsewhere
AIM = 0.6
CHALLENGER_PROJECTION = (0.4, 0.9)  # of a lesser power or movement, of a great power
FORCES_IN_FREE_MODE = (0.5, 1.0)


class Setting(NamedTuple):
    """A constraint held at a value, and where the value comes from."""

    value: float
    source: str
    note: str = ""


def to_scenario(case: Case, mode: Mode = "conditional") -> Scenario:
    """The scenario that a row's inputs stand for; its actors are ``challenger``, ``client`` and ``patron``."""
    return Scenario(
        name=f"{PREFIX}{case.id}" + (",free" if mode == "free" else ""),
        title=f"{case.client} against {case.challenger}, from {case.start}: {case.patron}",
        summary=f"A row of the case table, translated from its inputs ({mode} mode).",
        as_of=case.start,
        turn_weeks=1.0,
        horizon=turns(case),
        plays_on=True,
        actors=(_challenger(case, mode), _client(case), _patron(case)),
        sources={SOURCE: Source(title=f"Case table, row {case.id}", note="codebook: docs/cases.md")},
    )


def turns(case: Case) -> int:
    """Weekly turns played: the length of the crisis, half a year at most."""
    return min(MOST_TURNS, max(1, math.ceil(case.days / DAYS_PER_TURN)))


def rung_of(case: Case) -> int:
    """The rung of pressure that the row's force stands for."""
    return int(RUNG_OF_FORCE[case.challenger_force])


def _challenger(case: Case, mode: Mode) -> Actor:
    """In conditional mode its course is laid down and its aim tells nobody anything; in free mode it decides."""
    great = case.challenger_great_power
    settings = {
        "aim": Setting(AIM, JUDGEMENT, "the same for every row: what it wanted is not coded"),
        "great_power": Setting(great, SOURCE),
        "projection": Setting(CHALLENGER_PROJECTION[great], JUDGEMENT, "by whether it is a great power"),
    }
    if mode == "conditional":
        ready = Setting(1.0, JUDGEMENT, "enough for whatever the row records")
        settings |= {"forces": ready, "forces_available": ready}
        settings |= {"resolved_gap": Setting(0.0, JUDGEMENT, "its course is laid down: it reveals nothing")}
        course = (Seen(on=case.start, rung=rung_of(case), source=SOURCE),)
        return _actor("challenger", case.challenger, settings, rung_of(case), course)
    ready = Setting(FORCES_IN_FREE_MODE[great], JUDGEMENT, "by whether it is a great power")
    settings |= {"forces": ready, "forces_available": ready}
    return _actor("challenger", case.challenger, settings, Pressure.SHOW_OF_FORCE)


def _client(case: Case) -> Actor:
    """A client like any other: the table says nothing of its inner life."""
    return _actor("client", case.client, {}, None)


def _patron(case: Case) -> Actor:
    """The patron: each constraint from one column."""
    settings = {
        "stake": case.stake / VITAL,
        "projection": PROJECTION[case.power_projection],
        "committed_elsewhere": AT_WAR * case.patron_at_war,
        "linkage": LINKAGE[case.patron_entente_with_challenger],
        "commitment": COMMITMENT[case.treaty],
        "contiguous": float(case.contiguous),
    }
    named = {name: Setting(value, SOURCE) for name, value in settings.items()}
    return _actor("patron", case.patron, named, Support.NONE)


def _actor(
    role: Role, title: str, settings: Mapping[str, Setting], opening: int | None, course: tuple[Seen, ...] = ()
) -> Actor:
    """An actor whose constraints are the catalogue's defaults but for those set."""
    constraints = {}
    for it in CONSTRAINTS[role]:
        constraints[it.name] = default_quantity(it)
        if it.name in settings:
            value, source, note = settings[it.name]
            constraints[it.name] = Quantity(value=value, low=value, high=value, unit=it.unit, source=source, note=note)
    return Actor(name=role, title=title, role=role, opening=opening, course=course, constraints=constraints)
