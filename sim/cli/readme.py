"""``python -m sim.cli.readme SCENARIO...`` plays a comparison and puts its answer and pictures into README.md.

It also plays every what-if on the first scenario, and puts what came of its expectations into docs/scenarios.md.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

PAGE = Path("README.md")
WHAT_IFS = Path("docs/scenarios.md")
GALLERY = Path("results/gallery")


def main(names: Sequence[str]) -> None:
    """Rewrite the answer in README.md and the pictures in the gallery."""
    from sim import study
    from sim.analysis.comparison import weigh
    from sim.analysis.summary import summarise
    from sim.storage.pages import between_marks, read_page, write_page, write_pictures
    from sim.storage.scenario_files import load_scenario
    from sim.views.figures import comparison_pictures, run_pictures
    from sim.views.text import compare_text

    scenarios = [load_scenario(name) for name in names]
    ensembles = study.compare(scenarios)
    comparison = weigh(ensembles, study.compare_afresh(scenarios))
    pictures = comparison_pictures(ensembles[0], comparison) | run_pictures(ensembles[0], summarise(ensembles[0]))
    write_pictures(GALLERY, {name: picture for name, picture in pictures.items() if name.endswith(".png")})
    write_page(PAGE, between_marks(read_page(PAGE), "answer", f"\n```\n{compare_text(comparison)}\n```\n"), {})
    write_page(WHAT_IFS, between_marks(read_page(WHAT_IFS), "expectations", _what_came_of_it(names[0])), {})


def _what_came_of_it(parent: str) -> str:
    """Every expectation of every what-if on a scenario, tried."""
    from sim import study
    from sim.analysis.comparison import weigh
    from sim.storage.scenario_files import list_scenarios, load_scenario
    from sim.views.expectations import expectations_markdown

    children = [it.name for it in list_scenarios() if it.extends == parent and not it.past]
    comparison = weigh(study.compare([load_scenario(name) for name in (parent, *children)]))
    return f"\n{expectations_markdown(comparison.expectations)}\n"


if __name__ == "__main__":
    main(sys.argv[1:])
