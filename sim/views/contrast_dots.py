"""Figure: paired differences between a base scenario and its alternatives, measure by measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sim.analysis.contrast import Contrast, Effects
from sim.scenario.schema import Scenario
from sim.views.findings import gap_words
from sim.views.style import (
    FAINT,
    GREY,
    INK,
    MARGIN,
    TEXT_SIZE,
    Look,
    Sheet,
    bare,
    beside,
    extent,
    headed,
    looks,
    sheet,
    signed,
    styled,
    wrapped,
)
from sim.views.words import Z, margin, owned, percent, points

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, HEAD, FOOT, GAP = 0.34, 0.36, 0.42, 0.18  # inches: a row, a block's title, the scale, between blocks
WIDTH, LABELS, BEFORE, AFTER = 10.4, 3.1, 1.35, 1.75  # inches: the sheet, names, probabilities, differences
NOTE = (
    "How to read: each row plays the same runs under the same luck with one thing changed; the dot is the change in "
    "probability, the line its 95 % error. Hollow dots: not distinguishable from no change."
)


class Rows(NamedTuple):
    """What the alternatives do to one measure."""

    title: str
    look: Look
    effects: Effects
    gap: str  # what lies between the first two, in words


@styled
def comparison(
    found: Sequence[Effects], base: Scenario, labels: Mapping[str, str], finding: str, caption: str
) -> Figure:
    """One block of rows per measure, strongest rise first; ``labels`` name the alternatives for people."""
    chosen, titles = looks(base), {actor.name: actor.title for actor in base.actors}
    blocks = [Rows(_title(e, titles[e.actor]), chosen[e.actor], e, gap_words(e)) for e in found]
    body = sum(HEAD + ROW * len(block.effects.effects) + GAP for block in blocks) - GAP + FOOT
    page = sheet(WIDTH, body, finding, NOTE, caption)
    reach = _reach([c for e in found for c in e.effects])
    down = 0.0
    for place, block in enumerate(blocks):
        axes = _draw(page, block, labels, down, reach)
        down += HEAD + ROW * len(block.effects.effects) + GAP
        _scale(axes, labelled=place == len(blocks) - 1)
    return page.figure


def _reach(effects: Sequence[Contrast]) -> tuple[float, float]:
    """Limits that hold every interval and zero, with a little room."""
    low = min([c.difference - Z * c.se for c in effects] + [0.0])
    high = max([c.difference + Z * c.se for c in effects] + [0.0])
    room = max(0.01, 0.06 * (high - low))
    return low - room, high + room


def _title(effects: Effects, title: str) -> str:
    before = percent(effects.effects[0].before)
    if ".leader" in effects.measure:
        return f"{owned(title)} leader stays in office: {before} as it stands"
    return f"{title} sends {effects.measure.rpartition(' ')[2]} or does more: {before} as it stands"


def _draw(page: Sheet, block: Rows, labels: Mapping[str, str], down: float, reach: tuple[float, float]) -> Axes:
    room = WIDTH - 2 * MARGIN
    gap = f"{block.gap}  " if len(block.effects.effects) > 1 else ""
    headed(page, MARGIN, down + 0.08, room - 0.1 - extent(gap, TEXT_SIZE), block.title, block.look.colour)
    page.write(WIDTH - MARGIN, down + 0.1, block.gap, size=TEXT_SIZE, color=GREY, ha="right")
    rows = block.effects.effects
    axes = page.place(MARGIN + LABELS + BEFORE, down + HEAD, room - LABELS - BEFORE - AFTER, ROW * len(rows))
    bare(axes)
    axes.set_xlim(*reach)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    axes.axvline(0, color=INK, lw=0.8)
    for row, c in enumerate(rows):
        axes.axhline(row + 0.5, color=FAINT, lw=0.6, zorder=0)
        _row(axes, row, c, block.look)
        label = wrapped(labels[c.b], LABELS - 0.1, TEXT_SIZE, most=2)
        beside(axes, label, row, -(LABELS + BEFORE) * 72, edge=0)
    return axes


def _row(axes: Axes, row: int, c: Contrast, look: Look) -> None:
    """One difference: its dot and error, the two probabilities on the left, the number on the right."""
    fill = look.colour if c.distinguishable else "white"
    axes.hlines(row, c.difference - Z * c.se, c.difference + Z * c.se, color=INK, lw=1.2)
    axes.plot([c.difference], [row], look.marker, color=fill, mec=INK if c.distinguishable else GREY, mew=0.9, ms=7)
    beside(axes, f"{percent(c.before)} → {percent(c.after)}", row, -10, edge=0, align="right", colour=GREY)
    if c.distinguishable:
        error = f" ± {margin(c.se)}" if c.se else ""
        beside(axes, f"{points(c.difference)}{error} points".replace("-", "−"), row, 12, bold=True)
    else:
        beside(axes, "not distinguishable", row, 12, colour=GREY)


def _scale(axes: Axes, labelled: bool) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: signed(100 * value)))
    axes.grid(axis="x", color=FAINT, lw=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", length=2.5 if labelled else 0, labelbottom=labelled)
    if labelled:
        axes.set_xlabel("change in probability, percentage points", size=8, labelpad=2)
