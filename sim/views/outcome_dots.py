"""Figures: outcomes and answers with their uncertainty, as dots, error bars and spans over designs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from sim.scenario.schema import Scenario
from sim.views.findings import value_words
from sim.views.style import (
    CLIENT,
    FAINT,
    GREY,
    INK,
    MARGIN,
    TEXT_SIZE,
    Look,
    Sheet,
    bare,
    beside,
    headed,
    looks,
    sheet,
    styled,
    wrapped,
)
from sim.views.words import Z, likelihood, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, HEAD, FOOT, GAP = 0.235, 0.32, 0.24, 0.16  # inches: a row, a block's title, its scale, between blocks
LABELS, WORDS = 1.6, 2.3  # inches for the labels on the left, the numbers on the right
WIDTH = 12.2
NOTE = (
    "How to read: the dot is the share of runs; the pale bar spans the probabilities that 90 % of the designs "
    "(draws of constraints and weights) give, simulation noise taken out; the thin line is the 95 % simulation error."
)
PRESSURES = ("limited_strikes", "blockade", "territorial_strikes", "regime_removal")
SUPPORTS = ("economic", "materiel", "presence", "combat")


class Dot(NamedTuple):
    """One probability with its two kinds of uncertainty."""

    label: str
    p: float
    se: float
    lo: float
    hi: float


class Block(NamedTuple):
    """Probabilities that belong together."""

    title: str
    look: Look
    dots: Sequence[Dot]

    @property
    def height(self) -> float:
        """Inches from the top of the title to the bottom of the last row."""
        return HEAD + ROW * len(self.dots)


@styled
def outcomes(table: pd.DataFrame, scenario: Scenario, finding: str, caption: str) -> Figure:
    """The client's fate, the challenger's and every patron's highest rung, from ``outcomes_table``."""
    chosen, titles = looks(scenario), {actor.name: actor.title for actor in scenario.actors}
    client, challenger = scenario.client.name, scenario.challenger.name
    fate = [*_dots(table, "leader", client), *_dots(table, "coalition", client, ("replaced",), "coalition ")]
    fate += _dots(table, "alignment", client, ("turned",), "alignment ")
    blocks = [Block(f"{titles[client]}: leader, coalition, alignment", chosen[client], fate)]
    reached = [
        (challenger, "pressure", PRESSURES),
        *((patron.name, "support", SUPPORTS) for patron in scenario.patrons),
    ]
    for name, group, words in reached:
        dots = _dots(table, group, name, words, after=" or more")
        blocks.append(Block(f"{titles[name]}: highest {group}", chosen[name], dots))
    return _two_columns(blocks, finding, caption)


@styled
def questions(table: pd.DataFrame, texts: Mapping[str, str], finding: str, caption: str) -> Figure:
    """The answers to the scenario's questions, from ``outcomes_table``; ``texts`` by id."""
    labels, room = 4.9, 4.7
    dots = [
        dot._replace(label=wrapped(texts[dot.label] or spoken(dot.label), room, TEXT_SIZE, most=2))
        for dot in _dots(table, "question", "")
    ]
    row = 0.36
    page = sheet(WIDTH, row * len(dots) + FOOT, finding, NOTE, caption)
    axes = page.place(MARGIN + labels, 0, WIDTH - 2 * MARGIN - labels - WORDS, row * len(dots))
    _draw(axes, Block("", Look(CLIENT, "o"), dots))
    _scale(axes)
    return page.figure


def _dots(
    table: pd.DataFrame, group: str, actor: str, words: Sequence[str] = (), before: str = "", after: str = ""
) -> list[Dot]:
    rows = table[(table["group"] == group) & (table["actor"] == actor)]
    kept = rows[rows["word"].isin(words)] if words else rows
    dots = []
    for word, p, se, lo, hi in kept[["word", "p", "se", "lo", "hi"]].itertuples(index=False):
        tail = "" if word in (PRESSURES[-1], SUPPORTS[-1]) else after  # nothing lies above those
        label = word if group == "question" else f"{before}{spoken(word)}{tail}"
        dots.append(Dot(label, float(p), float(se), float(lo), float(hi)))
    return dots


def _two_columns(blocks: Sequence[Block], finding: str, caption: str) -> Figure:
    """Blocks down the left column, then down the right, as even as their order allows."""
    cut = min(range(1, len(blocks)), key=lambda k: max(_tall(blocks[:k]), _tall(blocks[k:])))
    columns = (blocks[:cut], blocks[cut:])
    page = sheet(WIDTH, max(map(_tall, columns)), finding, NOTE, caption)
    width = (page.width - 2 * MARGIN - 0.3) / 2
    for place, column in enumerate(columns):
        _column(page, column, MARGIN + place * (width + 0.3), width)
    return page.figure


def _tall(blocks: Sequence[Block]) -> float:
    return sum(block.height + GAP for block in blocks) - GAP + FOOT


def _column(page: Sheet, blocks: Sequence[Block], left: float, width: float) -> None:
    down = 0.0
    for block in blocks:
        headed(page, left, down + 0.08, width, block.title, block.look.colour)
        axes = page.place(left + LABELS, down + HEAD, width - LABELS - WORDS, block.height - HEAD)
        _draw(axes, block)
        down += block.height + GAP
    _scale(axes)


def _draw(axes: Axes, block: Block) -> None:
    """One row per dot, the first on top; numbers and the estimative word on the right."""
    bare(axes)
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(len(block.dots) - 0.5, -0.5)
    axes.set_yticks(range(len(block.dots)), [dot.label for dot in block.dots])
    axes.set_xticks(np.linspace(0, 1, 5), labels=[])
    axes.vlines(np.linspace(0, 1, 5), -0.5, len(block.dots) - 0.5, color=FAINT, lw=0.6, zorder=0)
    for row, dot in enumerate(block.dots):
        axes.hlines(row, max(0.0, dot.lo), min(1.0, dot.hi), color=block.look.colour, alpha=0.35, lw=7)
        axes.hlines(row, max(0.0, dot.p - Z * dot.se), min(1.0, dot.p + Z * dot.se), color=INK, lw=1.2)
        axes.plot([dot.p], [row], block.look.marker, color=block.look.colour, mec=INK, mew=0.7, ms=5.5, clip_on=False)
        beside(axes, value_words(dot.p, dot.se), row, 76, align="right", bold=True)
        beside(axes, likelihood(dot.p), row, 82, colour=GREY)


def _scale(axes: Axes) -> None:
    axes.set_xticks(np.linspace(0, 1, 5), labels=["0", "25", "50", "75", "100 %"])
