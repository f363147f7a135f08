"""Measures by name: ``borduria.peak >= materiel``, ``ruritania.leader == in_office``, a question's id.

The grammar is closed and tiny on purpose: measures stand in scenario files, and files hold data, never code.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.ladders import Alignment, Coalition, Leader, Pressure, Support
from sim.records.trajectory import Ensemble
from sim.scenario.schema import Actor, Scenario

LADDER_FORM = re.compile(r"(?P<actor>\w+)\.(?P<when>peak|final)(?:\s*>=\s*(?P<rung>\w+))?", re.ASCII)
OUTCOME_FORM = re.compile(r"(?P<actor>\w+)\.(?P<outcome>leader|coalition|alignment)\s*==\s*(?P<word>\w+)", re.ASCII)
OUTCOMES: dict[str, type[IntEnum]] = {"leader": Leader, "coalition": Coalition, "alignment": Alignment}
FORMS = "<actor>.peak >= <rung>, <actor>.final >= <rung>, <actor>.peak, <client>.leader == <word> or a question's id"


class MeasureError(ValueError):
    """A measure that names something which does not exist, or isn't of a known form."""


class Measure(NamedTuple):
    """What to read off each run."""

    kind: str  # peak, final, leader, coalition, alignment, question
    seat: int  # place of the actor in scenario.actors, or of the question in scenario.questions
    rung: int | None  # threshold or outcome; None for the rung itself


def parse_measure(text: str, scenario: Scenario) -> Measure:
    """The measure that ``text`` names, or a ``MeasureError`` that says what would be allowed.

    The words ``client`` and ``challenger`` may stand for the actor of that role.
    """
    text = text.strip()
    if form := LADDER_FORM.fullmatch(text):
        actor, seat = _actor(form["actor"], scenario, ("challenger", "patron"), text)
        ladder = Pressure if actor.role == "challenger" else Support
        return Measure(form["when"], seat, None if form["rung"] is None else _rung(form["rung"], ladder, text))
    if form := OUTCOME_FORM.fullmatch(text):
        _, seat = _actor(form["actor"], scenario, ("client",), text)
        return Measure(form["outcome"], seat, _rung(form["word"], OUTCOMES[form["outcome"]], text))
    ids = [question.id for question in scenario.questions]
    if text in ids:
        return Measure("question", ids.index(text), None)
    raise MeasureError(f"{text!r} is no measure; write {FORMS}{_nearest(text, ids)}")


def measure(ensemble: Ensemble, text: str) -> NDArray[np.generic]:
    """The measure of every run, [run]: true or false, or the rung where no threshold is given."""
    found, rows = parse_measure(text, ensemble.scenario), ensemble.rows
    if found.kind == "question":
        return rows.answers[:, found.seat]
    if found.kind in OUTCOMES:
        return np.asarray(getattr(rows, found.kind) == found.rung)
    if found.seat == 0:
        rungs = rows.peak_pressure if found.kind == "peak" else rows.final_pressure
    else:
        rungs = (rows.peak_support if found.kind == "peak" else rows.final_support)[:, found.seat - 2]
    return rungs if found.rung is None else np.asarray(rungs >= found.rung)


def shared_measures(a: Scenario, b: Scenario) -> list[str]:
    """The measures that both scenarios know, in reading order: patrons, challenger, client, questions."""
    names = {actor.name: actor.role for actor in b.actors}
    shared = [actor for actor in a.actors if names.get(actor.name) == actor.role]
    found: list[str] = []
    for actor in sorted(shared, key=lambda one: one.role != "patron"):
        if actor.role == "client":
            found += [
                f"{actor.name}.leader == in_office",
                f"{actor.name}.coalition == holds",
                f"{actor.name}.alignment == turned",
            ]
        else:
            ladder = list(Support)[2:] if actor.role == "patron" else list(Pressure)[2:]
            found += [f"{actor.name}.peak >= {rung.name.lower()}" for rung in ladder] + [f"{actor.name}.peak"]
    asked = {question.id for question in b.questions}
    return found + [question.id for question in a.questions if question.id in asked]


def _actor(name: str, scenario: Scenario, roles: tuple[str, ...], text: str) -> tuple[Actor, int]:
    known = [actor.name for actor in scenario.actors if actor.role in roles]
    for seat, actor in enumerate(scenario.actors):
        alias = actor.role if actor.role != "patron" and name not in known else actor.name
        if actor.role in roles and name in (actor.name, alias):
            return actor, seat
    raise MeasureError(f"{text!r}: {name!r} is not one of {', '.join(known)}{_nearest(name, known)}")


def _rung(word: str, ladder: type[IntEnum], text: str) -> int:
    known = [rung.name.lower() for rung in ladder]
    if word in known:
        return known.index(word)
    raise MeasureError(f"{text!r}: {word!r} is not one of {', '.join(known)}{_nearest(word, known)}")


def _nearest(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f". Did you mean {close[0]!r}?" if close else ""
