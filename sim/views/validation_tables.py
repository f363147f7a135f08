"""The tables of docs/validation.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sim.analysis.bootstrap import Interval
from sim.history.hindcast import patrons
from sim.history.icb import LEVELS, Compared
from sim.history.recodings import Recoding, read_reasons
from sim.history.record import Record
from sim.history.scorecard import MODEL, Hindcast
from sim.model.ladders import MATERIEL, Support
from sim.views.hindcast import NAMES, SCORES
from sim.views.words import spoken

WORST = 10


def markdown(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def number(value: float, signs: bool = False) -> str:
    """A score as the page prints it."""
    return f"{value:{'+' if signs else ''}.3f}".replace("-", "−")


def bracketed(it: Interval, signs: bool = False) -> str:
    """A mean with its 90 % interval."""
    return f"{number(it.mean, signs)} [{number(it.lo, signs)}, {number(it.hi, signs)}]"


def scores_table(found: Hindcast) -> str:
    """The model and every baseline: mean scores, and how far each lies behind the model."""
    rows = []
    for name in found.forecasts:
        means = found.scores(name)
        cells = [bracketed(found.mean(name=name)), *(number(getattr(means, it).mean()) for it in list(SCORES)[1:])]
        behind = ["", ""] if name == MODEL else [bracketed(found.ahead(name, it), True) for it in ("rps", "log_score")]
        rows.append([NAMES[name], *cells, *behind])
    return markdown(["", *SCORES.values(), "behind the model, RPS", "behind, log score"], rows)


def ways_table(record: Record) -> str:
    """Both codings, both modes, in sample and held out."""
    rows = []
    for (coding, mode), held_out in record.held_out.items():
        fitted = record.in_sample[coding, mode]
        cells = [f"{coding} coding", mode, number(fitted.mean().mean), bracketed(held_out.mean())]
        cells += [number(held_out.mean(name=name).mean) for name in held_out.baselines]
        rows.append([*cells, number(held_out.scores().range_rps.mean())])
    head = ["", "mode", "in sample", "held out", *(f"{NAMES[name]}, held out" for name in record.headline.baselines)]
    return markdown([*head, "held out, range"], rows)


def others_table(record: Record) -> str:
    """Survival and the challenger's peak."""
    rows = []
    for (coding, mode), it in record.held_out.items():
        brier = [number(it.survival_brier(name).mean()) for name in (MODEL, "base_rate")]
        pressed = [it.pressure_rps(name) for name in (MODEL, "base_rate")]
        rows.append([f"{coding} coding", mode, *brier, *("" if one is None else number(one.mean()) for one in pressed)])
    head = ["", "mode", "client's survival, Brier", "base rate", "challenger's peak, RPS", "base rate"]
    return markdown(head, rows)


def patrons_table(record: Record) -> str:
    """Each patron foretold by what was learnt from the others."""
    rows = []
    for coding, found in record.by_patron.items():
        names = np.array(patrons(found.cases))[found.seen]
        scores = {name: found.scores(name).rps for name in found.forecasts}
        for patron in dict.fromkeys(names):
            own = names == patron
            cells = [number(it[own].mean()) for it in scores.values()]
            rows.append([f"{coding} coding", patron, own.sum(), *cells, f"{record.worth[patron]:.0f}"])
        rows.append([f"{coding} coding", "**all**", len(names), *(number(it.mean()) for it in scores.values()), ""])
    names_of = [NAMES[name] for name in record.headline.forecasts]
    return markdown(["", "patron left out", "rows", *names_of, "effective draws"], rows)


def rules_table(record: Record) -> str:
    """The rules of decision on the same cases, with the same weights."""
    base = record.rules["logit"]
    rows = []
    for rule, found in record.rules.items():
        worse = found.scores().rps - base.scores().rps
        gap = "" if rule == "logit" else bracketed(found.interval(worse), True)
        rows.append([f"`{rule}`", *(number(getattr(found.scores(), it).mean()) for it in SCORES), gap])
    return markdown(["rule", *SCORES.values(), "RPS above `logit`"], rows)


def worst_table(found: Hindcast) -> str:
    """The cases foretold worst, and what may have gone wrong."""
    scores, reasons = found.scores().rps, read_reasons()
    rows = []
    for place in np.argsort(-scores, kind="stable")[:WORST]:
        case, peak = found.cases[found.seen[place]], found.forecasts[MODEL].peak[found.seen[place]]
        middle = int(np.searchsorted(np.cumsum(peak), 0.5))
        why = reasons.get(case.id, case.rationale)
        words = (rung_words(found.observed[place]), rung_words(middle))
        rows.append([case.id, *words, f"{100 * peak[MATERIEL:].sum():.0f} %", number(scores[place]), why])
    return markdown(["case", "seen", "foretold, median", "materiel or more", "RPS", "what may be behind it"], rows)


def counts_table(counts: Sequence[Compared]) -> str:
    """Counted elsewhere, coded here, foretold: shares of four levels."""
    rows = []
    for it in counts:
        for who, number_of, shares in (
            ("counted", it.number, it.counted), ("coded here", it.cases, it.coded), ("foretold", it.cases, it.foretold),
        ):  # fmt: skip
            rows.append([it.name if who == "counted" else "", who, number_of, *(f"{100 * p:.0f} %" for p in shares)])
    return markdown(["crises", "", "n", *LEVELS], rows)


def changes_table(changes: Sequence[Recoding]) -> str:
    """Cells that were coded anew, or might have been."""
    return markdown(
        ["row", "column", "from", "to", "reason", "source"],
        [[it.id, f"`{it.column}`", it.before, it.after, it.reason, it.source] for it in changes],
    )


def rung_words(rung: int) -> str:
    """A rung of support as people say it."""
    return spoken(Support(rung).name.lower())
