"""Designs: the constraint values and weights of each group of runs, drawn from their ranges.

Each quantity's quantile is keyed by its path, so scenarios that are compared share the luck of every
constraint they have in common, whatever else they add. Weights that were fitted are drawn together, one
draw of the posterior to a design.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.constraints import CONSTRAINTS, Client
from sim.model.power import projection
from sim.scenario.plan import Plan
from sim.scenario.schema import Quantity, Scenario
from sim.scenario.script import all_effects, block_of, columns, opening_states
from sim.scenario.shocks import uniforms
from sim.scenario.weights import PATHS, Posterior, read_posterior, read_weights

FloatArray = NDArray[np.float64]
Values = Callable[[str, Quantity], FloatArray]
NOT_CODED = ("patron.appeal",)  # past crises say nothing of it: it keeps the prior of the weights file
PROJECTING = ("challenger", "patron")


class Design(NamedTuple):
    """What is held fixed within a design and differs between designs."""

    paths: tuple[str, ...]  # of everything drawn
    values: FloatArray  # [design, path]
    boards: FloatArray  # [design, column], opening worlds: constraints and opening rungs
    weights: FloatArray  # [design, weight]
    amounts: FloatArray  # [design, effect]
    chances: FloatArray  # [design, event]
    officers: int  # largest number of officers of any design

    def only(self, design: int) -> Design:
        """One design alone."""
        rows = slice(design, design + 1)
        return self._replace(
            values=self.values[rows], boards=self.boards[rows], weights=self.weights[rows],
            amounts=self.amounts[rows], chances=self.chances[rows],
        )  # fmt: skip


def triangular(quantile: FloatArray, low: float, mode: float, high: float) -> FloatArray:
    """Inverse distribution of a triangle over [low, high] with its peak at ``mode``."""
    if high <= low:
        return np.full_like(quantile, mode)
    rising = (mode - low) / (high - low)
    up = low + np.sqrt(quantile * (high - low) * (mode - low))
    down = high - np.sqrt((1.0 - quantile) * (high - low) * (high - mode))
    return np.where(quantile < rising, up, down)


def sample(scenario: Scenario, plan: Plan) -> Design:
    """Draw the designs of a plan."""
    drawn: dict[str, FloatArray] = {}

    def values(path: str, quantity: Quantity) -> FloatArray:
        quantile = uniforms(plan.seed, 0, plan.designs, "design", path)
        drawn[path] = triangular(quantile, quantity.low, quantity.value, quantity.high)
        return drawn[path]

    boards = _opening_boards(scenario, plan.designs, values)
    rules = [*((c.name, c.then) for c in scenario.conditions), *((e.name, e.then) for e in scenario.events)]
    paths = [f"{name}.then[{number}]" for name, then in rules for number in range(len(then))]
    amounts = [values(path, effect.amount) for path, effect in zip(paths, all_effects(scenario), strict=True)]
    chances = [values(f"{event.name}.probability", event.probability) for event in scenario.events]
    fitted = _fitted(plan)
    for path, quantity in _weights(plan).items():
        if path in fitted:
            drawn[f"weights.{path}"] = fitted[path]
        else:
            values(f"weights.{path}", quantity)
    return Design(
        paths=tuple(drawn),
        values=np.stack(list(drawn.values()), axis=-1),
        boards=boards,
        weights=np.stack([drawn[f"weights.{path}"] for path in PATHS], axis=-1),
        amounts=_side_by_side(amounts, plan.designs),
        chances=_side_by_side(chances, plan.designs),
        officers=int(boards[:, block_of(scenario, scenario.client.name) + Client.OFFICERS].max()),
    )


def _weights(plan: Plan) -> dict[str, Quantity]:
    """Range of every weight, in the file's order; those that the plan fixes have none."""
    ranges = {it.path: Quantity(value=it.value, low=it.low, high=it.high) for it in read_weights().weights}
    unknown = sorted({*dict(plan.fixed), *dict(plan.fitted)} - set(ranges))
    if unknown:
        raise ValueError(f"there is no weight {', '.join(unknown)}")
    return ranges | {path: Quantity(value=value, low=value, high=value) for path, value in plan.fixed}


def _fitted(plan: Plan) -> dict[str, FloatArray]:
    """Fitted weights of every design, one draw of all of them together, but for those that the plan fixes."""
    posterior = plan_posterior(plan)
    if posterior is None:
        return {}
    rows = posterior.row_at(uniforms(plan.seed, 0, plan.designs, "design", "weights.fitted"))
    left = {*dict(plan.fixed), *NOT_CODED}
    return {path: rows[:, column] for column, path in enumerate(posterior.paths) if path not in left}


def plan_posterior(plan: Plan) -> Posterior | None:
    """The draws that the plan brings, or else the package's own; None where nothing was fitted."""
    if not plan.fitted:
        return read_posterior()
    paths, draws = zip(*plan.fitted, strict=True)
    return Posterior(paths, np.array(draws).T, made_from="", text="")


def central_board(scenario: Scenario) -> FloatArray:
    """The opening world with every constraint at its central value, [column]."""
    board: FloatArray = _opening_boards(scenario, 1, lambda path, quantity: np.array([quantity.value]))[0]
    return board


def _side_by_side(parts: list[FloatArray], designs: int) -> FloatArray:
    """Columns side by side, also where there is none."""
    return np.stack(parts, axis=-1) if parts else np.empty((designs, 0))


def _opening_boards(scenario: Scenario, designs: int, values: Values) -> FloatArray:
    """Opening worlds with every constraint in place and projection worked out where it is left open."""
    boards = np.tile(opening_states(scenario), (designs, 1))
    where = columns(scenario)
    for actor in scenario.actors:
        for constraint in CONSTRAINTS[actor.role]:
            path = f"{actor.name}.{constraint.name}"
            boards[:, where[path]] = values(path, actor.constraints[constraint.name])
        if actor.role in PROJECTING and actor.constraints["projection"].value < 0.0:
            parts = [boards[:, where[f"{actor.name}.{part}"]] for part in ("capability", "distance", "basing")]
            boards[:, where[f"{actor.name}.projection"]] = [projection(*row) for row in np.stack(parts, axis=-1)]
        if actor.role == "client":
            officers = where[f"{actor.name}.officers"]
            boards[:, officers] = np.round(boards[:, officers])
    return boards
