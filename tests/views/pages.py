"""Crises that are hard to draw: many patrons, long names, many what-ifs, rungs out of reach."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any

import numpy as np

from sim.analysis.comparison import Comparison, weigh
from sim.analysis.summary import Summary, summarise
from sim.records.trajectory import Ensemble
from sim.scenario.schema import Question, Scenario
from tests.synthetic import ensemble, expecting, holds, scenario

LONG = "A rather long title for a crisis that involves very many patrons of all kinds, sizes and dispositions, "
LONG += "in which nobody quite knows what anybody else will do next, or why"
WHAT_IFS = {
    "no-neighbour-war": {"borduria": 0.5},
    "nothing-pending-with-syldavia": {"borduria": 1.2},
    "deadly-force": {"syldavia": 1.0},
    "appeals-granted": {"borduria": -0.2, "graustark": 0.1},
    "tankers-stopped": {},
    "graustark-writes-off": {"graustark": -0.5},
    "with-zenda": {"borduria": 0.52},
}
CRISES = ("plain", "one patron", "three patrons", "eight patrons", "long names", "days", "years", "sure", "few runs")


def crisis(kind: str) -> tuple[Scenario, Ensemble]:
    """A crisis of one kind, played."""
    patrons = {"one patron": 1, "three patrons": 3, "eight patrons": 8, "long names": 8}.get(kind, 2)
    changes: dict[str, Any] = {}
    if kind == "days":
        changes = {"turn_weeks": 1 / 7, "horizon": 14}
    if kind == "years":
        changes = {"turn_weeks": 4.0, "horizon": 60}
    asked = scenario(patrons=patrons, **changes)
    if kind == "long names":
        asked = _long(asked)
    lean = {"borduria": -9.0, "graustark": -9.0, "syldavia": -9.0} if kind == "sure" else {}
    played = ensemble(asked, runs=15 if kind == "few runs" else 600, lean=lean)
    if kind == "three patrons":
        terms = played.terms.copy()
        terms[:, 1, 3:, 3] = -np.inf
        played = dataclasses.replace(played, terms=terms)
    return asked, played


@cache
def drawn_crisis(kind: str) -> tuple[Scenario, Ensemble, Summary]:
    """A crisis, played and summarised."""
    asked, played = crisis(kind)
    return asked, played, summarise(played)


@cache
def compared(
    alternatives: int, patrons: int = 2, long: bool = False, leaning: bool = True
) -> tuple[Ensemble, Comparison]:
    """A base and some what-ifs, weighed."""
    base = scenario(patrons=patrons)
    base = _long(base) if long else base
    ensembles = [ensemble(base, runs=1000)]
    for name, lean in list(WHAT_IFS.items())[:alternatives]:
        title = LONG + name if long else f"{base.title}: {name.replace('-', ' ')}"
        other = base.model_copy(update={"name": name, "title": title, "extends": base.name})
        other = expecting(expecting(other, "borduria.peak >= materiel", "+"), "client.leader == in_office", "-")
        ensembles.append(ensemble(other, runs=1000, lean=lean if leaning else {}))
    return ensembles[0], weigh(ensembles)


def _long(asked: Scenario) -> Scenario:
    """The same crisis with long titles and more questions than fit, one of them endless, one without words."""
    actors = [
        a.model_copy(update={"title": f"The United and Sovereign Federal States of {a.title}"}) for a in asked.actors
    ]
    texts = [
        "",
        "Will anything at all happen, " * 8,
        *(f"Will the {k}th thing come to pass by autumn?" for k in range(9)),
    ]
    asking = [Question(id=f"asked-{k}", text=text, ask=holds("week > 1")) for k, text in enumerate(texts)]
    update = {"actors": tuple(actors), "questions": (*asked.questions, *asking), "title": LONG}
    return asked.model_copy(update=update)
