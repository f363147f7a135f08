"""Scenario files: found by path or name, read with what they extend, listed, and started afresh."""

from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path
from typing import NamedTuple

from sim.scenario.errors import Place, Report, ScenarioError, nearest, nearest_or_all
from sim.scenario.nodes import Gap, Scalar, Table
from sim.scenario.parse import as_scenario, parse_layers
from sim.scenario.schema import Scenario
from sim.scenario.template import new_scenario_text
from sim.scenario.yaml_text import place_at, read_tree
from sim.storage.case_files import is_case, load_case

MOST_BYTES = 1_000_000
LONGEST_CHAIN = 8  # scenarios that extend one another
SUFFIX = ".yaml"
FOLDER = "scenarios"
HISTORY = "history"


class Listed(NamedTuple):
    """A scenario that can be asked for by its name."""

    name: str
    path: Path
    title: str  # as written in the file or in one it extends; "" if it cannot be read
    extends: str  # name of the parent, "" if it stands alone
    past: bool  # one of the past crises in history/


def load_scenario(path_or_name: str | os.PathLike[str]) -> Scenario:
    """The scenario in a file, the one of that name among those that ship, or a past case (``case:ID``) translated.

    Raises ScenarioError with everything that is wrong, each with its place in the file concerned.
    """
    name = os.fspath(path_or_name)
    if is_case(name):
        return load_case(name)
    report = Report()
    path = find(name, report)
    report.close()
    layers = read_layers(path, report)
    if not layers:
        report.close()
    return _with_evidence(layers, report)


def _with_evidence(layers: list[Layer], report: Report) -> Scenario:
    """The scenario of the first layer; if it is a what-if, with the world in which so_far was seen.

    That is the scenario it extends, as long as both open on the same day.
    """
    trees = [layer.tree for layer in layers]
    extends = layers[1].path.stem if len(layers) > 1 else ""
    scenario = parse_layers(trees, layers[0].path.stem, extends, report)
    if not extends:
        return scenario
    try:
        parent = _with_evidence(layers[1:], Report())
    except ScenarioError:  # a parent may be a part, to be completed by what extends it
        return scenario
    if parent.as_of != scenario.as_of:
        return scenario
    return scenario.model_copy(update={"evidence": parent.evidence or parent})


def list_scenarios() -> list[Listed]:
    """Every scenario that can be asked for by name, present ones first, then past ones."""
    return sorted(map(_listed, _shipped()), key=lambda it: (it.past, bool(it.extends), it.name))


def start_scenario(path: str | os.PathLike[str], title: str, as_of: dt.date) -> Path:
    """Write a new scenario file to begin with; a file that exists is never written over."""
    target = Path(path)
    report = Report()
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(new_scenario_text(title, as_of))
    except FileExistsError:
        report.add(Place(), "", str(target), "exists already", "Choose another name.")
    except (OSError, ValueError) as error:
        report.add(Place(), "", str(target), f"cannot be written ({_reason(error)})", "Check the folder.")
    report.close()
    return target


def find(path_or_name: str, report: Report) -> Path:
    """The file meant: the path as given, else a scenario of that name; otherwise a problem is noted."""
    path = Path(path_or_name)
    missing = path_or_name if path_or_name.strip() else "(nothing)"
    try:
        if path.is_file():
            return path
        bare = path.name == path_or_name and path.suffix in ("", SUFFIX)
        named = [shipped for shipped in _shipped() if bare and shipped.stem == path_or_name.removesuffix(SUFFIX)]
        if named:
            return named[0]
        exists = bool(path_or_name) and path.exists()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        report.add(Place(), "", missing, f"cannot be looked up ({_reason(error)})", "Check the path.")
        return path
    if path.is_dir() and exists:
        report.add(Place(missing), "", "", "is a folder, not a scenario file", _inside(path))
    elif exists:
        report.add(Place(missing), "", "", "is not an ordinary file", "Give the path of a scenario file.")
    else:
        names = [shipped.stem for shipped in _shipped()]
        near = nearest_or_all(path.stem, names) or "`sim new` starts a scenario file."
        report.add(Place(), "", missing, "is neither a file nor the name of a scenario", near)
    return path


class Layer(NamedTuple):
    """One file of a chain of scenarios that extend one another."""

    path: Path
    tree: Table


def read_layers(path: Path, report: Report) -> list[Layer]:
    """The file's tree and those of the files it extends, nearest first; empty if one cannot be read."""
    layers: list[Layer] = []
    asked: Scalar | None = None  # the `extends` that led to this file
    while True:
        tree = _read_layer(path, asked, report)
        if tree is None:
            return []
        layers.append(Layer(path, tree))
        parent = tree.node("extends")
        if parent is None:
            return layers
        if not isinstance(parent, Scalar) or parent.is_empty:
            way_out = "Write the path of one scenario file, relative to this one."
            if not isinstance(parent, Gap):
                report.add(parent.place, "extends", "", "is no path", way_out)
            return []
        path, asked = path.parent / parent.text, parent
        if not _may_extend(path, layers, parent, report):
            return []


def _may_extend(path: Path, layers: list[Layer], parent: Scalar, report: Report) -> bool:
    """Whether the chain may go on to this file: no circle, and not too long."""
    try:
        names = [layer.path.resolve() for layer in layers]
        target = path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        message = f"cannot be looked up ({_reason(error)})"
        report.add(parent.place, "extends", parent.text, message, "Check the path.")
        return False
    if target in names:
        circle = " -> ".join(it.name for it in [*names[names.index(target) :], target])
        message = f"closes a circle: {circle}"
        report.add(parent.place, "extends", parent.text, message, "Let one of them extend nothing.")
        return False
    if len(layers) >= LONGEST_CHAIN:
        message = f"makes a chain of more than {LONGEST_CHAIN} scenarios"
        report.add(parent.place, "extends", parent.text, message, "Extend one of the earlier files directly.")
        return False
    return True


def _read_layer(path: Path, asked: Scalar | None, report: Report) -> Table | None:
    """The tree of one file; a problem is noted in it, and at the ``extends`` that led to it."""
    inner = Report()
    text = _read_text(path, inner)
    tree = None if text is None else as_scenario(read_tree(text, str(path), inner), inner)
    if tree is None and asked is not None:
        _blame(path, asked, inner, report)
    report.problems += inner.problems
    return tree


def _blame(path: Path, asked: Scalar, inner: Report, report: Report) -> None:
    """Note at an ``extends`` why the file it names cannot be; problems within that file stay there."""
    first = inner.problems[0]
    way_out = f"Mend {path}, or extend another file." if first.line else _near_files(path) or "Check the path."
    report.add(asked.place, "extends", asked.text, f"cannot be extended: {first.said}", way_out)
    inner.problems = [problem for problem in inner.problems if problem.line]


def _read_text(path: Path, report: Report) -> str | None:
    """The file's text, if it is an ordinary file of UTF-8 text and not too large."""
    nowhere = Place(str(path))
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            report.add(nowhere, "", "", "it is a folder, not a scenario file", _inside(path))
            return None
        if not stat.S_ISREG(mode):
            report.add(nowhere, "", "", "it is not an ordinary file", "Give the path of a scenario file.")
            return None
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        report.add(nowhere, "", "", f"it cannot be read ({_reason(error)})", "Check the path and its permissions.")
        return None
    if len(data) > MOST_BYTES:
        message = f"it is larger than {MOST_BYTES // 1000} kB"
        report.add(nowhere, "", "", message, "A scenario is a few dozen kB; keep data elsewhere.")
        return None
    return _decode(data, str(path), report)


def _decode(data: bytes, file: str, report: Report) -> str | None:
    """Bytes as UTF-8 text, without a byte-order mark."""
    way_out = "Save the scenario as plain UTF-8 text."
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        place = place_at(before, len(before), file)
        report.add(place, "", f"byte {data[error.start]:#04x}", "is not UTF-8 text", way_out)
        return None
    if "\0" in text:
        report.add(place_at(text, text.index("\0"), file), "", "byte 0x00", "makes this a binary file", way_out)
        return None
    return text


def _reason(error: Exception) -> str:
    """The system's word for what went wrong."""
    return getattr(error, "strerror", None) or str(error)


def _inside(folder: Path) -> str:
    """What scenario files a folder holds, as a way out."""
    try:
        names = sorted(path.name for path in folder.glob(f"*{SUFFIX}"))[:3]
    except OSError:
        names = []
    return f"Name a file in it: {', '.join(names)}." if names else "Give the path of a scenario file."


def _near_files(path: Path) -> str:
    """The scenario file beside a missing one whose name comes nearest."""
    try:
        return nearest(path.name, [other.name for other in path.parent.glob(f"*{SUFFIX}")])
    except (OSError, ValueError):
        return ""


def _shipped() -> list[Path]:
    """Scenario files in ./scenarios and beside the installed package, one of each name, present before past."""
    found: dict[str, Path] = {}
    for root in (Path(FOLDER), Path(__file__).resolve().parents[2] / FOLDER):
        for folder in (root, root / HISTORY):
            for path in sorted(folder.glob(f"*{SUFFIX}")):
                found.setdefault(path.stem, path)
    return list(found.values())


def _listed(path: Path) -> Listed:
    """Name, title and parent of a file, from its own text and those it extends."""
    try:
        layers = read_layers(path, Report())
    except ScenarioError:
        layers = []
    titles = [layer.tree.node("title") for layer in layers]
    title = next((it.text for it in titles if isinstance(it, Scalar)), "")
    parent = layers[0].tree.node("extends") if layers else None
    extends = Path(parent.text).stem if isinstance(parent, Scalar) else ""
    return Listed(path.stem, path, " ".join(title.split()), extends, path.parent.name == HISTORY)
