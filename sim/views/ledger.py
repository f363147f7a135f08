"""One decision in words and in full: what its actor saw, and what spoke for and against the neighbouring rungs."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import NamedTuple

from sim.records.story import Decision
from sim.views.words import percent, spoken, term_words

WIDTH = 96
NARROW = "\N{NO-BREAK SPACE}"
FAR = 50.0  # log odds beyond which a rung is simply out of reach
SEEN: Mapping[str, Mapping[str, str]] = {  # what of an actor's view is told, in which words
    "challenger": {
        "forces": "forces in theatre {:.2f}",
        "readiness": "the client's readiness {:.2f}",
        "aid": "aid expected {:.2f}",
        "presence": "patrons' people in the way {:.2f}",
        "leverage": "business pending with patrons {:.2f}",
    },
    "client": {
        "survival": "own survival {:.2f}",
        "threat": "threat {:.2f}",
        "revenue": "revenue {:.2f}",
        "unrest": "unrest {:.2f}",
        "safe_passage": "safe passage {:.2f}",
    },
    "patron": {
        "threat": "threat to the client {:.2f}",
        "deadly": "chance of deadly force {:.2f}",
        "spare": "free forces {:.2f}",
        "fiscal_slack": "free money {:.2f}",
        "appealed": "weight of appeals {:.2f}",
    },
}
TERMS: Mapping[str, Mapping[str, str]] = {  # utility terms in words; a patron's are those of every other text
    "challenger": {
        "aim": "its aim",
        "fall": "the fall it hopes for",
        "expense": "lives and treasure",
        "resistance": "defences in its way",
        "gate": "forces not there",
        "home": "opposition at home",
        "clash": "risk of a clash with a patron",
        "linkage": "business pending with patrons",
        "audience": "backing down in public",
        "inertia": "habit",
    },
    "client": {
        "survival": "holding on to office",
        "revenue": "what office pays",
        "exit": "the way out",
        "pain": "the blow it draws",
        "rally": "the rally it brings",
        "unrest": "unrest",
        "inertia": "habit",
    },
}


class Rival(NamedTuple):
    """A neighbouring rung held against the one that was chosen; differences in log odds, this rung minus that."""

    rung: str
    margin: float
    best: tuple[str, float]  # the term that speaks most for it
    worst: tuple[str, float]  # and against it


def rivals(decision: Decision) -> list[Rival]:
    """The next rung up and the next rung down, as far as the ladder goes."""
    ladder = list(decision.utilities)
    place = ladder.index(decision.chosen)
    return [_held_against(decision, ladder[at]) for at in (place + 1, place - 1) if 0 <= at < len(ladder)]


def _held_against(decision: Decision, rung: str) -> Rival:
    here, there = decision.terms[decision.chosen], decision.terms[rung]
    differences = {term: there[term] - here[term] for term in here}
    ranked = sorted(differences.items(), key=lambda pair: pair[1])
    return Rival(rung, decision.utilities[rung] - decision.utilities[decision.chosen], ranked[-1], ranked[0])


def rival_words(rival: Rival, role: str, challenger: str) -> str:
    """How far a rung was from being chosen, and why: ``materiel -0.9; for it ..., against it ...``."""
    named = [
        f"{side} {_term(term, role, challenger)} {log_odds(weight)}"
        for side, (term, weight), told in (
            ("for it", rival.best, rival.best[1] >= 0.05),
            ("against it", rival.worst, rival.worst[1] <= -0.05),
        )
        if told
    ]
    margin = log_odds(rival.margin) if abs(rival.margin) <= FAR else "ruled out"
    return "; ".join([f"{spoken(rival.rung)} {margin}", *([", ".join(named)] if named else [])])


def seen_words(decision: Decision) -> str:
    """What the actor saw, in a few words."""
    told = [words.format(decision.saw[name]) for name, words in SEEN[decision.role].items() if name in decision.saw]
    return ", ".join(told)


def luck_words(decision: Decision) -> str:
    """Its draw, and where a draw must fall for the rung that it picked."""
    names = list(decision.chances)
    below = sum(decision.chances[name] for name in names[: names.index(decision.wanted)])
    above = below + decision.chances[decision.wanted]
    share = percent(decision.chances[decision.wanted])
    return f"Luck {decision.draw:.2f}: {spoken(decision.wanted)} lies from {below:.2f} to {above:.2f} ({share})"


def ledger_lines(decision: Decision) -> list[str]:
    """Every term of every rung: terms down, rungs across, then utility and chance."""
    names = list(decision.utilities)
    heads = [textwrap.wrap(spoken(name), 11) for name in names]
    tall = max(map(len, heads))
    lines = [_row("", [([""] * (tall - len(head)) + head)[line] for head in heads]) for line in range(tall)]
    for term in decision.terms[names[0]]:
        lines.append(_row(spoken(term), [_number(decision.terms[name][term]) for name in names]))
    lines.append(_row("utility", [_number(decision.utilities[name]) for name in names]))
    lines.append(_row("chance", [percent(decision.chances[name]) for name in names]))
    return lines


def log_odds(value: float) -> str:
    """A signed difference of log odds, one decimal.

    >>> log_odds(-0.94), log_odds(0.004), log_odds(-8e4)
    ('-0.9', '0.0', 'out of reach')
    """
    if not abs(value) <= FAR:
        return "out of reach"
    return "0.0" if abs(value) < 0.05 else f"{value:+.1f}"


def _term(term: str, role: str, challenger: str) -> str:
    return TERMS[role].get(term, spoken(term)) if role in TERMS else term_words(term, challenger)


def _row(head: str, cells: list[str]) -> str:
    return (f"{head:<11}" + "".join(f"{cell:>12}" for cell in cells)).rstrip()


def _number(value: float) -> str:
    if not abs(value) <= FAR:
        return "out"
    return "0" if abs(value) < 0.005 else f"{value:+.2f}"


def wrapped(text: str, indent: str = "  ") -> list[str]:
    """Lines of the story's width, hanging below their first one; a number keeps its sign of percent."""
    bound = text.replace(" %", f"{NARROW}%")
    hang = f"{indent}    " if indent else ""
    lines = textwrap.wrap(bound, WIDTH, initial_indent=indent, subsequent_indent=hang, break_on_hyphens=False)
    return [line.replace(NARROW, " ") for line in lines]
