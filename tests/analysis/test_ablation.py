"""Taking parts of the model out: what is held at zero, what moves, and when a part earns its place."""

import pytest

from sim import study
from sim.analysis.ablation import ABLATIONS, Ablated, Ablation, Moved, furthest_move
from sim.model.challenger import ChallengerTerms
from sim.model.client import ClientTerms
from sim.model.patron import PatronTerms
from sim.scenario.design import sample
from sim.scenario.plan import Plan
from sim.scenario.weights import PATHS
from sim.storage.scenario_files import load_scenario
from tests.playthroughs.told import RURITANIA

PLAN = Plan(runs=400)
LINKAGE = next(it for it in ABLATIONS if it.weights == ("patron.linkage",))
APPEALS = next(it for it in ABLATIONS if it.without_appeals)


@pytest.fixture(scope="module")
def crisis():
    return load_scenario(RURITANIA)


def moved(difference, se):
    return Ablated(
        LINKAGE, (Moved("a", "x", 0.5, 0.5, 0.0, 0.0), Moved("b", "y", 0.5, 0.5 + difference, difference, se))
    )


def test_every_weight_that_is_taken_out_exists_and_none_twice():
    weights = [path for it in ABLATIONS for path in it.weights]
    assert set(weights) <= set(PATHS)
    assert len(set(weights)) == len(weights)
    assert len({(it.part, it.name) for it in ABLATIONS}) == len(ABLATIONS)


@pytest.mark.parametrize(
    ("part", "terms"), [("patron", PatronTerms), ("challenger", ChallengerTerms), ("client", ClientTerms)]
)
def test_every_term_of_every_role_is_taken_out(part, terms):
    ours = {"survival": "survival share", "fall": "survival share", "resistance": "readiness"}
    if part == "client":
        del ours["survival"]
    named = {it.name for it in ABLATIONS if it.part == part}
    assert {ours.get(term, term) for term in terms._fields} <= named


def test_a_weight_that_a_plan_fixes_has_that_value_in_every_design(crisis):
    free, fixed = (sample(crisis, Plan(runs=400, fixed=it)) for it in ((), (("patron.linkage", 0.0),)))
    at = PATHS.index("patron.linkage")
    assert (fixed.weights[:, at] == 0.0).all()
    assert (free.weights[:, at] > 0.0).all()
    others = [column for column in range(len(PATHS)) if column != at]
    assert (free.weights[:, others] == fixed.weights[:, others]).all()
    assert (free.boards == fixed.boards).all()


def test_a_plan_cannot_fix_what_is_no_weight(crisis):
    with pytest.raises(ValueError, match=r"patron\.lnikage"):
        sample(crisis, Plan(runs=40, fixed=(("patron.lnikage", 0.0),)))


def test_fixing_a_weight_makes_another_study(crisis):
    one, other = (study.run(crisis, Plan(runs=40, fixed=it)) for it in ((), LINKAGE.fixed))
    assert one.fingerprint != other.fingerprint


def test_taking_out_the_appeals_takes_them_out_of_the_past_too(crisis):
    varied = APPEALS.of(crisis.vary({"borduria.linkage": 0.2}))
    assert varied.appeals == ()
    assert varied.evidence.appeals == ()
    assert LINKAGE.of(crisis) is crisis


def test_the_furthest_move_is_that_of_the_probability_it_names(crisis):
    whole = study.run(crisis, PLAN)
    without = study.run(crisis, Plan(runs=400, fixed=LINKAGE.fixed))
    found = furthest_move(whole, without)
    assert found.difference == pytest.approx(found.after - found.before)
    assert 0.0 < found.se < 0.1
    assert furthest_move(whole, whole).difference == 0.0


def test_a_part_earns_its_place_by_more_than_chance():
    assert moved(0.2, 0.01).earns_its_place == "yes"
    assert moved(-0.2, 0.01).earns_its_place == "yes"
    assert moved(0.06, 0.02).earns_its_place == "perhaps"
    assert moved(0.04, 0.001).earns_its_place == "no"
    assert moved(-0.2, 0.01).largest.scenario == "b"


def test_the_use_case_tries_every_part_in_every_scenario(crisis):
    other = crisis.vary({"borduria.linkage": 0.0}).model_copy(update={"name": "no-business"})
    parts = (LINKAGE, APPEALS, Ablation("mechanism", "nothing"))
    found = study.ablate([crisis, other], PLAN, parts)
    assert [it.ablation for it in found] == list(parts)
    assert [[move.scenario for move in it.moves] for it in found] == [["ruritania", "no-business"]] * 3
    assert found[0].earns_its_place == "yes"
    assert [move.difference for move in found[2].moves] == [0.0, 0.0]
