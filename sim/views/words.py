"""Numbers in words a briefer can read aloud."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

Z = 1.96
BANDS = (  # words of estimative probability, Intelligence Community Directive 203; upper ends
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
TERMS = {
    "stake": "what it has at stake",
    "survival": "the survival it can buy",
    "money": "the money it costs",
    "forces": "the forces it takes",
    "linkage": "business pending with {challenger}",
    "clash": "risk of a clash",
    "combat": "war with a great power",
    "commitment": "its commitments",
    "appeal": "appeals left open",
    "inertia": "habit",
    "total": "all together",
}


def likelihood(p: float) -> str:
    """The estimative word for a probability.

    >>> likelihood(0.09), likelihood(0.5), likelihood(0.97)
    ('very unlikely', 'roughly even chance', 'almost certain')
    """
    return next(word for end, word in BANDS if p < end or end == 1.0)


def percent(p: float) -> str:
    """A probability as a percentage; one decimal where whole numbers would say never or always.

    >>> percent(0.094), percent(0.004), percent(0.0001), percent(0.997), percent(0.0)
    ('9 %', '0.4 %', '<0.1 %', '99.7 %', '0 %')
    """
    return f"{figure(p)} %"


def figure(p: float) -> str:
    """The number of a percentage, without its sign."""
    if p in (0.0, 1.0):
        return f"{100 * p:.0f}"
    if p < 0.0005:
        return "<0.1"
    if p > 0.9995:
        return ">99.9"
    return f"{100 * p:.1f}" if p < 0.0095 or p > 0.9905 else f"{100 * p:.0f}"


def margin(se: float) -> str:
    """Half of a 95 % interval, in percentage points.

    >>> margin(0.006), margin(0.0012)
    ('1', '0.2')
    """
    points = 100 * Z * se
    if points == 0:
        return "0"
    return f"{points:.0f}" if points >= 0.95 else f"{max(0.1, points):.1f}"


def span(lo: float, hi: float) -> str:
    """A span of probabilities.

    >>> span(0.03, 0.18)
    '3-18 %'
    """
    low, high = figure(lo), figure(hi)
    return f"{low} %" if low == high else f"{low}-{high} %"


def chance(p: float) -> str:
    """Percentage and estimative word; never and always are said of the runs.

    >>> chance(0.09), chance(0.0), chance(1.0)
    ('9 %, very unlikely', 'in no run, almost no chance', 'in every run, almost certain')
    """
    if p in (0.0, 1.0):
        return f"in {'every' if p else 'no'} run, {likelihood(p)}"
    return f"{percent(p)}, {likelihood(p)}"


def points(difference: float) -> str:
    """A difference of probabilities in percentage points, with its sign.

    >>> points(0.124), points(-0.004), points(0.0)
    ('+12', '-0.4', '0')
    """
    size = 100 * abs(difference)
    sign = "" if size < 0.05 else "+" if difference > 0 else "-"
    return f"{sign}{size:.0f}" if size >= 0.95 or size < 0.05 else f"{sign}{size:.1f}"


def spoken(name: str) -> str:
    """A rung, outcome or slug as people say it.

    >>> spoken("show_of_force"), spoken("no-neighbour-war")
    ('show of force', 'no neighbour war')
    """
    return name.replace("_", " ").replace("-", " ")


def term_words(term: str, challenger: str) -> str:
    """A utility term in words."""
    return TERMS.get(term, spoken(term)).format(challenger=challenger)


def joined(parts: Sequence[str]) -> str:
    """A list as people say it.

    >>> joined(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(part for part in [", ".join(parts[:-1]), *parts[-1:]] if part)


def day(date: dt.date) -> str:
    """A date as people write it.

    >>> day(dt.date(1937, 5, 1))
    '1 May 1937'
    """
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def short_day(date: dt.date) -> str:
    """A date where room is scarce.

    >>> short_day(dt.date(1937, 11, 1))
    '1 Nov 1937'
    """
    return f"{date.day} {MONTHS[date.month - 1][:3]} {date.year}"


def owned(name: str) -> str:
    """The possessive of a name.

    >>> owned("Ruritania"), owned("Twelve Islands")
    ("Ruritania's", "Twelve Islands'")
    """
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def stretch(turns: int, turn_weeks: float) -> str:
    """The length of play in weeks, or in days where turns are shorter.

    >>> stretch(26, 1), stretch(20, 1 / 7)
    ('26 weeks', '20 days')
    """
    weeks = turns * turn_weeks
    if turn_weeks < 1:
        return f"{round(weeks * 7)} days"
    return f"{weeks:g} weeks" if weeks != 1 else "1 week"


def counted(number: int, noun: str) -> str:
    """A number of things.

    >>> counted(1, "design"), counted(2000, "run")
    ('1 design', '2,000 runs')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def known(number: float) -> bool:
    """Whether a number is finite."""
    return math.isfinite(number)
