"""What a scholar believes of danger, help, distance and spare forces."""

from __future__ import annotations

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from sim.model import power, survival
from sim.model.constraints import Patron
from sim.model.ladders import COMBAT, PRESSURE_RUNGS, SUPPORT_RUNGS
from sim.model.observe import aid_in_mind, danger_left_by_others, danger_left_in_hope
from sim.model.weights import SurvivalWeights
from tests.strategies import (
    ROUNDING,
    World,
    between,
    odds,
    ordered,
    pressures,
    supports,
    unit,
    worlds,
)

Pair = tuple[float, float]


@given(unit, between(0.0, 2.0))
def test_more_pressure_never_means_less_danger(resolve: float, forces: float) -> None:
    deadly = [survival.chance_of_deadly_force(rung, resolve, forces) for rung in range(PRESSURE_RUNGS)]
    threat = [survival.expected_threat(rung, resolve, forces) for rung in range(PRESSURE_RUNGS)]
    for ladder in (deadly, threat):
        assert all(0.0 <= low <= high + ROUNDING for low, high in itertools.pairwise(ladder))
        assert ladder[-1] == 1.0


@given(pressures, ordered(unit), ordered(between(0.0, 2.0)), unit)
def test_resolve_and_forces_never_mean_less_danger(pressure: int, resolve: Pair, forces: Pair, belief: float) -> None:
    for rule in (survival.chance_of_deadly_force, survival.expected_threat):
        assert rule(pressure, resolve[0], forces[0]) <= rule(pressure, resolve[1], forces[0]) + ROUNDING
        assert rule(pressure, belief, forces[0]) <= rule(pressure, belief, forces[1]) + ROUNDING


@given(unit, odds, unit, unit)
def test_survival_is_a_probability(threat: float, belief: SurvivalWeights, left: float, other: float) -> None:
    low, high = sorted((left, other))
    safe, exposed = survival.survival(threat, low, belief), survival.survival(threat, high, belief)
    assert 0.0 <= exposed <= safe <= 1.0
    assert survival.survival(threat, 1.0, belief) == 1.0 - (1.0 - survival.unaided_survival(threat, belief))


@given(ordered(unit), odds, unit)
def test_a_greater_threat_never_raises_survival(pair: Pair, belief: SurvivalWeights, left: float) -> None:
    mild, grave = pair
    assert survival.unaided_survival(grave, belief) <= survival.unaided_survival(mild, belief)
    assert survival.survival(grave, left, belief) <= survival.survival(mild, left, belief) + ROUNDING


@given(unit, ordered(unit), supports)
def test_more_spare_forces_never_bring_less_aid(spare: float, pair: Pair, support: int) -> None:
    aid = [survival.arriving_aid(rung, spare) for rung in range(SUPPORT_RUNGS)]
    assert aid == sorted(aid)
    assert 0.0 <= aid[0] <= aid[COMBAT] <= 1.0
    few, many = (survival.arriving_aid(support, share) for share in pair)
    assert few <= many


@given(unit, unit, odds, ordered(unit))
def test_the_smaller_the_aid_the_more_a_threat_takes_of_it(
    threat: float, other: float, belief: SurvivalWeights, pair: Pair
) -> None:
    small, large = pair
    mild, grave = sorted((threat, other))
    for aid in pair:
        assert 0.0 <= survival.blunted(aid, grave, belief.blunting) <= survival.blunted(aid, mild, belief.blunting) <= 1
    kept_small = survival.blunted(small, grave, belief.blunting) * survival.blunted(large, mild, belief.blunting)
    kept_large = survival.blunted(large, grave, belief.blunting) * survival.blunted(small, mild, belief.blunting)
    assert kept_small <= kept_large + ROUNDING


@given(unit, unit, odds, st.integers(0, COMBAT - 1))
def test_a_higher_rung_never_leaves_more_danger(
    spare: float, threat: float, belief: SurvivalWeights, rung: int
) -> None:
    less, more = (survival.danger_left(step, spare, threat, belief) for step in (rung, rung + 1))
    assert 0.0 <= more <= less <= 1.0
    assert survival.danger_left(0, spare, threat, belief) == 1.0


@given(worlds(), odds, unit, st.integers(0, 7))
def test_another_patron_never_adds_danger(world: World, belief: SurvivalWeights, threat: float, seat: int) -> None:
    seat %= world.patrons
    everyone = danger_left_by_others(world.board, world.patrons, -1, threat, belief)
    without = danger_left_by_others(world.board, world.patrons, seat, threat, belief)
    assert 0.0 <= everyone <= without <= 1.0


@given(worlds(), odds, unit, st.integers(0, 7), ordered(unit))
def test_hope_never_adds_danger(world: World, belief: SurvivalWeights, threat: float, seat: int, pair: Pair) -> None:
    """And the leader never believes in less help than he sees."""
    column = world.patron(seat % world.patrons, Patron.TRUSTED)
    hopeless, hopeful = (
        danger_left_in_hope(world.but(column, trust).board, world.patrons, threat, belief) for trust in pair
    )
    assert -ROUNDING <= hopeful <= hopeless + ROUNDING
    assert hopeless <= danger_left_by_others(world.board, world.patrons, -1, threat, belief) + ROUNDING


@given(worlds(), st.integers(0, 7), supports, ordered(unit))
def test_a_patron_thought_steadfast_is_expected_to_bring_no_less(
    world: World, seat: int, hoped: int, pair: Pair
) -> None:
    seat %= world.patrons
    hoped = max(hoped, int(world.board[world.patron(seat, Patron.SUPPORT)]))
    lukewarm, steadfast = (aid_in_mind(world.board, seat, hoped, belief) for belief in pair)
    assert 0.0 <= lukewarm <= steadfast + ROUNDING
    assert steadfast <= 1.0 + ROUNDING


# ---------------------------------------------------------------------------------------------- power


@given(unit, ordered(between(0.0, 12500.0)), unit)
def test_distance_never_brings_more_power_to_the_theatre(capability: float, miles: Pair, basing: float) -> None:
    near, far = (power.projection(capability, distance, basing) for distance in miles)
    assert 0.0 <= far <= near + ROUNDING
    assert near <= 1.0


@given(unit)
def test_capability_counts_as_it_is_at_a_distance_of_e_days(capability: float) -> None:
    """Where the exponent of Bueno de Mesquita's rule is one; nearer it counts for more."""
    there = power.distant_capability(capability, math.e * power.MILES_PER_DAY)
    assert math.isclose(there, capability, abs_tol=1e-12)
    assert power.distant_capability(capability, 0.0) >= capability - ROUNDING


@given(ordered(unit), between(0.0, 12500.0), unit)
def test_capability_and_bases_never_bring_less_power_to_the_theatre(pair: Pair, miles: float, other: float) -> None:
    less, more = pair
    assert power.projection(less, miles, other) <= power.projection(more, miles, other) + ROUNDING
    assert power.projection(other, miles, less) <= power.projection(other, miles, more) + ROUNDING
    assert power.distant_capability(0.0, miles) == 0.0


@given(unit, ordered(unit))
def test_what_is_tied_down_elsewhere_is_not_spare(projected: float, pair: Pair) -> None:
    free, tied = (power.spare_capacity(projected, committed) for committed in pair)
    assert 0.0 <= tied <= free <= projected
    assert power.spare_capacity(projected, 1.0) == 0.0


@given(ordered(unit), ordered(unit), unit)
def test_a_burden_grows_with_the_need_and_falls_with_the_means(need: Pair, means: Pair, other: float) -> None:
    assert power.burden(need[0], other) <= power.burden(need[1], other)
    assert power.burden(other, means[1]) <= power.burden(other, means[0])
    assert power.burden(0.0, means[0]) == 0.0


@given(ordered(unit))
def test_more_spare_forces_deliver_no_less(pair: Pair) -> None:
    few, many = (power.delivery(spare) for spare in pair)
    assert 0.0 <= few <= many < 1.0


@given(ordered(unit), unit)
def test_the_stronger_side_is_less_outmatched(pair: Pair, opposing: float) -> None:
    weak, strong = (power.inferiority(own, opposing) for own in pair)
    assert 0.0 <= strong <= weak <= 1.0
    less, more = (power.inferiority(opposing, other) for other in pair)
    assert opposing == 0.0 or less <= more
    assert power.inferiority(0.0, 0.0) == 0.5
