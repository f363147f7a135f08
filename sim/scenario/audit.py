"""Where a scenario's numbers come from: sourced, judged, stated or left at a default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sim.model.constraints import CONSTRAINTS
from sim.scenario.schema import Condition, Event, Quantity, Scenario

JUDGEMENT = "judgement"


class Unsourced(NamedTuple):
    """A number that rests on judgement or on a default."""

    path: str
    value: float
    low: float
    high: float
    note: str
    share: float  # width of its range over that of all the values it may take


class Audit(NamedTuple):
    """A scenario's numbers by what they rest on."""

    sourced: Mapping[str, tuple[str, ...]]  # source key: paths that cite it
    judged: tuple[Unsourced, ...]  # widest range first, by its share of what would be allowed
    defaults: tuple[str, ...]  # constraints left at the model's default
    unused: tuple[str, ...]  # sources that nothing cites

    def to_json(self) -> dict[str, object]:
        """Plain dicts and lists."""
        return {
            "sourced": {key: list(paths) for key, paths in self.sourced.items()},
            "judged": [item._asdict() for item in self.judged],
            "defaults": list(self.defaults),
            "unused_sources": list(self.unused),
        }


def rules(scenario: Scenario) -> tuple[Condition | Event, ...]:
    """Everything that changes the world by what the file says."""
    return (*scenario.conditions, *scenario.events)


def quantities(scenario: Scenario) -> Iterator[tuple[str, Quantity]]:
    """Every number with a source of its own, by its path."""
    for actor in scenario.actors:
        for name, quantity in actor.constraints.items():
            yield f"{actor.name}.{name}", quantity
    for rule in rules(scenario):
        for number, effect in enumerate(rule.then):
            yield f"{rule.name}.then[{number}]", effect.amount
    for event in scenario.events:
        yield f"{event.name}.probability", event.probability


def room(scenario: Scenario) -> dict[str, float]:
    """How far each number could go at all, by its path: the catalogue's range; 1 for factors and probabilities."""
    width = {f"{actor.name}.{it.name}": it.high - it.low for actor in scenario.actors for it in CONSTRAINTS[actor.role]}
    for rule in rules(scenario):
        for number, effect in enumerate(rule.then):
            width[f"{rule.name}.then[{number}]"] = 1.0 if effect.verb == "scale" else width[effect.target]
    return width


def citations(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Path and source of everything that cites one."""
    for path, quantity in quantities(scenario):
        yield path, quantity.source
    for actor in scenario.actors:
        for seen in (*actor.so_far, *actor.course):
            yield f"{actor.name}.so_far[{seen.on}]", seen.source
    for appeal in scenario.appeals:
        yield f"appeals.{appeal.item}", appeal.source
    for rule in rules(scenario):
        yield rule.name, rule.source


def audit(scenario: Scenario) -> Audit:
    """Sort a scenario's numbers by what they rest on."""
    sourced: dict[str, list[str]] = {key: [] for key in scenario.sources}
    for path, source in citations(scenario):
        if source in sourced:
            sourced[source].append(path)
    width = room(scenario)
    judged = [
        Unsourced(
            path,
            quantity.value,
            quantity.low,
            quantity.high,
            quantity.note,
            (quantity.high - quantity.low) / width.get(path, 1.0),
        )
        for path, quantity in quantities(scenario)
        if quantity.source == JUDGEMENT
    ]
    left_out = [path for path, quantity in quantities(scenario) if quantity.source == ""]
    return Audit(
        sourced={key: tuple(paths) for key, paths in sourced.items() if paths},
        judged=tuple(sorted(judged, key=lambda item: -item.share)),
        defaults=tuple(left_out),
        unused=tuple(key for key, paths in sourced.items() if not paths),
    )
