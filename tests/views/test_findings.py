from dataclasses import replace

import pytest

from sim.views.findings import (
    brakes_finding,
    effects_finding,
    outcome_finding,
    questions_finding,
    support_finding,
    what_if_labels,
)
from sim.views.text import ranked_effects
from sim.views.words import likelihood, percent, points
from tests.synthetic import scenario
from tests.views.pages import LONG, compared, drawn_crisis


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0.0, "almost no chance"), (0.049, "almost no chance"), (0.05, "very unlikely"), (0.2, "unlikely"),
        (0.45, "roughly even chance"), (0.55, "likely"), (0.8, "very likely"), (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)  # fmt: skip
def test_words_of_estimative_probability_follow_the_directive(p, word):
    assert likelihood(p) == word


def test_a_rare_thing_is_not_called_impossible_nor_a_common_one_certain():
    assert percent(1e-6) == "<0.1 %"
    assert percent(1 - 1e-6) == ">99.9 %"
    assert percent(0.004) == "0.4 %"
    assert points(0.0001) == "0"


def test_titles_tell_the_numbers_of_their_summary():
    asked, _, summary = drawn_crisis("plain")
    p = percent(summary.support["borduria"].reach[3].p)
    assert support_finding(summary, asked).startswith(f"Borduria sends materiel or does more in {p} of runs, Graustark")
    assert percent(summary.outcomes["leader"]["in_office"].p) in outcome_finding(summary, asked)
    assert questions_finding(summary).startswith("Of 2 dated questions, ")
    assert brakes_finding(summary, asked).endswith("business pending with Syldavia for Borduria and Graustark")


def test_many_patrons_are_summed_up():
    asked, _, summary = drawn_crisis("eight patrons")
    assert support_finding(summary, asked).startswith("Of 8 patrons, ")
    assert "all of the 8 patrons" in brakes_finding(summary, asked)


def test_a_leader_who_is_sure_to_fall_is_called_so():
    asked, _, summary = drawn_crisis("plain")
    office = summary.outcomes["leader"]["in_office"]
    leader = {**summary.outcomes["leader"], "in_office": office._replace(p=0.02)}
    doomed = replace(summary, outcomes={**summary.outcomes, "leader": leader})
    assert "is almost certain not to stay in office: 2 % of runs" in outcome_finding(doomed, asked)


def finding(found):
    titles = {actor.name: actor.title for actor in found.base.actors}
    return effects_finding(ranked_effects(found), titles, what_if_labels(found.base, found.scenarios[1:]))


def test_what_can_not_be_told_apart_is_not_ranked():
    _, found = compared(2, leaning=False)
    assert finding(found).startswith("None of the what-ifs distinguishably raises Borduria's chance")


def test_one_alternative_is_not_ranked():
    _, found = compared(1)
    assert finding(found).startswith("“no neighbour war” raises Borduria's chance to send materiel from")


def test_labels_are_short_and_tell_alternatives_apart():
    base = scenario()
    others = [
        scenario("no-war", title=f"{base.title}: no war"),
        scenario("long-one", title=LONG),
        scenario("copy"),
        scenario("twin-a", title="Twins"),
        scenario("twin-b", title="Twins"),
    ]
    assert list(what_if_labels(base, others).values()) == ["no war", "long one", "copy", "twin a", "twin b"]
