"""Figure: what held each patron back, its utility terms at materiel against those at declaratory support."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sim.analysis.held_back import TOTAL
from sim.analysis.summary import Term
from sim.scenario.schema import Scenario
from sim.views.findings import log_odds
from sim.views.style import (
    FAINT,
    GREY,
    INK,
    MARGIN,
    TEXT_SIZE,
    Look,
    Sheet,
    bare,
    extent,
    headed,
    looks,
    sheet,
    signed,
    styled,
    wrapped,
)
from sim.views.words import Z, known, term_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, HEAD, FOOT, GAP = 0.235, 0.34, 0.42, 0.2  # inches: a row, a panel's title, the scale, between panels
WIDTH, NARROW = 11.6, 8.4  # inches: the sheet, the sheet with one patron
MOST_LABELS = 3.0  # inches for the names of terms
MOST_COLUMNS = 3
NOTE = (
    "How to read: bars to the left hold the patron back from sending materiel rather than giving words alone, bars to "
    "the right push it on; in log-odds (−0.7 halves the odds). Means over runs and weeks; thin lines are 95 % errors. "
    "The last row adds them up."
)


class Panel(NamedTuple):
    """One patron's terms by name."""

    title: str
    look: Look
    terms: Mapping[str, Term]


@styled
def held_back(found: Mapping[str, Sequence[Term]], scenario: Scenario, finding: str, caption: str) -> Figure:
    """Signed bars per patron, every panel with the same rows and scale, from ``Summary.held_back``."""
    chosen = looks(scenario)
    patrons = [patron for patron in scenario.patrons if found.get(patron.name)]
    panels = [Panel(p.title, chosen[p.name], {t.term: t for t in found[p.name]}) for p in patrons]
    order = _order(panels)
    columns = min(MOST_COLUMNS, len(panels)) if len(panels) != 4 else 2
    rows = math.ceil(len(panels) / columns)
    tall = HEAD + ROW * len(order)
    page = sheet(WIDTH if columns > 1 else NARROW, rows * (tall + GAP) - GAP + FOOT, finding, NOTE, caption)
    names = [wrapped(term_words(term, scenario.challenger.title), MOST_LABELS, TEXT_SIZE, most=1) for term in order]
    labels = max(extent(name, TEXT_SIZE) for name in names) + 0.12
    width = (page.width - 2 * MARGIN - labels) / columns
    low, high = _reach(panels)
    for place, panel in enumerate(panels):
        row, column = divmod(place, columns)
        axes = _draw(page, panel, order, (MARGIN + labels + column * width, row * (tall + GAP), width - 0.25))
        axes.set_xlim(low, high)
        axes.set_yticks(range(len(order)), names if column == 0 else [])
        _scale(axes, labelled=place + columns >= len(panels))
    return page.figure


def _order(panels: Sequence[Panel]) -> list[str]:
    """Terms by their mean over the patrons, the strongest brake first, the total last."""
    seen = list(dict.fromkeys(term for panel in panels for term in panel.terms if term != TOTAL))
    weight = {
        term: sum(_finite(panel.terms[term].difference, -1e3) for panel in panels if term in panel.terms)
        for term in seen
    }
    return [*sorted(seen, key=lambda term: weight[term]), TOTAL]


def _reach(panels: Sequence[Panel]) -> tuple[float, float]:
    """Limits that hold every finite bar with its error, with room for the numbers."""
    shown = [term for panel in panels for term in panel.terms.values() if known(term.difference)]
    ends = [term.difference + side * Z * _finite(term.se, 0.0) for term in shown for side in (-1, 1)]
    low, high = min([*ends, -0.1]), max([*ends, 0.1])
    room = 0.22 * (high - low)
    return low - room, high + room


def _draw(page: Sheet, panel: Panel, order: Sequence[str], place: tuple[float, float, float]) -> Axes:
    left, down, width = place
    headed(page, left, down + 0.08, width, panel.title, panel.look.colour)
    axes = page.place(left, down + HEAD, width, ROW * len(order))
    bare(axes)
    axes.set_ylim(len(order) - 0.5, -0.5)
    axes.axvline(0, color=INK, lw=0.8)
    axes.axhline(len(order) - 1.5, color=GREY, lw=0.8)
    brakes = [t for name, t in panel.terms.items() if name != TOTAL]
    worst = min(brakes, key=lambda term: term.difference)
    for row, term in enumerate(order):
        if term in panel.terms:
            _bar(axes, row, panel.terms[term], panel.look, strong=term in (worst.term, TOTAL))
    return axes


def _bar(axes: Axes, row: int, term: Term, look: Look, strong: bool) -> None:
    """One term: its bar, its error, its number beyond the bar's end."""
    hollow = term.term == TOTAL
    label = log_odds(term.difference)
    end = term.difference
    if known(end):
        edge = INK if hollow or strong else look.colour
        axes.barh(row, end, height=0.62, color="white" if hollow else look.colour, edgecolor=edge, lw=1.0)
        if known(term.se):
            axes.hlines(row, end - Z * term.se, end + Z * term.se, color=INK, lw=1.0)
            end += math.copysign(Z * term.se, end)
    else:
        end = 0.0
    side = -1 if term.difference < 0 else 1
    weight = "bold" if strong else "normal"
    align = "right" if side < 0 else "left"
    shift, points = (4 * side, 0), "offset points"
    axes.annotate(label, (end, row), xytext=shift, textcoords=points, va="center", ha=align, size=8, weight=weight)


def _scale(axes: Axes, labelled: bool) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(value)))
    axes.grid(axis="x", color=FAINT, lw=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", length=2.5 if labelled else 0, labelbottom=labelled)
    if labelled:
        axes.set_xlabel("← holds back      log-odds      pushes on →", size=8, labelpad=2)


def _finite(number: float, other: float) -> float:
    return number if known(number) else other
