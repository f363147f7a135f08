"""One mistake in an otherwise sound file gives one line: where it stands, what it is, and the way out."""

# ruff: noqa: E501  (a table: one mistake to a line)

from __future__ import annotations

import pytest

from tests.scenario.files import FILE, complaint, edited

LINKAGE = 'linkage: {value: 0.5, unit: "[0, 1]", range: [0.3, 0.7], source: judgement, note: a treaty}'
WHEN = "when: week >= 3"
STAKE = "stake: {value: 0.4, unit: share of vital, range: [0.2, 0.6], source: yearbook}"
PANIC = "{set: borduria.linkage, to: 0.2, source: yearbook}"

# what is replaced, by what (@@ marks the place of the complaint), and what the line must say
MISTAKES = {
    # -- numbers
    "out of range": ("value: 0.5, unit", "value: @@-2.0, unit", "actors.borduria.linkage: -2.0 lies outside [0, 1]. Did you mean 0.2?"),
    "percentage": ("value: 0.5, unit", "value: @@50, unit", "50 lies outside [0, 1]. Did you mean 0.5?"),
    "percent sign": ("value: 0.5, unit", "value: @@50%, unit", "50% is not a bare number. Did you mean 0.5?"),
    "nan": ("value: 0.5, unit", "value: @@.nan, unit", ".nan is not a finite number"),
    "infinity": ("value: 0.5, unit", "value: @@-.inf, unit", "-.inf is not a finite number"),
    "overflow": ("value: 0.5, unit", "value: @@1e400, unit", "1e400 is too large"),
    "very long": ("value: 0.5, unit", f"value: @@{'9' * 5000}, unit", "is too large"),
    "truth for a number": ("value: 0.5, unit", "value: @@true, unit", "true is not a number. Write 1 for yes and 0 for no."),
    "no for a number": ("value: 0.5, unit", "value: @@no, unit", "no is not a number"),
    "text for a number": ("value: 0.5, unit", "value: @@much, unit", "much is not a number"),
    "number in quotes": ("value: 0.5, unit", 'value: @@"0.5", unit', "0.5 is text where a number belongs. Write 0.5 without quotes."),
    "decimal comma": ("value: 0.5, unit", 'value: @@"0,5", unit', "Write decimals with a point"),
    "a list for a number": ("value: 0.5, unit", "value: @@[0.5], unit", "a list stands where a number belongs"),
    "nothing for a number": ("value: 0.5, unit", "@@value: , unit", "nothing stands where a number belongs"),
    "octal": ("value: 0.5, unit", "value: @@0o7, unit", "0o7 is not a number"),
    "sexagesimal": ("horizon: 20", "horizon: @@12:30", "12:30 is not a number"),
    "value outside its range": ("value: 0.5, unit", "value: @@0.8, unit", "0.8 lies outside its range [0.3, 0.7]"),
    "range reversed": ("range: [0.3, 0.7]", "range: @@[0.7, 0.3]", "the range [0.7, 0.3] is reversed. Did you mean [0.3, 0.7]?"),
    "range of one": ("range: [0.3, 0.7]", "range: @@[0.3]", "a range has two ends, not 1"),
    "range beyond the span": ("range: [0.3, 0.7]", "range: [0.3, @@1.7]", "1.7 lies outside [0, 1]"),
    "range as a number": ("range: [0.3, 0.7]", "range: @@0.3", "0.3 stands where a range belongs. Write [low, high]."),
    "bare number": (LINKAGE, "linkage: @@0.5", "0.5 stands where a quantity belongs. Write {value: 0.5, range:"),
    "half a border": ("contiguous: 1", "contiguous: @@0.5", "0.5 is not a whole number"),
    "half an officer": ("officers: 12", "officers: @@12.5", "12.5 is not a whole number"),
    "a yes or no with a range": ("contiguous: 1", 'contiguous: {value: 1, range: @@[0, 1], unit: "0 or 1", source: judgement}', "a yes or no has no range"),
    "no unit": ('unit: "[0, 1]", range: [0.3, 0.7], ', "range: [0.3, 0.7], ", "`unit` is missing"),
    "no source": (LINKAGE, '@@linkage: {value: 0.5, unit: "[0, 1]", range: [0.3, 0.7]}', "actors.borduria.linkage: `source` is missing"),
    "no range": (LINKAGE, '@@linkage: {value: 0.5, unit: "[0, 1]", source: judgement}', "`range` is missing"),
    "unknown source": ("range: [0.2, 0.6], source: yearbook", "range: [0.2, 0.6], source: @@yeerbook", "yeerbook is neither among `sources` nor `judgement`. Did you mean yearbook?"),
    "hindsight": ("as_of: 1937-04-01", "as_of: @@1937-06-01", "1937-06-01 lies after the scenario's as_of 1937-05-01"),
    # -- fields
    "unknown section": ("appeals:", "@@appeels:", "appeels is an unknown field. Did you mean appeals?"),
    "unknown constraint": ("linkage: {value: 0.5", "@@linkge: {value: 0.5", "linkge is an unknown field of a patron. Did you mean linkage?"),
    "unknown field of a quantity": ("note: a treaty", "@@nota: a treaty", "nota is an unknown field. Did you mean note?"),
    "a constraint of another role": ("contiguous: 1", "@@cohesion: {}", "cohesion is a constraint of a client, not of a patron"),
    "a state": ("contiguous: 1", "@@support: economic", "support is a state, which arises in play and cannot be set"),
    "merge key": ("contiguous: 1", "@@<<: {contiguous: 1}", "<< is an unknown field of a patron"),
    "no title": ("title: Ruritania under blockade\nsummary", "@@summary", "`title` is missing"),
    "no date": ("title: Ruritania under blockade\nsummary: Made up.\nas_of: 1937-05-01", "@@title: Ruritania under blockade", "`as_of` is missing"),
    "a required constraint": ("    " + STAKE + "\n", "", "actors.borduria: `stake` is missing. Add stake: {value: ..."),
    "number for a title": ("title: Ruritania under blockade", "title: @@1984", '1984 is a number or truth value where text belongs. Put it in quotes: "1984".'),
    "empty title": ("title: Ruritania under blockade", 'title: @@" "', "the text is empty"),
    "list for a title": ("title: Ruritania under blockade", "title: @@[a, b]", "a list stands where text belongs"),
    "actors as a list": ("title: Greater Syldavia", "title: @@{a: b}", "a mapping stands where text belongs"),
    "duplicate key": ("contiguous: 1", "@@role: client", "role is written twice; it stood already in line 8"),
    "yes for true": ("once: true", "once: @@yes", "yes is neither true nor false. Write `true` or `false`"),
    "source without a title": ("yearbook: {title: Yearbook,", "@@yearbook: {", "sources.yearbook: `title` is missing"),
    "reserved source": ("  yearbook: {title", "  judgement: {title: x}\n  yearbook: {title", "judgement is a reserved word"),
    "colour as a comment": ("contiguous: 1", "@@colour: #ff0000", 'nothing stands where a colour belongs. Write "#1f77b4", with quotes.'),
    "colour by name": ("contiguous: 1", "colour: @@red", "red is no colour"),
    # -- actors and rungs
    "unknown role": ("role: challenger", "role: @@chalenger", "chalenger is not a role. Did you mean challenger?"),
    "name with a capital": ("actors:\n", "actors:\n  @@Great Borduria: {role: patron, " + STAKE + ", " + LINKAGE + "}\n", "Great Borduria is no name for an actor. Did you mean great_borduria?"),
    "reserved name": ("actors:\n", "actors:\n  @@week: {role: patron, " + STAKE + ", " + LINKAGE + "}\n", "week is a reserved word"),
    "same title": ("title: Greater Syldavia", "title: @@Borduria", "Borduria is the title of borduria already"),
    "unknown rung": ("opening: sanctions", "opening: @@sanctionz", "sanctionz is no rung of pressure. Did you mean sanctions?"),
    "rung by number": ("opening: sanctions", "opening: @@4", "4 is a number; rungs are written by name. Did you mean blockade?"),
    "rung beyond the ladder": ("opening: sanctions", "opening: @@9", "9 is a number; rungs are written by name. Allowed: engagement"),
    "rung of another ladder": ("opening: sanctions", "opening: @@combat", "combat is no rung of pressure"),
    "ladder of another role": ("{on: 1937-02-10, support: declaratory}", "{on: 1937-02-10, @@pressure: declaratory}", "pressure is not the ladder of a patron. Did you mean support?"),
    "opening beside so_far": ("contiguous: 1", "opening: @@economic", "economic has no effect beside so_far"),
    "course of a patron": ("contiguous: 1", "@@course: [{on: 1937-06-01, support: none}]", "course is for challengers, not for a patron"),
    # -- dates
    "no day of the calendar": ("as_of: 1937-05-01", "as_of: @@1937-02-30", "1937-02-30 is no day of the calendar"),
    "another order": ("as_of: 1937-05-01", "as_of: @@01.05.1937", "01.05.1937 is not a date. Write dates as 2025-11-24."),
    "with a time": ("as_of: 1937-05-01", "as_of: @@1937-05-01T00:00:00Z", "is not a date"),
    "a year out of the world": ("as_of: 1937-05-01", "as_of: @@9999-12-31", "9999-12-31 lies outside the years 1500 to 2500"),
    "so_far after as_of": ("{on: 1937-04-02, support", "{on: @@1937-05-02, support", "1937-05-02 lies after as_of 1937-05-01"),
    "so_far out of order": ("{on: 1937-04-02, support", "{on: @@1937-02-09, support", "1937-02-09 does not follow 1937-02-10"),
    "course before play": ("{on: 1937-05-20, pressure", "{on: @@1937-04-20, pressure", "1937-04-20 lies outside the time played, 1937-05-01 to 1937-09-18"),
    "appeal in the future": ("on: 1937-04-20, source", "on: @@1937-05-20, source", "Leave out `on` for an appeal not sent yet."),
    "event after the end": ("on: 1937-06-15", "on: @@1938-06-15", "lies outside the time played"),
    "question after the end": ("by: 1937-09-01", "by: @@1937-09-19", "1937-09-19 lies outside the time played, 1937-05-01 to 1937-09-18"),
    "question before the start": ("by: 1937-09-01", "by: @@1937-04-30", "lies outside the time played"),
    "question without a date": (", by: 1937-09-01", "", "a question has exactly one of `by` and `on`"),
    "no turns": ("horizon: 20", "horizon: @@0", "0 lies outside [1, 520]"),
    "too many turns": ("horizon: 20", "horizon: @@521", "521 lies outside [1, 520]"),
    "half a turn": ("horizon: 20", "horizon: @@20.5", "20.5 is not a whole number"),
    "a turn of an hour": ("turn: {weeks: 1}", "turn: {days: @@0.04}", "0.04 lies outside [1, 91]"),
    "weeks and days": ("turn: {weeks: 1}", "turn: @@{weeks: 1, days: 7}", "the length of a turn has exactly one of `weeks` and `days`"),
    "a bare turn": ("turn: {weeks: 1}", "turn: @@1", "1 stands where the length of a turn belongs"),
    "unknown rule": ("horizon: 20", "horizon: 20\nrule: @@logits", "logits is not a decision rule. Did you mean logit?"),
    # -- conditions
    "unknown variable": (WHEN, "when: @@ruritania.revenu >= 3", "reads `ruritania.revenu`, which does not exist. Did you mean ruritania.revenue?"),
    "unknown actor in a condition": (WHEN, "when: @@rurithania.revenue >= 0.3", "Did you mean ruritania.revenue?"),
    "variable without its actor": (WHEN, "when: @@revenue >= 0.3", "Did you mean ruritania.revenue?"),
    "a constraint of another role in a condition": (WHEN, "when: @@ruritania.linkage > 0.3", "Did you mean borduria.linkage?"),
    "rung compared with a number": (WHEN, "when: @@borduria.support >= 3", "compares borduria.support with a number; rungs are written by name. Did you mean materiel?"),
    "rung that is none": (WHEN, "when: @@borduria.support >= material", "compares borduria.support with `material`, which is no rung of support. Did you mean materiel?"),
    "number compared with a rung": (WHEN, "when: @@ruritania.revenue >= materiel", "compares ruritania.revenue with `materiel`, which is no number"),
    "number compared with nan": (WHEN, "when: @@ruritania.revenue < .nan", "which is no finite number"),
    "constant out of range": (WHEN, "when: @@borduria.linkage > 50", "compares borduria.linkage with 50, outside [0, 1]"),
    "constant too large": (WHEN, "when: @@week > 1e400", "outside [0, inf]"),
    "fates in order": (WHEN, "when: @@ruritania.leader > in_office", "orders ruritania.leader by `>`, but its values have no order. Use == or !=."),
    "one equals sign": (WHEN, "when: @@week = 3", "week = 3 compares with `=`. Write `==`."),
    "constant first": (WHEN, "when: @@3 <= week", "starts with the constant"),
    "a span": (WHEN, "when: @@2 < week < 4", "starts with the constant"),
    "three in a row": (WHEN, "when: @@borduria.linkage < ruritania.unrest < 0.4", "compares more than two things"),
    "two variables": (WHEN, "when: @@borduria.linkage < ruritania.unrest", "compares borduria.linkage with `ruritania.unrest`, which is no number"),
    "joined by and": (WHEN, "when: @@week > 3 and week < 5", "joins tests with `and`. Nest tests instead: {all:"),
    "joined by or": (WHEN, "when: @@week > 3 || week < 5", "joins tests with `||`. Nest tests"),
    "code": (WHEN, "when: @@__import__('os').system('true')", "looks like code. A condition is data, not code"),
    "a lambda": (WHEN, 'when: @@"lambda: 1"', "looks like code"),
    "arithmetic": (WHEN, "when: @@ruritania.revenue * 2 < 1", "looks like code"),
    "a call": (WHEN, "when: @@max(week, 3) > 2", "looks like code"),
    "a template": (WHEN, 'when: @@"{{ week }} > 3"', "looks like code"),
    "not": (WHEN, "when: @@not week > 3", "looks like code"),
    "no comparison": (WHEN, "when: @@always", "always is no test. A condition is data"),
    "truth": (WHEN, "when: @@true", "true is no test"),
    "a list of tests": (WHEN, "when: @@[week > 3]", "a list stands where a test belongs. Write {all: [...]}"),
    "all and any": (WHEN, "when: @@{all: [week > 3], any: [week > 4]}", "a joined test has exactly one of `all` and `any`"),
    "an empty all": (WHEN, "when: {all: @@[]}", "`all` joins no tests"),
    "none": (WHEN, "when: @@{}", "a joined test has exactly one of"),
    "no when": (WHEN + "\n    ", "", "conditions[panic]: `when` is missing"),
    "for ever": ("for: {turns: 2}", "for: @@{}", "a duration has exactly one of `turns` and `weeks`"),
    "for half a turn": ("for: {turns: 2}", "for: {turns: @@1.5}", "1.5 is not a whole number"),
    "same name": ("- name: panic", "- @@name: border closes", "has the same `name` as the entry in line 30"),
    "event named like a condition": ("name: treaty signed", "name: @@panic", "panic is the name of a condition already"),
    "same id": ("{id: gone,", "@@{id: arms,", "has the same `id` as the entry in line"),
    "same appeal": ("{item: advisers,", "@@{item: radars,", "has the same `item` and `to` as"),
    "spaces in an id": ("{id: gone,", "{id: @@he is gone,", "he is gone is no id"),
    # -- effects
    "a state as target": (PANIC, "{set: @@borduria.support, to: 0.2, source: judgement}", "borduria.support is a state, which effects cannot change"),
    "unknown target": (PANIC, "{set: @@borduria.linkages, to: 0.2, source: judgement}", "borduria.linkages does not exist. Did you mean borduria.linkage?"),
    "amount out of range": (PANIC, "{set: borduria.linkage, to: @@2, source: judgement}", "2 lies outside [0, 1]. Did you mean 0.2?"),
    "amount outside its range": (PANIC, "{set: borduria.linkage, to: @@0.2, range: [0.3, 0.4], source: judgement}", "0.2 lies outside its range [0.3, 0.4]"),
    "a negative factor": ("by: 0.7", "by: @@-0.7", "-0.7 lies outside [0, 100]. Did you mean 0.7?"),
    "set by": (PANIC, "{set: borduria.linkage, @@by: 0.2, to: 0.2, source: judgement}", "by is an unknown field"),
    "two verbs": (PANIC, "@@{set: borduria.linkage, add: borduria.linkage, to: 0.2, by: 0.1, source: judgement}", "an effect has exactly one of set, scale and add"),
    "effect without a source": ("    source: judgement\n    once: false", "    once: false", "`source` is missing. Name a key of `sources`, or `judgement`."),
    "no effects": ("then: [{scale: ruritania.export_access, by: 0.7, source: judgement, range: [0.5, 0.9]}]", "then: @@[]", "nothing follows"),
    "chance above one": ("probability: 0.3", "probability: @@30", "30 lies outside [0, 1]. Did you mean 0.3?"),
    "an effect as text": (PANIC, "@@wild", "wild stands where an effect belongs"),
    "misspelt verb": (PANIC, "{@@sett: borduria.linkage, to: 0.2, source: judgement}", "sett is an unknown field. Did you mean set?"),
    "misspelt unit of time": ("for: {turns: 2}", "for: {@@turn: 2}", "turn is an unknown field. Did you mean turns?"),
    "misspelt all": ("{all: [syld", "{@@al: [syld", "al is an unknown field. Did you mean all?"),
    "a question as text": ("{id: arms, ask: borduria.support >= materiel, by: 1937-09-01}", "@@arms", "arms stands where a question belongs"),
    "an actor as text": ("actors:\n", "actors:\n  kuril: @@patron\n", "patron stands where a mapping with a role and constraints belongs"),
    "an actor of no role": ("actors:\n", "actors:\n  @@kuril: {" + STAKE + "}\n", "actors.kuril: `role` is missing"),
    # -- appeals, questions, expectations
    "appeal to nobody": ("{item: advisers, to: borduria,", "{item: advisers, to: @@bordurja,", "bordurja is no actor of this scenario. Did you mean borduria?"),
    "appeal to the challenger": ("{item: advisers, to: borduria,", "{item: advisers, to: @@syldavia,", "syldavia is a challenger, not a patron"),
    "appeal for nothing": ("needs: presence", "needs: @@none", "none asks for nothing"),
    "reference above one": ("p: 0.2", "p: @@20", "20 lies outside [0, 1]. Did you mean 0.2?"),
    "expectation of no parent": ("appeals:\n", 'expects: @@[{measure: arms, sign: "+", why: so}]\nappeals:\n', "expects a sign against the scenario extended, but this one extends none"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES.values(), ids=MISTAKES)
def test_one_mistake_gives_one_line_with_place_and_way_out(old: str, new: str, said: str) -> None:
    text, line, column = edited(old, new)
    error = complaint(text)
    (problem,) = error.problems
    assert said in str(problem)
    if "@@" in new:
        assert (problem.line, problem.column) == (line, column), str(problem)
    assert str(problem).startswith(f"{FILE}:{problem.line}:{problem.column}: ")
    assert problem.way_out or "stands where" in problem.message
    assert "\n" not in str(error)
