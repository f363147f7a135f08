"""What `sim check` says of a scenario: what its numbers rest on, and how its rules, actors and beliefs behave."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from sim.analysis.summary import COMMON, RARE, Belief, Changes, Firing, Summary
from sim.scenario.audit import Audit, Unsourced
from sim.study import Checked
from sim.views.words import margin, percent, spoken

WIDTH = 96
MOST_JUDGED = 10
RESTLESS, ONCE = 1.0, 2.0  # rung changes a month, and a run, from which on an actor is no longer making policy


def check_text(checked: Checked) -> str:
    """Sources first, then how often each condition fired, how often actors moved, and where beliefs went."""
    audit, summary = checked.audit, checked.summary
    played = f"{summary.runs:,} runs in {summary.designs:,} designs, seed {summary.seed}, {summary.fingerprint}"
    blocks = [
        [f"{summary.scenario} is valid: {summary.title}"],
        _sources(audit),
        _judged(audit),
        _rest(audit),
        [f"Played: {played}"],
        _conditions(summary),
        _events(summary),
        _changes(summary),
        _beliefs(summary),
    ]
    return "\n".join(line for block in blocks if block for line in ["", *block])[1:]


def _sources(audit: Audit) -> list[str]:
    ranked = sorted(audit.sourced.items(), key=lambda pair: -len(pair[1]))
    lines = [f"  {len(paths):>3}  {key}" for key, paths in ranked]
    return [f"Sources and how often each is cited ({len(ranked)}):", *lines] if lines else ["It cites no source."]


def _judged(audit: Audit) -> list[str]:
    """The judged numbers whose ranges are widest for what they measure."""
    if not audit.judged:
        return ["No number rests on judgement."]
    shown = audit.judged[:MOST_JUDGED]
    which = f"; the {len(shown)} widest ranges" if len(audit.judged) > len(shown) else ""
    return [f"Numbers that rest on judgement ({len(audit.judged)}){which}, in % of what may be:", *map(_range, shown)]


def _range(item: Unsourced) -> str:
    return f"  {100 * item.share:>3.0f} %  {_cut(item.path, 52):<52} {item.value:g} in [{item.low:g}, {item.high:g}]"


def _rest(audit: Audit) -> list[str]:
    lines = _listed(f"Left at the model's default ({len(audit.defaults)}): ", audit.defaults)
    return lines + _listed(f"Sources that nothing cites ({len(audit.unused)}): ", audit.unused)


def _conditions(summary: Summary) -> list[str]:
    """Share of runs in which each condition fired, its error, and when."""
    if not summary.conditions:
        return ["It has no conditions."]
    never = [c.name for c in summary.conditions if c.p == 0.0]
    lines = ["Conditions: share of runs in which each fired, and the week of its first firing in the median run"]
    for condition in summary.conditions:
        lines += _condition(condition)
    return lines + _listed(f"CONDITIONS THAT NEVER FIRED ({len(never)}): ", never)


def _condition(c: Firing) -> Iterator[str]:
    share = f"{percent(c.p):>7} ± {margin(c.se):<3}"
    week = "" if c.median_week is None else f"week {c.median_week:.3g}"
    yield f"  {share} {_cut(c.name, 68):<68} {week}".rstrip()
    if c.odd:
        beyond = f"under {RARE:.0%}" if c.p < RARE else f"over {COMMON:.0%}"
        yield from _wrapped(f"{beyond}: {c.rare or 'NO REASON GIVEN'}".replace("%", " %"), " " * 16)


def _events(summary: Summary) -> list[str]:
    lines = [f"  {percent(share):>7}       {name}" for name, share in summary.events.items()]
    return ["Events: share of runs in which each happened", *lines] if lines else []


def _changes(summary: Summary) -> list[str]:
    """How often actors change their rung; policy moves in months, not weeks."""
    lines = [f"{'Changes of rung':<26}{'mean per run':>14}{'95 % quantile':>15}{'most':>6}{'per month':>11}"]
    for name, found in summary.changes.items():
        cells = f"{found.mean:>14.2f}{found.q95:>15.3g}{found.most:>6}{found.per_month:>11.2f}"
        lines.append(f"  {_cut(spoken(name), 23):<24}{cells}{_restless(found, name in summary.support)}")
    return lines


def _restless(found: Changes, patron: bool) -> str:
    if found.per_month < RESTLESS or found.mean < ONCE:
        return ""
    return "  DEFECT: a patron that moves every month" if patron else "  moves every month"


def _beliefs(summary: Summary) -> list[str]:
    """5, 50 and 95 % quantiles of every belief; states drift, noise jumps, a dead end sticks to 0 or 1."""
    if not summary.beliefs:
        return []
    weeks = next(iter(summary.beliefs.values())).weeks
    lines = [f"{'Beliefs: 5, 50, 95 %':<28}" + "".join(f"{f'week {week:.3g}':>13}" for week in weeks)]
    for name, belief in summary.beliefs.items():
        lines.append(f"  {_cut(name.replace('.', ': ').replace('_', ' '), 27):<27}{_cells(belief)}".rstrip())
        if belief.saturated > RARE:
            lines.append(f"{'':<31}ends under .05 or over .95 in {percent(belief.saturated)} of runs")
    return lines


def _cells(belief: Belief) -> str:
    quantiles = zip(belief.q05, belief.q50, belief.q95, strict=True)
    return "".join(f"{' '.join(f'{q:.2f}'.removeprefix('0') for q in three):>13}" for three in quantiles)


def _listed(head: str, names: Sequence[str]) -> list[str]:
    return _wrapped(head + ", ".join(names), "") if names else []


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent or "  ", break_on_hyphens=False)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 3].rstrip() + "..."
