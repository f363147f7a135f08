import ast
import re

from tests.house.tree import PACKAGE, ROOT, functions, name_of, syntax

IMPLEMENTS = re.compile(r"\(Eqs?\. ([0-9][0-9, and]*)")
SETS_OUT = re.compile(r"(?:\\tag\{|\*\*|^\| *)(?:Eq\. )?(\d+)\.?(?:\}|\*\*| *\|)", re.MULTILINE)
MODEL = sorted((PACKAGE / "model").glob("*.py"))


def implemented() -> dict[int, list[str]]:
    """Which rules implement each equation: those whose docstring says ``(Eq. n``."""
    found: dict[int, list[str]] = {}
    for path in MODEL:
        for rule in functions(syntax(path)):
            for stated in IMPLEMENTS.findall(ast.get_docstring(rule) or ""):
                for number in re.findall(r"\d+", stated):
                    found.setdefault(int(number), []).append(f"{name_of(path)}:{rule.name}")
    return found


def documented() -> list[int]:
    """Numbers of the equations that docs/model.md sets out: a tag, bold type or a first column."""
    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    return [int(number) for number in SETS_OUT.findall(text)]


def test_every_equation_is_implemented_in_exactly_one_rule():
    twice = {number: rules for number, rules in implemented().items() if len(rules) > 1}
    assert not twice


def test_equations_are_numbered_without_a_gap():
    numbers = sorted(implemented())
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_model_page_sets_out_every_equation_once_and_no_other():
    assert sorted(documented()) == sorted(implemented())


def test_every_compiled_rule_says_which_equation_it_is_or_whose_part():
    silent = [
        f"{name_of(path)}:{rule.lineno} {rule.name}"
        for path in MODEL
        for rule in functions(syntax(path))
        if any(isinstance(mark, ast.Name) and mark.id == "kernel" for mark in rule.decorator_list)
        if not ast.get_docstring(rule)
    ]
    assert not silent
