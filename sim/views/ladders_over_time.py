"""Figure: pressure and support over time, the share of runs on each rung as the width of a band."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from sim.scenario.schema import Actor, Scenario
from sim.views.style import (
    CAPTION_SIZE,
    FAINT,
    GREY,
    INK,
    MARGIN,
    PANEL_SIZE,
    Look,
    Sheet,
    bare,
    extent,
    headed,
    looks,
    sheet,
    styled,
)
from sim.views.words import figure, short_day, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SMALL = 8.0  # points
RUNG, HEAD, TICKS, GAP = 0.26, 0.30, 0.24, 0.12  # inches: a rung, a panel's title, the dates below, between panels
RIGHT = 0.95  # inches for the two columns of numbers
WIDE, NARROW = 9.6, 11.6  # inches of a sheet with one column of panels, with two
FULL = 0.46  # half the height of a band that all runs share, in rungs
NOTE = (
    "How to read: left of the dashed line what was seen; right of it, the thickness of each band is the share of runs "
    "on that rung. The numbers say in how many of 100 runs it is the rung at the end, and the highest rung."
)


class Panel(NamedTuple):
    """One actor's ladder over time."""

    actor: Actor
    variable: str
    look: Look
    shares: pd.DataFrame  # columns date, rung, share
    ends: pd.DataFrame  # columns rung, name, peak, final
    seen: list[tuple[dt.date, int]]


class Window(NamedTuple):
    """The stretch of time that all panels show."""

    start: dt.date
    now: dt.date
    end: dt.date

    @property
    def seen(self) -> float:
        """Share of the stretch that lies behind."""
        return (self.now - self.start) / (self.end - self.start)


@styled
def pressure_and_support(
    rungs: pd.DataFrame, peaks: pd.DataFrame, history: pd.DataFrame, scenario: Scenario, finding: str, caption: str
) -> Figure:
    """Small multiples from ``rungs_table``, ``peaks_table`` and ``history_table``: the challenger, then each patron."""
    chosen = looks(scenario)
    actors = [scenario.challenger, *scenario.patrons]
    panels = [_panel(actor, chosen[actor.name], rungs, peaks, history) for actor in actors]
    window = _window(rungs, history, scenario)
    columns = 1 if len(scenario.patrons) <= 3 else 2
    places, body = _places(panels, columns)
    page = sheet(WIDE if columns == 1 else NARROW, body, finding, NOTE, caption)
    width = (page.width - 2 * MARGIN - (columns - 1) * 0.25) / columns
    for panel, (column, down, dated) in zip(panels, places, strict=True):
        span = page.width - 2 * MARGIN if panel.actor.role == "challenger" else width
        _draw(page, panel, window, (MARGIN + column * (width + 0.25), down, span), dated)
    return page.figure


def _panel(actor: Actor, look: Look, rungs: pd.DataFrame, peaks: pd.DataFrame, history: pd.DataFrame) -> Panel:
    shares = rungs[rungs["actor"] == actor.name]
    seen = history[history["actor"] == actor.name]
    dated = [(stamp.date(), int(rung)) for stamp, rung in zip(seen["date"], seen["rung"], strict=True)]
    return Panel(actor, str(shares["variable"].iloc[0]), look, shares, peaks[peaks["actor"] == actor.name], dated)


def _window(rungs: pd.DataFrame, history: pd.DataFrame, scenario: Scenario) -> Window:
    """From the first act seen, but no further back than half as long as the play ahead."""
    end = rungs["date"].max().date()
    ahead = end - scenario.as_of
    first = history["date"].min().date() if len(history) else scenario.as_of
    return Window(max(min(first, scenario.as_of), scenario.as_of - ahead * 0.6), scenario.as_of, end)


def _places(panels: list[Panel], columns: int) -> tuple[list[tuple[int, float, bool]], float]:
    """Column, distance from the top and whether dates stand below, per panel; and the height of all."""
    tall = [HEAD + RUNG * len(panel.ends) for panel in panels]
    places, down = [(0, 0.0, True)], tall[0] + TICKS + GAP
    for first in range(1, len(panels), columns):
        row = range(first, min(first + columns, len(panels)))
        dated = [k + columns >= len(panels) for k in row]
        places += [(k - first, down, below) for k, below in zip(row, dated, strict=True)]
        down += max(tall[k] for k in row) + GAP + TICKS * any(dated)
    return places, down - GAP


def _draw(page: Sheet, panel: Panel, window: Window, place: tuple[float, float, float], dated: bool) -> None:
    left, down, width = place
    labels = 1.45 if panel.actor.role == "challenger" or page.width == WIDE else 0.95
    height = RUNG * len(panel.ends)
    axes = page.place(left + labels, down + HEAD, width - labels - RIGHT, height)
    title = f"{panel.actor.title}: {'pressure' if panel.variable == 'pressure' else 'support'}"
    headed(page, left, down + 0.06, width - RIGHT - 0.1, title, panel.look.colour)
    _bands(axes, panel, window)
    _frame(axes, panel, window, dated)
    _numbers(axes, panel)
    if panel.actor.role == "challenger":
        free = labels + (width - labels - RIGHT) * window.seen - extent(title, PANEL_SIZE, bold=True) - 0.4
        _divided(axes, window, free)


def _bands(axes: Axes, panel: Panel, window: Window) -> None:
    """What was seen as full bands, what may come as bands as wide as the share of runs."""
    for (begin, step), (stop, _) in zip(panel.seen, [*panel.seen[1:], (window.now, 0)], strict=True):
        if stop > window.start:
            ends = [max(begin, window.start), stop]
            axes.fill_between(_numbers_of(ends), step - FULL, step + FULL, color=panel.look.colour, alpha=0.5, lw=0)
    share = panel.shares.pivot(index="date", columns="rung", values="share")
    days = _numbers_of([stamp.date() for stamp in share.index])
    for rung, column in enumerate(share.to_numpy().T):
        half = FULL * column
        if panel.seen:
            half = np.concatenate([[FULL * (panel.seen[-1][1] == rung)], half])
        at = np.concatenate([_numbers_of([window.now]), days]) if panel.seen else days
        axes.fill_between(at, rung - half, rung + half, where=_near(half > 0), color=panel.look.colour, lw=0.3)


def _frame(axes: Axes, panel: Panel, window: Window, dated: bool) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    bare(axes)
    start, now, end = _numbers_of([window.start, window.now, window.end])
    axes.set_xlim(start, end)
    axes.set_ylim(-0.5, len(panel.ends) - 0.5)
    axes.set_yticks(panel.ends["rung"].to_numpy(), [spoken(name) for name in panel.ends["name"]])
    for edge in np.arange(len(panel.ends) + 1) - 0.5:
        axes.axhline(edge, color=FAINT, lw=0.6, zorder=0)
    axes.axvline(now, color=INK, lw=1.0, ls=(0, (3, 2)))
    locator = AutoDateLocator(minticks=3, maxticks=8)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    formatter = ConciseDateFormatter(locator, show_offset=False)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_formatter(formatter)
    axes.tick_params(axis="x", labelbottom=dated, length=2.5 if dated else 0)


def _divided(axes: Axes, window: Window, free: float) -> None:
    """Words above the dashed line, as far as the ``free`` inches left of it have room."""
    seen = f"seen by {short_day(window.now)}"
    for text, shift, room in (("simulated", 5, 0.0), (seen, -5, extent(seen, SMALL))):
        if room <= free:
            _above(axes, text, shift, _numbers_of([window.now])[0])


def _above(axes: Axes, text: str, shift: float, at: float) -> None:
    """Text above the panel, ``shift`` points to the side of a date."""
    place = ("data", "axes fraction")
    align = "left" if shift > 0 else "right"
    axes.annotate(
        text, (at, 1), (shift, 4), xycoords=place, textcoords="offset points", ha=align, size=SMALL, color=GREY
    )


def _near(some: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """True where there is some, and right beside it, so that a band starts from nothing."""
    padded = np.pad(some, 1)
    return padded[:-2] | padded[1:-1] | padded[2:]


def _numbers(axes: Axes, panel: Panel) -> None:
    """Percentages at the right edge: at the end, and at the highest."""
    from matplotlib.transforms import blended_transform_factory

    where = blended_transform_factory(axes.transAxes, axes.transData)
    inches = axes.get_position().width * axes.figure.get_figure(root=True).get_size_inches()[0]
    for offset, column, head in ((0.40, "final", "at end"), (0.88, "peak", "highest")):
        at = 1 + offset / inches
        axes.text(
            at, len(panel.ends) - 0.35, head, transform=where, ha="right", va="bottom", size=CAPTION_SIZE, color=GREY
        )
        for rung, share in zip(panel.ends["rung"], panel.ends[column], strict=True):
            strong = share == panel.ends[column].max()
            if share > 0:
                text = "<1" if share < 0.0095 else figure(round(share, 2))
                axes.text(
                    at,
                    rung,
                    text,
                    transform=where,
                    ha="right",
                    va="center",
                    size=8,
                    weight="bold" if strong else "normal",
                )


def _numbers_of(days: list[dt.date]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    from matplotlib.dates import date2num

    return np.asarray(date2num(days), dtype=np.float64)  # type: ignore[no-untyped-call]
