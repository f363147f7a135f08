import subprocess
import sys

import pytest

from tests.house.tree import ROOT

HEAVY = {"mesa", "numba", "pandas", "numpy", "matplotlib", "scipy", "pyarrow", "jinja2"}
PROBE = """
import sys
from sim.cli.commands import main
try:
    main({arguments!r})
except SystemExit as left:
    print("code", left.code or 0, file=sys.stderr)
print("loaded", *sorted({heavy!r} & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments", [["--help"], ["run", "--help"], ["compare", "--help"], ["--version"]], ids=" ".join
)
def test_asking_for_help_loads_nothing_heavy(arguments):
    probe = PROBE.format(arguments=arguments, heavy=HEAVY)
    asked = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=False)
    assert asked.stderr.split("\n")[0] == "code 0", asked.stderr
    assert asked.stderr.strip().split("\n")[-1] == "loaded"
    assert asked.stdout
