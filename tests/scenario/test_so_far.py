"""What was seen so far and what it says of lasting luck, against brute force."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import kstest, norm

from sim.engines.compiled import open_worlds
from sim.engines.game import deal, prepare
from sim.model.challenger import challenger_utilities
from sim.model.choice import probability
from sim.model.constraints import CLIENT_AT, Challenger, Client, Patron
from sim.model.ladders import ENDURE
from sim.model.observe import observe_as_challenger, observe_as_patron
from sim.model.patron import patron_utilities
from sim.model.weights import weights_of
from sim.scenario.design import sample
from sim.scenario.plan import Plan
from sim.scenario.schema import Scenario, Seen
from sim.scenario.script import opening_states
from sim.scenario.shocks import uniforms
from sim.scenario.so_far import NODES, Look, drawn_from, forces_then, looks, luck_posteriors
from sim.scenario.weights import PATHS, read_weights
from tests.crises import AS_OF, CHALLENGER, CLIENT, PATRONS, party, quiet
from tests.strategies import World, scenarios

FloatArray = NDArray[np.float64]
HELD = tuple((weight.path, weight.value) for weight in read_weights().weights)
ONE = Plan(runs=2000, replications=2000, fixed=HELD)  # one design, every weight at its value
TRIALS = 400_000
PATRON, SEAT = PATRONS[0], 2
CALM = {"forces": 0.3, "forces_available": 0.3}


def weeks_ago(weeks: float) -> dt.date:
    """A date before the file opens."""
    return AS_OF - dt.timedelta(days=round(7 * weeks))


def past(*moves: tuple[float, int]) -> tuple[Seen, ...]:
    """Moves by weeks before the file opens."""
    return tuple(Seen(on=weeks_ago(weeks), rung=rung) for weeks, rung in moves)


def toy(
    pressed: tuple[tuple[float, int], ...], helped: tuple[tuple[float, int], ...], **held: dict[str, float]
) -> Scenario:
    """One challenger and one patron with a past, and a client without."""
    actors = (
        party(CHALLENGER, "challenger", CALM | held.get(CHALLENGER, {}), so_far=past(*pressed)),
        party(CLIENT, "client", held.get(CLIENT), opening=2),
        party(PATRON, "patron", held.get(PATRON), so_far=past(*helped)),
    )
    return quiet(1).model_copy(update={"actors": actors})


WATCHED = toy(pressed=((16.0, 1), (9.0, 2)), helped=((12.0, 1), (8.0, 0)))


def distribution(scenario: Scenario, name: str, plan: Plan = ONE) -> FloatArray:
    """The distribution function of an actor's lasting luck at the nodes, by design."""
    return prepare(scenario, plan).posteriors[name]


def mean_luck(scenario: Scenario, name: str, plan: Plan = ONE) -> float:
    """Its mean in the first design."""
    return float(np.sum(np.diff(distribution(scenario, name, plan)[0]) * (NODES[1:] + NODES[:-1]) / 2))


# ----------------------------------------------------------------------------------------- brute force


def world_then(
    scenario: Scenario, plan: Plan, pressure: int, support: int, threat_weeks: float, settled: float
) -> World:
    """The opening world with everyone put back where they stood."""
    design = sample(scenario, plan)
    world = World(open_worlds(design.boards, 1, design.weights)[0], 1, 0)
    changes = {
        world.challenger(Challenger.PRESSURE): pressure,
        world.challenger(Challenger.PEAK_PRESSURE): pressure,
        world.challenger(Challenger.THREAT_WEEKS): threat_weeks,
        world.challenger(Challenger.SETTLED): settled,
        world.patron(0, Patron.SUPPORT): support,
        world.patron(0, Patron.SETTLED): settled,
    }
    for column, value in changes.items():
        world = world.but(column, float(value))
    return world


def edges_of(world: World, who: str) -> FloatArray:
    """Upper ends of the parts of [0, 1] that lead to each rung."""
    weights = weights_of(read_weights().row())
    if who == PATRON:
        view = observe_as_patron(world.board, 0, 1, weights.survival)
        utilities: tuple[float, ...] = patron_utilities(view, weights.patron, weights.survival)
    else:
        seen = observe_as_challenger(world.board, 1)
        utilities = challenger_utilities(seen, weights.challenger, weights.survival)
    return np.cumsum([probability(utilities, rung) for rung in range(len(utilities))])


def rejected(looked: list[tuple[FloatArray, int, float]], persistence: float, rate: float) -> FloatArray:
    """Lasting luck of those of many made-up actors that would have done what was seen.

    Each look is (edges, rung seen, weeks of sitting still or 0 for a decision). Reviews come at random,
    each with passing luck of its own.
    """
    rng = np.random.default_rng(5)
    lasting = rng.normal(size=TRIALS)
    alike = np.ones(TRIALS, bool)
    for edges, seen, weeks in looked:
        reviews = rng.poisson(rate * weeks, size=TRIALS) if weeks else np.ones(TRIALS, int)
        for review in range(reviews.max()):
            mixed = np.sqrt(persistence) * lasting + np.sqrt(1 - persistence) * rng.normal(size=TRIALS)
            rung = np.searchsorted(edges, norm.cdf(mixed), side="right")
            alike &= (rung == seen) | (review >= reviews)
    return lasting[alike]


def same_law(kept: FloatArray, reached: FloatArray) -> None:
    """The lasting luck kept follows the distribution function, within what so many trials can tell."""
    assert len(kept) > 2000
    told = np.interp(np.sort(kept), NODES, reached)
    counted = (np.arange(len(kept)) + 0.5) / len(kept)
    assert np.abs(told - counted).max() < 2.0 / np.sqrt(len(kept)) + 0.003


@pytest.mark.parametrize("persistence", [0.5, 0.9, 0.95, 0.98])
def test_a_patrons_luck_is_what_brute_force_says(persistence: float) -> None:
    plan = Plan(runs=20, fixed=(*HELD, ("pace.persistence", persistence)))
    rate = dict(HELD)["pace.review_rate"]
    first, threatened = (
        edges_of(world_then(WATCHED, plan, pressure, support, threat, settled), PATRON)
        for pressure, support, threat, settled in ((1, 1, 0.0, 0.0), (2, 1, 1.0, 1.0))
    )
    spoke = edges_of(world_then(WATCHED, plan, 1, 1, 0.0, 1.0), PATRON)
    silent = edges_of(world_then(WATCHED, plan, 2, 0, 1.0, 1.0), PATRON)
    looked = [(first, 1, 0.0), (spoke, 1, 3.0), (threatened, 1, 0.0), (threatened, 1, 1.0), (threatened, 0, 0.0)]
    kept = rejected([*looked, (silent, 0, 8.0)], persistence, rate)
    same_law(kept, distribution(WATCHED, PATRON, plan)[0])


def test_the_challengers_luck_is_what_brute_force_says() -> None:
    """A leap of two rungs says only that it wanted that much or more."""
    eager = {CHALLENGER: {"aim": 0.9, "base_approval": 0.9, "public_approval": 0.9}}
    scenario = toy(pressed=((6.0, 1), (3.0, 3)), helped=(), **eager)
    steady = scenario.model_copy(update={"actors": (*scenario.actors[:2], party(PATRON, "patron", opening=0))})
    plan = Plan(runs=20, fixed=(*HELD, ("pace.persistence", 0.5)))
    first, calm, pressed = (
        edges_of(world_then(steady, plan, pressure, 0, 0.0, settled), CHALLENGER)
        for pressure, settled in ((1, 0.0), (1, 1.0), (3, 1.0))
    )
    # A draw that would have led beyond the third rung led no further than to the third.
    leap = np.concatenate([calm[:3], [1.0]])
    looked = [(np.concatenate([first[:3], [1.0]]), 1, 0.0), (calm, 1, 3.0), (leap, 3, 0.0), (pressed, 3, 3.0)]
    kept = rejected(looked, 0.5, dict(HELD)["pace.review_rate"])
    same_law(kept, distribution(steady, CHALLENGER, plan)[0])


def test_luck_drawn_follows_its_distribution() -> None:
    game = prepare(WATCHED, ONE)
    drawn = deal(game, 0, ONE.runs).chances.lasting[:, SEAT]
    assert kstest(drawn, lambda at: np.interp(at, NODES, game.posteriors[PATRON][0])).pvalue > 1e-4


# ------------------------------------------------------------------------------------- what it must mean


def test_without_a_past_luck_is_standard_normal() -> None:
    chances = deal(prepare(quiet(2), ONE), 0, ONE.runs).chances
    for seat in range(4):
        assert kstest(chances.lasting[:, seat], norm.cdf).pvalue > 1e-4
    assert np.array_equal(chances.lasting[:, 0], ndtri(uniforms(1, 0, ONE.runs, "lasting", CHALLENGER)))


def test_who_has_no_past_in_a_crisis_with_one_has_standard_luck() -> None:
    game = prepare(WATCHED, ONE)
    assert set(game.posteriors) == {CHALLENGER, PATRON}
    lasting = deal(game, 0, ONE.runs).chances.lasting[:, 1]
    assert np.array_equal(lasting, ndtri(uniforms(1, 0, ONE.runs, "lasting", CLIENT)))


def test_unconditioned_play_forgets_the_past() -> None:
    plan = Plan(runs=50, conditioned=False)
    assert prepare(WATCHED, plan).posteriors == {}


def test_the_longer_a_patron_has_held_back_the_less_is_to_be_expected_of_it() -> None:
    needy = {PATRON: {"stake": 0.9, "linkage": 0.1, "commitment": 0.5}}
    held_back = [
        mean_luck(toy(pressed=((60.0, 1),), helped=((weeks, 0),), **needy), PATRON) for weeks in (2.0, 10.0, 50.0)
    ]
    assert held_back == sorted(held_back, reverse=True)
    assert held_back[-1] < -0.5


def test_a_patron_that_did_more_was_luckier() -> None:
    means = [mean_luck(toy(pressed=((20.0, 1),), helped=((10.0, rung),)), PATRON) for rung in range(6)]
    assert means == sorted(means)


def test_holding_back_says_more_of_a_patron_with_more_at_stake() -> None:
    low, high = (
        mean_luck(toy(pressed=((20.0, 1),), helped=((10.0, 0),), **{PATRON: {"stake": stake}}), PATRON)
        for stake in (0.1, 0.9)
    )
    assert high < low


@settings(max_examples=20)
@given(scenarios(most=3))
def test_every_distribution_of_luck_is_one(scenario: Scenario) -> None:
    game = prepare(scenario, Plan(runs=6, replications=2))
    for reached in game.posteriors.values():
        assert reached.shape == (3, len(NODES))
        assert np.isfinite(reached).all()
        assert (reached[:, 0] == 0.0).all()
        assert np.allclose(reached[:, -1], 1.0)
        assert (np.diff(reached, axis=1) >= 0.0).all()
        drawn = drawn_from(reached, NODES, np.array([1e-9, 0.5, 1 - 1e-9]), np.array([0, 1, 2]))
        assert (np.abs(drawn) <= 5.0).all()


# ------------------------------------------------------------------------------------- what was seen


def told(scenario: Scenario, seat: int) -> list[tuple[float, int, float, bool]]:
    """An actor's looks: weeks ago, rung, weeks of quiet, whether it had chosen before."""
    return [(look.ago, look.chosen, look.spell, look.settled) for look in looks(scenario) if look.actor == seat]


def test_looks_are_moves_answers_and_quiet_spells() -> None:
    assert told(WATCHED, SEAT) == [
        (12.0, 1, 0.0, False), (12.0, 1, 3.0, True), (9.0, 1, 0.0, True), (9.0, 1, 1.0, True), (8.0, 0, 0.0, True),
        (8.0, 0, 8.0, True),
    ]  # fmt: skip
    pressed = told(WATCHED, 0)
    assert [it for it in pressed if it[2] > 0.0] == [
        (16.0, 1, 4.0, True), (12.0, 1, 3.0, True), (9.0, 2, 1.0, True), (8.0, 2, 8.0, True),
    ]  # fmt: skip
    assert {(16.0, 1, 0.0, False), (9.0, 2, 0.0, True)} <= set(pressed)
    assert told(WATCHED, 1) == []


def test_what_calls_an_actor_in_play_calls_it_in_the_past() -> None:
    """Ten weeks ago the client hardened, nine weeks ago force was shown, eight weeks ago the patron fell silent."""
    client = party(CLIENT, "client", so_far=past((14.0, 2), (10.0, 3)))
    scenario = WATCHED.model_copy(update={"actors": (WATCHED.actors[0], client, WATCHED.actors[2])})
    answers = {seat: {ago for ago, _, spell, _ in told(scenario, seat) if spell == 0.0} for seat in (0, 1)}
    assert answers[0] == {16.0, 10.0, 9.0, 8.0}
    assert answers[1] == {14.0, 10.0, 9.0, 8.0}
    assert {ago for ago, _, spell, _ in told(scenario, SEAT) if spell == 0.0} == {12.0, 9.0, 8.0}


def test_an_appeal_is_an_occasion_to_answer() -> None:
    asked = {"item": "radars", "to": PATRON, "needs": 3, "on": weeks_ago(4.0)}
    scenario = Scenario.model_validate({**dict(WATCHED), "appeals": [asked]})
    found: list[Look] = [look for look in looks(scenario) if look.actor == SEAT and look.ago == 4.0]
    assert [(look.spell, look.asked, look.appealed) for look in found] == [(0.0, 3, 0.5), (4.0, 3, 0.5)]
    assert all(look.asked == 0 for look in looks(scenario) if look.ago > 4.0)


def test_a_threat_has_an_age_from_the_day_it_was_made() -> None:
    ages = {look.ago: look.threat_weeks for look in looks(WATCHED)}
    assert ages == {16.0: 0.0, 12.0: 0.0, 9.0: 0.0, 8.0: 1.0}


def test_the_highest_rung_so_far_is_never_below_the_rung_now() -> None:
    assert all(look.peak >= look.rungs[0] for look in looks(WATCHED))


def test_who_has_no_past_stood_where_it_stands() -> None:
    silent = (WATCHED.actors[0], party(CLIENT, "client"), WATCHED.actors[2])
    opened = opening_states(WATCHED.model_copy(update={"actors": silent}))
    stood = {look.rungs[1] for look in looks(WATCHED.model_copy(update={"actors": silent}))}
    assert stood == {int(opened[CLIENT_AT + Client.STANCE])} == {ENDURE}


def test_forces_are_what_they_were() -> None:
    scenario = quiet(1, {CHALLENGER: {"forces": 0.5, "forces_available": 0.9, "buildup": 0.1}})
    board = sample(scenario, ONE).boards[0]
    then = forces_then(board, 3.0)
    assert 0.9 - (0.9 - then) * np.exp(-0.3) == pytest.approx(0.5)
    assert forces_then(board, 0.0) == 0.5
    assert forces_then(board, 100.0) == 0.0
    assert forces_then(sample(quiet(1, {CHALLENGER: CALM}), ONE).boards[0], 9.0) == 0.3


# ----------------------------------------------------------------------------------------- what-ifs


def test_a_what_if_infers_luck_in_the_world_in_which_it_was_seen() -> None:
    changed = WATCHED.vary({f"{PATRON}.linkage": 0.0, f"{CHALLENGER}.aim": 0.9})
    assert changed.evidence == WATCHED
    for name in (PATRON, CHALLENGER):
        assert np.array_equal(distribution(changed, name), distribution(WATCHED, name))
    alone = changed.model_copy(update={"evidence": None})
    assert not np.array_equal(distribution(alone, PATRON), distribution(WATCHED, PATRON))


def test_a_what_if_on_a_what_if_still_looks_at_the_first_world() -> None:
    twice = WATCHED.vary({f"{PATRON}.linkage": 0.0}).vary({f"{PATRON}.stake": 0.9})
    assert twice.evidence == WATCHED


def test_a_what_if_and_its_parent_share_all_their_luck() -> None:
    changed = WATCHED.vary({f"{PATRON}.linkage": 0.0})
    one, other = (deal(prepare(scenario, ONE), 0, 50).chances for scenario in (WATCHED, changed))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_an_actor_that_only_the_what_if_knows_is_judged_there() -> None:
    newcomer = party(PATRONS[1], "patron", so_far=past((6.0, 2)))
    actors = (*WATCHED.actors, newcomer)
    joined = WATCHED.model_copy(update={"actors": actors, "evidence": WATCHED})
    assert set(prepare(joined, ONE).posteriors) == {CHALLENGER, PATRON, PATRONS[1]}
    assert np.array_equal(distribution(joined, PATRON), distribution(WATCHED, PATRON))


def test_other_weights_make_other_evidence() -> None:
    loose = Plan(runs=20, fixed=(*HELD, ("pace.review_rate", 0.4)))
    assert PATHS.index("pace.review_rate") > 0
    assert not np.array_equal(distribution(WATCHED, PATRON, loose)[0], distribution(WATCHED, PATRON)[0])


def test_nothing_seen_is_no_evidence() -> None:
    design = sample(quiet(1), ONE)
    assert luck_posteriors(quiet(1), design, open_worlds(design.boards, 1, design.weights)) == {}
