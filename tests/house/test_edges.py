"""Files, dice and the clock stay where the design puts them."""

import re

import pytest

from tests.house.tree import MODULES, calls, functions, imports, name_of, syntax

FILE_CALLS = re.compile(
    r"^(open|io\.open|os\.(open|makedirs|mkdir|remove|rename|replace|unlink)|shutil\..+)$"
    r"|\.(open|read_text|read_bytes|write_text|write_bytes|mkdir|touch|unlink|savefig)$"
    r"|\.(to|read)_(parquet|csv|pickle|feather|excel)$|^(np|numpy)\.(load|save|savez|loadtxt|savetxt)$"
)
MAY_TOUCH_FILES = {
    "sim/model/kernel.py": "hashes the rules and places numba's cache",
    "sim/cli/console.py": "points a stdout that nobody reads at the null device",
    "sim/history/cases.py": "reads the tables of cases, which are package data",
    "sim/engines/game.py": "hashes the code that plays, for fingerprints",
    "sim/scenario/weights.py": "reads weights.yaml, which is package data",
}
DICE = re.compile(r"^(np|numpy)\.random\b|^random(\.|$)|^secrets(\.|$)")
MAY_THROW_DICE = {"sim/scenario/shocks.py", "sim/scenario/design.py"}
CLOCK = re.compile(r"(^|\.)(now|utcnow|today|perf_counter|monotonic)$|^time\.time$")

modules = pytest.mark.parametrize("path", MODULES, ids=name_of)


@modules
def test_files_are_touched_in_storage_only(path):
    if name_of(path).startswith("sim/storage/") or name_of(path) in MAY_TOUCH_FILES:
        return
    assert not [f"{line}: {call}" for call, line in calls(path) if FILE_CALLS.search(call)]


@modules
def test_dice_are_thrown_in_shocks_and_design_only(path):
    if name_of(path) in MAY_THROW_DICE:
        return
    assert not [f"{line}: {name}" for name, line in [*calls(path), *imports(path)] if DICE.search(name)]


@modules
def test_only_the_command_line_looks_at_the_clock(path):
    if name_of(path).startswith("sim/cli/"):
        return
    assert not [f"{line}: {call}" for call, line in calls(path) if CLOCK.search(call)]


@modules
def test_nothing_is_ever_evaluated_as_code(path):
    assert not [f"{line}: {call}" for call, line in calls(path) if call in {"eval", "exec", "compile", "__import__"}]


def test_few_modules_are_long_and_few_functions_are_tall():
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    heights = {
        f"{name_of(path)}:{rule.name}": (rule.end_lineno or rule.lineno) - rule.body[0].lineno
        for path in MODULES
        for rule in functions(syntax(path))
    }
    long = [name for name, length in lengths.items() if length > 300]
    tall = [name for name, height in heights.items() if height > 25]
    assert len(long) <= len(lengths) / 10, long
    assert len(tall) <= len(heights) / 20, tall
