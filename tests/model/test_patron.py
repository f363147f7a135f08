"""What a scholar believes of a patron, at fixed beliefs, whatever the weights within their signs."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from sim.model import patron, survival
from sim.model.constraints import Challenger, Patron
from sim.model.ladders import COMBAT, DECLARATORY, ECONOMIC, FORCES, NONE, PRESENCE, SUPPORT_RUNGS, Pressure
from sim.model.observe import observe_as_patron
from sim.model.patron import PatronView
from sim.model.weights import PatronWeights, SurvivalWeights, Weights
from tests.strategies import (
    ROUNDING,
    World,
    all_weights,
    central,
    chances,
    expected,
    flag,
    odds,
    ordered,
    patron_views,
    patron_weights,
    supports,
    unit,
    worlds,
)

Pair = tuple[float, float]
SMALL_GESTURES = (DECLARATORY, ECONOMIC)
BELOW_FORCE = (Pressure.ENGAGEMENT, Pressure.SANCTIONS, Pressure.SHOW_OF_FORCE)
DEADLY_FORCE = (Pressure.TERRITORIAL_STRIKES, Pressure.REGIME_REMOVAL)


def support(view: PatronView, weights: PatronWeights, belief: SurvivalWeights) -> float:
    """The rung of support to be expected."""
    return expected(patron.patron_utilities(view, weights, belief))


# ------------------------------------------------------------------------------ what moves it, and how


@given(patron_views, patron_weights, odds, ordered(unit))
def test_more_linkage_never_raises_expected_support(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    less, more = pair
    above = support(view._replace(linkage=less), weights, belief)
    assert support(view._replace(linkage=more), weights, belief) <= above + ROUNDING


@given(worlds(), all_weights, st.integers(0, 7), ordered(unit))
def test_more_committed_elsewhere_never_raises_expected_support(
    world: World, weights: Weights, seat: int, pair: Pair
) -> None:
    seat %= world.patrons
    free, tied = (
        support(
            observe_as_patron(
                world.but(world.patron(seat, Patron.COMMITTED_ELSEWHERE), share).board,
                seat, world.patrons, weights.survival,
            ),
            weights.patron, weights.survival,
        )
        for share in pair
    )  # fmt: skip
    assert tied <= free + ROUNDING


@given(worlds(), all_weights, st.integers(0, 7), ordered(unit))
def test_more_projection_never_lowers_expected_support(world: World, weights: Weights, seat: int, pair: Pair) -> None:
    seat %= world.patrons
    weak, strong = (
        support(
            observe_as_patron(
                world.but(world.patron(seat, Patron.PROJECTION), share).board, seat, world.patrons, weights.survival
            ),
            weights.patron, weights.survival,
        )
        for share in pair
    )  # fmt: skip
    assert weak <= strong + ROUNDING


@given(patron_views, patron_weights, odds, ordered(unit))
def test_fewer_spare_forces_never_raise_expected_support(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    few, many = pair
    above = support(view._replace(spare=many), weights, belief)
    assert support(view._replace(spare=few), weights, belief) <= above + ROUNDING


@given(patron_views, patron_weights, odds, ordered(unit))
def test_a_higher_stake_never_lowers_expected_support(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    low, high = pair
    below = support(view._replace(stake=low), weights, belief)
    assert support(view._replace(stake=high), weights, belief) >= below - ROUNDING


@given(patron_views, patron_weights, odds, ordered(unit))
def test_less_fiscal_slack_never_raises_expected_support(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    tight, easy = pair
    above = support(view._replace(fiscal_slack=easy), weights, belief)
    assert support(view._replace(fiscal_slack=tight), weights, belief) <= above + ROUNDING


@given(patron_views, patron_weights, odds, ordered(unit))
def test_a_treaty_never_lowers_expected_support(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    loose, bound = pair
    below = support(view._replace(commitment=loose), weights, belief)
    assert support(view._replace(commitment=bound), weights, belief) >= below - ROUNDING


@given(patron_views, patron_weights, odds, ordered(unit))
def test_an_appeal_gone_unanswered_never_lowers_expected_support(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    light, heavy = pair
    below = support(view._replace(appealed=light), weights, belief)
    assert support(view._replace(appealed=heavy), weights, belief) >= below - ROUNDING


@given(patron_views, patron_weights, odds, ordered(supports))
def test_asking_for_more_never_lowers_expected_support(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights, pair: tuple[int, int]
) -> None:
    little, much = pair
    below = support(view._replace(asked=little), weights, belief)
    assert support(view._replace(asked=much), weights, belief) >= below - ROUNDING


@given(patron_views, patron_weights, odds, flag)
def test_a_great_power_against_it_never_raises_combat(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights, border: float
) -> None:
    small, great = (
        chances(patron.patron_utilities(view._replace(great_power=power, contiguous=border), weights, belief))[COMBAT]
        for power in (0.0, 1.0)
    )
    assert great <= small + ROUNDING


@given(patron_views, patron_weights, odds)
def test_distance_from_the_border_never_raises_combat_with_a_great_power(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights
) -> None:
    near, far = (
        chances(patron.patron_utilities(view._replace(great_power=1.0, contiguous=border), weights, belief))[COMBAT]
        for border in (1.0, 0.0)
    )
    assert far <= near + ROUNDING


@given(patron_views, patron_weights)
def test_at_its_own_border_a_great_power_weighs_no_more_than_another(view: PatronView, weights: PatronWeights) -> None:
    assert patron.combat_term(COMBAT, view._replace(contiguous=1.0), weights) == 0.0
    assert patron.combat_term(PRESENCE, view, weights) == 0.0


@given(patron_views, patron_weights, odds, ordered(unit))
def test_the_chance_of_deadly_force_never_raises_expected_support(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    """Entrapment; at a fixed threat to the client, which is another matter."""
    calm, danger = pair
    above = support(view._replace(deadly=calm), weights, belief)
    assert support(view._replace(deadly=danger), weights, belief) <= above + ROUNDING


@given(patron_views, patron_weights, odds, ordered(unit))
def test_being_outmatched_never_raises_expected_support(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    even, outmatched = pair
    above = support(view._replace(inferiority=even), weights, belief)
    assert support(view._replace(inferiority=outmatched), weights, belief) <= above + ROUNDING


@given(worlds(), all_weights, st.integers(0, 7), ordered(unit))
def test_a_stronger_challenger_in_the_theatre_never_raises_expected_support(
    world: World, weights: Weights, seat: int, pair: Pair
) -> None:
    seat %= world.patrons
    weak, strong = (
        support(
            observe_as_patron(
                world.but(world.challenger(Challenger.PROJECTION), power).board, seat, world.patrons, weights.survival
            ),
            weights.patron, weights.survival,
        )
        for power in pair
    )  # fmt: skip
    assert strong <= weak + ROUNDING


@given(patron_views, patron_weights, odds, ordered(unit))
def test_help_that_others_give_never_makes_ones_own_buy_more(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    """Free riding: the less danger others leave, the less there is to take away."""
    helped, alone = pair
    above = support(view._replace(left=alone), weights, belief)
    assert support(view._replace(left=helped), weights, belief) <= above + ROUNDING


@given(patron_views, patron_weights, odds)
def test_a_patron_that_has_chosen_before_is_likelier_to_stay(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights
) -> None:
    free, settled = (
        chances(patron.patron_utilities(view._replace(settled=once), weights, belief))[view.support]
        for once in (0.0, 1.0)
    )
    assert settled >= free - ROUNDING


@given(patron_views, patron_weights)
def test_the_first_choice_of_a_crisis_is_free_of_inertia(view: PatronView, weights: PatronWeights) -> None:
    """Trap 3: inertia would punish short crises that open at `none`."""
    first = view._replace(settled=0.0)
    assert all(patron.inertia_term(rung, first, weights) == 0.0 for rung in range(SUPPORT_RUNGS))


def test_by_default_climbing_costs_more_than_stepping_down() -> None:
    weights = central().patron
    assert weights.rise > weights.fall > 0.0


# ------------------------------------------------------------------------------------- what help buys


@given(patron_views, odds, st.sampled_from(SMALL_GESTURES), ordered(unit))
def test_a_greater_threat_never_makes_a_small_gesture_buy_more_survival(
    view: PatronView, belief: SurvivalWeights, gesture: int, pair: Pair
) -> None:
    mild, grave = (patron.survival_gain(gesture, view._replace(threat=threat), belief) for threat in pair)
    assert grave <= mild + ROUNDING


@given(
    patron_views, odds, st.sampled_from(SMALL_GESTURES), st.sampled_from(BELOW_FORCE), st.sampled_from(DEADLY_FORCE),
    unit, unit,
)  # fmt: skip
def test_deadly_force_makes_a_small_gesture_buy_less_survival(
    view: PatronView, belief: SurvivalWeights, gesture: int, shown: int, used: int, resolve: float, forces: float
) -> None:
    """At fixed help by others, and however resolved it was thought while it only showed its force."""
    threatened, struck = (
        view._replace(threat=survival.expected_threat(int(rung), resolve, forces)) for rung in (shown, used)
    )
    before = patron.survival_gain(gesture, threatened, belief)
    assert patron.survival_gain(gesture, struck, belief) <= before + ROUNDING


def test_deadly_force_takes_most_of_what_a_small_gesture_buys() -> None:
    """At the weights as filed, and not by a hair."""
    belief = central().survival
    view = patron_at_rest()
    for gesture in SMALL_GESTURES:
        shown = patron.survival_gain(gesture, view._replace(threat=0.25), belief)
        struck = patron.survival_gain(gesture, view._replace(threat=0.8), belief)
        assert struck < shown / 2


@given(patron_views, odds)
def test_a_higher_rung_never_buys_less_survival(view: PatronView, belief: SurvivalWeights) -> None:
    gains = [patron.survival_gain(rung, view, belief) for rung in range(SUPPORT_RUNGS)]
    assert gains[NONE] == 0.0
    assert all(low <= high + ROUNDING for low, high in itertools.pairwise(gains))
    assert 0.0 <= gains[COMBAT] <= 1.0


@given(patron_views, patron_weights, odds)
def test_what_standing_by_is_worth_never_falls_with_the_rung(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights
) -> None:
    worth = [
        patron.stake_term(rung, view.stake, weights) + patron.survival_term(rung, view, weights, belief)
        for rung in range(SUPPORT_RUNGS)
    ]
    assert worth[NONE] == 0.0
    assert all(low <= high + ROUNDING for low, high in itertools.pairwise(worth))


@given(patron_views, patron_weights, odds, ordered(unit))
def test_a_stake_in_a_client_that_can_be_saved_counts_for_more(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights, pair: Pair
) -> None:
    lost, saved = (patron.survival_term(COMBAT, view._replace(stake=stake), weights, belief) for stake in pair)
    assert 0.0 <= lost <= saved + ROUNDING


@given(patron_views, patron_weights, ordered(unit))
def test_what_goes_to_saving_the_client_does_not_go_to_standing_by_it(
    view: PatronView, weights: PatronWeights, pair: Pair
) -> None:
    """One stake is shared between the two."""
    show, effect = (patron.stake_term(COMBAT, view.stake, weights._replace(survival_share=share)) for share in pair)
    assert effect <= show + ROUNDING
    assert patron.stake_term(COMBAT, view.stake, weights._replace(survival_share=1.0)) == 0.0


@given(patron_views, patron_weights, odds)
def test_the_survival_a_rung_buys_never_speaks_against_it(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights
) -> None:
    worth = [patron.survival_term(rung, view, weights, belief) for rung in range(SUPPORT_RUNGS)]
    assert all(low <= high + ROUNDING for low, high in itertools.pairwise(worth))


# ------------------------------------------------------------------------------------------ dead ends


@given(patron_views, patron_weights, odds)
def test_doing_nothing_costs_nothing_even_with_nothing_to_spare(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights
) -> None:
    broke = view._replace(spare=0.0, fiscal_slack=0.0)
    terms = patron.patron_terms(NONE, broke, weights, belief)
    assert (terms.money, terms.forces, terms.linkage, terms.clash, terms.combat) == (0.0, 0.0, 0.0, 0.0, 0.0)


@given(patron_views, patron_weights, odds)
def test_without_spare_forces_no_rung_that_needs_them_is_chosen(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights
) -> None:
    """For any weight on forces worth the name; the least rung that needs some needs a hundredth."""
    stuck = view._replace(spare=0.0)
    utilities = patron.patron_utilities(stuck, weights._replace(forces=max(0.1, weights.forces)), belief)
    assert all(chance < 1e-300 for chance, needed in zip(chances(utilities), FORCES, strict=True) if needed > 0.0)


@given(patron_views, patron_weights, odds)
def test_a_patron_with_nothing_at_stake_still_reckons_with_finite_numbers(
    view: PatronView, weights: PatronWeights, belief: SurvivalWeights
) -> None:
    nothing = view._replace(
        stake=0.0, spare=0.0, fiscal_slack=0.0, linkage=0.0, commitment=0.0, inferiority=0.0, threat=0.0, deadly=0.0,
        left=0.0, asked=0, appealed=0.0,
    )  # fmt: skip
    assert abs(sum(chances(patron.patron_utilities(nothing, weights, belief))) - 1.0) < ROUNDING


# --------------------------------------------------------------------- the terms one by one, at rest


def patron_at_rest() -> PatronView:
    """A patron for whom every term is at work."""
    return PatronView(
        stake=0.5, spare=0.3, fiscal_slack=0.4, linkage=0.5, commitment=0.5, contiguous=0.0, great_power=1.0,
        inferiority=0.6, support=2, settled=1.0, threat=0.4, deadly=0.3, left=0.8, asked=4, appealed=1.0,
    )  # fmt: skip


def test_every_term_of_a_patron_matters_to_it() -> None:
    """By default no term is idle: each moves some rung against doing nothing."""
    weights = central()
    view = patron_at_rest()
    for name in patron.PatronTerms._fields:
        spread = [
            getattr(patron.patron_terms(rung, view, weights.patron, weights.survival), name)
            for rung in range(SUPPORT_RUNGS)
        ]
        assert max(spread) - min(spread) > 0.01, name
