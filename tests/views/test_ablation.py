"""The ablation table, in the terminal and as the page in docs."""

from sim.analysis.ablation import ABLATIONS, Ablated, Moved
from sim.scenario.plan import Plan
from sim.views.ablation import ablation_markdown, ablation_text
from tests.house.tree import ROOT


def found(*differences):
    moves = [Moved("ruritania", "borduria.peak >= materiel", 0.4, 0.4 + d, d, 0.005) for d in differences]
    return [Ablated(ablation, (move,)) for ablation, move in zip(ABLATIONS, moves, strict=False)]


def test_the_text_puts_what_moves_least_first_and_marks_it():
    lines = ablation_text(found(0.3, -0.01, -0.2)).splitlines()
    assert lines[0].startswith("2 of 3 parts move")
    assert lines[3].startswith(f"{ABLATIONS[1].part}: {ABLATIONS[1].name}")
    assert lines[3].endswith("<= .05")
    assert "<= .05" not in lines[4]


def test_the_page_gives_the_command_and_keeps_the_order_of_the_model():
    page = ablation_markdown(found(0.3, -0.01), Plan(runs=4_000), "sim ablate --markdown")
    assert "`sim ablate --markdown`" in page
    assert "4,000 runs" in page
    rows = [line for line in page.splitlines() if line.startswith("| patron")]
    assert [row.rsplit("|", 2)[1].strip() for row in rows] == ["yes", "no"]


def test_what_moves_nothing_and_stays_is_argued_for():
    one = found(0.01)[0]
    argued = Ablated(one.ablation._replace(kept="it is what officers live on"), one.moves)
    assert "it is what officers live on" in ablation_markdown([argued], Plan(), "sim ablate")
    assert "and why" not in ablation_markdown([one], Plan(), "sim ablate")


def test_the_page_in_docs_has_a_row_for_every_part():
    page = (ROOT / "docs" / "ablation.md").read_text(encoding="utf-8")
    assert "sim ablate" in page
    missing = [f"{it.part}: {it.name}" for it in ABLATIONS if f"| {it.part} | {it.name} |" not in page]
    assert not missing, "the command at its head writes the page again"
