"""A small valid scenario file, and edits that mark the place where a complaint must point."""

from __future__ import annotations

import re

import pytest

from sim.scenario.errors import ScenarioError
from sim.scenario.parse import parse_text

FILE = "scenarios/oil.yaml"
MARK = "@@"  # stands before the character at which the problem must be reported
VALID = """\
title: Ruritania under blockade
summary: Made up.
as_of: 1937-05-01
turn: {weeks: 1}
horizon: 20
actors:
  borduria:
    role: patron
    so_far: [{on: 1937-02-10, support: declaratory}, {on: 1937-04-02, support: economic, source: yearbook}]
    stake: {value: 0.4, unit: share of vital, range: [0.2, 0.6], source: yearbook}
    linkage: {value: 0.5, unit: "[0, 1]", range: [0.3, 0.7], source: judgement, note: a treaty}
    contiguous: 1
  syldavia:
    role: challenger
    title: Greater Syldavia
    opening: sanctions
    great_power: 1
    aim: {value: 0.7, unit: "[0, 1]", range: [0.5, 0.9], source: judgement, as_of: 1937-04-01}
    forces: {value: 0.1, unit: share of what removal takes, range: [0.1, 0.2], source: judgement}
    forces_available: {value: 0.8, unit: share of what removal takes, range: [0.5, 1.2], source: judgement}
    course: [{on: 1937-05-20, pressure: blockade}]
  ruritania:
    role: client
    officers: 12
    unrest: {value: 0.3, unit: "[0, 1]", range: [0.3, 0.3], source: yearbook}
appeals:
  - {item: radars, to: borduria, needs: materiel, on: 1937-04-20, source: yearbook}
  - {item: advisers, to: borduria, needs: presence}
conditions:
  - name: border closes
    when: {all: [syldavia.pressure >= show_of_force, {any: [borduria.support <= declaratory, ruritania.revenue < 0.4]}]}
    for: {turns: 2}
    then: [{scale: ruritania.export_access, by: 0.7, source: judgement, range: [0.5, 0.9]}]
    once: true
  - name: panic
    when: week >= 3
    for: {weeks: 1.5}
    then:
      - {add: ruritania.unrest, by: 0.1}
      - {set: borduria.linkage, to: 0.2, source: yearbook}
    source: judgement
    once: false
events:
  - {on: 1937-06-15, name: treaty signed, probability: 0.3, then: [{set: borduria.linkage, to: 0.8, source: judgement}]}
questions:
  - {id: arms, ask: borduria.support >= materiel, by: 1937-09-01}
  - {id: gone, text: Is he gone?, ask: ruritania.leader != in_office, on: 1937-08-01,
     references: [{who: a newspaper, p: 0.2, date: 1937-04-30}]}
sources:
  yearbook: {title: Yearbook, publisher: Somebody, date: 1937, url: "https://example.org/"}
"""


def edited(old: str, new: str) -> tuple[str, int, int]:
    """The valid text with one edit, and the line and column (from 1) of the mark in it."""
    assert VALID.count(old) == 1, f"{old!r} stands {VALID.count(old)} times in the valid file"
    return unmarked(VALID.replace(old, new))


def unmarked(text: str) -> tuple[str, int, int]:
    """The text without its mark, and the line and column of it; the file's start if it has none."""
    at = text.find(MARK)
    if at < 0:
        return text, 1, 1
    assert text.count(MARK) == 1
    return text.replace(MARK, ""), text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def complaint(text: str) -> ScenarioError:
    """The error that a text raises."""
    with pytest.raises(ScenarioError) as caught:
        parse_text(text, "oil", FILE)
    error = caught.value
    assert all(re.match(r"\S+:\d+:\d+: ", str(problem)) for problem in error.problems), str(error)
    return error
