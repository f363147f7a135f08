"""Text to tree: YAML 1.2 with the place of every key and value, and none of YAML's dangerous parts.

Only the parser of ruamel.yaml is used, never a constructor, so no tag can build an object and every
value stays the text that was written (``no`` is the word no). Anchors and aliases are refused
outright: an alias would give two numbers one place and one source, a tree of them can grow without
bound, and sharing between files is what ``extends`` is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from sim.scenario.errors import Place, Report
from sim.scenario.nodes import Entry, Gap, Listing, Node, Scalar, Table

MOST_DEEP = 40  # levels of nesting
MOST_NODES = 50_000  # values and keys in a file
UNFIT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
LONGEST_LINE = 50_000  # characters; the parser takes quadratic time over some longer ones


class _StopError(Exception):
    """Nothing after this place can be read; the reason has been reported."""


def read_tree(text: str, file: str, report: Report) -> Node | None:
    """The tree of one YAML document; None if the text is empty or no YAML (both reported)."""
    builder = _Builder(file, report)
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            way_out = "Break it up, or check that this is a scenario file."
            report.add(Place(file, number, LONGEST_LINE), "", "", "the line is too long", way_out)
            return None
    try:
        return builder.document(YAML(typ="safe", pure=True).parse(text))
    except _StopError:
        pass
    except ReaderError as error:
        way_out = "Save the file as plain UTF-8 text."
        report.add(place_at(text, error.position, file), "", "", "holds a character that YAML does not allow", way_out)
    except MarkedYAMLError as error:
        builder.syntax(error)
    except (YAMLError, ValueError, OverflowError, LookupError, TypeError, AttributeError, AssertionError) as error:
        # The parser lets plain Python errors through for some malformed escapes and directives.
        report.add(builder.last, "", "", f"not valid YAML, here or just below ({error})", "Look for a stray escape.")
    return None


def place_at(text: str, position: int, file: str) -> Place:
    """Line and column, from 1, of a character of the text."""
    before = text[:position]
    return Place(file, before.count("\n") + 1, position - before.rfind("\n"))


class _Builder:
    """Turns the parser's events into a tree, minding depth, size, duplicates, tags and aliases."""

    def __init__(self, file: str, report: Report) -> None:
        self.file = file
        self.report = report
        self.last = Place(file, 1, 1)
        self.nodes = 0

    def document(self, events: Iterator[Event]) -> Node | None:
        """The only document of the stream."""
        root: Node | None = None
        for event in events:
            place = self.place(event)
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    self.report.add(place, "", "---", "starts a second document", "Put each scenario in its own file.")
                    raise _StopError
            elif isinstance(event, ScalarEvent | AliasEvent | MappingStartEvent | SequenceStartEvent):
                root = self.node(event, events, "", 1)
        if root is None or (isinstance(root, Scalar) and root.is_empty):
            self.report.add(Place(self.file, 1, 1), "", "", "the file is empty", "`sim new` starts a scenario file.")
            return None
        return root

    def place(self, event: Event) -> Place:
        """Where an event starts."""
        self.last = Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        return self.last

    def node(self, event: Event, events: Iterator[Event], path: str, depth: int) -> Node:
        """The node that starts with this event, read to its end."""
        place = self.place(event)
        self.count(place, path, depth)
        self.refuse_magic(event, place, path)
        if isinstance(event, ScalarEvent):
            return self.scalar(event, place, path)
        if isinstance(event, SequenceStartEvent):
            return self.listing(place, events, path, depth)
        if isinstance(event, MappingStartEvent):
            return self.table(place, events, path, depth)
        return Gap(place)

    def count(self, place: Place, path: str, depth: int) -> None:
        """Stop at a tree that no scenario needs."""
        self.nodes += 1
        if depth > MOST_DEEP:
            self.report.add(place, f"{path[:40]}...", "", f"is nested more than {MOST_DEEP} levels deep", "Flatten it.")
            raise _StopError
        if self.nodes > MOST_NODES:
            self.report.add(place, "", "", f"the file holds more than {MOST_NODES} values", "Split the scenario.")
            raise _StopError

    def refuse_magic(self, event: Event, place: Place, path: str) -> None:
        """Tags, anchors and aliases have no meaning in a scenario."""
        way_out = "Write the value out, or inherit it with `extends`."
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, AliasEvent):
            self.report.add(place, path, f"*{anchor}", "is an alias, which scenario files do not allow", way_out)
        elif anchor:
            self.report.add(place, path, f"&{anchor}", "is an anchor, which scenario files do not allow", way_out)
        if tag:
            message = "is a tag, which scenario files do not allow"
            self.report.add(place, path, str(tag), message, "Write the value alone.")

    def scalar(self, event: ScalarEvent, place: Place, path: str) -> Node:
        """A single value; half characters (lone surrogates) cannot be stored, control characters not shown."""
        text = str(event.value)
        if UNFIT.search(text):
            message = "holds a control character or half a character"
            self.report.add(place, path, text, message, "Write the text itself, in UTF-8.")
            return Gap(place)
        return Scalar(place, text, plain=event.style in (None, ""))

    def listing(self, place: Place, events: Iterator[Event], path: str, depth: int) -> Listing:
        """A list, up to its end."""
        items: list[Node] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            items.append(self.node(event, events, f"{path}[{len(items) + 1}]", depth + 1))
        return Listing(place, tuple(items))

    def table(self, place: Place, events: Iterator[Event], path: str, depth: int) -> Table:
        """A mapping, up to its end; the first of duplicated keys is kept."""
        entries: dict[str, Entry] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            key = self.node(event, events, path, depth + 1)
            word = self.key(key, path)
            below = f"{path}.{word}" if path else word
            value = self.node(next(events), events, below, depth + 1)
            if isinstance(value, Scalar) and not value.text and value.plain:
                value = value._replace(place=key.place)  # the parser puts nothing where the next thing starts
            if word in entries:
                first = entries[word].place.line
                message = f"is written twice; it stood already in line {first}"
                self.report.add(key.place, path, word, message, "Keep one of the two.")
            elif word:
                entries[word] = Entry(key.place, value)
        return Table(place, entries)

    def key(self, key: Node, path: str) -> str:
        """The word that a mapping's key is."""
        if isinstance(key, Scalar) and not key.is_empty:
            return key.text
        if not isinstance(key, Gap):
            self.report.add(key.place, path, "", "a key must be a single word", "Write `name: value`.")
        return ""

    def syntax(self, error: MarkedYAMLError) -> None:
        """Say in one line what the parser could not make sense of."""
        mark = error.problem_mark or error.context_mark
        place = Place(self.file, mark.line + 1, mark.column + 1) if mark else self.last
        context = f" ({error.context}, from line {error.context_mark.line + 1})" if error.context_mark else ""
        message = f"not valid YAML: {error.problem}{context}"
        self.report.add(place, "", "", " ".join(message.split()), _syntax_way_out(str(error.problem)))


def _syntax_way_out(problem: str) -> str:
    """A likely cure for what the parser stumbled over."""
    if "\t" in problem or r"\t" in problem:
        return "Indent with spaces, not tabs."
    if "mapping values" in problem:
        return "Check the indentation, and put text that holds `: ` in quotes."
    if "'>'" in problem or "'|'" in problem:
        return "Folded text (> or |) cannot stand inside { } or [ ]; put it in quotes, or open out the entry."
    if "cannot start any token" in problem:
        return "Put the text in quotes."
    if "expected ',' or" in problem or "stream end" in problem:
        return "Close the bracket, brace or quote."
    return "Check indentation, brackets and quotes."
