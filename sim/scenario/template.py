"""The text with which ``sim new`` starts a scenario file: complete, playable, and made up."""

from __future__ import annotations

import datetime as dt

from sim.model.constraints import CONSTRAINTS, Constraint
from sim.scenario.quantities import BARE

WIDEST = 112  # characters of a line
HORIZON = 26  # turns
CAST = {"syldavia": "challenger", "ruritania": "client", "borduria": "patron"}
FIRST_MOVES = {
    "challenger": "{{on: {day}, pressure: sanctions, source: judgement}}",
    "client": "{{on: {day}, stance: endure, source: judgement}}",
    "patron": "{{on: {day}, support: declaratory, source: judgement}}",
}
HEAD = """\
# A made-up crisis to write over: none of its numbers is for copying.
# `sim check` says what is wrong or unsourced, `sim schema` what may stand where.
title: {title}
summary: >
  One paragraph: who presses whom, who might stand by the client, and what is asked.
as_of: {as_of}        # nothing later may be used
turn: {{weeks: 1}}        # or {{days: 1}}
horizon: {horizon}           # turns
actors:
"""
TAIL = """\

appeals:                # what the client asked of a patron; without `on`, not yet
  - {{item: air defence, to: borduria, needs: materiel, on: {day}, source: yearbook}}
  - {{item: advisers, to: borduria, needs: presence}}

conditions:             # rules of escalation: when, for how long, then what
  - name: the neighbour's border closes
    when:
      all: [syldavia.pressure >= show_of_force, {{any: [borduria.support <= declaratory, ruritania.revenue < 0.4]}}]
    for: {{turns: 2}}
    then:
      - {{scale: ruritania.export_access, by: 0.7, range: [0.5, 0.9], source: judgement}}

events:                 # dated, with a chance, whatever the actors do
  - name: trade treaty signed
    on: {event}
    probability: {{value: 0.3, range: [0.1, 0.5], source: judgement}}
    then:
      - {{set: borduria.linkage, to: 0.8, range: [0.7, 0.9], source: judgement}}

questions:              # yes or no, by a date (or `on` one)
  - {{id: arms, text: Will Borduria send arms?, ask: borduria.support >= materiel, by: {end}}}
  - {{id: ousted, text: Will the leader be out of office?, ask: ruritania.leader != in_office, by: {end}}}

sources:                # name these in `source:` in place of judgement
  yearbook: {{title: A yearbook, publisher: Its publisher, date: {year}, url: "https://example.org/"}}
"""


def new_scenario_text(title: str, as_of: dt.date) -> str:
    """A scenario file to begin with, seen from a given day.

    >>> new_scenario_text("Ruritania", dt.date(1937, 5, 1)).splitlines()[2]
    'title: "Ruritania"'
    """
    day = as_of - dt.timedelta(days=60)
    weeks = {"event": 6, "end": HORIZON}
    dates = {name: as_of + dt.timedelta(weeks=count) for name, count in weeks.items()}
    head = HEAD.format(title=_quoted(title), as_of=as_of, horizon=HORIZON)
    actors = "\n".join(_actor(name, role, day) for name, role in CAST.items())
    return head + actors + TAIL.format(day=day, year=as_of.year, **dates)


def _quoted(title: str) -> str:
    """The title as a YAML text on one line, whatever it holds."""
    plain = "".join(letter if letter.isprintable() else " " for letter in title)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _actor(name: str, role: str, day: dt.date) -> str:
    """One actor: what must be said, then as comments what may be."""
    lines = [f"  {name}:", f"    role: {role}", f"    so_far: [{FIRST_MOVES[role].format(day=day)}]"]
    written = [constraint for constraint in CONSTRAINTS[role] if constraint.default is None]
    lines += [line for constraint in written for line in (f"    # {constraint.meaning}", _line(constraint))]
    lines.append("    # Left out, these take the value given here:")
    lines += [_comment(constraint) for constraint in CONSTRAINTS[role] if constraint.default is not None]
    return "\n".join(lines) + "\n"


def _line(constraint: Constraint) -> str:
    """A constraint to write over, in the middle of its span."""
    if constraint.name in BARE:
        return f"    {constraint.name}: 1"
    low, middle, high = (constraint.low + part * (constraint.high - constraint.low) for part in (0.4, 0.5, 0.6))
    unit = f'"{constraint.unit}"'
    return (
        f"    {constraint.name}: {{value: {middle:g}, range: [{low:g}, {high:g}], unit: {unit}, source: judgement,\n"
        f"      note: why this much}}"
    )


def _comment(constraint: Constraint) -> str:
    """An optional constraint with its default, unit and meaning."""
    default = constraint.default if constraint.default is not None and constraint.default >= constraint.low else None
    value = "derived" if default is None else f"{default:g}"
    line = f"    # {constraint.name}: {value} ({constraint.unit}): {constraint.meaning}"
    return line if len(line) <= WIDEST else line[: WIDEST - 3].rstrip() + "..."
