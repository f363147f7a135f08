"""The project's files and their syntax trees, for tests that read the code rather than run it."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "sim"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)
SCENARIOS = sorted((ROOT / "scenarios").rglob("*.yaml"))


def name_of(path: Path) -> str:
    """Path below the project's folder, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


@cache
def syntax(path: Path) -> ast.Module:
    """Syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, however deep."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def dotted(node: ast.expr) -> str:
    """``a.b.c`` of a chain of names; an unnamed start (a call, say) is left out."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Every call of a module as written, with its line: ``np.mean``, ``open``, ``.read_text``."""
    return ((dotted(node.func), node.lineno) for node in ast.walk(syntax(path)) if isinstance(node, ast.Call))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every imported name in full (``numpy.random``, ``datetime.datetime``), with its line."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def files_of_the_project() -> list[Path]:
    """Files that git tracks or would track; every file of a tree without git."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not any(part.startswith(".v") for part in path.parts)]
    return sorted(path for path in found if path.is_file())
