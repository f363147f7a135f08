"""Figure: what one constraint does to every patron's chance of a rung, with both kinds of uncertainty."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.scenario.schema import Actor, Scenario
from sim.views.style import FAINT, GREY, INK, MARGIN, TEXT_SIZE, Look, bare, looks, sheet, styled
from sim.views.words import Z, owned, percent, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 9.6, 4.2  # inches of the sheet and of its body
LEFT, RIGHT, FOOT = 0.7, 1.9, 0.55  # inches for the percentages, the names, the constraint
CLOSE = 0.05  # probability; names nearer than this would overlap
NOTE = (
    "How to read: every point holds the constraint at that value in all runs, under the same luck. The dark band is "
    "the 95 % simulation error; the pale one spans what 90 % of the designs (draws of all else) give."
)


class Line(NamedTuple):
    """One patron's probability over the values."""

    actor: Actor
    look: Look
    rows: pd.DataFrame  # columns value, p, se, lo, hi

    @property
    def ends(self) -> tuple[float, float]:
        """Its probability at the least and at the greatest value."""
        return float(self.rows["p"].iloc[0]), float(self.rows["p"].iloc[-1])


@styled
def support_over_values(swept: pd.DataFrame, scenario: Scenario, rung: str) -> Figure:
    """Each patron's chance to reach ``rung`` or more over the values of ``swept``, the table of a sweep."""
    chosen = looks(scenario)
    rows = swept[(swept["group"] == "support") & (swept["word"] == rung)].sort_values("value", kind="stable")
    lines = [Line(p, chosen[p.name], rows[rows["actor"] == p.name]) for p in scenario.patrons]
    constraint = str(swept["constraint"].iloc[0])
    caption = f"{scenario.title}, {constraint} held at {rows['value'].nunique()} values. Simulated by Fairweather."
    page = sheet(WIDTH, HEIGHT, _finding(lines, _spelt(constraint, scenario), rung), NOTE, caption)
    axes = page.place(MARGIN + LEFT, 0.1, WIDTH - 2 * MARGIN - LEFT - RIGHT, HEIGHT - FOOT - 0.1)
    _frame(axes, scenario, constraint, rows["value"].to_numpy())
    for line, height in zip(lines, _apart([line.ends[1] for line in lines]), strict=True):
        _draw(axes, line, height)
    return page.figure


def _spelt(constraint: str, scenario: Scenario) -> str:
    """A constraint as people say it, after its actor."""
    actor, _, name = constraint.partition(".")
    return f"{owned(next(it.title for it in scenario.actors if it.name == actor))} {spoken(name)}"


def _finding(lines: list[Line], constraint: str, rung: str) -> str:
    """Whom it moves most, from where to where."""
    most = max(lines, key=lambda line: abs(line.ends[1] - line.ends[0]))
    (before, after), values = most.ends, most.rows["value"]
    ends = f"as {constraint} goes from {values.iloc[0]:g} to {values.iloc[-1]:g}"
    verb = "stays at" if percent(before) == percent(after) else "goes from"
    span = percent(before) if verb == "stays at" else f"{percent(before)} to {percent(after)}"
    return f"{most.actor.title}: the chance of {spoken(rung)} or more {verb} {span} {ends}"


def _frame(axes: Axes, scenario: Scenario, constraint: str, values: NDArray[np.float64]) -> None:
    """Scales, and the range that the file itself gives to the constraint."""
    bare(axes)
    axes.set_xlim(values.min(), values.max())
    axes.set_ylim(0, 1)
    ticks = np.linspace(0, 1, 5)
    axes.set_yticks(ticks, [f"{100 * tick:.0f} %" for tick in ticks])
    for tick in ticks:
        axes.axhline(tick, color=FAINT, lw=0.6, zorder=0)
    actor, _, name = constraint.partition(".")
    own = next(it.constraints[name] for it in scenario.actors if it.name == actor)
    axes.axvline(own.value, color=INK, lw=1.0, ls=(0, (3, 2)))
    axes.set_xlabel(f"{_spelt(constraint, scenario)} ({own.unit}); dashed: {own.value:g} as in the file")
    axes.xaxis.label.set_color(GREY)


def _draw(axes: Axes, line: Line, height: float) -> None:
    """A patron's line in its bands, with its name at the end."""
    value, p, se, lo, hi = (line.rows[name].to_numpy() for name in ("value", "p", "se", "lo", "hi"))
    axes.fill_between(value, lo, hi, color=line.look.colour, alpha=0.12, lw=0)
    low, high = np.maximum(0, p - Z * se), np.minimum(1, p + Z * se)
    axes.fill_between(value, low, high, color=line.look.colour, alpha=0.4, lw=0)
    axes.plot(value, p, color=line.look.colour, marker=line.look.marker, ms=4, lw=1.6)
    axes.annotate(
        f"{line.actor.title} {percent(float(p[-1]))}", (1, height), (8, 0), xycoords=("axes fraction", "data"),
        textcoords="offset points", va="center", size=TEXT_SIZE, color=line.look.colour, weight="bold",
    )  # fmt: skip


def _apart(heights: list[float]) -> list[float]:
    """The heights of the names, moved up until none stands on another."""
    found, last = list(heights), -1.0
    for place in sorted(range(len(heights)), key=lambda k: heights[k]):
        last = found[place] = max(heights[place], last + CLOSE)
    return found
