"""Turns signs around in the rules, one at a time, and notes which belief objects.

Run by ``test_every_sign_matters`` in a process of its own, with ``NUMBA_DISABLE_JIT=1``: there every rule is a plain
function, so a rule whose code is exchanged is exchanged for everyone who calls it. The beliefs are the ordinary tests
of this folder, called as they stand, with fewer examples.
"""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import json
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import NamedTuple, cast

from hypothesis import HealthCheck, Phase, settings

from sim.model import coalition

BELIEFS = (
    "patron", "challenger", "client", "coalition", "economy", "survival_and_power", "beliefs", "choice", "published",
)  # fmt: skip
TERMS = ("patron", "challenger", "client")
RULES = (*TERMS, "coalition", "economy", "survival", "power", "beliefs", "choice")
FEW, EXAMPLES = 10, 50
PATIENCE = 15.0  # seconds of computing for one belief, which takes two
Node = ast.BinOp | ast.UnaryOp | ast.Return
Test = Callable[[], None]


class Mutant(NamedTuple):
    """A rule with one sign turned around."""

    name: str
    rule: FunctionType
    code: CodeType


def tree_of(module: ModuleType) -> dict[str, ast.FunctionDef]:
    """The functions of a module, by name, as parsed."""
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    return {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}


def compiled(module: ModuleType, changed: ast.FunctionDef) -> CodeType:
    """The code of a changed rule."""
    bare = copy.deepcopy(changed)
    bare.decorator_list = []
    space = dict(vars(module))
    whole = ast.fix_missing_locations(ast.Module([bare], []))
    exec(compile(whole, str(module.__file__), "exec"), space)
    return cast(FunctionType, space[bare.name]).__code__


def turned(rule: ast.FunctionDef, pick: Callable[[ast.AST], bool], turn: Callable[[ast.AST], ast.AST]) -> Iterator[
    tuple[ast.AST, ast.FunctionDef]
]:  # fmt: skip
    """Every copy of a rule in which one of the nodes picked is turned around, and that node."""
    count = sum(pick(node) for node in ast.walk(rule))
    for number in range(count):
        changed = copy.deepcopy(rule)
        target = [node for node in ast.walk(changed) if pick(node)][number]
        yield target, cast(ast.FunctionDef, _Swap(target, turn(target)).visit(changed))


class _Swap(ast.NodeTransformer):
    """Puts one node in another's place."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """Exchange the node, or look below it."""
        return self.new if node is self.old else self.generic_visit(node)


def terms_turned() -> Iterator[Mutant]:
    """Every utility term of every role with its sign turned around."""
    for name in TERMS:
        module = importlib.import_module(f"sim.model.{name}")
        for rule in tree_of(module).values():
            if rule.name.endswith("_term"):
                changed = copy.deepcopy(rule)
                for node in ast.walk(changed):
                    if isinstance(node, ast.Return) and node.value is not None:
                        node.value = ast.UnaryOp(ast.USub(), node.value)
                yield Mutant(f"{name}.{rule.name}", getattr(module, rule.name), compiled(module, changed))


def reasons_turned() -> Iterator[Mutant]:
    """An officer's doubt with one of its reasons turned around."""
    rule = tree_of(coalition)["doubt"]
    reasons = list(summands(cast(ast.Return, rule.body[-1]).value))
    for number, (sign, reason) in enumerate(reasons):
        parts = [(-s if n == number else s, part) for n, (s, part) in enumerate(reasons)]
        changed = copy.deepcopy(rule)
        changed.body = [ast.Return(added(parts))]
        told = ast.unparse(reason).split(" * ", maxsplit=1)[0]
        shown = f"coalition.doubt: {'+' if sign > 0 else '-'} {told}"
        yield Mutant(shown, cast(FunctionType, coalition.doubt), compiled(coalition, changed))


def summands(expression: ast.expr | None) -> Iterator[tuple[int, ast.expr]]:
    """The signed parts of a sum."""
    if isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.Add | ast.Sub):
        yield from summands(expression.left)
        yield (1 if isinstance(expression.op, ast.Add) else -1), expression.right
    elif expression is not None:
        yield 1, expression


def added(parts: list[tuple[int, ast.expr]]) -> ast.expr:
    """The sum of signed parts."""
    total: ast.expr = ast.Constant(0.0)
    for sign, part in parts:
        total = ast.BinOp(total, ast.Add() if sign > 0 else ast.Sub(), copy.deepcopy(part))
    return total


def signs_turned() -> Iterator[Mutant]:
    """Every plus and minus of the rules, wherever it stands in one."""

    def pick(node: ast.AST) -> bool:
        plain = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)
        minus = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
        return (plain or minus) and "len(" not in ast.unparse(node)  # positions are no quantities

    def turn(node: ast.AST) -> ast.AST:
        if isinstance(node, ast.UnaryOp):
            return node.operand
        whole = cast(ast.BinOp, node)
        return ast.BinOp(whole.left, ast.Sub() if isinstance(whole.op, ast.Add) else ast.Add(), whole.right)

    for name in RULES:
        module = importlib.import_module(f"sim.model.{name}")
        for rule in tree_of(module).values():
            for number, (node, changed) in enumerate(turned(rule, pick, turn)):
                shown = f"{name}.{rule.name}, sign {number}: {ast.unparse(node)[:60]}"
                yield Mutant(shown, getattr(module, rule.name), compiled(module, changed))


def all_beliefs() -> dict[str, list[tuple[str, Test]]]:
    """Every test of this folder that asks for nothing and is expected to pass, by file."""
    found = {}
    for name in BELIEFS:
        tests = vars(importlib.import_module(f"tests.model.test_{name}")).items()
        found[name] = [(label, test) for label, test in tests if label.startswith("test_") and stands_alone(test)]
    return found


def stands_alone(test: Test) -> bool:
    """Whether a test takes no fixture, and is no belief that the rules are known to fail."""
    marks = {mark.name for mark in getattr(test, "pytestmark", [])}
    return not inspect.signature(test).parameters and "xfail" not in marks


def objection(about: str, beliefs: dict[str, list[tuple[str, Test]]]) -> str:
    """The first belief that fails, those about the changed rule's own file asked first; empty if none does."""
    for name in sorted(beliefs, key=lambda file: about not in file):
        for label, test in beliefs[name]:
            signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE, 1.0)
            try:
                test()
            except TimeoutError:
                return f"{name}: {label} (it never comes to rest)"
            except Exception:
                return f"{name}: {label}"
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
    return ""


def give_up(*_: object) -> None:
    """A rule that never comes to rest has failed: officers may watch one another for ever."""
    raise TimeoutError


def ask_with(examples: int) -> None:
    """How many examples each belief is tried on; the same ones every time."""
    profile = settings(
        max_examples=examples, derandomize=True, database=None, deadline=None,
        phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    settings.register_profile("mutants", profile)
    settings.load_profile("mutants")


def judged(mutants: Iterable[Mutant], beliefs: dict[str, list[tuple[str, Test]]]) -> dict[str, str]:
    """Which belief objects to each mutant: first a quick look at those about its file, then all of them."""
    found = {}
    for name, rule, code in mutants:
        about = name.split(".")[0]
        own, rule.__code__ = rule.__code__, code
        try:
            ask_with(FEW)
            found[name] = objection(about, {file: tests for file, tests in beliefs.items() if about in file})
            if not found[name]:
                ask_with(EXAMPLES)
                found[name] = objection(about, beliefs)
        finally:
            rule.__code__ = own
        print(f"{time.process_time():6.1f} {name} | {found[name] or 'NOBODY OBJECTS'}", file=sys.stderr, flush=True)
    return found


def main() -> None:
    """Print, as JSON, which belief objects to the rules as they are, to each term and to each sign turned around."""
    signal.signal(signal.SIGVTALRM, give_up)
    ask_with(EXAMPLES)
    beliefs = all_beliefs()
    as_they_are = objection("", beliefs)
    terms = judged([*terms_turned(), *reasons_turned()], beliefs)
    signs = judged(list(signs_turned()), beliefs)
    print(json.dumps({"as_they_are": as_they_are, "terms": terms, "signs": signs}))


if __name__ == "__main__":
    main()
