"""What a scholar believes of revenue, readiness, unrest and the build-up."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.model import economy
from sim.model.advance import access_now, advance, open_world
from sim.model.constraints import (
    CHALLENGER_CONSTRAINTS,
    CLIENT_CONSTRAINTS,
    PATRON_CONSTRAINTS,
    Challenger,
    Client,
    Patron,
)
from sim.model.ladders import COMBAT, REGIME_REMOVAL, SHOW_OF_FORCE, SUPPORT_RUNGS
from sim.model.weights import Weights
from tests.strategies import ROUNDING, World, all_weights, between, ordered, pressures, supports, unit, worlds

Pair = tuple[float, float]


@given(unit, st.integers(0, REGIME_REMOVAL - 1), unit, unit, ordered(unit))
def test_more_pressure_and_a_firmer_grip_never_raise_export_access(
    access: float, pressure: int, grip: float, unrescued: float, pair: Pair
) -> None:
    calm, pressed = (economy.export_access(access, rung, grip, unrescued) for rung in (pressure, pressure + 1))
    assert 0.0 <= pressed <= calm + ROUNDING
    loose, firm = (economy.export_access(access, pressure, hold, unrescued) for hold in pair)
    assert 0.0 <= firm <= loose + ROUNDING
    rescued, alone = (economy.export_access(access, pressure, grip, share) for share in pair)
    assert 0.0 <= alone <= rescued + ROUNDING
    assert calm <= access


@given(worlds(), st.integers(0, REGIME_REMOVAL - 1))
def test_more_pressure_never_raises_what_the_client_can_sell(world: World, pressure: int) -> None:
    column = world.challenger(Challenger.PRESSURE)
    calm, pressed = (access_now(world.but(column, float(p)).board, world.patrons) for p in (pressure, pressure + 1))
    assert pressed <= calm + ROUNDING


@given(worlds(), all_weights, st.integers(0, REGIME_REMOVAL - 1), between(0.1, 13.0))
def test_more_pressure_never_raises_revenue(world: World, weights: Weights, pressure: int, weeks: float) -> None:
    column = world.challenger(Challenger.PRESSURE)
    later = []
    for rung in (pressure, pressure + 1):
        pressed = world.but(column, float(rung))
        advance(pressed.board, world.patrons, weeks, weights)
        later.append(pressed.board[world.client(Client.REVENUE)])
    assert later[1] <= later[0] + ROUNDING


@given(worlds(), all_weights, st.integers(0, 7), st.integers(0, COMBAT - 1), between(0.1, 13.0))
def test_a_patron_that_does_more_never_lowers_revenue(
    world: World, weights: Weights, seat: int, rung: int, weeks: float
) -> None:
    column = world.patron(seat % world.patrons, Patron.SUPPORT)
    later = []
    for support in (rung, rung + 1):
        helped = world.but(column, float(support))
        advance(helped.board, world.patrons, weeks, weights)
        later.append(helped.board[world.client(Client.REVENUE)])
    assert later[1] >= later[0] - ROUNDING


@given(worlds(), all_weights, st.integers(0, 7), ordered(unit), between(0.1, 13.0))
def test_a_patron_that_can_buy_more_never_lowers_revenue(
    world: World, weights: Weights, seat: int, pair: Pair, weeks: float
) -> None:
    column = world.patron(seat % world.patrons, Patron.TRADE)
    later = []
    for trade in pair:
        traded = world.but(column, trade)
        advance(traded.board, world.patrons, weeks, weights)
        later.append(traded.board[world.client(Client.REVENUE)])
    assert later[1] >= later[0] - ROUNDING


@given(unit, supports, ordered(unit))
def test_a_buyer_rescues_no_less_the_more_it_can_and_does(trade: float, support: int, pair: Pair) -> None:
    little, much = pair
    assert economy.trade_kept(support, much) <= economy.trade_kept(support, little) + ROUNDING
    kept = [economy.trade_kept(rung, trade) for rung in range(SUPPORT_RUNGS)]
    assert kept == sorted(kept, reverse=True)
    assert all(0.0 <= one <= 1.0 for one in kept)


@given(between(0.0, 3.0), unit, between(0.0, 3.0), unit, ordered(unit))
def test_revenue_rises_with_output_access_and_price_and_falls_with_the_discount(
    output: float, access: float, price: float, discount: float, pair: Pair
) -> None:
    less, more = pair
    assert economy.revenue(less, access, price, discount) <= economy.revenue(more, access, price, discount) + ROUNDING
    assert economy.revenue(output, less, price, discount) <= economy.revenue(output, more, price, discount) + ROUNDING
    assert economy.revenue(output, access, less, discount) <= economy.revenue(output, access, more, discount) + ROUNDING
    assert economy.revenue(output, access, price, more) <= economy.revenue(output, access, price, less) + ROUNDING
    assert economy.revenue(output, access, price, 1.0) == 0.0


@given(between(0.0, 3.0), unit, ordered(unit))
def test_output_never_grows_and_decays_less_where_somebody_tends_it(output: float, decay: float, pair: Pair) -> None:
    untended, tended = (economy.output_left(output, decay, share) for share in pair)
    assert 0.0 <= untended <= tended + ROUNDING
    assert tended <= output


@given(unit, unit, unit, ordered(unit))
def test_readiness_decays_and_aid_repairs_it(readiness: float, decay: float, repaired: float, pair: Pair) -> None:
    little, much = (economy.readiness_left(readiness, decay, aid, repaired) for aid in pair)
    assert 0.0 <= little <= much + ROUNDING
    assert much <= max(readiness, pair[1]) + ROUNDING
    assert economy.readiness_left(readiness, decay, 0.0, repaired) <= readiness


@given(unit, unit, ordered(between(0.0, 3.0)))
def test_empty_coffers_never_calm_the_streets(grievance: float, response: float, pair: Pair) -> None:
    poor, rich = (economy.unrest_target(grievance, revenue, response) for revenue in pair)
    assert grievance - ROUNDING <= rich <= poor + ROUNDING
    assert poor <= 1.0 + ROUNDING


@given(unit, unit, unit)
def test_what_is_on_its_way_never_overshoots(value: float, target: float, share: float) -> None:
    reached = economy.approach(value, target, share)
    assert min(value, target) - ROUNDING <= reached <= max(value, target) + ROUNDING
    assert economy.approach(value, target, 1.0) == value + (target - value)


@given(between(0.0, 2.0), between(0.0, 2.0), pressures, unit)
def test_forces_build_up_from_a_show_of_force_on_and_never_leave_by_themselves(
    forces: float, available: float, pressure: int, share: float
) -> None:
    present = economy.forces_present(forces, available, pressure, share)
    assert forces <= present <= max(forces, available) + ROUNDING
    if pressure < SHOW_OF_FORCE:
        assert present == forces


# ------------------------------------------------------------------------------------------ the turn


def _outside(world: World) -> list[str]:
    """Constraints and shares that lie outside their range."""
    bad = []
    blocks = [("challenger", CHALLENGER_CONSTRAINTS, world.challenger), ("client", CLIENT_CONSTRAINTS, world.client)]
    for name, constraints, where in blocks:
        for c in constraints:
            if not c.low - ROUNDING <= world.board[where(c.column)] <= c.high + ROUNDING:  # type: ignore[operator]
                bad.append(f"{name}.{c.name}")
    for seat in range(world.patrons):
        for c in PATRON_CONSTRAINTS:
            if not c.low - ROUNDING <= world.board[world.patron(seat, c.column)] <= c.high + ROUNDING:  # type: ignore[arg-type]
                bad.append(f"patron {seat}.{c.name}")
    for share in (Client.ACCESS, Client.HELP):
        if not -ROUNDING <= world.board[world.client(share)] <= 1.0 + ROUNDING:
            bad.append(share.name)
    return bad


@given(worlds(), all_weights, between(0.1, 13.0))
def test_a_turn_keeps_every_quantity_within_its_range(world: World, weights: Weights, weeks: float) -> None:
    advance(world.board, world.patrons, weeks, weights)
    assert np.isfinite(world.board).all()
    assert not _outside(world)


@given(worlds(), all_weights)
def test_a_world_opens_with_revenue_that_its_pressure_and_patrons_allow(world: World, weights: Weights) -> None:
    open_world(world.board, world.patrons, weights.survival)
    assert world.board[world.client(Client.ACCESS)] == access_now(world.board, world.patrons)
    assert not _outside(world)


@given(worlds(), all_weights, between(0.2, 4.0))
def test_two_half_turns_move_stocks_as_far_as_a_whole_one(world: World, weights: Weights, weeks: float) -> None:
    """Time enters as rates: with everybody sitting still the length of a turn hardly matters.

    What approaches a fixed target does so exactly; what approaches a moving one nearly.
    """
    whole, halves = world.but(0, 0.0), world.but(0, 0.0)
    advance(whole.board, world.patrons, weeks, weights)
    advance(halves.board, world.patrons, weeks / 2, weights)
    advance(halves.board, world.patrons, weeks / 2, weights)
    exact = [world.client(c) for c in (Client.ACCESS, Client.REPRIEVE_WEEKS)]
    exact += [world.challenger(c) for c in (Challenger.FORCES, Challenger.THREAT_WEEKS)]
    for column in exact:
        assert abs(whole.board[column] - halves.board[column]) <= 1e-6 * max(1.0, abs(whole.board[column]))
