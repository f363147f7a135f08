"""The answer in the terminal: the finding first, within 25 lines of 80 columns."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from sim.analysis.comparison import Comparison
from sim.analysis.contrast import Contrast, Effects
from sim.analysis.held_back import TOTAL
from sim.analysis.outcomes import Estimate
from sim.analysis.summary import Answer, LadderShares, Summary
from sim.model.ladders import Pressure, Support
from sim.scenario.schema import Actor, Scenario
from sim.views.findings import what_if_labels
from sim.views.words import (
    chance,
    counted,
    day,
    joined,
    known,
    likelihood,
    margin,
    owned,
    percent,
    points,
    span,
    spoken,
    stretch,
    term_words,
)

LINES, COLUMNS = 25, 80
WRAPPER = textwrap.TextWrapper(COLUMNS, subsequent_indent="  ", break_on_hyphens=False)
MOST_ANSWERS = 3  # patrons with a sentence of their own
MOST_BRAKES = 2  # utility terms named per patron
MOST_ROWS = 4  # patrons in the table of rungs
KEY = "± is the 95 % error of simulation; designs: 5-95 % over constraints and weights."


def run_text(summary: Summary, scenario: Scenario) -> str:
    """What the ensemble says about the crisis, ready to be read aloud."""
    likeliest = sorted(scenario.patrons, key=lambda patron: -summary.support[patron.name].reach[Support.MATERIEL].p)
    foot = [KEY, *_foot(summary)]
    answers = [*_answers(summary, scenario, likeliest), *_afresh(summary, scenario, likeliest)]
    blocks = [_peaks(summary, scenario, likeliest), _outcomes(summary), _brakes(summary, scenario, likeliest)]
    spare = LINES - len(foot) - len(answers) - sum(map(len, blocks))
    return _laid_out([answers, _questions(summary, max(1, spare)), *blocks, foot])


def compare_text(comparison: Comparison) -> str:
    """Which alternative moves what, which moves it more, and whether chance could have done it."""
    ranked = ranked_effects(comparison)
    titles = {actor.name: actor.title for actor in comparison.base.actors}
    labels = what_if_labels(comparison.base, comparison.scenarios[1:])
    sentences = [line for e in ranked[:2] for line in _wrapped(ordering_sentence(e, titles[e.actor], labels))]
    leader = [e for e in comparison.effects if e.actor == comparison.base.client.name]
    table = _effects_table(comparison, [*ranked[:2], *leader], titles)
    foot = [
        "± is the 95 % error of paired differences; (in brackets): not distinguishable.",
        *_foot(comparison.summaries[0]),
    ]
    table += _effects_afresh(comparison, [e.actor for e in ranked[:2]], titles)
    spare = LINES - len(sentences) - len(table) - len(foot)
    return _laid_out([sentences, table, _expectations(comparison, spare), foot])


def ranked_effects(comparison: Comparison) -> list[Effects]:
    """The effects on patrons, the patron that is moved most first."""
    patrons = {patron.name for patron in comparison.base.patrons}
    found = [e for e in comparison.effects if e.actor in patrons]
    return sorted(found, key=lambda e: -max((abs(c.difference) for c in e.effects if c.distinguishable), default=0.0))


def ordering_sentence(found: Effects, title: str, labels: Mapping[str, str]) -> str:
    """Which alternative lifts the patron's chance of materiel most, and how sure the order is.

    ``labels`` are the alternatives' names for people, by scenario name.
    """
    lifting = [c for c in found.effects if c.distinguishable and c.difference > 0]
    if not lifting:
        return f"No what-if raises {owned(title)} chance of materiel distinguishably."
    first = lifting[0]
    one = _quoted(first.b, labels)
    if len(found.effects) < 2:
        return f"{title} is held back by what {one} lifts: its chance of materiel goes {_moved(first)}."
    second = found.effects[1]
    other = _quoted(second.b, labels)
    gap = next(o for o in found.orderings if (o.more, o.less) == (first.b, second.b))
    width = f"a gap of {points(gap.gap).lstrip('+')} points ± {margin(gap.se)}"
    if not gap.distinguishable:
        start = f"What holds {title} back more is not distinguishable: {one} moves its chance of materiel"
        return f"{start} {_moved(first)}, {other} {_moved(second)}: {width}."
    most = "most" if len(found.effects) > 2 else "more"
    start = f"{title} is held back {most} by what {one} lifts: its chance of materiel goes {_moved(first)}"
    return f"{start}; {other} moves it {_moved(second)}: {width}."


def _quoted(name: str, labels: Mapping[str, str]) -> str:
    return f'"{labels.get(name) or spoken(name)}"'


def _moved(c: Contrast) -> str:
    if not c.difference and not c.se:
        return "not at all"
    change = (
        f"{points(c.difference)} points ± {margin(c.se)}"
        if c.distinguishable
        else f"by {points(c.difference)} ± {margin(c.se)}, not distinguishable"
    )
    return f"from {percent(c.before)} to {percent(c.after)} ({change})"


def _answers(summary: Summary, scenario: Scenario, likeliest: Sequence[Actor]) -> list[str]:
    """The headline probabilities, one sentence each."""
    few = len(likeliest) <= MOST_ANSWERS
    lead = "" if few else f"Likeliest of {len(likeliest)} patrons, "
    asked = likeliest if few else likeliest[:1]
    said = [
        (f"{lead}{p.title} reaches materiel or more", summary.support[p.name].reach[Support.MATERIEL]) for p in asked
    ]
    said.append((f"{owned(scenario.client.title)} leader stays in office", summary.outcomes["leader"]["in_office"]))
    said.append(
        (f"{scenario.challenger.title} uses deadly force", summary.pressure.reach[Pressure.TERRITORIAL_STRIKES])
    )
    when = f"In the {stretch(scenario.horizon, scenario.turn_weeks)} from {day(scenario.as_of)}"
    head = _cut(f"{when} ({_cut(scenario.title, 44)}):", COLUMNS)
    return [head, *(line for what, estimate in said for line in _wrapped(_answer(what, estimate, summary)))]


def _afresh(summary: Summary, scenario: Scenario, likeliest: Sequence[Actor]) -> list[str]:
    """The same probabilities as if nothing had been seen of the actors before."""
    if summary.afresh is None:
        return []
    bare = summary.afresh
    said = [f"{p.title} {percent(bare.support[p.name].reach[Support.MATERIEL].p)}" for p in likeliest[:MOST_ANSWERS]]
    said.append(f"in office {percent(bare.outcomes['leader']['in_office'].p)}")
    said.append(f"deadly force {percent(bare.pressure.reach[Pressure.TERRITORIAL_STRIKES].p)}")
    return _wrapped(f"Without what was seen so far: {joined(said)}.")


def _answer(what: str, e: Estimate, summary: Summary) -> str:
    designs = f" (designs {span(e.lo, e.hi)})" if summary.spans_known and 0 < e.p < 1 else ""
    return f"{what}: {likelihood(e.p)}, {_estimate(e)}{designs}."


def _estimate(e: Estimate) -> str:
    """The percentage with its error, or that it never or always happened."""
    return chance(e.p).partition(",")[0] if e.p in (0.0, 1.0) else f"{percent(e.p)} ± {margin(e.se)}"


def _peaks(summary: Summary, scenario: Scenario, likeliest: Sequence[Actor]) -> list[str]:
    """How far each goes: a table of the patrons' highest rungs, a sentence on the challenger's."""
    heads = [rung.name.lower() for rung in Support]
    lines = [f"{'Highest rung, % of runs':<24}" + "".join(f"{head:>{len(head) + 1}}" for head in heads)]
    shown = likeliest if len(likeliest) <= MOST_ROWS + 1 else likeliest[:MOST_ROWS]
    for patron in shown:
        shares = summary.support[patron.name].peak
        cells = "".join(f"{_share(share):>{len(head) + 1}}" for head, share in zip(heads, shares, strict=True))
        lines.append(f"  {_middle(patron.title, 21):<22}{cells}")
    if rest := likeliest[len(shown) :]:
        most = summary.support[rest[0].name].reach[Support.MATERIEL].p
        lines.append(f"  {len(rest)} more patrons: materiel or more in {percent(most)} of runs at most")
    return lines + _wrapped(f"{owned(scenario.challenger.title)} highest rung: {_spread(summary.pressure)}.")


def _spread(shares: LadderShares) -> str:
    return joined(
        [f"{spoken(rung.name.lower())} {percent(shares.peak[rung])}" for rung in Pressure if shares.peak[rung] >= 0.005]
    )


def _outcomes(summary: Summary) -> list[str]:
    """How else the client's leader, coalition and alignment may end."""
    leader = {word: e for word, e in summary.outcomes["leader"].items() if word != "in_office"}
    ranked = sorted(leader.items(), key=lambda pair: -pair[1].p)
    ways = joined([f"{spoken(word)} {percent(e.p)}" for word, e in ranked if e.p])
    goes = f"The leader goes by {ways}" if ways else "The leader goes in no run"
    replaced, turned = summary.outcomes["coalition"]["replaced"].p, summary.outcomes["alignment"]["turned"].p
    return _wrapped(f"{goes}; the coalition is replaced in {percent(replaced)}, alignment turns in {percent(turned)}.")


def _brakes(summary: Summary, scenario: Scenario, likeliest: Sequence[Actor]) -> list[str]:
    """What weighs most against materiel for each patron."""
    lines: list[str] = []
    most = MOST_ANSWERS if len(likeliest) <= MOST_ANSWERS else MOST_ANSWERS - 1
    for patron in likeliest:
        terms = [t for t in summary.held_back.get(patron.name, ()) if t.term != TOTAL and t.difference < 0]
        if terms and len(lines) < most:
            named = [
                f"{term_words(t.term, scenario.challenger.title)} ({_log_odds(t.difference)})"
                for t in terms[:MOST_BRAKES]
            ]
            lines.append(_cut(f"  {patron.title}: {', '.join(named)}", COLUMNS))
    return ["What weighs most against materiel (log-odds against declaratory support):", *lines] if lines else []


def _log_odds(difference: float) -> str:
    return f"{difference:+.1f}" if known(difference) else "out of reach"


def _questions(summary: Summary, room: int) -> list[str]:
    """The answers to the scenario's questions, one on a line where there is room, the rest by their names."""
    asked = summary.questions
    if len(asked) <= room:
        return [_question(a, summary) for a in asked]
    rest = [f"{spoken(a.id)} {percent(a.estimate.p)}" for a in asked[max(0, room - 2) :]]
    also = _wrapped(f"{'Also' if room > 2 else 'Questions'}: {', '.join(rest)}.")
    if len(also) > 2:
        also = [also[0], _cut(" ".join(also[1:]), COLUMNS)]
    return [*(_question(a, summary) for a in asked[: max(0, room - 2)]), *also][: max(1, room)]


def _question(a: Answer, summary: Summary) -> str:
    """A question and its answer on one line; what does not fit is cut, the answer last of all."""
    text, word = " ".join((a.text or spoken(a.id)).split()), likelihood(a.estimate.p)
    short = f" {word[0].upper()}{word[1:]}, {_estimate(a.estimate)}."
    spread = f" ({span(a.estimate.lo, a.estimate.hi)})" if summary.spans_known and 0 < a.estimate.p < 1 else ""
    full = f"{short[:-1]}{spread}."
    answer = full if len(text) + len(full) <= COLUMNS else short
    return _cut(text, COLUMNS - len(answer)) + answer


def _effects_table(comparison: Comparison, chosen: Sequence[Effects], titles: dict[str, str]) -> list[str]:
    """Effect of every alternative on the chosen measures, in points."""
    others = comparison.scenarios[1:]
    heads = [_middle(titles[e.actor], 15) for e in chosen]
    asked = ["materiel or more" if "support" in _kind(e) else "leader in office" for e in chosen]
    lines = [
        f"{'Probability of':<28}" + "".join(f"{head:>17}" for head in heads),
        " " * 28 + "".join(f"{a:>17}" for a in asked),
    ]
    before = [e.effects[0].before for e in chosen if e.effects]
    lines.append(f"{'as it stands':<28}" + "".join(f"{percent(p):>17}" for p in before))
    for other in others:
        cells = [next((c for c in e.effects if c.b == other.name), None) for e in chosen]
        lines.append(f"{_cut(spoken(other.name), 28):<28}" + "".join(f"{_cell(c):>17}" for c in cells))
    return [line.rstrip() for line in lines]


def _effects_afresh(comparison: Comparison, actors: Sequence[str], titles: dict[str, str]) -> list[str]:
    """The same effects as if nothing had been seen of the actors before, by patron."""
    said = []
    for e in comparison.afresh:
        if e.actor in actors:
            moved = {c.b: points(c.difference) for c in e.effects}
            values = joined([moved[other.name] for other in comparison.scenarios[1:] if other.name in moved])
            said.append(f"{titles[e.actor]} {percent(e.effects[0].before)}, {values}")
    return _wrapped(f"Without what was seen so far: {'; '.join(said)} points.") if said else []


def _kind(found: Effects) -> str:
    return "leader" if ".leader" in found.measure else "support"


def _cell(c: Contrast | None) -> str:
    if c is None:
        return "-"
    text = f"{points(c.difference)} ± {margin(c.se)}" if c.se else points(c.difference)
    return text if c.distinguishable else f"({text})"


def _expectations(comparison: Comparison, room: int) -> list[str]:
    """How many stated signs were borne out, and those that were not."""
    tried = comparison.expectations
    if not tried or room < 1:
        return []
    borne = sum(t.verdict == "borne out" for t in tried)
    lines = [f"Signs stated beforehand: {borne} of {len(tried)} borne out."]
    other = [t for t in tried if t.verdict != "borne out"]
    for t in sorted(other, key=lambda t: t.verdict != "failed"):
        unit = points(t.difference) if ">=" in t.measure or "==" in t.measure else f"{t.difference:+.2f}"
        lines.append(_cut(f"  {t.verdict}: {spoken(t.scenario)}, {t.measure} expected {t.sign}, got {unit}", COLUMNS))
    if len(lines) <= room:
        return lines
    return [*lines[: room - 1], f"  and {len(lines) - room + 1} more, see --json"][:room]


def _foot(summary: Summary) -> list[str]:
    size = f"{counted(summary.runs, 'run')} in {counted(summary.designs, 'design')}, seed {summary.seed}"
    return [_cut(f"{size}, fingerprint {summary.fingerprint}", COLUMNS)]


def _laid_out(blocks: Iterable[Sequence[str]]) -> str:
    """The blocks one after another, parted by blank lines where there is room for them."""
    full = [list(block) for block in blocks if block]
    spare = LINES - sum(map(len, full))
    lines: list[str] = []
    for place, block in enumerate(full):
        if place and spare > 0:
            lines.append("")
            spare -= 1
        lines += block
    return "\n".join(lines[:LINES])


def _share(share: float) -> str:
    return "-" if share == 0 else "<1" if share < 0.0095 else f"{100 * share:.0f}"


def _wrapped(text: str) -> list[str]:
    bound = re.sub(r"(?<=\d) (?=[%±])|(?<=±) ", "\N{NO-BREAK SPACE}", text)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in WRAPPER.wrap(bound)]


def _middle(text: str, width: int) -> str:
    """``text`` with its middle left out where it is wider than ``width``: names often differ at the end."""
    end = (width - 3) // 2
    return text if len(text) <= width else f"{text[: width - 3 - end].rstrip()}...{text[-end:].lstrip()}"


def _cut(text: str, width: int) -> str:
    """``text`` on one line, shortened to ``width``."""
    text = " ".join(text.split()) if not text.startswith(" ") else text.replace("\n", " ")
    return text if len(text) <= width else text[: width - 3].rstrip() + "..."
