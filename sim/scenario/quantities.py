"""Numbers that travel with unit, range, source and date: constraints, probabilities, sizes of effects."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sim.model.constraints import Constraint
from sim.scenario.conditions import Variable
from sim.scenario.errors import nearest_or_all
from sim.scenario.nodes import Listing, Scalar
from sim.scenario.reading import Spot, span
from sim.scenario.schema import JUDGEMENT, STATED, Quantity

BARE = ("great_power", "contiguous", "officers")  # constraints that may be written as a bare number
YES_OR_NO = "0 or 1"  # the unit of a constraint that is either


@dataclass(frozen=True)
class Setting:
    """What the rest of a scenario is checked against."""

    roles: Mapping[str, str]  # role of each actor
    sources: tuple[str, ...]  # keys of the sources
    known: Mapping[str, Variable]  # everything that conditions may read
    as_of: date | None  # None: faulty, already reported
    end: date | None  # last day of the horizon
    gone: Mapping[str, str]  # actors that an extending file removed, with where


def read_source(spot: Spot, setting: Setting) -> str:
    """A key of the scenario's sources, or the word judgement."""
    word = spot.text()
    if word and word != JUDGEMENT and word not in setting.sources:
        near = nearest_or_all(word, [JUDGEMENT, *setting.sources])
        spot.complain("is neither among `sources` nor `judgement`", near)
    return word


def read_constraint(spot: Spot, constraint: Constraint, setting: Setting) -> Quantity:
    """A constraint of an actor: a full quantity, or a bare number where that is allowed."""
    if isinstance(spot.node, Scalar) and constraint.name in BARE:
        value = read_value(spot, constraint.low, constraint.high, constraint.unit)
        return Quantity(value=value, unit=constraint.unit, low=value, high=value, source=STATED)
    if isinstance(spot.node, Scalar):
        message = "stands where a quantity belongs" if spot.written else "nothing stands where a quantity belongs"
        spot.complain(message, _quantity_way_out(spot.written, constraint))
        return Quantity(value=math.nan, low=math.nan, high=math.nan)
    parts = spot.fields(("value", "range", "unit", "source"), ("note", "as_of"))
    value, low, high = read_ranged(spot, parts, "value", constraint.low, constraint.high, constraint.unit)
    if constraint.unit == YES_OR_NO and low != high and not math.isnan(low + high):
        parts["range"].complain("a yes or no has no range", f"Did you mean [{value:g}, {value:g}]?")
    return Quantity(
        value=value,
        low=low,
        high=high,
        unit=parts["unit"].loose_text() if "unit" in parts else "",
        source=read_source(parts["source"], setting) if "source" in parts else "",
        note=parts["note"].text() if "note" in parts else "",
        as_of=_seen(parts["as_of"], setting) if "as_of" in parts else None,
    )


def default_quantity(constraint: Constraint) -> Quantity:
    """What a constraint is when the file is silent about it; nan if the file must not be."""
    value = math.nan if constraint.default is None else float(constraint.default)
    return Quantity(value=value, unit=constraint.unit, low=value, high=value)


def read_ranged(
    spot: Spot, parts: Mapping[str, Spot], key: str, least: float, most: float, unit: str
) -> tuple[float, float, float]:
    """Value and range of a quantity; without a range, the value three times over."""
    value, written = math.nan, spot
    if key in parts:
        written = Spot(parts[key].node, spot.path, spot.report, parts[key].at)
        value = read_value(written, least, most, unit)
    if "range" not in parts:
        return value, value, value
    low, high = read_range(parts["range"], least, most, unit)
    if value < low or value > high:
        written.complain(f"lies outside its range {span(low, high)}", "Widen the range or mend the value.")
    return value, low, high


def read_value(spot: Spot, least: float, most: float, unit: str) -> float:
    """A number within [least, most]; whole where the unit counts things."""
    return spot.number(least, most, whole=unit in (YES_OR_NO, "officers"))


def read_range(spot: Spot, least: float, most: float, unit: str) -> tuple[float, float]:
    """``[low, high]``, in this order and within [least, most]."""
    ends = spot.items("a range", "Write [low, high].")
    if len(ends) != 2:
        if isinstance(spot.node, Listing):
            spot.complain(f"a range has two ends, not {len(ends)}", "Write [low, high].", value="")
        return math.nan, math.nan
    numbers = [read_value(Spot(end.node, spot.path, spot.report, end.at), least, most, unit) for end in ends]
    low, high = numbers
    if low > high:
        spot.complain(f"the range [{low:g}, {high:g}] is reversed", f"Did you mean [{high:g}, {low:g}]?", value="")
        return math.nan, math.nan
    return low, high


def read_probability(spot: Spot, setting: Setting, source: str) -> Quantity:
    """A chance in [0, 1]: bare, or with range and source."""
    unit = "[0, 1]"
    if isinstance(spot.node, Scalar):
        value = spot.number(0, 1)
        return Quantity(value=value, unit=unit, low=value, high=value, source=source or STATED)
    parts = spot.fields(("value",), ("range", "unit", "source", "note", "as_of"))
    value, low, high = read_ranged(spot, parts, "value", 0, 1, unit)
    return Quantity(
        value=value,
        low=low,
        high=high,
        unit=parts["unit"].loose_text() if "unit" in parts else unit,
        source=read_source(parts["source"], setting) if "source" in parts else source or STATED,
        note=parts["note"].text() if "note" in parts else "",
        as_of=_seen(parts["as_of"], setting) if "as_of" in parts else None,
    )


def _seen(spot: Spot, setting: Setting) -> date | None:
    """The date a number stands for, which cannot lie after the scenario's own."""
    day = spot.date()
    if day and setting.as_of and day > setting.as_of:
        spot.complain(f"lies after the scenario's as_of {setting.as_of}", "Leave out what was not known then.")
    return day


def _quantity_way_out(written: str, constraint: Constraint) -> str:
    """How to write out a number that was written bare."""
    unit = f'"{constraint.unit}"' if constraint.unit.startswith("[") else constraint.unit
    return f"Write {{value: {written or '...'}, range: [low, high], unit: {unit}, source: ...}}."
