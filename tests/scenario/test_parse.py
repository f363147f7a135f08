"""What a sound scenario file becomes."""

from __future__ import annotations

import datetime as dt

import pytest

from sim.model.constraints import CONSTRAINTS
from sim.model.ladders import Pressure, Support
from sim.scenario.parse import parse_text
from sim.scenario.schema import STATED, AllOf, AnyOf, Comparison, Quantity, Scenario
from tests.scenario.files import VALID


@pytest.fixture(scope="module")
def ruritania() -> Scenario:
    """The valid file, read."""
    return parse_text(VALID, "oil")


def test_actors_stand_in_order_of_role_and_then_of_the_file(ruritania: Scenario) -> None:
    assert [actor.name for actor in ruritania.actors] == ["syldavia", "ruritania", "borduria"]
    assert ruritania.challenger.title == "Greater Syldavia"
    assert ruritania.client.title == "Ruritania"
    assert [patron.name for patron in ruritania.patrons] == ["borduria"]


def test_every_constraint_of_a_role_is_there_with_its_default(ruritania: Scenario) -> None:
    for actor in ruritania.actors:
        assert list(actor.constraints) == [constraint.name for constraint in CONSTRAINTS[actor.role]]
    unsaid = ruritania.client.constraints["grievance"]
    assert (unsaid.value, unsaid.low, unsaid.high, unsaid.source) == (0.2, 0.2, 0.2, "")


def test_a_number_travels_with_range_unit_source_and_date(ruritania: Scenario) -> None:
    assert ruritania.challenger.constraints["aim"] == Quantity(
        value=0.7, low=0.5, high=0.9, unit="[0, 1]", source="judgement", as_of=dt.date(1937, 4, 1)
    )


def test_a_bare_number_is_held_fixed_and_said_to_be_stated(ruritania: Scenario) -> None:
    officers = ruritania.client.constraints["officers"]
    assert (officers.value, officers.low, officers.high, officers.source) == (12, 12, 12, STATED)


def test_projection_left_out_is_left_to_be_derived(ruritania: Scenario) -> None:
    assert ruritania.patrons[0].constraints["projection"].low == -1


def test_moves_carry_rung_and_date(ruritania: Scenario) -> None:
    seen = [(move.on.isoformat(), move.rung) for move in ruritania.patrons[0].so_far]
    assert seen == [("1937-02-10", Support.DECLARATORY), ("1937-04-02", Support.ECONOMIC)]
    assert ruritania.challenger.opening == Pressure.SANCTIONS
    assert ruritania.challenger.course[0].rung == Pressure.BLOCKADE


def test_conditions_become_records(ruritania: Scenario) -> None:
    closing, panic = ruritania.conditions
    assert closing.when == AllOf(
        all=(
            Comparison(
                variable="syldavia.pressure", operator=">=", constant=2, text="syldavia.pressure >= show_of_force"
            ),
            AnyOf(
                any=(
                    Comparison(
                        variable="borduria.support", operator="<=", constant=1, text="borduria.support <= declaratory"
                    ),
                    Comparison(
                        variable="ruritania.revenue", operator="<", constant=0.4, text="ruritania.revenue < 0.4"
                    ),
                )
            ),
        )
    )
    assert (closing.turns, closing.weeks, closing.once) == (2, None, True)
    assert (panic.turns, panic.weeks, panic.once) == (1, 1.5, False)


def test_an_effect_without_a_source_takes_that_of_its_condition(ruritania: Scenario) -> None:
    rise, drop = ruritania.conditions[1].then
    assert (rise.verb, rise.target, rise.amount.value, rise.amount.source) == (
        "add",
        "ruritania.unrest",
        0.1,
        "judgement",
    )
    assert (drop.verb, drop.amount.value, drop.amount.source) == ("set", 0.2, "yearbook")


def test_an_effect_with_a_range_is_a_parameter(ruritania: Scenario) -> None:
    amount = ruritania.conditions[0].then[0].amount
    assert (amount.low, amount.value, amount.high) == (0.5, 0.7, 0.9)


def test_questions_have_words_and_a_date(ruritania: Scenario) -> None:
    arms, gone = ruritania.questions
    assert arms.text == "borduria.support >= materiel by 1937-09-01"
    assert (arms.by, arms.on) == (dt.date(1937, 9, 1), None)
    assert (gone.text, gone.on, gone.references[0].p) == ("Is he gone?", dt.date(1937, 8, 1), 0.2)


def test_appeals_are_sent_or_not_yet(ruritania: Scenario) -> None:
    assert [(it.item, it.needs, it.on) for it in ruritania.appeals] == [
        ("radars", Support.MATERIEL, dt.date(1937, 4, 20)),
        ("advisers", Support.PRESENCE, None),
    ]


@pytest.mark.parametrize(
    ("turn", "weeks"), [("{weeks: 1}", 1.0), ("{days: 1}", 1 / 7), ("{days: 14}", 2.0), ("{weeks: 0.142857}", 0.142857)]
)
def test_a_turn_lasts_from_a_day_to_a_quarter(turn: str, weeks: float) -> None:
    text = VALID.replace("turn: {weeks: 1}", f"turn: {turn}").replace("horizon: 20", "horizon: 140")
    assert parse_text(text).turn_weeks == pytest.approx(weeks)


def test_a_turn_is_a_week_unless_the_file_says_otherwise() -> None:
    assert parse_text(VALID.replace("turn: {weeks: 1}\n", "")).turn_weeks == 1


def test_no_stays_a_word() -> None:
    text = VALID.replace("title: Yearbook", "title: no").replace("title: Greater Syldavia", "title: yes")
    assert parse_text(text).sources["yearbook"].title == "no"
    assert parse_text(text).challenger.title == "yes"


def test_dates_may_stand_in_quotes() -> None:
    assert parse_text(VALID.replace("as_of: 1937-05-01", 'as_of: "1937-05-01"')).as_of == dt.date(1937, 5, 1)


def test_the_last_day_of_the_horizon_may_be_asked_about() -> None:
    assert parse_text(VALID.replace("by: 1937-09-01", "by: 1937-09-18")).questions[0].by == dt.date(1937, 9, 18)


def test_a_probability_may_have_a_range() -> None:
    text = VALID.replace("probability: 0.3", "probability: {value: 0.3, range: [0.1, 0.5], source: yearbook}")
    chance = parse_text(text).events[0].probability
    assert (chance.low, chance.high, chance.source) == (0.1, 0.5, "yearbook")


def test_eight_patrons_are_allowed_and_nine_are_not() -> None:
    patron = VALID[VALID.index("    role: patron") : VALID.index("  syldavia:\n")]
    more = "".join(f"  kuril_{count}:\n{patron}" for count in range(8))
    eight = VALID.replace("  syldavia:\n", more.rpartition("  kuril_7:")[0] + "  syldavia:\n", 1)
    assert len(parse_text(eight).patrons) == 8
    with pytest.raises(ValueError, match="kuril_7 is one patron more than 8"):
        parse_text(VALID.replace("  syldavia:\n", more + "  syldavia:\n", 1))


@pytest.mark.parametrize(
    ("role", "said"),
    [("challenger", "there is no challenger"), ("client", "there is no client"), ("patron", "there is no patron")],
)
def test_each_role_must_be_cast(role: str, said: str) -> None:
    other = {"challenger": "patron", "client": "patron", "patron": "client"}[role]
    with pytest.raises(ValueError, match=said):
        parse_text(VALID.replace(f"role: {role}", f"role: {other}"))


@pytest.mark.parametrize("role", ["challenger", "client"])
def test_no_role_but_the_patrons_is_cast_twice(role: str) -> None:
    with pytest.raises(ValueError, match=f"is a second {role}, beside"):
        parse_text(VALID.replace("role: patron", f"role: {role}"))


def test_text_alone_extends_nothing() -> None:
    with pytest.raises(ValueError, match="text alone cannot extend another file"):
        parse_text(VALID + "extends: other.yaml\n")
