"""A run told as a story: what it must say, and that its numbers are those of its row."""

import json
import re

import pytest

from sim.cli.console import plain
from sim.model.ladders import Pressure, Support
from sim.views.ledger import ledger_lines, rivals
from sim.views.story import story_text
from sim.views.words import spoken
from tests.playthroughs.told import PLAYTHROUGHS, RURITANIA, story

WIDTH = 100
runs = pytest.mark.parametrize("told", PLAYTHROUGHS.values(), ids=PLAYTHROUGHS)


@runs
def test_the_stepped_run_equals_its_row(told):
    one = story(*told)
    assert one.same
    assert f"These numbers equal row {one.run} of the compiled ensemble bit for bit" in story_text(one)


def test_a_story_that_differs_from_its_row_says_so_loudly():
    assert "DO NOT EQUAL ROW 26" in story_text(story(RURITANIA, 26)._replace(same=False))


@runs
def test_no_line_is_wider_than_a_terminal(told):
    for ledger in (False, True):
        assert max(map(len, story_text(story(*told), ledger).splitlines())) <= WIDTH


@runs
def test_every_change_of_rung_is_told(told):
    one = story(*told)
    text = story_text(one)
    for turn in one.turns:
        for decision in turn.decisions:
            if decision.chosen != decision.before:
                move = rf"{one.titles[decision.actor].upper()} moves (up|down)\s+from\s+{spoken(decision.before)}"
                assert re.search(move.replace(" ", r"\s+"), text)


@runs
def test_every_turn_is_told_or_folded(told):
    one, covered = story(*told), 0
    for line in story_text(one).splitlines():
        if found := re.match(r"(?:Week|Day|Turn)s? (\d+)(?:-(\d+))?, to", line):
            first, last = int(found[1]), int(found[2] or found[1])
            assert first == covered + 1
            covered = last
    assert covered == len(one.turns)


@runs
def test_the_row_at_its_foot_is_what_the_turns_led_to(told):
    one = story(*told)
    ladders = {0: ("pressure", Pressure)}
    for seat, (name, title) in enumerate(one.titles.items()):
        if seat == 1:
            continue
        state, ladder = ladders.get(seat, ("support", Support))
        rungs = [int(turn.world[f"{name}.{state}"]) for turn in one.turns]
        for when, rung in (("peak", max(rungs)), ("final", rungs[-1])):
            assert one.row[f"{name}.{when}"] == rung
        peak = f"{max(rungs)} {spoken(ladder(max(rungs)).name.lower())}"
        assert re.search(rf"  {title[:23]} +{peak} ", story_text(one))


@runs
def test_a_quiet_stretch_is_one_line(told):
    lines = story_text(story(*told)).splitlines()
    for number, line in enumerate(lines):
        if "nothing moved" in line:
            assert lines[number + 1] == "" or lines[number + 1].startswith(" ") is False


def test_rivals_are_the_neighbours_and_terms_add_up_to_margins():
    for turn in story(RURITANIA, 26).turns:
        for decision in (d for d in turn.decisions if d.looked):
            ladder = list(decision.utilities)
            for rival in rivals(decision):
                assert abs(ladder.index(rival.rung) - ladder.index(decision.chosen)) == 1
                gap = sum(decision.terms[rival.rung].values()) - sum(decision.terms[decision.chosen].values())
                assert rival.margin == pytest.approx(gap, abs=1e-9)
                assert rival.worst[1] <= rival.best[1]


def test_the_ledger_shows_every_term_of_every_rung():
    decision = next(d for turn in story(RURITANIA, 26).turns for d in turn.decisions if d.looked)
    lines = ledger_lines(decision)
    first = [line.split()[0] for line in lines if line[:1].strip()]
    assert first == [*next(iter(decision.terms.values())), "utility", "chance"]
    assert all(len(line.split()) == 1 + len(decision.utilities) for line in lines if line.startswith("utility"))


def test_a_story_can_be_written_as_strict_json():
    written = json.dumps(plain(story(RURITANIA, 26)), allow_nan=False)
    assert json.loads(written)["run"] == 26
