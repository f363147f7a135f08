"""The case table: what it holds, what it accepts, what it says about what it does not."""

import csv
import random
from importlib.resources import files

import pytest

from sim.history.cases import CODINGS, DISTANCE, INPUTS, by_crisis, parse_cases, read_cases
from sim.history.recodings import as_received, read_left_alone, read_reasons, read_recodings
from sim.scenario.errors import ScenarioError
from tests.history.tables import OTHERS, ROW, table
from tests.house.tree import ROOT


@pytest.mark.parametrize("coding", CODINGS)
def test_there_are_48_rows_of_43_crises_and_every_peak_lies_in_its_range(coding):
    cases = read_cases(coding)
    assert (len(cases), len(by_crisis(cases))) == (48, 43)
    for case in cases:
        assert case.level_lo <= case.level_peak <= case.level_hi, case.id
        assert case.start <= case.end, case.id


def test_both_coders_coded_the_same_rows():
    first, second = (
        [(c.id, c.client, c.challenger, c.patron, c.start, c.end) for c in read_cases(it)] for it in CODINGS
    )
    assert first == second


def test_no_row_is_later_than_june_2025():
    assert max(case.end for case in read_cases()).isoformat() <= "2025-06-30"


def test_every_row_of_the_first_coding_has_a_reason_and_a_source():
    assert all(len(case.rationale.split()) >= 3 and case.source_basis for case in read_cases())


def test_every_recoding_is_in_the_table_with_a_reason_and_a_source_and_changes_something():
    cases = {case.id: case for case in read_cases()}
    for it in read_recodings():
        assert it.before != it.after
        assert float(getattr(cases[it.id], it.column)) == float(it.after)
        assert len(it.reason.split()) >= 5
        assert it.source


def test_no_peak_was_coded_anew():
    assert not [it for it in read_recodings() if it.column in {"level_peak", "client_regime_survived"}]


def test_what_was_left_alone_stands_as_it_was():
    cases = {case.id: case for case in read_cases()}
    assert all(float(getattr(cases[it.id], it.column)) == float(it.before) for it in read_left_alone())


def test_the_coding_as_received_differs_where_the_list_says_and_nowhere_else():
    pairs = zip(read_cases(), as_received(), strict=True)
    changed = {
        (a.id, name)
        for a, b in pairs
        for name in (*INPUTS, "level_peak", "level_lo", "level_hi")
        if getattr(a, name) != getattr(b, name)
    }
    assert changed == {(it.id, it.column) for it in read_recodings()}


def test_the_codebook_repeats_every_reason():
    page = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")
    for it in (*read_recodings(), *read_left_alone()):
        assert it.reason in page, it.id
    for name in (*INPUTS, *OTHERS):
        assert f"`{name}`" in page


def test_reasons_are_about_rows_that_there_are():
    assert set(read_reasons()) <= {case.id for case in read_cases()}


def test_the_tables_keep_the_columns_that_any_table_has():
    for name in ("cases.csv", "cases_second.csv"):
        header = next(csv.reader(files("sim.history").joinpath(name).read_text(encoding="utf-8").splitlines()))
        assert sorted(header) == sorted(ROW)


def test_columns_may_stand_in_any_order_among_others():
    columns = [*ROW, "colour", "weather"]
    random.Random(7).shuffle(columns)
    assert parse_cases(table(columns=columns), "t.csv") == parse_cases(table(), "t.csv")


def test_a_table_without_outcomes_or_words_is_a_table():
    (case,) = parse_cases(table(columns=INPUTS), "t.csv")
    assert (case.level_peak, case.range, case.client_regime_survived, case.rationale) == (None, None, None, "")


def test_a_table_may_come_out_of_a_spreadsheet():
    text = "\ufeff" + table({"stake": "2.0", "treaty": " 1 "}).replace("\n", ",,\r\n")
    assert parse_cases(text, "t.csv") == parse_cases(table(), "t.csv")


def test_a_range_always_holds_the_peak():
    (case,) = parse_cases(table({"level_lo": "4", "level_hi": ""}), "t.csv")
    assert case.range == (3, 4)


WRONG = {
    "an unknown code": ({"patron_entente_with_challenger": "3"}, "patron_entente_with_challenger", "one of 0, 1, 2"),
    "a word for a code": ({"stake": "vital"}, "stake", "one of 0, 1, 2, 3"),
    "half a code": ({"treaty": "1.5"}, "treaty", "one of 0, 1, 2"),
    "a blank input": ({"power_projection": ""}, "power_projection", "is blank"),
    "a blank name": ({"patron": " "}, "patron", "a name"),
    "a date that is none": ({"start": "1937-13-01"}, "start", "1937-05-01"),
    "a date in another order": ({"end": "01.07.1937"}, "end", "1937-05-01"),
    "an end before the start": ({"end": "1936-07-01"}, "end", "before the start"),
    "a distance beyond the moon": ({DISTANCE: "400000"}, DISTANCE, "20040"),
    "a distance that is not finite": ({DISTANCE: "nan"}, DISTANCE, "20040"),
    "a rung that is none": ({"level_peak": "6"}, "level_peak", "one of 0, 1, 2, 3, 4, 5"),
    "a fate that is none": ({"client_regime_survived": "perhaps"}, "client_regime_survived", "one of 0, 1"),
}


@pytest.mark.parametrize(("row", "column", "way_out"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_with_its_line_column_value_and_way_out(row, column, way_out):
    with pytest.raises(ScenarioError) as caught:
        parse_cases(table({}, {"id": "B-1", **row}), "t.csv")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.path) == ("t.csv", 3, column)
    assert way_out in str(problem)
    assert row[column].strip() in str(problem)


def test_everything_that_is_wrong_is_told_together():
    with pytest.raises(ScenarioError) as caught:
        parse_cases(table({"stake": "9"}, {"id": "B-1", "treaty": "9"}, {"id": "B-1"}), "t.csv")
    assert [(it.line, it.path) for it in caught.value.problems] == [(2, "stake"), (3, "treaty"), (4, "id")]


BROKEN = {
    "nothing": ("", "empty"),
    "blank lines": ("\n\n  \n", "empty"),
    "a header alone": (table().splitlines()[0], "no case"),
    "prose": ("Dear reader,\nthis is a letter.\n", "Separate cells by commas"),
    "semicolons": (table().replace(",", ";"), "Separate cells by commas"),
    "a missing column": (table(columns=[name for name in ROW if name != "stake"]), "stake"),
    "a misspelt column": (table().replace(",stake", ",steak"), "rename it"),
    "a column twice": (table().replace("client_outcome", "stake"), "twice"),
    "a short row": (table() + "X-1,Ruritania\n", "2 cells"),
    "a long row": (table() + ",".join(ROW.values()) + ",1,2,3\n", "quotes"),
    "a cell without end": (table({"rationale": "x" * 200_000}), "CSV"),
}


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_table_of_cases_is_told_so(text, said):
    with pytest.raises(ScenarioError, match=said):
        parse_cases(text, "t.csv")
