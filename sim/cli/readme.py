"""``python -m sim.cli.readme SCENARIO...`` plays a comparison and puts its answer and pictures into README.md."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

PAGE = Path("README.md")
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


if __name__ == "__main__":
    main(sys.argv[1:])
