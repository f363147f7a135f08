"""What happens whatever the actors choose: escalation conditions, dated events, and their effects."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable
from typing import NamedTuple, cast

from sim.scenario.conditions import Variable, read_test, suggest_path, targets
from sim.scenario.nodes import Table
from sim.scenario.quantities import Setting, read_probability, read_ranged, read_source
from sim.scenario.reading import Spot
from sim.scenario.schema import Condition, Effect, Event, Quantity, Verb

VERBS = {"set": "to", "scale": "by", "add": "by"}  # and the word before the amount
MOST_SCALE = 100.0
MOST_TURNS = 520
MOST_WEEKS = 520.0


class Window(NamedTuple):
    """For how long a condition must have held."""

    turns: int
    weeks: float | None


def read_conditions(spot: Spot, setting: Setting) -> tuple[Condition, ...]:
    """The escalation rules."""
    found = [_read_condition(item, setting) for item in spot.items("a list of conditions")]
    return tuple(condition for condition in found if condition is not None)


def read_events(spot: Spot, setting: Setting, taken: Iterable[str]) -> tuple[Event, ...]:
    """The dated events; names ``taken`` by conditions are not theirs to use, as both name drawn amounts."""
    found = [_read_event(item, setting, set(taken)) for item in spot.items("a list of events")]
    return tuple(event for event in found if event is not None)


def _read_condition(spot: Spot, setting: Setting) -> Condition | None:
    """One escalation rule: name, when, for how long, then what."""
    parts = spot.fields(("name", "when", "then"), ("for", "once", "source", "note", "rare"), "a condition")
    source = read_source(parts["source"], setting) if "source" in parts else ""
    window = _read_window(parts["for"]) if "for" in parts else Window(1, None)
    name = parts["name"].text() if "name" in parts else ""
    once = parts["once"].flag() if "once" in parts else True
    note = parts["note"].text() if "note" in parts else ""
    rare = parts["rare"].text() if "rare" in parts else ""
    effects = _read_effects(parts["then"], setting, source) if "then" in parts else ()
    test = read_test(parts["when"], setting.known) if "when" in parts else None
    if test is None:
        return None
    return Condition(
        name=name, when=test, turns=window.turns, weeks=window.weeks, once=once, then=effects,
        source=source, note=note, rare=rare,
    )  # fmt: skip


def _read_window(spot: Spot) -> Window:
    """``{turns: 2}`` or ``{weeks: 2}``."""
    unit = spot.sole(("turns", "weeks"), "a duration", "Write {turns: 2} or {weeks: 2}.")
    if unit is None:
        return Window(1, None)
    name, part = unit
    if name == "weeks":
        return Window(1, part.number(0, MOST_WEEKS))
    turns = part.number(1, MOST_TURNS, whole=True)
    return Window(1 if math.isnan(turns) else int(turns), None)


def _read_event(spot: Spot, setting: Setting, taken: Container[str]) -> Event | None:
    """One dated event with its probability."""
    parts = spot.fields(("name", "on", "probability", "then"), ("source", "note"), "an event")
    source = read_source(parts["source"], setting) if "source" in parts else ""
    name = parts["name"].text() if "name" in parts else ""
    if name in taken:
        parts["name"].complain("is the name of a condition already", "Give each a name of its own.")
    note = parts["note"].text() if "note" in parts else ""
    effects = _read_effects(parts["then"], setting, source) if "then" in parts else ()
    probability = read_probability(parts["probability"], setting, source) if "probability" in parts else None
    day = parts["on"].date() if "on" in parts else None
    if day and setting.as_of and setting.end and not setting.as_of <= day <= setting.end:
        parts["on"].complain(f"lies outside the time played, {setting.as_of} to {setting.end}", "Mend the date.")
    if day is None or probability is None:
        return None
    return Event(name=name, on=day, probability=probability, then=effects, source=source, note=note)


def _read_effects(spot: Spot, setting: Setting, source: str) -> tuple[Effect, ...]:
    """What follows: changes to constraints, in the order written."""
    items = spot.items("a list of effects")
    found = [_read_effect(item, setting, source) for item in items]
    if not items:
        spot.complain("nothing follows", "Write [{scale: actor.constraint, by: 0.7, source: ...}].", value="")
    return tuple(effect for effect in found if effect is not None)


def _read_effect(spot: Spot, setting: Setting, source: str) -> Effect | None:
    """One change; its source falls back on that of the condition or event it belongs to."""
    written = [verb for verb in VERBS if verb in spot.parts("an effect")]
    if len(written) != 1:
        known = spot.fields((), (*VERBS, "to", "by", "range", "unit", "source", "note"), "an effect")
        if len(known) == len(spot.parts("an effect")) and isinstance(spot.node, Table):
            way_out = "Write {set: actor.constraint, to: 0.5}."
            spot.complain("an effect has exactly one of set, scale and add", way_out, "")
        return None
    verb = written[0]
    parts = spot.fields((verb, VERBS[verb]), ("range", "unit", "source", "note"), "an effect")
    given = read_source(parts["source"], setting) if "source" in parts else source
    if not given and "source" not in parts:
        spot.report.add(spot.at, spot.path, "", "`source` is missing", "Name a key of `sources`, or `judgement`.")
    target = _read_target(parts[verb], setting)
    if target is None:
        return None
    least, most = _bounds(verb, target)
    unit = target.unit if verb != "scale" else "factor"
    value, low, high = read_ranged(spot, parts, VERBS[verb], least, most, unit)
    note = parts["note"].text() if "note" in parts else ""
    unit = parts["unit"].loose_text() if "unit" in parts else unit
    amount = Quantity(value=value, low=low, high=high, unit=unit, source=given, note=note)
    return Effect(verb=cast(Verb, verb), target=target.path, amount=amount)


def _read_target(spot: Spot, setting: Setting) -> Variable | None:
    """The constraint that an effect changes."""
    path = spot.text()
    if not path:
        return None
    allowed = targets(setting.roles)
    if path in allowed:
        return allowed[path]
    if path in setting.known:
        spot.complain("is a state, which effects cannot change", suggest_path(path, allowed))
    else:
        spot.complain("does not exist", gone_or(path, setting) or suggest_path(path, allowed))
    return None


def gone_or(path: str, setting: Setting) -> str:
    """The way out where a path's actor was removed by an extending file, else ""."""
    where = setting.gone.get(path.partition(".")[0])
    return f"Its actor was removed in {where}; remove or replace this entry there as well." if where else ""


def _bounds(verb: str, target: Variable) -> tuple[float, float]:
    """Least and most that an effect's amount may be."""
    if verb == "scale":
        return 0.0, MOST_SCALE
    reach = target.high - target.low
    return (target.low, target.high) if verb == "set" else (-reach, reach)
