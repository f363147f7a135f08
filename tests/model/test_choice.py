"""Quantal response as it should be: a distribution, its inverse, and luck that lasts."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from sim.model import choice
from sim.model.decide import looks_again
from sim.model.weights import PaceWeights
from tests.strategies import ROUNDING, between, flag, ordered, pace_weights, unit

Pair = tuple[float, float]
Utilities = tuple[float, ...]
utilities = st.sampled_from([4, 6, 7]).flatmap(lambda size: st.tuples(*[st.floats(-50.0, 50.0)] * size))
draws = st.floats(0.0, 1.0, exclude_max=True)
normal = st.floats(-8.0, 8.0)


@given(utilities)
def test_the_chances_of_all_rungs_add_up(ladder: Utilities) -> None:
    each = [choice.probability(ladder, rung) for rung in range(len(ladder))]
    assert all(0.0 <= chance <= 1.0 for chance in each)
    assert abs(sum(each) - 1.0) < ROUNDING


@given(utilities)
def test_spans_lie_end_to_end_and_fill_the_interval(ladder: Utilities) -> None:
    spans = [choice.chosen_span(ladder, rung) for rung in range(len(ladder))]
    assert spans[0].low == 0.0
    assert spans[-1].high == 1.0
    assert all(abs(below.high - above.low) < ROUNDING for below, above in pairwise(spans))


@given(utilities)
def test_odds_are_as_quantal_response_says(ladder: Utilities) -> None:
    each = [choice.probability(ladder, rung) for rung in range(len(ladder))]
    for rung, other in pairwise(range(len(ladder))):
        if min(each[rung], each[other]) > 1e-9:
            assert math.isclose(math.log(each[rung] / each[other]), ladder[rung] - ladder[other], abs_tol=1e-5)


@given(utilities, draws)
def test_the_rung_chosen_is_the_one_whose_span_holds_the_draw(ladder: Utilities, draw: float) -> None:
    rung = choice.choose(ladder, draw)
    low, high = choice.chosen_span(ladder, rung)
    assert low - ROUNDING <= draw <= high
    assert rung == len(ladder) - 1 or draw < high


@given(utilities, ordered(draws))
def test_more_luck_never_means_a_lower_rung(ladder: Utilities, pair: Pair) -> None:
    less, more = (choice.choose(ladder, draw) for draw in pair)
    assert less <= more


@given(utilities, draws, st.floats(0.0, 10.0))
def test_a_rung_that_gains_in_worth_is_never_chosen_less(ladder: Utilities, draw: float, gain: float) -> None:
    for rung in range(len(ladder)):
        raised = (*ladder[:rung], ladder[rung] + gain, *ladder[rung + 1 :])
        assert choice.probability(raised, rung) >= choice.probability(ladder, rung) - ROUNDING
        if choice.choose(ladder, draw) == len(ladder) - 1 == rung:
            assert choice.choose(raised, draw) == rung


@given(utilities, st.floats(-1e6, 1e6))
def test_only_differences_of_utility_matter(ladder: Utilities, shift: float) -> None:
    moved = tuple(utility + shift for utility in ladder)
    for rung in range(len(ladder)):
        assert math.isclose(choice.probability(ladder, rung), choice.probability(moved, rung), abs_tol=1e-6)


def test_what_is_out_of_reach_is_never_chosen_even_at_the_edge() -> None:
    out_of_reach = (0.0, 1.0, -8e5, -8e5, -8e5, -8e5)
    assert choice.choose(out_of_reach, math.nextafter(1.0, 0.0)) == 1


# ------------------------------------------------------------------------------------------- luck


@given(normal, normal, st.floats(0.0, 0.999))
def test_luck_is_a_draw(lasting: float, passing: float, persistence: float) -> None:
    assert 0.0 <= choice.lasting_luck(lasting, passing, persistence) <= 1.0
    mixed = math.sqrt(persistence) * lasting + math.sqrt(1.0 - persistence) * passing
    assert math.isclose(choice.lasting_luck(lasting, passing, persistence), norm.cdf(mixed), abs_tol=1e-12)


@given(ordered(normal), normal, st.floats(0.0, 0.999))
def test_more_lasting_luck_never_means_a_lower_draw(pair: Pair, other: float, persistence: float) -> None:
    less, more = (choice.lasting_luck(lasting, other, persistence) for lasting in pair)
    assert less <= more
    less, more = (choice.lasting_luck(other, passing, persistence) for passing in pair)
    assert less <= more


@given(between(0.0, 5.0), between(0.0, 13.0), between(0.0, 13.0))
def test_a_chance_a_week_does_not_depend_on_how_weeks_are_counted(rate: float, first: float, then: float) -> None:
    missed = (1.0 - choice.chance_within(rate, first)) * (1.0 - choice.chance_within(rate, then))
    assert abs(1.0 - missed - choice.chance_within(rate, first + then)) < ROUNDING
    assert 0.0 <= choice.chance_within(rate, first) <= 1.0


@given(flag, flag, ordered(unit), pace_weights, between(0.1, 13.0))
def test_who_is_new_or_called_looks_at_once_and_others_at_their_pace(
    settled: float, alerted: float, pair: Pair, pace: PaceWeights, weeks: float
) -> None:
    early, late = (looks_again(settled, alerted, review, pace, weeks) for review in pair)
    assert early >= late
    if settled == 0.0 or alerted == 1.0:
        assert late
    assert looks_again(1.0, 0.0, 1.0, pace, weeks) is False or choice.chance_within(pace.review_rate, weeks) == 1.0
