"""The calibration in words: what was fitted, what the cases identify, and every form that was tried."""

from __future__ import annotations

from textwrap import fill

from sim.analysis.bootstrap import Interval
from sim.history.calibrate import AGREEMENT, FREEDOM, KEPT, WIDER
from sim.history.cases import CODINGS
from sim.history.forms import Tried, simplest
from sim.history.identification import IDENTIFIED, PARTLY, Learnt
from sim.history.posterior import Calibration

WIDTH = 112
HEAD = f"""\
# Calibration

Made by `sim calibrate`, which also writes the draws (`sim/scenario/posterior.csv`); `sim calibrate --check`
fails unless they come out to the byte. What the draws say of single crises is in
[validation.md](validation.md); the table of cases and its codebook are in [cases.md](cases.md).

## What was fitted, and how

The patrons' weights, one set for all patrons of all crises, to the highest rung that each patron reached in
the rows of the built-in table. Nothing else is fitted: the weights of challenger, client and officers, of
survival and of pace stay at their priors, and scenario constraints are inputs.

- **Likelihood.** In conditional mode only the patron moves. Given its lasting luck it is a Markov chain on
  (rung, highest rung so far), so the distribution of the peak is exact, by the model's own rules; lasting luck is
  integrated out. A test holds it against the production engine.
- **Rows.** A row is as likely as {AGREEMENT:.2f} times the chance of the coded peak and {1 - AGREEMENT:.2f} times the
  mean chance of the rungs of its defensible range: in {AGREEMENT:.2f} of the rows two coders gave the same peak. One of
  n rows of a crisis counts 1/√n. That is a choice: rows of one crisis share a challenger and a client, and are
  neither one observation nor n.
- **Two codings.** The posterior is the even mixture of the posteriors under either coder's inputs and outcomes.
  Where they disagree it is wider than either.
- **Priors.** Log-normal (logit-normal for the survival share), so signs hold; the median is the value in
  `weights.yaml`, and the 5-95 % range, on that scale, {WIDER:g} times as wide as the range there, because those
  ranges were written with a trial on these very rows in view. Survival and pace weights are drawn from their
  ranges, as in any ensemble, and so integrated out.
- **Sampling.** Mode by scipy's BFGS, the curvature there, and importance draws from a multivariate t shaped by it
  ({FREEDOM:g} degrees of freedom); {KEPT:,} equally likely draws are kept. For the posterior without a crisis the
  same draws are weighed anew, without its rows; a test holds that against a refit.
- **Use.** A design of an ensemble takes one draw of all patron weights together; a weight that a plan fixes stays
  fixed.
"""
CAVEATS = """\
## What this cannot say

Forty-eight rows of forty-three crises, chosen and coded with their outcomes known. Clients are those that somebody
might have supported; entente, stake and projection are exposed to hindsight, and entente, on which most of the fit
rests, is what coders agree on least. The weights are associations in such rows, conditional on the crisis as it
unfolded. An identified weight is one on which the rows have something to say, not one that is known to be causal.

Nor are the priors innocent of these rows. Two of them, of commitment and of clash, were lowered (from 1.5 and 1.2)
after a first fit had been scored: crises left out then scored .130 and .128 under the two codings. What the change
gained, about .002, is no evidence for it.
"""


def calibration_page(found: Calibration) -> str:
    """The whole page."""
    return "\n".join([HEAD, *_learnt_part(found), *_influence_part(found), *_forms_part(found), CAVEATS])


def calibration_text(found: Calibration) -> str:
    """The answer for a terminal: what is identified, and how well the fit foretells."""
    lines = [f"{'weight':<16}{'prior':>20}{'posterior':>20}  contraction"]
    for it in found.identified.learnt:
        spans = f"{_span(it.prior):>20}{_span(it.posterior):>20}"
        lines.append(f"{_short(it.path):<16}{spans}  {it.contraction:>5.2f} {it.verdict}")
    lines += ["", "Medians and 5-95 % spans.", "", *_score_lines(found)]
    return "\n".join(lines)


def calibration_json(found: Calibration) -> dict[str, object]:
    """Plain dicts and lists."""
    known = found.identified
    return {
        "weights": {it.path: {**it._asdict(), "verdict": it.verdict} for it in known.learnt},
        "not_fitted": dict(known.beside),
        "correlations": known.notable(),
        "influence": {it.crisis: dict(zip(known.paths, it.shifts.tolist(), strict=True)) for it in known.influence},
        "effective_draws": dict(zip(CODINGS, known.worth, strict=True)),
        "rps_left_out": {coding: it._asdict() for coding, it in zip(CODINGS, found.scores, strict=True)},
        "forms": [_form_json(it) for it in found.tried],
    }


def _form_json(it: Tried) -> dict[str, object]:
    """One form that was tried."""
    return {
        "name": it.name, "free": it.free, "in_sample": list(it.inside),
        "left_out": [one._asdict() for one in it.outside],
        "behind_kept": it.behind_kept._asdict(), "behind_best": it.behind_best._asdict(), "within": it.within,
    }  # fmt: skip


def _score_lines(found: Calibration) -> list[str]:
    """Scores of crises left out."""
    return [
        f"RPS of crises left out, {coding} coding: {it.mean:.4f} ± {it.se:.4f} (90 % {it.lo:.3f} to {it.hi:.3f})"
        for coding, it in zip(CODINGS, found.scores, strict=True)
    ]


def _learnt_part(found: Calibration) -> list[str]:
    """Posterior against prior, what was not fitted, correlations."""
    known = found.identified
    most = max(known.beside, key=lambda it: it[1])
    pairs = "; ".join(f"{_short(one)} and {_short(other)} {r:+.2f}" for one, other, r in known.notable())
    worth = " and ".join(f"{it:,.0f}" for it in known.worth)
    alone = "".join(f" {coding} coding |" for coding in CODINGS)
    return [
        "## What the rows identify",
        "",
        "Contraction is 1 − variance after over variance before, on the scale on which the prior is normal: from",
        f"{IDENTIFIED} up a weight is called identified, from {PARTLY} up partly. Medians, in square brackets 5-95 %.",
        "Under either coding alone: the median, in brackets the contraction.",
        "",
        f"| weight | prior | posterior | contraction |{alone} verdict |",
        "|---|---|---|---|" + "---|" * len(CODINGS) + "---|",
        *(_learnt_row(it) for it in known.learnt),
        "",
        "The rows were not asked about survival and pace; had they been, the one they would have narrowed most is",
        f"`{most[0]}`, by {most[1]:.2f} of its variance. Appeals are not coded at all.",
        "",
        f"Correlations of a quarter or more: {pairs or 'none'}.",
        "",
        f"Effective draws under either coding: {worth} of {known.draws:,}.",
        "",
    ]  # fmt: skip


def _learnt_row(it: Learnt) -> str:
    alone = "".join(f" {median:.2f} ({contraction:.2f}) |" for median, contraction in it.alone)
    return f"| `{it.path}` | {_span(it.prior)} | {_span(it.posterior)} | {it.contraction:.2f} |{alone} {it.verdict} |"


def _influence_part(found: Calibration) -> list[str]:
    """The crises that move the posterior most."""
    known = found.identified
    shown = known.influence[:12]
    others = known.influence[12:]
    least = max((float(abs(it.shifts).max()) for it in others), default=0.0)
    rows = []
    for it in shown:
        order = sorted(range(len(known.paths)), key=lambda number: -abs(it.shifts[number]))[:3]
        moved = ", ".join(f"{_short(known.paths[number])} {it.shifts[number]:+.2f}" for number in order)
        rows.append(f"| {it.crisis} | {moved} | {it.worth:.2f} |")
    return [
        "## Which crises carry it",
        "",
        "Shift of a weight's mean when the crisis is left out, in posterior standard deviations (the three largest),",
        "and the effective draws that are left, as a share.",
        "",
        "| crisis | without it | draws left |",
        "|---|---|---|",
        *rows,
        "",
        f"None of the other {len(others)} moves any weight by more than {least:.2f}.",
        "",
    ]


def _forms_part(found: Calibration) -> list[str]:
    """Every form tried, and which is kept."""
    kept, choice = found.tried[0], simplest(found.tried)
    best = min(found.tried, key=lambda it: it.behind_kept.mean)
    codings = "".join(f" {coding}: in sample | {coding}: left out |" for coding in CODINGS)
    return [
        "## Forms tried",
        "",
        *(f"{line}." for line in _score_lines(found)),
        "",
        "Mean ranked probability scores over six rungs, lower is better; *left out*: each crisis foretold by a fit to",
        "the others. Differences are paired by case, over both codings; ± is one standard error, crises drawn anew.",
        f"Fitted with fewer draws than the posterior: the form kept scores {kept.outside[0].mean:.4f} here.",
        "",
        f"| form | weights |{codings} behind the form kept | behind the best | within one error |",
        "|---|---|" + "---|---|" * len(CODINGS) + "---|---|---|",
        *(_form_row(it) for it in found.tried),
        "",
        fill(_verdict(kept, choice, best), WIDTH),
        "",
    ]  # fmt: skip


def _form_row(it: Tried) -> str:
    scores = "".join(f" {a:.4f} | {b.mean:.4f} ± {b.se:.4f} |" for a, b in zip(it.inside, it.outside, strict=True))
    within = "yes" if it.within else ""
    return f"| {it.name} | {it.free} |{scores} {_signed(it.behind_kept)} | {_signed(it.behind_best)} | {within} |"


def _verdict(kept: Tried, choice: Tried, best: Tried) -> str:
    """Which form is kept, and what that costs."""
    price = f"{kept.behind_best.mean:.4f} ± {kept.behind_best.se:.4f}"
    return (
        f"**Best**: {best.name}. **Simplest within one error of it**: {choice.name}. **Kept**: the form of "
        f"[model.md](model.md), which is {price} behind the best, on scores whose own error is "
        f"{kept.outside[0].se:.3f}. By the letter of the rule the simplest would be kept. The terms that it leaves out "
        "are those that the rows see not at all (money, inertia), dimly (what a rung buys in survival, clash) or with "
        "the wrong sign (treaties: patrons bound by one did no more than others like them). Theory gives them a sign "
        "and what-ifs ask about exactly these, so they stay, with that sign, pulled below their priors as far as the "
        "rows pull, and are reported for what they are; the price is the difference just stated. Forms that differ in "
        "pace (one choice, rarer reviews, less lasting luck) cannot be told apart: the weeks earn their place by story "
        "and timing, not by the score. What the rows reject is a patron without linkage, and one that weighs nothing "
        "but the client's survival."
    )


def _span(values: tuple[float, float, float]) -> str:
    low, middle, high = values
    return f"{middle:.2f} [{low:.2f}, {high:.2f}]"


def _signed(it: Interval) -> str:
    return f"{it.mean:+.4f} ± {it.se:.4f}"


def _short(path: str) -> str:
    return path.removeprefix("patron.")
