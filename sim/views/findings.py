"""What a figure shows, said in a sentence computed from its data: the figures' titles."""

from __future__ import annotations

from collections.abc import Sequence

from sim.analysis.contrast import Contrast, Effects
from sim.analysis.held_back import TOTAL
from sim.analysis.summary import Summary, Term
from sim.model.ladders import Pressure, Support
from sim.scenario.schema import Actor, Scenario
from sim.views.words import (
    counted,
    day,
    figure,
    joined,
    known,
    likelihood,
    margin,
    owned,
    percent,
    points,
    spoken,
    stretch,
    term_words,
)

FEW = 3  # patrons that a title can name one by one
OF_CHANCE = "of chance to send materiel"
MOST_LETTERS = 48  # of an alternative's title that figures use as it stands


def support_finding(summary: Summary, scenario: Scenario) -> str:
    """How far the patrons go, and the challenger with them."""
    reach = {p.name: summary.support[p.name].reach[Support.MATERIEL].p for p in scenario.patrons}
    ranked = sorted(scenario.patrons, key=lambda p: -reach[p.name])
    force = summary.pressure.reach[Pressure.TERRITORIAL_STRIKES].p
    tail = f"; {scenario.challenger.title} turns to deadly force in {percent(force)}"
    if len(ranked) > FEW:
        first, last = ranked[0], ranked[-1]
        least = f"{last.title} least likely ({percent(reach[last.name])})"
        lead = f"Of {len(ranked)} patrons, {first.title} is likeliest to send materiel or do more"
        return f"{lead} ({percent(reach[first.name])} of runs), {least}{tail}"
    rest = "".join(f", {p.title} in {percent(reach[p.name])}" for p in ranked[1:])
    return f"{ranked[0].title} sends materiel or does more in {percent(reach[ranked[0].name])} of runs{rest}{tail}"


def outcome_finding(summary: Summary, scenario: Scenario) -> str:
    """What becomes of the client's leader, and whether the patrons will have helped."""
    leader = summary.outcomes["leader"]
    stays = leader["in_office"].p
    word, falls = max(((w, e) for w, e in leader.items() if w != "in_office"), key=lambda pair: pair[1].p)
    lost = f", and falls most often by {_fall(word)} ({percent(falls.p)})" if falls.p else ""
    return f"{owned(scenario.client.title)} leader is {_stays(stays)} to stay in office: {percent(stays)} of runs{lost}"


def _stays(p: float) -> str:
    word = likelihood(p)
    return {"almost no chance": "almost certain not", "roughly even chance": "as likely as not"}.get(word, word)


def _fall(word: str) -> str:
    return {"negotiated_exit": "a negotiated exit", "coup": "a coup", "captured_or_killed": "capture or death"}.get(
        word, spoken(word)
    )


def questions_finding(summary: Summary) -> str:
    """How many of the questions have a clear answer."""
    clear = [a for a in summary.questions if not 0.2 <= a.estimate.p <= 0.8]
    yes = sum(a.estimate.p > 0.8 for a in clear)
    kinds = [
        (yes, "very likely true"),
        (len(clear) - yes, "very unlikely"),
        (len(summary.questions) - len(clear), "open"),
    ]
    counted = joined([f"{count} {'is' if count == 1 else 'are'} {kind}" for count, kind in kinds if count])
    return f"Of {len(summary.questions)} dated questions, {counted}"


def brakes_finding(summary: Summary, scenario: Scenario) -> str:
    """What weighs most against materiel, patron by patron."""
    named: dict[str, list[str]] = {}
    for patron in scenario.patrons:
        term = strongest_brake(summary.held_back.get(patron.name, ()))
        words = "nothing" if term is None else term_words(term.term, scenario.challenger.title)
        named.setdefault(words, []).append(patron.title)
    ranked = sorted(named.items(), key=lambda pair: -len(pair[1]))
    parts = [f"{words} for {_among(titles, scenario.patrons)}" for words, titles in ranked[:3]]
    return f"What weighs most against sending materiel: {'; '.join(parts)}"


def strongest_brake(terms: Sequence[Term]) -> Term | None:
    """The term that weighs most against the rung, or None where none does."""
    brakes = [term for term in terms if term.term != TOTAL and term.difference < 0]
    return min(brakes, key=lambda term: term.difference, default=None)


def _among(titles: Sequence[str], everyone: Sequence[Actor]) -> str:
    if len(titles) > FEW:
        return f"{'all' if len(titles) == len(everyone) else len(titles)} of the {len(everyone)} patrons"
    return joined(titles)


def effects_finding(found: Sequence[Effects], titles: dict[str, str], labels: dict[str, str]) -> str:
    """Which alternative moves the first patron most, and how sure the order is."""
    if not found or not found[0].effects:
        return "No patron to compare"
    first, title = found[0], titles[found[0].actor]
    lifting = [c for c in first.effects if c.distinguishable and c.difference > 0]
    if not lifting:
        before = percent(first.effects[0].before)
        return f"None of the what-ifs distinguishably raises {owned(title)} chance of sending materiel from {before}"
    top, name = lifting[0], f"“{labels[lifting[0].b]}”"
    if len(first.effects) < 2:
        return (
            f"{name} raises {owned(title)} chance to send materiel from {percent(top.before)} to {percent(top.after)}"
        )
    second = first.effects[1]
    other = f"“{labels[second.b]}”"
    gap = next(o for o in first.orderings if (o.more, o.less) == (top.b, second.b))
    sizes = f"{_change(top)} against {_change(second)} points"
    if not gap.distinguishable:
        return (
            f"Whether {title} is held back more by what {name} lifts or {other} lifts is not distinguishable ({sizes})"
        )
    if len(first.effects) == 2:
        return f"{title} is held back more by what {name} lifts than by what {other} lifts: {sizes} {OF_CHANCE}"
    return f"{title} is held back most by what {name} lifts, {other} comes next: {sizes} {OF_CHANCE}"


def what_if_labels(base: Scenario, others: Sequence[Scenario]) -> dict[str, str]:
    """A name for people per alternative: its title without the base's, or its name where that is long or shared."""
    labels: dict[str, str] = {}
    for other in others:
        title = other.title.removeprefix(base.title).strip(" :,;.-–—()")
        taken = title in labels.values() or sum(one.title == other.title for one in [base, *others]) > 1
        labels[other.name] = spoken(other.name) if taken or not 0 < len(title) <= MOST_LETTERS else title
    return labels


def _change(c: Contrast) -> str:
    return points(c.difference).replace("-", "−")


def gap_words(found: Effects) -> str:
    """The difference between the two strongest alternatives, with its error."""
    if len(found.effects) < 2:
        return ""
    pair = (found.effects[0].b, found.effects[1].b)
    gap = next(o for o in found.orderings if (o.more, o.less) == pair)
    size = f"first less second: {points(gap.gap)} points ± {margin(gap.se)}"
    return size if gap.distinguishable else f"{size}, not distinguishable"


def caption(summary: Summary, scenario: Scenario, fingerprint: str = "") -> str:
    """What the figure is of: scenario, size, seed and fingerprint (the ensemble's, or that of the study given)."""
    length = stretch(scenario.horizon, scenario.turn_weeks)
    size = f"{counted(summary.runs, 'run')} in {counted(summary.designs, 'design')}, seed {summary.seed}"
    mark = fingerprint or summary.fingerprint
    when = f"{length} from {day(scenario.as_of)}"
    return f"{scenario.title}. {when}, {size}, fingerprint {mark}. Simulated by Fairweather."


def log_odds(difference: float) -> str:
    """A difference of utility, or that the rung is out of reach."""
    if not known(difference):
        return "out of reach"
    return "0" if abs(difference) < 0.05 else f"{difference:+.1f}".replace("-", "−")


def value_words(p: float, se: float) -> str:
    """A probability with the 95 % error of simulation."""
    return f"{figure(p)} %" if se == 0 else f"{figure(p)} ± {margin(se)} %"
