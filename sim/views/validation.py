"""docs/validation.md: the record with its failures, every number from a forecast that can be made again."""

from __future__ import annotations

import textwrap

import numpy as np

from sim.analysis.bootstrap import Interval
from sim.history.hindcast import patrons
from sim.history.recodings import read_left_alone, read_recodings
from sim.history.record import Record
from sim.history.scorecard import MODEL, Hindcast
from sim.model.ladders import MATERIEL
from sim.views.figures import rendered
from sim.views.hindcast import NAMES, case_chart, reliability_diagram
from sim.views.validation_tables import (
    WORST,
    bracketed,
    changes_table,
    counts_table,
    number,
    others_table,
    patrons_table,
    rules_table,
    scores_table,
    ways_table,
    worst_table,
)
from sim.views.words import joined

HEAD = """\
# Validation

Made by `sim hindcast --document docs/validation.md --runs {runs} --seed {seed}` (`make validation`); no number here was
typed. What the rows mean, how they become scenarios and who coded them: [cases.md](cases.md). Weights that the package
ships: {status}.

**Hindsight and dependence.** The rows were coded by people who knew how each crisis ended. `end`, `challenger_force`
and the entente column most of all are coded with the outcome known, and the entente column carries the fit; so every
score below is of predictions *given the crisis as it unfolded*, no forecast. {cases} rows of {crises} crises are few:
the standard error of a mean score is about {error}, and differences of a hundredth are noise. Rows of one crisis
depend on one another, and so do crises of one patron; intervals draw whole crises anew (90 %, paired for differences),
which takes care of the first and not of the second.

Scores: *RPS* is the ranked probability score over the six rungs of support, divided by five (0 best, 1 worst);
*range* does not count thresholds inside the range of peaks that could be defended; *Brier* is that of "materiel or
more"; the log score is natural and looks no lower than a chance of .001. In all of them lower is better.
"""

HEADLINE = """\
## Each crisis foretold from the others

First coding, conditional mode (the challenger keeps to the force that the row records), production engine, {runs:,}
runs a row. For every crisis in turn the weights and the baselines were fitted again without it.

{table}

{verdict}

![What was given and what came](figures/hindcast-cases.png)

![Reliability](figures/hindcast-reliability.png)
"""

WAYS = """\
## Both codings, both modes

*In sample*: weights as the package ships them, and baselines that have seen every row. *Held out*: each crisis
foretold from the others. *Free*: the challenger decides as well; it opens with a show of force, with the same aim in
every row, and the row's force is not read.

{ways}

The same runs give the client's survival (its ruling coalition holds to the end) and, in free mode, the challenger's
highest rung (the rung that the row's force stands for counts as seen):

{others}

{others_verdict}
"""

PATRONS = """\
## Each patron foretold from the others

One set of weights is meant to serve all patrons. Here all rows of a patron were left out in turn; a state that changed
its name is one patron. *Effective draws*: how many draws of the fit speak for the rows that were left; the fewer, the
rougher the model's score.

{table}

{verdict}
"""

RULES = """\
## Rival rules

The rule of decision is a setting of the scenario. Same rows, same luck, same weights: those were fitted under `logit`,
which the others have not had. First coding, conditional mode, in sample. With one patron, and a challenger whose
course is laid down, nobody's choice is left to be anticipated: there `qre` must equal `logit`.

{table}
"""

FAILURES = """\
## What fails, and why

The {worst} rows foretold worst, first coding, each held out. The guesses in the last column were written by hand, with
the outcome known; most name something that no column of the table holds.

{table}

{together}
"""

CODING = """\
## What was coded anew

The table was received from its first coder. Every row was checked again; these cells were changed, none of them a peak:

{changed}

With all of that undone the model scores {received} in sample (as changed: {changed_score}).

Considered and left, because a peak inside its range is for the range and the second coding to carry:

{left}

Had all of these been changed, the same held-out forecasts would score {disputed}
(as they stand: {stand}), and base rates {disputed_base}.
"""

COUNTS = """\
## Beside counts made elsewhere

International Crisis Behavior (Brecher, Wilkenfeld and others) codes what great powers did in crises on four levels.
This is a check for consistency, no independent test: crises overlap, both sides select clients that wanted help, and
the case table holds the crises one remembers, where much was done. Declaratory and economic support count as
"political or economic", materiel and presence as "semi-military". Foretold: the mean of the held-out forecasts.

{table}

{verdict}
"""

LIMITS = """\
## What may not be concluded

- That the model forecasts: nothing here was foretold before it happened. Inputs were coded afterwards.
- That it beats a plain ordered logit whose columns were picked by looking at these rows.
  {logit}
- That the weekly play earns its keep in accuracy: a single choice scores about the same (calibration.md lists every
  form tried). It earns it in timing, story and what-ifs.
- That the weights of terms which the rows can't see are right: they are priors, and say so in the weights file.
- That selection does no harm: crises without a patron worth coding, and patrons nobody thought of, are not in the
  table.
"""


def validation_page(record: Record) -> str:
    """The whole page."""
    headline = record.headline
    sections = (
        HEAD.format(
            runs=headline.runs, seed=headline.seed, cases=len(headline.cases),
            status=record.in_sample["first", "conditional"].status,
            crises=len({case.crisis for case in headline.cases}), error=number(headline.mean().se),
        ),
        HEADLINE.format(runs=headline.runs, table=scores_table(headline), verdict=_verdict(headline)),
        WAYS.format(ways=ways_table(record), others=others_table(record), others_verdict=_others_verdict(record)),
        PATRONS.format(table=patrons_table(record), verdict=_patrons_verdict(record)),
        RULES.format(table=rules_table(record)),
        FAILURES.format(worst=WORST, table=worst_table(headline), together=_together(headline)),
        CODING.format(**_coding(record)),
        COUNTS.format(table=counts_table(record.counts), verdict=_counts_verdict(record)),
        LIMITS.format(logit=_against(headline, "ordered_logit_3")),
    )  # fmt: skip
    return "\n".join(sections)


def validation_pictures(record: Record) -> dict[str, bytes]:
    """The page's figures by file name."""
    found = record.headline
    foot = (
        f"{len(found.cases)} rows, {found.table}, {found.mode} mode, each crisis held out; {found.runs:,} runs a row, "
        f"seed {found.seed}. Weights: {found.status}."
    )
    score, rates = found.mean().mean, found.mean(name="base_rate").mean
    finding = f"Held-out forecasts of the patron's highest rung score {score:.3f}, base rates {rates:.3f}"
    drawn = {
        "hindcast-cases": case_chart(found, finding, foot),
        "hindcast-reliability": reliability_diagram(found, _reliability_finding(found), foot),
    }
    return {name: data for name, data in rendered(drawn).items() if name.endswith(".png")}


def filled(text: str) -> str:
    """Prose in lines of the length that pages have."""
    return textwrap.fill(text, 118, break_long_words=False, break_on_hyphens=False)


def _reliability_finding(found: Hindcast) -> str:
    """Whether "materiel or more" came about as often as it was foretold."""
    given = float(found.forecasts[MODEL].peak[found.seen, MATERIEL:].sum(axis=1).mean())
    came = float((found.observed >= MATERIEL).mean())
    return f"Materiel or more was given {100 * given:.0f} % on average and came about in {100 * came:.0f} % of the rows"


def _verdict(found: Hindcast) -> str:
    """The model against every baseline, in words."""
    return filled(" ".join(_against(found, name) for name in found.baselines))


def _against(found: Hindcast, name: str) -> str:
    """One comparison in words."""
    gap = found.ahead(name)
    return f"Against {NAMES[name]} the model is {_said(gap)} ({bracketed(gap, True)})."


def _said(gap: Interval) -> str:
    if gap.lo > 0.0:
        return "better"
    if gap.hi < 0.0:
        return "worse"
    return "not to be told apart"


def _others_verdict(record: Record) -> str:
    """Where survival and pressure fall short of base rates, in words."""
    found, free = record.held_out["first", "conditional"], record.held_out["first", "free"]
    said = []
    for it in (found, free):
        model, rates = it.survival_brier().mean(), it.survival_brier("base_rate").mean()
        word = "no better than" if model >= rates else "better than"
        said.append(f"In {it.mode} mode the client's survival is foretold {word} by base rates.")
    pressed, usual = free.pressure_rps(), free.pressure_rps("base_rate")
    assert pressed is not None
    assert usual is not None
    word = "better" if pressed.mean() < usual.mean() else "worse"
    said.append(f"The challenger's highest rung is foretold {word} than by base rates.")
    said.append("Challenger, client and officers rest on priors: the rows were not asked about them.")
    return filled(" ".join(said))


def _patrons_verdict(record: Record) -> str:
    """For which patrons what was learnt from the others is worse than base rates, in words."""
    found = record.by_patron["first"]
    names = np.array(patrons(found.cases))[found.seen]
    behind = found.scores("base_rate").rps - found.scores().rps
    worse = [name for name in dict.fromkeys(names) if behind[names == name].mean() < 0.0]
    if not worse:
        return "Under the first coding no patron is foretold worse than by base rates."
    return filled(
        f"Under the first coding the rows of {joined(worse)} are foretold worse than by base rates: what the others' "
        "conduct teaches does not carry over to them. No column tells that a patron's parliament, or its dislike of "
        "the client, held it back, or that its people were attacked on the spot."
    )


def _counts_verdict(record: Record) -> str:
    """Whether the model is nearer to the rows that were coded here than to the counts made elsewhere, in words."""
    pairs = [(it.foretold - it.coded, it.foretold - it.counted, it.coded - it.counted) for it in record.counts]
    own, theirs, tables = (100 * np.abs(np.array(it)).max() for it in zip(*pairs, strict=True))
    return filled(
        f"In any level of any group, foretold shares differ from those coded here by up to {own:.0f} points and from "
        f"the counts by up to {theirs:.0f}; those coded here differ from the counts by up to {tables:.0f}. Which "
        "crises are taken, and what counts as help, matters at least as much as the model."
    )


def _together(found: Hindcast) -> str:
    """How far the model errs upwards and downwards."""
    rungs = np.arange(found.forecasts[MODEL].peak.shape[1])
    expected = found.forecasts[MODEL].peak[found.seen] @ rungs
    low, high = (found.observed - expected > 1.5).sum(), (expected - found.observed > 1.5).sum()
    force = np.array([found.cases[row].challenger_force for row in found.seen])
    inside = found.scores().rps[force == 4].mean(), found.scores().rps[force != 4].mean()
    return filled(
        f"Taken together: in {high} rows the patron did less than expected by more than a rung and a half, in {low} "
        "more. Rows without "
        f"a challenger between states (internal collapse, insurgency) score {number(inside[0])}, the others "
        f"{number(inside[1])}: the model was built for pressure from outside."
    )


def _coding(record: Record) -> dict[str, str]:
    """What the section on coding says."""
    fitted = record.in_sample["first", "conditional"]
    return {
        "changed": changes_table(read_recodings()),
        "left": changes_table(read_left_alone()),
        "received": bracketed(record.received.mean()),
        "changed_score": bracketed(fitted.mean()),
        "disputed": bracketed(record.disputed.mean()),
        "disputed_base": bracketed(record.disputed.mean(name="base_rate")),
        "stand": bracketed(record.headline.mean()),
    }
