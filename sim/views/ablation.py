"""The ablation table: in the terminal, and as the page that is kept in docs."""

from __future__ import annotations

from collections.abc import Sequence

from sim.analysis.ablation import LEAST, Ablated
from sim.scenario.plan import Plan

HEAD = """\
# What each part of the model moves

Made by `{command}`; write it again when the model or a scenario changes.

Each row takes one thing out of the model (a weight held at zero, or a mechanism switched off) and plays {count}
scenarios again under the same luck, {runs:,} runs each, seed {seed}. It gives the probability that moves
furthest in any of them: of every rung or more at an actor's peak, every outcome of the client, every question.
The error (±) is one standard error of the paired difference, clustered by design. A part earns its place if
something moves by more than {least:.2f}: *yes* if the 95 % interval lies beyond that, *perhaps* if only the
estimate does, *no* if not even that. Since each row shows the largest of some hundreds of differences, a small
one is larger than it would be on a second look.

Lasting luck is inferred from what was seen before a file opens, and it is inferred anew without the part:
weights are the theory by which the past is read, and a theory without a term would read the past without it.
The rows therefore say how much a part adds beyond what the past teaches about the actors, which is less than it
moves at a given state of mind. A patron's stake is the scale of its survival term too, and so is the
challenger's aim.
"""
COLUMNS = "| part | taken out | moves | ± | from | to | measure | scenario | more than .05 |"
RULE = "|---|---|---|---|---|---|---|---|---|"


def ablation_text(found: Sequence[Ablated]) -> str:
    """What moves least first: that is what the table is read for."""
    ranked = sorted(found, key=_size)
    idle = [it for it in ranked if it.earns_its_place == "no"]
    open_ = [it for it in ranked if it.earns_its_place == "perhaps"]
    lines = [
        f"{len(found) - len(idle) - len(open_)} of {len(found)} parts move some probability by more than {LEAST:.2f};"
        f" {len(open_)} perhaps, {len(idle)} not.",
        "",
        f"{'taken out':<42}{'moves':>7}{'se':>7}  measure (scenario)",
    ]
    for it in ranked:
        name, move = f"{it.ablation.part}: {it.ablation.name}", it.largest
        mark = {"no": "<= .05", "perhaps": "perhaps", "yes": ""}[it.earns_its_place]
        lines.append(
            f"{name:<42}{move.difference:>+7.3f}{move.se:>7.3f}  {move.measure} ({move.scenario}) {mark}".rstrip()
        )
    return "\n".join(lines)


def ablation_markdown(found: Sequence[Ablated], plan: Plan, command: str) -> str:
    """The page, part by part in the order of the model."""
    head = HEAD.format(command=command, count=len(found[0].moves), runs=plan.runs, seed=plan.seed, least=LEAST)
    rows = [_row(it) for it in found]
    kept = [f"- {it.ablation.part}, {it.ablation.name}: {it.ablation.kept}" for it in found if _argued(it)]
    tail = ["", "Kept though they move less than that, and why:", "", *kept] if kept else []
    return "\n".join([head, COLUMNS, RULE, *rows, *tail])


def _argued(it: Ablated) -> bool:
    return it.earns_its_place != "yes" and bool(it.ablation.kept)


def _row(it: Ablated) -> str:
    move = it.largest
    cells = (
        it.ablation.part,
        it.ablation.name,
        f"{move.difference:+.3f}".replace("-", "−"),
        f"{move.se:.3f}",
        f"{move.before:.3f}",
        f"{move.after:.3f}",
        f"`{move.measure}`",
        f"`{move.scenario}`",
        it.earns_its_place,
    )
    return f"| {' | '.join(cells)} |"


def _size(it: Ablated) -> float:
    return abs(it.largest.difference)
