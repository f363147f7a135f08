"""Past crises foretold, in words and pictures: what was given, what came, how well it scored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.bootstrap import Interval
from sim.analysis.scoring import Bin, reaches, reliability
from sim.history.scorecard import MODEL, Hindcast
from sim.model.ladders import MATERIEL, SUPPORT_RUNGS, Support
from sim.views.style import FAINT, GREY, INK, MARGIN, PATRONS, TEXT_SIZE, bare, beside, headed, sheet, styled
from sim.views.words import spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMES = {
    "model": "the model",
    "base_rate": "base rates",
    "persistence": "words only",
    "ordered_logit": "ordered logit, 8 columns",
    "ordered_logit_3": "ordered logit, 3 columns",
}
SCORES = {
    "rps": "RPS",
    "range_rps": "RPS, range",
    "brier_materiel": "Brier, materiel",
    "log_score": "log score",
}
ROW, WIDTH = 0.215, 11.6  # inches
SHADE = PATRONS[0]


def hindcast_text(found: Hindcast) -> str:
    """The cases, the scores and the differences, for a terminal."""
    if not len(found.seen):
        return "\n".join([*_case_lines(found), "", "No peak is known: nothing to score."])
    head = f"{len(found.cases)} cases ({found.table}), {found.mode} mode, rule {found.rule}, {found.runs:,} runs each"
    learnt = {
        "nothing": "baselines, and weights where they were fitted, have seen the built-in table",
        "crisis": "each crisis foretold by what was learnt from the others",
        "patron": "each patron foretold by what was learnt from the others",
    }[found.left_out]
    return "\n".join(
        [f"{head}.", f"Weights: {found.status}; {learnt}.", "", *_case_lines(found), "", *_score_lines(found)]
    )


def _case_lines(found: Hindcast) -> list[str]:
    """One line per case: chances of the rungs, what was seen, the score."""
    words = [spoken(rung.name.lower()) for rung in Support]
    wide = max([len(case.id) for case in found.cases] + [4])
    lines = [f"{'case':<{wide}}  " + " ".join(f"{word[:6]:>6}" for word in words) + "  seen             RPS"]
    scores = dict(zip(found.seen.tolist(), found.scores().rps, strict=True))
    for row, case in enumerate(found.cases):
        chances = " ".join(f"{100 * p:>6.0f}" for p in found.forecasts[MODEL].peak[row])
        seen = "" if case.level_peak is None else f"{words[case.level_peak]:<13} {scores[row]:>6.3f}"
        lines.append(f"{case.id:<{wide}}  {chances}  {seen}".rstrip())
    return lines


def _score_lines(found: Hindcast) -> list[str]:
    """Scores of the model and the baselines, and how far each baseline lies behind."""
    lines = [
        f"{'lower is better':<26}" + "".join(f"{name:>17}" for name in SCORES.values()) + "   behind the model (RPS)"
    ]
    for name in found.forecasts:
        means = found.scores(name)
        cells = "".join(f"{getattr(means, score).mean():>17.3f}" for score in SCORES)
        tail = "" if name == MODEL else f"   {spanned(found.ahead(name), signs=True)}"
        lines.append(f"{NAMES[name]:<26}{cells}{tail}")
    held, rates = found.survival_brier(), found.survival_brier("base_rate")
    if len(held):
        lines += ["", f"Brier score of the client's survival: {held.mean():.3f} (base rates {rates.mean():.3f})."]
    pressed, usual = found.pressure_rps(), found.pressure_rps("base_rate")
    if pressed is not None and usual is not None:
        lines.append(f"RPS of the challenger's highest rung: {pressed.mean():.3f} (base rates {usual.mean():.3f}).")
    return [*lines, "", "In brackets 90 % intervals, crises drawn anew with replacement."]


def spanned(it: Interval, signs: bool = False) -> str:
    """A mean with its interval."""
    form = "+.3f" if signs else ".3f"
    return f"{it.mean:{form}} [{it.lo:{form}}, {it.hi:{form}}]".replace("-", "−")


@styled
def case_chart(found: Hindcast, finding: str, caption: str) -> Figure:
    """Every case as a row: the chance of each rung as shade and number, what was seen as a dot, its range as a bar."""
    note = (
        "How to read: each cell is the chance, in percent, that the patron's highest rung is that one; the darker, the "
        "likelier. The dot is what was seen, the line the range that could be defended. Right: ranked probability "
        "score, 0 for certainty that came true."
    )
    page = sheet(WIDTH, ROW * len(found.cases) + 0.5, finding, note, caption)
    left, right = 1.7, 3.3
    axes = page.place(MARGIN + left, 0.3, WIDTH - 2 * MARGIN - left - right, ROW * len(found.cases))
    _cells(axes, found)
    scores = dict(zip(found.seen.tolist(), found.scores().rps, strict=True))
    for row, case in enumerate(found.cases):
        beside(axes, case.id, row, -6, edge=0, align="right")
        if row in scores:
            beside(axes, f"{scores[row]:.3f}", row, 36, align="right", bold=scores[row] > 0.3)
            _score_bar(axes, scores[row], row)
    return page.figure


def _cells(axes: Axes, found: Hindcast) -> None:
    """Shades, numbers, ranges and dots."""
    bare(axes)
    axes.set_xlim(-0.5, SUPPORT_RUNGS - 0.5)
    axes.set_ylim(len(found.cases) - 0.5, -0.5)
    axes.set_yticks([])
    axes.xaxis.tick_top()
    axes.set_xticks(range(SUPPORT_RUNGS), [spoken(rung.name.lower()) for rung in Support])
    peak = found.forecasts[MODEL].peak
    rows, rungs = np.indices(peak.shape).reshape(2, -1)
    shades = [(SHADE, min(1.0, 0.04 + 0.9 * float(p))) for p in peak.ravel()]
    axes.barh(rows, 0.96, 0.9, left=rungs - 0.48, color=shades, lw=0)
    for row, case in enumerate(found.cases):
        for rung, p in enumerate(peak[row]):
            if p >= 0.005:
                axes.text(rung + 0.42, row, f"{100 * p:.0f}", ha="right", va="center", size=6.5, color=INK)
        if case.range is not None and case.level_peak is not None:
            axes.hlines(row + 0.3, *case.range, color=INK, lw=1.2)
            axes.plot([case.level_peak], [row], "o", color=INK, ms=5)


def _score_bar(axes: Axes, score: float, row: int) -> None:
    """The score as a bar to the right of the cells; its full length is 1."""
    start, length = 1.115, 0.45
    axes.barh(
        row, length * score, 0.5, left=start, color=GREY, lw=0, transform=axes.get_yaxis_transform(), clip_on=False
    )


@styled
def reliability_diagram(found: Hindcast, finding: str, caption: str) -> Figure:
    """What came about, by how likely it was called: "materiel or more", and "at least this rung" for every rung."""
    note = (
        "How to read: cases in order of the probability given, in bins of about equal number; each point is a bin. On "
        "the diagonal a forecast keeps its word. Bars: 90 % intervals as if cases were independent, which those of one "
        "crisis are not, nor are the five thresholds of one case."
    )
    page = sheet(WIDTH, 4.6, finding, note, caption)
    wide = (WIDTH - 2 * MARGIN - 1.2) / 2
    panels = (
        ("Materiel or more", [MATERIEL], 6),
        ("This rung or more, all five thresholds", range(1, SUPPORT_RUNGS), 10),
    )
    for number, (title, rungs, bins) in enumerate(panels):
        left = MARGIN + number * (wide + 0.8)
        headed(page, left, 0, wide, title, SHADE)
        axes = page.place(left + 0.45, 0.35, wide - 0.45, 3.75)
        _diagonal(axes)
        for place, (name, colour) in enumerate((("ordered_logit_3", GREY), (MODEL, SHADE))):
            _points(axes, _bins(found, name, list(rungs), bins), colour, NAMES[name], place)
        axes.legend(loc="upper left", frameon=False, fontsize=TEXT_SIZE, reverse=True)
    return page.figure


def _bins(found: Hindcast, name: str, rungs: Sequence[int], bins: int) -> list[Bin]:
    peak = found.forecasts[name].peak[found.seen]
    given = np.concatenate([reaches(peak, rung) for rung in rungs])
    came = np.concatenate([found.observed >= rung for rung in rungs])
    return reliability(given, came, bins)


def _diagonal(axes: Axes) -> None:
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.03, 1.03)
    axes.plot([0, 1], [0, 1], color=FAINT, lw=1.2, zorder=0)
    axes.set_xlabel("probability given")
    axes.set_ylabel("share that came about")


def _points(axes: Axes, bins: Sequence[Bin], colour: str, label: str, order: int) -> None:
    given, came = [it.forecast for it in bins], [it.observed for it in bins]
    axes.vlines(given, [it.lo for it in bins], [it.hi for it in bins], color=colour, alpha=0.5, lw=1.2, zorder=order)
    axes.plot(given, came, "o-", color=colour, ms=5, lw=1.0, label=label, zorder=order)
