"""Files of answers: a sound one is read whole, and one mistake gives one line with place and way out."""

# ruff: noqa: E501  (a table: one mistake to a line)

from __future__ import annotations

import datetime as dt

import pytest

from sim.scenario.errors import Place, Problem, ScenarioError
from sim.scenario.parse import parse_text
from sim.scenario.resolutions import parse_resolutions
from tests.scenario.files import VALID, unmarked

FILE = "questions/oil.yaml"
ROWS = ("RUR1937-BOR", "RUR1937-SYL")
ANSWERS = """\
scenario: oil
title: What came of the blockade
without: [RUR1937-BOR]
resolutions:
  - {id: arms, came_true: true, resolved: 1937-06-20, source: yearbook}
  - id: gone
    came_true: false
    resolved: 1937-08-01
    source: judgement
    note: He was seen at the opera.
    references:
      - {who: a newspaper, p: 0.2, date: 1937-04-30, source: gazette}
      - {who: market, p: 0.35, date: 1937-05-01, source: gazette, note: last price}
sources:
  yearbook: {title: Yearbook, date: 1938}
  gazette: {title: The Gazette, date: 1937-05-01}
"""

# what is replaced, by what (@@ marks the place of the complaint), and what the line must say
MISTAKES = {
    "no scenario": ("scenario: oil", "scenario: @@oli", "scenario: oli is neither a file nor the name of a scenario. Did you mean oil?"),
    "scenario left out": ("scenario: oil\ntitle", "@@title", "`scenario` is missing"),
    "unknown section": ("title: What", "@@tittle: What", "tittle is an unknown field. Did you mean title?"),
    "unknown row": ("[RUR1937-BOR]", "[@@RUR1937-BRO]", "without[1]: RUR1937-BRO is no row of the case table. Did you mean RUR1937-BOR?"),
    "a row twice": ("[RUR1937-BOR]", "[RUR1937-BOR, @@RUR1937-BOR]", "stands twice"),
    "a row for a list": ("[RUR1937-BOR]", "@@RUR1937-BOR", "stands where a list of rows of the case table belongs. Write [ID, ID]."),
    "unknown question": ("{id: arms", "{id: @@arm", "resolutions[arm].id: arm is no question of oil. Did you mean arms?"),
    "a question twice": ("  - id: gone\n    came_true: false", "  - id: @@arms\n    came_true: true", "arms is resolved twice"),
    "neither yes nor no": ("came_true: true", "came_true: @@maybe", "maybe is neither true nor false"),
    "yes for true": ("came_true: true", "came_true: @@yes", "Write `true` or `false`"),
    "no date": ("1937-06-20", "@@June", "June is not a date. Write dates as 2025-11-24."),
    "resolved before asked": ("1937-06-20", "@@1936-06-20", "1936-06-20 is not after 1937-05-01, when the scenario opens"),
    "a no too early": ("came_true: true, resolved: 1937-06-20", "came_true: false, resolved: @@1937-06-20", "comes before 1937-09-01, when the question ends"),
    "a state of affairs too early": ("resolved: 1937-08-01", "resolved: @@1937-07-31", "comes before 1937-08-01"),
    "no source": ("{id: arms, came_true: true, resolved: 1937-06-20, source: yearbook}", "@@{id: arms, came_true: true, resolved: 1937-06-20}", "resolutions[arms]: `source` is missing"),
    "unknown source": ("1937-06-20, source: yearbook", "1937-06-20, source: @@yearbok", "yearbok is neither among `sources` nor `judgement`. Did you mean yearbook?"),
    "a percentage": ("p: 0.35", "p: @@35", "35 lies outside [0, 1]. Did you mean 0.35?"),
    "a reference without source": ("{who: a newspaper, p: 0.2, date: 1937-04-30, source: gazette}", "@@{who: a newspaper, p: 0.2, date: 1937-04-30}", "`source` is missing"),
    "a reference without date": ("date: 1937-05-01, source: gazette, note", "source: gazette, note", "`date` is missing"),
    "a reference after the event": ("date: 1937-05-01, source: gazette, note", "date: @@1937-08-01, source: gazette, note", "is not before 1937-08-01, when the answer was known"),
}  # fmt: skip


def load(name):
    if name == "oil":
        return parse_text(VALID, "oil", "scenarios/oil.yaml")
    message = "is neither a file nor the name of a scenario"
    raise ScenarioError([Problem(Place(), "", name, message, "Did you mean oil?")])


def read(text):
    return parse_resolutions(text, FILE, load, ROWS)


def refused(text):
    with pytest.raises(ScenarioError) as caught:
        read(text)
    return caught.value.problems


def test_a_sound_file_is_read_whole():
    found = read(ANSWERS)
    assert (found.scenario, found.without) == ("oil", ("RUR1937-BOR",))
    arms, gone = found.resolutions
    assert (arms.came_true, arms.resolved, arms.references) == (True, dt.date(1937, 6, 20), ())
    assert (gone.came_true, gone.note) == (False, "He was seen at the opera.")
    assert [(it.who, it.p, it.date.day) for it in gone.references] == [("a newspaper", 0.2, 30), ("market", 0.35, 1)]
    assert set(found.sources) == {"yearbook", "gazette"}


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES.values(), ids=MISTAKES)
def test_one_mistake_gives_one_line_with_its_place_and_the_way_out(old, new, said):
    assert ANSWERS.count(old) == 1
    text, line, column = unmarked(ANSWERS.replace(old, new))
    (problem,) = refused(text)
    assert said in str(problem)
    if "@@" in new and "missing" not in said:
        assert str(problem).startswith(f"{FILE}:{line}:{column}: ")


@pytest.mark.parametrize("text", ["", "  \n", "# nothing\n", "[]", "word", VALID, "resolutions: []\nscenario: oil"])
def test_what_is_no_file_of_answers_is_refused_with_a_place(text):
    assert all(it.line >= 1 for it in refused(text))


def test_every_mistake_is_told_at_once():
    text = ANSWERS.replace("{id: arms", "{id: arm").replace("p: 0.35", "p: 35").replace("BOR]", "BRO]")
    assert len(refused(text)) == 3


def test_a_scenario_that_cannot_be_played_is_told_with_its_own_mistakes():
    def broken(name):
        return parse_text(VALID.replace("horizon: 20", "horizon: never"), "oil", "scenarios/oil.yaml")

    with pytest.raises(ScenarioError) as caught:
        parse_resolutions(ANSWERS, FILE, broken, ROWS)
    assert [it.file for it in caught.value.problems] == [FILE, "scenarios/oil.yaml"]
    assert "Mend scenarios/oil.yaml." in str(caught.value)
