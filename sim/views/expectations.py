"""Signs stated beforehand and what came of them, as a table for a page."""

from __future__ import annotations

from collections.abc import Sequence

from sim.analysis.expectations import Tried
from sim.views.words import points


def expectations_markdown(tried: Sequence[Tried]) -> str:
    """One row per expectation: what-if, measure, sign expected, difference with its standard error, verdict."""
    lines = ["| what-if | measure | expected | found, points | verdict |", "|---|---|---|---|---|"]
    for t in tried:
        found = f"{points(t.difference)} ± {100 * t.se:.1f}"
        lines.append(f"| {t.scenario} | `{t.measure}` | {t.sign} | {found} | {t.verdict} |")
    return "\n".join(lines)
