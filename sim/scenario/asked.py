"""What a scenario asks: the client's appeals, the dated questions, and the signs expected of a what-if."""

from __future__ import annotations

import re
from typing import Literal, cast

from sim.scenario.conditions import ORDERED, read_test, rung_names
from sim.scenario.errors import nearest_or_all
from sim.scenario.nodes import Table
from sim.scenario.parties import LADDER_OF, unknown_actor
from sim.scenario.quantities import Setting, read_source
from sim.scenario.reading import NUMBER, Spot, number_to_rung
from sim.scenario.schema import AllOf, AnyOf, Comparison, Expectation, Question, Reference, Request, Test

MEASURE = re.compile(r"(\w+)\.(\w+)(?:\s*(>=|==)\s*(\w+))?", re.ASCII)
PEAKS = ("peak", "final")  # of the challenger and of patrons
FATES = ("leader", "coalition", "alignment")  # of the client
MEASURES = (
    "Write `patron.peak >= rung`, `patron.final >= rung`, `patron.peak`, `client.leader == word`, or a question id."
)
IDENTIFIER = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


def read_appeals(spot: Spot, setting: Setting) -> tuple[Request, ...]:
    """The client's appeals to its patrons for named items."""
    return tuple(_read_appeal(item, setting) for item in spot.items("a list of appeals"))


def _read_appeal(spot: Spot, setting: Setting) -> Request:
    """One appeal; undated, it has not been sent yet."""
    parts = spot.fields(("item", "to", "needs"), ("on", "source", "note"), "an appeal")
    patron = parts["to"].text() if "to" in parts else ""
    if patron:
        unknown_actor(parts["to"], patron, setting, "patron")
    rung = parts["needs"].rung(rung_names("support"), "support") if "needs" in parts else None
    if rung == 0:
        parts["needs"].complain("asks for nothing", nearest_or_all("", rung_names("support")[1:]))
    day = parts["on"].date() if "on" in parts else None
    if day and setting.as_of and day > setting.as_of:
        parts["on"].complain(f"lies after as_of {setting.as_of}", "Leave out `on` for an appeal not sent yet.")
    return Request(
        item=parts["item"].text() if "item" in parts else "",
        to=patron,
        needs=rung or 0,
        on=day,
        source=read_source(parts["source"], setting) if "source" in parts else "",
        note=parts["note"].text() if "note" in parts else "",
    )


def read_questions(spot: Spot, setting: Setting) -> tuple[Question, ...]:
    """The dated yes/no propositions."""
    found = [_read_question(item, setting) for item in spot.items("a list of questions")]
    return tuple(question for question in found if question is not None)


def _read_question(spot: Spot, setting: Setting) -> Question | None:
    """One question: a test that holds by or on a date."""
    parts = spot.fields(("id", "ask"), ("text", "by", "on", "references"), "a question")
    name = parts["id"].text() if "id" in parts else ""
    if name and not IDENTIFIER.fullmatch(name):
        parts["id"].complain("is no id", "Use letters, digits, - and _, starting with a letter.")
    dates = [key for key in ("by", "on") if key in parts]
    if len(dates) != 1 and isinstance(spot.node, Table):
        spot.complain("a question has exactly one of `by` and `on`", "Write `by: 2026-01-31`.", value="")
    day = parts[dates[0]].date() if dates else None
    if day and setting.as_of and setting.end and not setting.as_of <= day <= setting.end:
        message = f"lies outside the time played, {setting.as_of} to {setting.end}"
        parts[dates[0]].complain(message, "Mend the date, or lengthen the horizon.")
    references = parts["references"].items("a list of references") if "references" in parts else []
    read = [read_reference(item, setting) for item in references]
    text = parts["text"].text() if "text" in parts else ""
    test = read_test(parts["ask"], setting.known) if "ask" in parts else None
    if test is None or len(dates) != 1 or day is None:
        return None
    return Question(
        id=name,
        text=text or f"{in_words(test)} {dates[0]} {day}",
        ask=test,
        by=day if dates[0] == "by" else None,
        on=day if dates[0] == "on" else None,
        references=tuple(it for it in read if it is not None),
    )


def read_reference(spot: Spot, setting: Setting) -> Reference | None:
    """What somebody else answered."""
    parts = spot.fields(("who", "p", "date"), ("source", "note"), "a reference")
    who = parts["who"].text() if "who" in parts else ""
    chance = parts["p"].number(0, 1) if "p" in parts else 0.0
    source = read_source(parts["source"], setting) if "source" in parts else ""
    note = parts["note"].text() if "note" in parts else ""
    day = parts["date"].date() if "date" in parts else None
    return None if day is None else Reference(who=who, p=chance, date=day, source=source, note=note)


def in_words(test: Test) -> str:
    """A test on one line, e.g. ``a.b >= c and (d.e < 0.4 or week > 3)``."""
    if isinstance(test, Comparison):
        return test.text
    parts = test.all if isinstance(test, AllOf) else test.any
    word = " or " if isinstance(test, AnyOf) else " and "
    return word.join(in_words(part) if isinstance(part, Comparison) else f"({in_words(part)})" for part in parts)


def read_expectations(spot: Spot, setting: Setting, questions: list[str]) -> tuple[Expectation, ...]:
    """The signs stated before playing, against the scenario extended."""
    return tuple(_read_expectation(item, setting, questions) for item in spot.items("a list of expectations"))


def _read_expectation(spot: Spot, setting: Setting, questions: list[str]) -> Expectation:
    """One measure with its sign and the reason."""
    parts = spot.fields(("measure", "sign", "why"), (), "an expectation")
    sign = "0"
    if "sign" in parts:
        written = parts["sign"].loose_text()
        sign = written if written in ("+", "-", "0") else "0"
        if written and written != sign:
            parts["sign"].complain("is no sign", 'Write "+", "-" or "0", in quotes.')
    measure = parts["measure"].text() if "measure" in parts else ""
    if measure:
        _check_measure(parts["measure"], measure, setting, questions)
    why = parts["why"].text() if "why" in parts else ""
    return Expectation(measure=measure, sign=cast(Literal["+", "-", "0"], sign), why=why)


def _check_measure(spot: Spot, measure: str, setting: Setting, questions: list[str]) -> None:
    """A measure is a rung reached, a fate of the client, or a question."""
    if measure in questions:
        return
    match = MEASURE.fullmatch(measure)
    if not match:
        spot.complain("is no measure", MEASURES)
        return
    actor, what, operator, word = match.groups()
    role = setting.roles.get(actor)
    wanted = FATES if role == "client" else PEAKS
    if role is None:
        spot.complain(f"reads `{actor}`, which is no actor", nearest_or_all(actor, setting.roles))
    elif role and what not in wanted:
        spot.complain(f"is no measure of a {role}", nearest_or_all(what, wanted))
    elif role:
        _check_threshold(spot, what if what in FATES else LADDER_OF[role], operator, word)


def _check_threshold(spot: Spot, ladder: str, operator: str | None, word: str | None) -> None:
    """The rung that a measure asks for, by its name."""
    wanted = ">=" if ladder in ORDERED else "=="
    if operator is None and ladder in ORDERED:
        return
    if operator != wanted or word is None:
        spot.complain(f"needs `{wanted}` and a value of {ladder}", MEASURES)
    elif word not in rung_names(ladder):
        names = rung_names(ladder)
        way_out = number_to_rung(word, names) if NUMBER.fullmatch(word) else nearest_or_all(word, names)
        spot.complain(f"asks for `{word}`, which is no value of {ladder}", way_out)
