import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engines.ensemble import play
from sim.engines.game import prepare
from sim.history.cases import read_cases
from sim.history.likelihood import EVEN, REVIEW_RATE, STEP, STRAIGHT, peaks, situations
from sim.history.translate import to_scenario
from sim.model.choice import probability
from sim.model.constraints import PATRONS_AT, Patron
from sim.model.ladders import SUPPORT_RUNGS
from sim.model.observe import observe_as_patron
from sim.model.patron import patron_utilities
from sim.model.weights import weights_of
from sim.scenario.design import central_board
from sim.scenario.plan import Plan
from sim.scenario.schema import Seen
from sim.scenario.weights import read_weights

RUNS = 20_000
CASES = {case.id: case for case in read_cases()}
ALL = situations([to_scenario(case) for case in CASES.values()])
CENTRAL = read_weights().row()[None]
rows = st.integers(0, len(CASES) - 1)


def one(row):
    return ALL._replace(**{name: array[row : row + 1] for name, array in ALL._asdict().items()})


def with_pace(**changes):
    return read_weights().row(**{f"pace.{name}": value for name, value in changes.items()})[None]


def simulated_and_exact(scenario):
    plan = Plan(runs=RUNS, replications=RUNS // 10, traced=0, explained=0)
    seen = np.bincount(play(scenario, plan).rows.peak_support[:, 0], minlength=SUPPORT_RUNGS) / RUNS
    by_design = peaks(situations([scenario]), prepare(scenario, plan).design.weights)[:, 0]
    error = np.sqrt((by_design * (1.0 - by_design)).mean(axis=0).clip(0.0) / RUNS)
    return seen, by_design.mean(axis=0), error


# A border war, a client struck by a great power, a five-day raid, a patron bound to the challenger, an internal war.
@pytest.mark.parametrize("name", ["NK1950-PRC", "SYR2018-RUS", "GRN1983-CUB", "LBY2011-RUS", "AFG1979-USSR"])
def test_the_exact_distribution_is_what_the_production_engine_plays(name):
    seen, exact, error = simulated_and_exact(to_scenario(CASES[name]))
    assert (np.abs(seen - exact) <= 4.0 * error + 1e-9).all(), (seen, exact)


@pytest.mark.parametrize("rule", ["best_response", "poliheuristic", pytest.param("qre", marks=pytest.mark.slow)])
def test_and_so_under_a_rival_rule(rule):
    scenario = to_scenario(CASES["SYR2013-RUS"]).model_copy(update={"rule": rule})
    seen, exact, error = simulated_and_exact(scenario)
    assert (np.abs(seen - exact) <= 4.0 * error + 1e-9).all(), (seen, exact)


def test_each_distribution_sums_to_one_and_has_no_negative_part():
    found = peaks(ALL, CENTRAL)
    assert found.min() >= 0.0
    assert found.sum(axis=-1) == pytest.approx(np.ones((1, len(CASES))), abs=1e-12)


def test_a_finer_grid_of_luck_changes_nothing_that_matters():
    assert np.abs(peaks(ALL, CENTRAL) - peaks(ALL, CENTRAL, step=STEP / 4)).max() < 1e-4


@given(rows)
@settings(max_examples=10)
def test_with_one_turn_the_peak_is_the_first_choice(row):
    scenario = to_scenario(list(CASES.values())[row])
    weights = weights_of(CENTRAL[0])
    board = central_board(scenario)
    assert board[PATRONS_AT + Patron.SETTLED] == 0.0
    utilities = patron_utilities(observe_as_patron(board, 0, 1, weights.survival), weights.patron, weights.survival)
    found = peaks(one(row)._replace(turns=np.array([1])), CENTRAL)[0, 0]
    assert found == pytest.approx([probability(utilities, rung) for rung in range(SUPPORT_RUNGS)], abs=1e-5)


@given(rows, st.integers(1, 25))
@settings(max_examples=10)
def test_more_turns_never_lower_the_peak(row, turns):
    short, long = (peaks(one(row)._replace(turns=np.array([n])), CENTRAL)[0, 0] for n in (turns, turns + 1))
    assert (np.cumsum(long) <= np.cumsum(short) + 1e-9).all()


def test_a_patron_that_never_looks_again_keeps_to_its_first_choice():
    never = CENTRAL.copy()
    never[:, REVIEW_RATE] = 0.0
    assert peaks(ALL, never) == pytest.approx(peaks(ALL._replace(turns=np.ones_like(ALL.turns)), never), abs=1e-9)


def test_lasting_luck_keeps_the_peak_from_creeping_up():
    once = peaks(ALL._replace(turns=np.ones_like(ALL.turns)), CENTRAL) @ np.arange(SUPPORT_RUNGS)
    lasting, fleeting = (
        (peaks(ALL, with_pace(persistence=share)) @ np.arange(SUPPORT_RUNGS) - once).mean() for share in (0.98, 0.0)
    )
    assert 0.0 < lasting < fleeting / 3.0


def test_evenly_spaced_rungs_are_another_form_and_straight_ones_are_the_model():
    assert np.array_equal(peaks(ALL, CENTRAL, STRAIGHT), peaks(ALL, CENTRAL))
    assert np.abs(peaks(ALL, CENTRAL, EVEN) - peaks(ALL, CENTRAL)).max() > 0.01
    assert np.array_equal(EVEN[:, [0, -1]], np.zeros((2, 2)))


def test_a_row_of_weights_gives_the_same_alone_and_among_others():
    many = np.concatenate([CENTRAL, with_pace(persistence=0.9), CENTRAL] * 20)
    found = peaks(ALL, many)
    assert np.array_equal(found[0], found[-1])
    assert np.array_equal(found[0], peaks(ALL, CENTRAL)[0])


def moves(scenario):
    return Seen(on=scenario.as_of, rung=1), Seen(on=scenario.as_of.replace(day=28), rung=2)


def with_course(scenario, course):
    challenger = scenario.challenger.model_copy(update={"course": course})
    return scenario.model_copy(update={"actors": (challenger, *scenario.actors[1:])})


def with_past(scenario):
    patron = scenario.patrons[0].model_copy(update={"so_far": (Seen(on=scenario.as_of.replace(day=1), rung=1),)})
    return scenario.model_copy(update={"actors": (*scenario.actors[:2], patron)})


def with_constraint(scenario, actor, name, value):
    return scenario.vary({f"{actor}.{name}": value})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda it: it.model_copy(update={"plays_on": False}), "end may break in"),
        (lambda it: with_constraint(it, "challenger", "forces", 0.5), "forces change"),
        (lambda it: it.model_copy(update={"actors": (*it.actors, it.actors[2])}), "2 patrons"),
        (lambda it: with_course(it, ()), "does not keep"),
        (
            lambda it: with_course(it, (Seen(on=it.as_of, rung=1), Seen(on=it.as_of.replace(day=28), rung=2))),
            "not keep",
        ),
        (with_past, "seen so far"),
    ],
    ids=["ends", "build-up", "two patrons", "free", "changing course", "past"],
)
def test_where_more_than_the_patron_moves_there_is_no_exact_distribution(change, says):
    scenario = to_scenario(CASES["VEN2019-RUS"])
    with pytest.raises(ValueError, match=says):
        situations([change(scenario)])
