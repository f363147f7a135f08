"""The ablation table from the command line."""

from tests.cli.terminal import sim
from tests.playthroughs.told import RURITANIA


def test_ablate_prints_the_page_and_the_command_that_makes_it_again(tmp_path):
    said = sim("ablate", str(RURITANIA), "--runs", "40", "--markdown", "--quiet", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    assert f"`sim ablate {RURITANIA} --runs 40 --seed 1 --engine compiled --markdown`" in said.stdout
    assert said.stdout.count("| `ruritania` |") > 40
    assert said.stderr == ""
    assert list(tmp_path.iterdir()) == []
