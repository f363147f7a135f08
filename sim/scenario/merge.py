"""``extends``: one scenario's tree laid over another's, each part keeping the file and line it came from.

Actors, their fields and sources merge by key, and a quantity is replaced as a whole. Conditions and
events merge by name, questions by id, appeals by item and patron: the same key replaces, a new one is
appended, and ``remove: true`` drops what was inherited. Expectations are never inherited.
"""

from __future__ import annotations

from sim.scenario.errors import Report, nearest_or_all
from sim.scenario.nodes import Entry, Gap, Listing, Node, Scalar, Table

KEYS_OF = {"conditions": ("name",), "events": ("name",), "questions": ("id",), "appeals": ("item", "to")}
NOT_INHERITED = ("expects", "extends")
REMOVE = "remove"

Key = tuple[str, ...]


def overlay(child: Table, parent: Table | None, report: Report, gone: dict[str, str]) -> Table:
    """The child's tree over the parent's; ``gone`` notes actors removed, with the place.

    Without a parent the child is checked for duplicates and removals of nothing all the same.
    """
    inherited = parent.entries if parent else {}
    merged = {key: entry for key, entry in inherited.items() if key not in NOT_INHERITED}
    for key, entry in child.entries.items():
        old = merged[key].node if key in merged else None
        merged[key] = Entry(entry.place, _merged(key, entry.node, old, report, gone))
    return Table(child.place, merged)


def _merged(key: str, new: Node, old: Node | None, report: Report, gone: dict[str, str]) -> Node:
    """One section of the file over the same section of the parent."""
    if key == "actors" and isinstance(new, Table):
        return _actors(new, old if isinstance(old, Table) else None, report, gone)
    if key == "sources" and isinstance(new, Table) and isinstance(old, Table):
        return Table(new.place, {**old.entries, **new.entries})
    if key in KEYS_OF and isinstance(new, Listing):
        return _listing(key, new, old if isinstance(old, Listing) else None, report)
    return new


def _actors(new: Table, old: Table | None, report: Report, gone: dict[str, str]) -> Table:
    """Actors by name, their fields by key; the parent's come first."""
    merged = dict(old.entries) if old else {}
    for name, entry in new.entries.items():
        node, before = entry.node, merged.get(name)
        if isinstance(node, Table) and REMOVE in node.entries:
            if _is_removal(Entry(entry.place, node), f"actors.{name}", name, list(merged), report):
                gone[name] = f"{entry.place.file}:{entry.place.line}"
                merged.pop(name, None)
        elif isinstance(node, Table) and before and isinstance(before.node, Table):
            merged[name] = Entry(entry.place, Table(node.place, {**before.node.entries, **node.entries}))
        else:
            merged[name] = entry
    return Table(new.place, merged)


def _listing(section: str, new: Listing, old: Listing | None, report: Report) -> Listing:
    """Named entries by their key; entries without one are left for the reader to complain about."""
    merged: dict[Key | int, Node] = {}
    for count, item in enumerate(old.items if old else ()):
        merged[_key(section, item) or count] = item
    seen: dict[Key, int] = {}
    for item in new.items:
        key = _key(section, item)
        if key is None:
            merged[len(merged) + len(new.items) + len(seen)] = item
            continue
        path = f"{section}[{', '.join(key)}]"
        if key in seen:
            which = " and ".join(f"`{word}`" for word in KEYS_OF[section])
            message = f"has the same {which} as the entry in line {seen[key]}"
            report.add(item.place, path, ", ".join(key), message, "Give each its own.")
            continue
        seen[key] = item.place.line
        if isinstance(item, Table) and REMOVE in item.entries:
            known = [it[0] for it in merged if isinstance(it, tuple)]
            if _is_removal(Entry(item.place, item), path, key[0], known, report):
                merged.pop(key, None)
        else:
            merged[key] = item
    return Listing(new.place, tuple(merged.values()))


def _key(section: str, item: Node) -> Key | None:
    """What identifies an entry of a list, None if it does not say."""
    if not isinstance(item, Table):
        return None
    words = [item.node(key) for key in KEYS_OF[section]]
    named = tuple(word.text.strip() for word in words if isinstance(word, Scalar) and word.text.strip())
    return named if len(named) == len(words) else None


def _is_removal(entry: Entry, path: str, name: str, known: list[str], report: Report) -> bool:
    """Whether ``remove`` says true; it must also stand alone, and remove something inherited."""
    if not isinstance(entry.node, Table):
        return False
    fields = entry.node.entries
    node = fields[REMOVE].node
    if not (isinstance(node, Scalar) and node.plain and node.text == "true"):
        said = node.text if isinstance(node, Scalar) else ""
        if not isinstance(node, Gap):
            report.add(node.place, f"{path}.{REMOVE}", said, "`remove` can only be true", "Write `remove: true`.")
        return False
    if name not in known:
        message = "is not inherited, so there is nothing to remove"
        report.add(entry.place, path, name, message, nearest_or_all(name, known))
    keys = {word for words in KEYS_OF.values() for word in words} | {REMOVE, "note"}
    for key, extra in fields.items():
        if key not in keys:
            report.add(extra.place, path, key, "stands beside `remove: true`", "Remove one of the two.")
    return True
