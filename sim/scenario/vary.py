"""A changed copy of a scenario, in which some constraints are held fixed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Real
from typing import Any

from sim.model.constraints import CONSTRAINTS
from sim.scenario.conditions import suggest_path, targets
from sim.scenario.errors import Place, Report
from sim.scenario.nodes import Scalar
from sim.scenario.quantities import read_value
from sim.scenario.reading import Spot
from sim.scenario.schema import STATED, Actor, Quantity, Scenario


def vary(scenario: Scenario, changes: Mapping[str, float]) -> Scenario:
    """A copy in which each constraint named by ``actor.constraint`` is held fixed at the value given."""
    report = Report()
    allowed = targets({actor.name: actor.role for actor in scenario.actors})
    fixed: dict[str, Quantity] = {}
    for path, given in changes.items():
        target = allowed.get(path)
        if target is None:
            report.add(Place(), path, "", "there is no such constraint", suggest_path(path, allowed))
            continue
        value = _checked(path, given, target.low, target.high, target.unit, report)
        fixed[path] = Quantity(value=value, low=value, high=value, unit=target.unit, source=STATED, note="varied")
    report.close()
    if not fixed:
        return scenario
    actors = tuple(_refit(actor, fixed) for actor in scenario.actors)
    return scenario.model_copy(update={"actors": actors, "evidence": scenario.evidence or scenario})


def _checked(path: str, given: Any, low: float, high: float, unit: str, report: Report) -> float:
    """The value as a float, if it is a number within the constraint's range."""
    if isinstance(given, bool) or not isinstance(given, Real):
        report.add(Place(), path, repr(given), "is not a number", "Give a decimal number.")
        return math.nan
    return read_value(Spot(Scalar(Place(), repr(float(given)), plain=True), path, report, Place()), low, high, unit)


def _refit(actor: Actor, fixed: Mapping[str, Quantity]) -> Actor:
    """The actor with those of its constraints replaced that are held fixed."""
    names = [constraint.name for constraint in CONSTRAINTS[actor.role]]
    own = {name: fixed[f"{actor.name}.{name}"] for name in names if f"{actor.name}.{name}" in fixed}
    return Actor(**{**dict(actor), "constraints": {**actor.constraints, **own}}) if own else actor
