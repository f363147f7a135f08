"""Reading one typed value after another from a scenario's tree, noting whatever is wrong with it.

A ``Spot`` is a node with its path and the report. Each method reads the node as what it should be;
if it is something else the problem is noted and a stand-in comes back (nan, "", None or nothing), so
that reading goes on and finds the other mistakes. Stand-ins never escape: a report that holds a
problem raises when it is closed.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.scenario.errors import Place, Report, nearest, nearest_or_all
from sim.scenario.nodes import Gap, Listing, Node, Scalar, Table

NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
TRUTHS = ("true", "false")
LOOKS_TRUE = ("true", "false", "yes", "no", "on", "off")
ENDLESS = ("inf", "infinity", "nan")
FIRST_YEAR, LAST_YEAR = 1500, 2500


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a scenario's tree, from which a value of a known kind is to be read."""

    node: Node
    path: str
    report: Report
    at: Place  # of the key, or of the value where there is no key

    @property
    def written(self) -> str:
        """The value as written, "" for lists and mappings."""
        return self.node.text if isinstance(self.node, Scalar) else ""

    def complain(self, message: str, way_out: str = "", value: str | None = None, path: str | None = None) -> None:
        """Note a problem at the value, unless one has been noted already."""
        if not isinstance(self.node, Gap):
            said = self.written if value is None else value
            self.report.add(self.node.place, self.path if path is None else path, said, message, way_out)

    def misplaced(self, wanted: str, way_out: str = "") -> None:
        """Note that something of another kind stands where ``wanted`` belongs."""
        self.complain(f"{_kind(self.node)} where {wanted} belongs", way_out)

    def scalar(self, wanted: str, way_out: str = "Write one value.") -> Scalar | None:
        """The single value written here, None if there is none."""
        if isinstance(self.node, Scalar) and not self.node.is_empty:
            return self.node
        self.misplaced(wanted, way_out)
        return None

    def text(self) -> str:
        """A word or sentence; numbers and truth values want quotes."""
        leaf = self.scalar("text")
        if leaf is None:
            return ""
        if leaf.plain and (NUMBER.fullmatch(leaf.text) or leaf.text in TRUTHS):
            self.complain("is a number or truth value where text belongs", f'Put it in quotes: "{leaf.text}".')
        elif not leaf.text.strip():
            self.complain("the text is empty", "Write it, or leave the field out.", value="")
        return leaf.text.strip()

    def loose_text(self) -> str:
        """Text that may look like a number, such as the year of a publication."""
        leaf = self.scalar("text")
        return leaf.text.strip() if leaf else ""

    def number(self, low: float, high: float, *, whole: bool = False) -> float:
        """A finite number within [low, high], written bare; nan if it is not."""
        leaf = self.scalar("a number")
        if leaf is None:
            return math.nan
        trouble = _no_number(leaf)
        if trouble:
            self.complain(*trouble)
            return math.nan
        value = float(leaf.text)
        if math.isinf(value):
            self.complain("is too large to be a number here", f"Allowed: {span(low, high)}.")
            return math.nan
        if not low <= value <= high:
            self.complain(f"lies outside {span(low, high)}", _likely(value, low, high, whole))
            return math.nan
        if whole and not value.is_integer():
            self.complain("is not a whole number", f"Did you mean {round(value)}?")
            return math.nan
        return value

    def flag(self) -> bool:
        """True or false."""
        leaf = self.scalar("true or false")
        if leaf is None:
            return False
        if not leaf.plain or leaf.text not in TRUTHS:
            self.complain("is neither true nor false", "Write `true` or `false`, without quotes.")
        return leaf.text == "true"

    def date(self) -> dt.date | None:
        """A day, written 2025-11-24 bare or in quotes."""
        leaf = self.scalar("a date", "Write dates as 2025-11-24.")
        if leaf is None:
            return None
        if not DATE.fullmatch(leaf.text):
            self.complain("is not a date", "Write dates as 2025-11-24.")
            return None
        try:
            day = dt.date.fromisoformat(leaf.text)
        except ValueError:
            self.complain("is no day of the calendar", "Check month and day.")
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.complain(f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}", "Check the year.")
            return None
        return day

    def choice(self, allowed: Sequence[str], kind: str) -> str:
        """One of the allowed words, "" if it is none of them."""
        leaf = self.scalar(kind, f"Allowed: {', '.join(allowed)}.")
        if leaf is None:
            return ""
        if leaf.text not in allowed:
            self.complain(f"is not {kind}", nearest_or_all(leaf.text, allowed))
            return ""
        return leaf.text

    def rung(self, ladder: Sequence[str], name: str) -> int | None:
        """A rung of a ladder, by its name."""
        leaf = self.scalar(f"a rung of {name}", f"Allowed: {', '.join(ladder)}.")
        if leaf is None:
            return None
        if leaf.text in ladder:
            return ladder.index(leaf.text)
        if NUMBER.fullmatch(leaf.text):
            self.complain("is a number; rungs are written by name", number_to_rung(leaf.text, ladder))
        else:
            self.complain(f"is no rung of {name}", nearest_or_all(leaf.text, ladder))
        return None

    def items(self, wanted: str, way_out: str = "Start each entry on its own line with `- `.") -> list[Spot]:
        """The entries of a list, named by their ``name`` or ``id`` where they have one."""
        if not isinstance(self.node, Listing):
            self.misplaced(wanted, way_out)
            return []
        labels = [_label(item, count) for count, item in enumerate(self.node.items, start=1)]
        pairs = zip(self.node.items, labels, strict=True)
        return [Spot(item, f"{self.path}[{label}]", self.report, item.place) for item, label in pairs]

    def parts(self, wanted: str = "a mapping") -> dict[str, Spot]:
        """What stands under each key of a mapping."""
        if not isinstance(self.node, Table):
            self.misplaced(wanted, "Write `key: value` lines, or {key: value}.")
            return {}
        return {
            key: Spot(entry.node, f"{self.path}.{key}" if self.path else key, self.report, entry.place)
            for key, entry in self.node.entries.items()
        }

    def fields(self, required: Iterable[str], optional: Iterable[str], wanted: str = "a mapping") -> dict[str, Spot]:
        """The same for a mapping with known keys; unknown and missing ones are noted and left out."""
        required = list(required)
        known = [*required, *optional]
        parts = self.parts(wanted)
        for key, part in parts.items():
            if key not in known:
                self.report.add(part.at, self.path, key, "is an unknown field", nearest_or_all(key, known))
        if isinstance(self.node, Table):
            for key in missing(required, parts, known):
                self.report.add(self.at, self.path, "", f"`{key}` is missing", f"Add `{key}: ...`.")
        return {key: part for key, part in parts.items() if key in known}

    def sole(self, keys: Sequence[str], wanted: str, way_out: str) -> tuple[str, Spot] | None:
        """The one field of a mapping that has exactly one of these keys and no other."""
        parts = self.fields((), keys, wanted)
        if len(parts) == 1:
            return next(iter(parts.items()))
        if isinstance(self.node, Table) and set(self.node.entries) <= set(keys):
            self.complain(f"{wanted} has exactly one of {' and '.join(f'`{key}`' for key in keys)}", way_out, "")
        return None


def span(low: float, high: float) -> str:
    """An interval in print, e.g. ``[0, 1]``."""
    return f"[{low:g}, {high:g}]"


def number_to_rung(text: str, ladder: Sequence[str]) -> str:
    """The way out for somebody who wrote a rung's number."""
    place = float(text)
    if place in range(len(ladder)):
        return f"Did you mean {ladder[int(place)]}?"
    return f"Allowed: {', '.join(ladder)}."


def missing(required: Iterable[str], written: Iterable[str], known: Iterable[str]) -> list[str]:
    """Required keys that are not written, not even misspelt."""
    names = list(known)
    meant = {nearest(word, names) for word in written if word not in names}
    return [key for key in required if key not in written and nearest(key, [key]) not in meant]


def _kind(node: Node) -> str:
    """What a node is, in words."""
    if isinstance(node, Table):
        return "a mapping stands"
    if isinstance(node, Listing):
        return "a list stands"
    return "nothing stands" if isinstance(node, Scalar) and node.is_empty else "stands"


def _label(item: Node, count: int) -> str:
    """What a list's entry is called in paths: its name, its id or its position from 1."""
    if isinstance(item, Table):
        for key in ("name", "id"):
            word = item.node(key)
            if isinstance(word, Scalar) and word.text:
                return word.text if len(word.text) <= 40 else word.text[:37] + "..."
    return str(count)


def _no_number(leaf: Scalar) -> tuple[str, str] | None:
    """Why a value is not a number, and the way out; None if it is one."""
    text = leaf.text.strip()
    if NUMBER.fullmatch(text):
        return None if leaf.plain else ("is text where a number belongs", f"Write {text} without quotes.")
    if text.lower() in LOOKS_TRUE:
        return "is not a number", "Write 1 for yes and 0 for no."
    if text.lower().lstrip("+-.") in ENDLESS:
        return "is not a finite number", "Write an ordinary decimal number."
    if NUMBER.fullmatch(text.removesuffix("%").strip()):
        return "is not a bare number", f"Did you mean {float(text.removesuffix('%')) / 100:g}?"
    if NUMBER.fullmatch(text.replace(",", ".")) or NUMBER.fullmatch(text.replace("_", "")):
        return "is not a number", "Write decimals with a point and digits without separators, e.g. 1250.5."
    return "is not a number", "Write a decimal number, e.g. 0.5."


def _likely(value: float, low: float, high: float, whole: bool) -> str:
    """A guess at what was meant by a number out of range: a slipped sign, point or percentage."""
    for scale in (1.0, 10.0, 100.0):
        guess = abs(value) / scale
        if guess != value and low <= guess <= high and not (whole and guess % 1):
            return f"Did you mean {guess:g}?"
    return "Choose a number within."
