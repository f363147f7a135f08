"""A scenario's answers beside what came and what others had said, within 25 lines of 80 columns."""

from __future__ import annotations

import datetime as dt
import textwrap

from sim.analysis.forecasts import MODEL, Answered, Scorecard, Scores
from sim.analysis.outcomes import Estimate
from sim.views.words import counted, day, joined, known, margin, percent, short_day, span

LINES, COLUMNS = 25, 80
MOST_SAID = 4  # references under one question
WHO, WHEN, SAYS = 19, 12, 30  # columns
AFRESH = "without so_far"
KEY = "± is the 95 % error of simulation; designs: 5-95 % over constraints and weights."
SCALE = "Lower is better: Brier 0.25 and log 0.693 are what an even chance scores."


def scorecard_text(card: Scorecard) -> str:
    """The questions and their scores, as many as there is room for, and the means."""
    head, foot = _head(card), _foot(card)
    room = LINES - len(head) - len(foot)
    body: list[str] = []
    left = len(card.answers)
    for answer in card.answers:
        block = ["", *_block(answer)]
        if len(body) + len(block) + (left > 1) > room:
            break
        body += block
        left -= 1
    more = [f"... and {counted(left, 'question')} more: --json lists all."] if left else []
    return "\n".join([*head, *body, *more, *foot])


def _head(card: Scorecard) -> list[str]:
    """What was asked and of which weights."""
    lines = [f"{card.title}: {counted(len(card.answers), 'question')} settled."]
    if card.without:
        lines.append(f"The weights were fitted again without {joined(card.without)}.")
    wrapped = [line for text in lines for line in textwrap.wrap(text, COLUMNS, break_on_hyphens=False)]
    return [*wrapped[:4], "", _row("", "given", "probability", "Brier", "log").rstrip()]


def _block(answer: Answered) -> list[str]:
    """A question, what came, and what everybody had said."""
    came = f"{'Yes' if answer.came_true else 'No'} ({day(answer.resolved)})."
    asked = textwrap.wrap(f"{answer.text} {came}", COLUMNS, break_on_hyphens=False)[:3]
    model = [(MODEL, answer.own), *([(AFRESH, answer.afresh)] if answer.afresh else [])]
    own = [_scored(who, answer.asked, _given(it.estimate), it.scores) for who, it in model]
    others = [_scored(it.who, it.date, percent(it.p), it.scores) for it in answer.others[:MOST_SAID]]
    more = len(answer.others) - MOST_SAID
    return [*asked, *own, *others, *([f"  ... and {counted(more, 'forecast')} more"] if more > 0 else [])]


def _foot(card: Scorecard) -> list[str]:
    """Means where there are several questions, and how to read it all."""
    means: list[str] = []
    if len(card.answers) > 1:
        means = ["", _mean_row(f"mean, {MODEL}", len(card.answers), card.mean)]
        for it in card.others[:MOST_SAID]:
            means += [_mean_row(f"mean, {it.who}", it.number, it.scores)]
            if it.number < len(card.answers):
                means += [_mean_row(f"  {MODEL} there", it.number, it.model)]
    size = f"{counted(card.runs, 'run')} in {counted(card.designs, 'design')}, seed {card.seed}"
    return [*means, "", SCALE, KEY, f"{size}, fingerprint {card.fingerprint}"]


def _given(estimate: Estimate) -> str:
    """A probability with both of its uncertainties."""
    error = f" ±{margin(estimate.se)}" if known(estimate.se) else ""
    return f"{percent(estimate.p)}{error}, designs {span(estimate.lo, estimate.hi)}"


def _scored(who: str, on: dt.date, says: str, scores: Scores) -> str:
    return _row(who, short_day(on), says, f"{scores.brier:.3f}", f"{scores.log_score:.3f}")


def _mean_row(who: str, number: int, scores: Scores) -> str:
    says = counted(number, "forecast")
    return _row(who, "", says, f"{scores.brier:.3f}", f"{scores.log_score:.3f}")


def _row(who: str, when: str, says: str, brier: str, log: str) -> str:
    """One line of the table."""
    name = who if len(who) <= WHO else who[: WHO - 3].rstrip() + "..."
    return f"  {name:<{WHO}} {when:<{WHEN}} {says:<{SAYS}} {brier:>6} {log:>6}"
