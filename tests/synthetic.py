"""Made-up crises and ensembles: plausible arrays without an engine. No number here is for copying."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.constraints import CONSTRAINTS, STATES
from sim.records.trajectory import Ensemble, Rows, Trace
from sim.scenario.plan import Plan
from sim.scenario.schema import (
    Actor,
    Comparison,
    Condition,
    Effect,
    Event,
    Expectation,
    Quantity,
    Question,
    Role,
    Scenario,
    Seen,
    Source,
)

AS_OF = dt.date(1937, 5, 1)
TERMS = ("stake", "survival", "money", "forces", "linkage", "clash", "combat", "commitment", "appeal", "inertia")
PATRONS = ("borduria", "graustark", "zenda", "freedonia", "sylvania", "evallonia", "karlovia", "orsinia")
CUTS = np.array([-1.0, 0.2, 1.2, 2.0, 2.8])  # of a patron's inclination, between its rungs
PRESS = np.array([-3.0, -2.0, -0.5, 0.5, 1.3, 2.2])


def actor(name: str, role: Role, seen: Sequence[tuple[str, int]] = (), title: str = "") -> Actor:
    """An actor with the catalogue's constraints, each at its default or the middle of its range."""
    constraints: Mapping[str, Quantity] = {
        c.name: Quantity(value=v, unit=c.unit, low=v, high=v)
        for c in CONSTRAINTS[role]
        for v in [(c.low + c.high) / 2 if c.default is None else c.default]
    }
    so_far = tuple(Seen(on=dt.date.fromisoformat(day), rung=rung) for day, rung in seen)
    return Actor(name=name, title=title or name.title(), role=role, so_far=so_far, constraints=constraints)


def holds(text: str) -> Comparison:
    """A comparison that nobody evaluates."""
    return Comparison(variable="week", operator=">=", constant=0, text=text)


def scenario(name: str = "ruritania-1937", patrons: int = 2, title: str = "", **changes: Any) -> Scenario:
    """A small crisis: Syldavia presses Ruritania, Borduria and Graustark stand by, or don't."""
    effect = Effect(verb="scale", target="ruritania.export_access", amount=Quantity(value=0.7, low=0.5, high=0.9))
    seats = [[("1936-12-01", 1), ("1937-03-02", 2)], [("1936-12-10", 1)]] + [[("1937-01-15", 1)]] * 6
    fields: dict[str, object] = {
        "name": name,
        "title": title or "Ruritania under blockade",
        "as_of": AS_OF,
        "turn_weeks": 1.0,
        "horizon": 26,
        "actors": (
            actor("syldavia", "challenger", [("1936-11-20", 1), ("1937-02-10", 2), ("1937-04-02", 3)]),
            actor("ruritania", "client", [("1936-11-25", 2)]),
            *(actor(PATRONS[k], "patron", seats[k]) for k in range(patrons)),
        ),
        "conditions": (
            Condition(name="the border closes", when=holds("syldavia.pressure >= blockade"), then=(effect,)),
            Condition(name="the harvest fails", when=holds("week >= 90"), then=(effect,), rare="beyond the horizon"),
        ),
        "events": (
            Event(
                name="trade treaty signed",
                on=dt.date(1937, 6, 15),
                probability=Quantity(value=0.3, low=0.3, high=0.3),
                then=(effect,),
            ),
        ),
        "questions": (
            Question(
                id="arms",
                text="Will Borduria send arms by September 1937?",
                ask=holds("borduria.support >= materiel"),
                by=dt.date(1937, 9, 1),
            ),
            Question(
                id="in-office",
                text="Will Ruritania's leader be in office in October?",
                ask=holds("ruritania.leader == in_office"),
                on=dt.date(1937, 10, 1),
            ),
        ),
        "sources": {"yearbook": Source(title="Yearbook")},
    }
    return Scenario.model_validate(fields | changes)


def ensemble(
    of: Scenario | None = None,
    runs: int = 2000,
    seed: int = 1,
    replications: int = 20,
    lean: Mapping[str, float] | None = None,
    spread: float = 1.0,
) -> Ensemble:
    """An ensemble whose luck and designs depend on the seed alone; ``lean`` moves an actor's inclination.

    ``spread`` is how far designs differ, in standard deviations of luck; 0 makes every design alike.
    """
    of = of or scenario()
    plan = Plan(runs=runs, seed=seed, replications=replications, traced=min(runs, 500), explained=min(runs, 300))
    rng = np.random.default_rng(seed)
    seats = 10
    quantiles = rng.uniform(size=(plan.designs, seats))
    luck = rng.normal(size=(runs, seats))
    start = rng.uniform(size=(runs, seats))
    coin = rng.uniform(size=(runs, 4))
    lean = lean or {}
    base = {"challenger": 0.0, "client": 0.0, "patron": -0.2}
    design = np.repeat(quantiles, replications, axis=0)[:runs]
    inclination = np.stack(
        [
            base[a.role]
            - 0.4 * max(0, k - 2)
            + lean.get(a.name, 0.0)
            + spread * (design[:, k] - 0.5)
            + 0.9 * luck[:, k]
            for k, a in enumerate(of.actors)
        ],
        axis=1,
    )
    rows = _rows(of, inclination, coin)
    trace = _trace(of, rows, start[: plan.traced], rng)
    terms = _terms(of, inclination[: plan.explained])
    paths = tuple(f"{a.name}.lean" for a in of.actors)
    return Ensemble(
        scenario=of,
        plan=plan,
        design_paths=paths,
        design_values=quantiles[:, : len(of.actors)],
        rows=rows,
        trace=trace,
        term_names=TERMS,
        terms=terms,
        fingerprint=f"f00d{seed:04x}{runs:08x}",
    )


def _rows(of: Scenario, inclination: NDArray[np.float64], coin: NDArray[np.float64]) -> Rows:
    runs = len(inclination)
    pressure = np.digitize(inclination[:, 0], PRESS).astype(np.int8)
    support = np.digitize(inclination[:, 2:], CUTS).astype(np.int8)
    risk = 0.02 + 0.09 * np.maximum(0, pressure - 2) - 0.02 * support.max(axis=1)
    leader = np.where(coin[:, 0] < risk, 1 + np.minimum(2, coin[:, 1] * 3), 0).astype(np.int8)
    gone = leader > 0
    turned = gone & (coin[:, 2] < 0.5)
    ended = np.where(gone, 4 + (coin[:, 3] * (of.horizon - 5)).astype(int), of.horizon).astype(np.int16)
    fired = np.stack([np.where(pressure >= 4, 3 + (coin[:, 1] * 9).astype(int), -1), np.full(runs, -1)], axis=1)
    asked = [support[:, 0] >= 3, ~gone, pressure >= 3, support[:, 0] >= 2]
    answers = [asked[k % len(asked)] for k in range(len(of.questions))]
    return Rows(
        peak_support=support,
        final_support=np.maximum(0, support - (coin[:, :1] < 0.3)).astype(np.int8),
        peak_pressure=pressure,
        final_pressure=np.maximum(0, pressure - (coin[:, 1] < 0.3)).astype(np.int8),
        leader=leader,
        coalition=turned.astype(np.int8),
        alignment=turned.astype(np.int8),
        ended=ended,
        answers=np.array(answers, dtype=bool).reshape(-1, runs).T,
        first_fired=fired[:, : len(of.conditions)].astype(np.int16),
        happened=(coin[:, 3:4] < 0.3)[:, : len(of.events)],
        changes=np.minimum(3, np.abs(inclination * 1.5)).astype(np.int16),
    )


def _trace(of: Scenario, rows: Rows, start: NDArray[np.float64], rng: np.random.Generator) -> Trace:
    runs, turns = len(start), of.horizon
    turn = np.arange(turns)
    names, columns = [], []
    for seat, one in enumerate(of.actors):
        opening = one.so_far[-1].rung if one.so_far else 1
        peak, final = _ends(rows, seat, runs)
        rise = (1 + start[:, seat] * 14).astype(int)[:, None]
        fall = rise + 3 + (start[:, seat] * 8).astype(int)[:, None]
        path = np.where(
            turn < rise, np.minimum(opening, peak[:, None]), np.where(turn < fall, peak[:, None], final[:, None])
        )
        walk = np.clip(0.4 + np.cumsum(rng.normal(0, 0.03, (runs, turns)), axis=1), 0, 1)
        for name in [*(c.name for c in CONSTRAINTS[one.role]), *(s.name for s in STATES[one.role])]:
            if f"{one.name}.{name}" in names:
                continue
            names.append(f"{one.name}.{name}")
            if name in ("pressure", "support", "stance"):
                columns.append(path.astype(np.float64))
            elif name in ("believes_resolved", "trusted", "feared", "revenue", "readiness"):
                columns.append(walk)
            else:
                level = one.constraints[name].value if name in one.constraints else 0.0
                columns.append(np.full(walk.shape, level))
    return Trace(tuple(names), np.stack(columns, axis=2))


def _ends(rows: Rows, seat: int, runs: int) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    if seat == 0:
        return rows.peak_pressure[:runs], rows.final_pressure[:runs]
    if seat == 1:
        return np.full(runs, 3, dtype=np.int8), np.full(runs, 2, dtype=np.int8)
    return rows.peak_support[:runs, seat - 2], rows.final_support[:runs, seat - 2]


def _terms(of: Scenario, inclination: NDArray[np.float64]) -> NDArray[np.float64]:
    rung = np.arange(6)[None, None, :, None]
    slopes = np.array([0.55, 0.25, -0.06, -0.3, -0.75, -0.12, 0.0, 0.04, 0.08, -0.15])
    tilt = np.linspace(1.0, 0.6, len(TERMS))[None, None, None, :]
    lean = 1.0 + 0.15 * inclination[:, 2:, None, None]
    terms = slopes * rung * np.where(slopes > 0, lean, 1.0) * tilt
    terms[:, :, 5, 6] = -2.0
    seats = 1.0 + 0.4 * np.arange(len(of.patrons))[None, :, None]
    terms[:, :, :, 3] /= seats
    terms[:, :, :, 4] *= np.roll(seats, 1, axis=1)
    return np.asarray(terms)


def expecting(of: Scenario, measure: str, sign: str, why: str = "stated beforehand") -> Scenario:
    """The scenario with one expectation more."""
    one = Expectation.model_validate({"measure": measure, "sign": sign, "why": why})
    return of.model_copy(update={"expects": (*of.expects, one)})
