from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit, logit

from sim.history import calibrate
from sim.history.calibrate import (
    AGREEMENT,
    AS_KEPT,
    FITTED,
    WIDER,
    Form,
    fit,
    fitted,
    log_likelihood,
    peak_distribution,
    prior_of,
    rows_of,
)
from sim.history.cases import CODINGS, read_cases
from sim.history.forms import FORMS, foretell, rank, score_forms, simplest
from sim.history.identification import identify
from sim.history.likelihood import peaks
from sim.history.posterior import made_from, posterior_text
from sim.history.translate import to_scenario
from sim.model import ladders
from sim.scenario.design import NOT_CODED, sample
from sim.scenario.plan import Plan
from sim.scenario.weights import PATHS, parse_posterior, read_posterior, read_weights, weights_hash

TABLES = [read_cases(coding) for coding in CODINGS]
COLUMNS = [PATHS.index(path) for path in FITTED]
CENTRAL = read_weights().row()[None]
FEW = 1_000


@pytest.fixture(scope="module")
def found():
    return fit(TABLES, draws=FEW)


def entry(path):
    return next(it for it in read_weights().weights if it.path == path)


# ------------------------------------------------------------------------------------------- priors


def test_a_prior_keeps_its_sign_its_median_and_its_width():
    prior = prior_of()
    assert prior.paths == FITTED
    assert prior.bound(prior.centre) == pytest.approx([entry(path).value for path in FITTED])
    at = FITTED.index("patron.linkage")
    low, high = (prior.bound(prior.centre + side * 1.645 * prior.spread)[at] for side in (-1, 1))
    stated = entry("patron.linkage")
    assert high / low == pytest.approx((stated.high / stated.low) ** WIDER)
    assert (prior.bound(prior.centre - 8.0 * prior.spread) > 0.0).all()


def test_a_share_stays_a_share():
    prior, at = prior_of(), FITTED.index("patron.survival_share")
    assert expit(logit(0.25)) == pytest.approx(prior.bound(prior.centre)[at])
    assert prior.bound(prior.centre + 9.0 * prior.spread)[at] < 1.0


def test_a_weight_held_by_a_form_has_no_prior():
    assert "patron.clash" not in prior_of(Form(fixed={"patron.clash": 0.0})).paths


# --------------------------------------------------------------------------------------- likelihood


def test_a_row_mixes_the_coded_peak_with_its_defensible_range():
    case = replace(TABLES[0][0], level_peak=4, level_lo=3, level_hi=5)
    (credit,) = rows_of([case]).credit
    rest = (1.0 - AGREEMENT) / 3.0
    assert credit == pytest.approx([0.0, 0.0, 0.0, rest, AGREEMENT + rest, rest])


def test_rows_of_one_crisis_count_less_than_as_many_crises_and_more_than_one():
    cases = TABLES[0]
    heed = dict(zip([case.crisis for case in cases], rows_of(cases).heed, strict=True))
    assert heed["NK1950"] == pytest.approx(0.5**0.5)
    assert heed["GRN1983"] == 1.0


def test_a_row_whose_peak_is_unknown_says_nothing():
    unknown = replace(TABLES[0][0], level_peak=None)
    assert rows_of([unknown, TABLES[0][5]]).ids == (TABLES[0][5].id,)


def test_the_likelihood_is_that_of_the_exact_peaks():
    data = rows_of(TABLES[0])
    expected = peaks(data.situations, CENTRAL)
    by_hand = [np.log(chances @ credit) for chances, credit in zip(expected[0], data.credit, strict=True)]
    assert log_likelihood(data, expected)[0] == pytest.approx(np.array(by_hand) * data.heed)


# ------------------------------------------------------------------------------------------ the fit


def test_the_fit_is_the_same_every_time(found):
    again = fit(TABLES, draws=FEW)
    assert np.array_equal(found.draws(), again.draws())


def test_every_draw_keeps_every_sign(found):
    drawn = found.draws()[:, COLUMNS]
    assert (drawn > 0.0).all()
    assert (drawn[:, FITTED.index("patron.survival_share")] < 1.0).all()


def test_enough_draws_count_with_and_without_any_crisis(found):
    assert min(found.worth()) > 0.3 * FEW
    for crisis in {case.crisis for case in TABLES[0]}:
        ids = [case.id for case in TABLES[0] if case.crisis == crisis]
        assert min(found.worth(ids)) > 0.1 * FEW, crisis


@pytest.mark.slow
def test_what_produced_the_peaks_is_found_again():
    strong = {"patron.linkage": 9.0, "patron.stake": 5.0}
    truth = read_weights().row(**strong)[None]
    rng = np.arange(1, 20) / 20.0  # quantiles: every case nineteen times, once at each
    chances = peak_distribution([to_scenario(case) for case in TABLES[0]], truth)
    cases = []
    for case, cumulated in zip(TABLES[0], np.cumsum(chances, axis=1), strict=True):
        for number, quantile in enumerate(rng[::4]):
            peak = int(np.searchsorted(cumulated, quantile).clip(0, 5))
            cases.append(
                replace(case, id=f"{case.crisis}{number}-{case.patron}", level_peak=peak, level_lo=peak, level_hi=peak)
            )
    medians = dict(zip(FITTED, np.median(fit([cases], draws=600).draws()[:, COLUMNS], axis=0), strict=True))
    assert medians["patron.linkage"] == pytest.approx(9.0, rel=0.25)
    assert medians["patron.stake"] == pytest.approx(5.0, rel=0.25)


@pytest.mark.slow
def test_leaving_out_by_weighing_anew_is_leaving_out_by_fitting_anew(found):
    ids = [case.id for case in TABLES[0] if case.crisis == "NIC1979"]
    others = [[case for case in cases if case.id not in ids] for cases in TABLES]
    refit = fit(others, draws=FEW)
    weighed, fresh = (np.log(it[:, COLUMNS]) for it in (found.draws(ids), refit.draws()))
    error = np.log(found.draws()[:, COLUMNS]).std(axis=0) / np.sqrt(min(*found.worth(ids), *refit.worth()))
    assert (np.abs(weighed.mean(axis=0) - fresh.mean(axis=0)) < 4.0 * error).all()
    assert weighed.std(axis=0) == pytest.approx(fresh.std(axis=0), rel=0.15)


def test_a_fit_that_has_not_heard_a_row_does_not_hang_on_what_it_says(found):
    left = TABLES[0][0]
    deaf = found.draws([case.id for case in TABLES[0]])[:, COLUMNS]
    prior = prior_of()
    assert np.log(deaf[:, FITTED.index("patron.linkage")]).mean() == pytest.approx(
        prior.centre[FITTED.index("patron.linkage")], abs=0.25
    )
    assert not np.array_equal(found.draws([left.id]), found.draws())


def test_the_codings_take_turns_among_the_draws(found):
    rows = found.draws(size=10)[:, COLUMNS]
    for place, pool in enumerate(found.pools):
        known = {tuple(row) for row in pool.rows[:, COLUMNS]}
        assert all(tuple(row) in known for row in rows[place :: len(found.pools)])


# ------------------------------------------------------------------------------------- what is learnt


def test_linkage_and_stake_are_learnt_and_appeals_are_not(found):
    known = {it.path: it for it in identify(found, TABLES[0]).learnt}
    assert known["patron.stake"].contraction > 0.5
    assert min(contraction for _, contraction in known["patron.linkage"].alone) > 0.5
    assert abs(known["patron.appeal"].contraction) < 0.2
    assert known["patron.appeal"].verdict.startswith("not identified")


def test_what_was_not_fitted_would_not_have_been_learnt(found):
    assert max(contraction for _, contraction in identify(found, TABLES[0]).beside) < 0.2


def test_a_crisis_left_out_moves_the_weights_it_speaks_of(found):
    influence = {it.crisis: it for it in identify(found, TABLES[0]).influence}
    assert len(influence) == 43
    assert influence["GRN1983"].shifts[FITTED.index("patron.combat")] > 0.2


def test_crises_left_out_are_foretold_better_than_by_base_rates(found):
    told = foretell(found, TABLES)
    observed = [np.array([case.level_peak for case in cases]) for cases in TABLES]
    for it, seen in zip(told, observed, strict=True):
        below = (seen[:, None] <= np.arange(5)).astype(float)
        scores = [((np.cumsum(p, axis=1)[:, :5] - below) ** 2).mean() for p in (it.inside, it.outside)]
        rates = np.cumsum(np.bincount(seen, minlength=6) / len(seen))[:5]
        assert scores[0] < scores[1] < 0.8 * ((rates - below) ** 2).mean()


def test_the_simplest_form_within_one_error_has_the_fewest_weights(monkeypatch):
    monkeypatch.setattr("sim.history.forms.DRAWS", 100)
    tried = rank(score_forms(TABLES, FORMS[:2]), [case.crisis for case in TABLES[0]])
    assert tried[0].behind_kept.mean == 0.0
    assert min(it.behind_best.mean for it in tried) == 0.0
    assert [it.free for it in tried] == [10, 4]
    assert simplest(tried).free == min(it.free for it in tried if it.within)


# ---------------------------------------------------------------------------------- what is published


def test_the_draws_in_the_package_were_made_from_what_is_in_the_package():
    assert read_posterior().made_from == made_from(), "run `sim calibrate`"


@pytest.mark.slow
def test_the_fit_reproduces_the_draws_in_the_package_to_the_byte():
    assert posterior_text(fitted()) == read_posterior().text


def test_the_file_of_draws_reads_as_it_was_written(found):
    posterior = parse_posterior(posterior_text(found))
    assert posterior.paths == FITTED
    assert np.array_equal(posterior.values, found.draws()[:, COLUMNS])


def test_a_file_of_draws_that_names_no_weight_is_refused():
    with pytest.raises(ValueError, match=r"no weight patron\.charm"):
        parse_posterior("# made up\ncoding,patron.charm\nfirst,1.0\n")


def test_every_design_takes_one_draw_of_all_fitted_weights_together():
    design = sample(to_scenario(TABLES[0][0]), Plan(runs=400, replications=1))
    coded = [place for place, path in enumerate(read_posterior().paths) if path not in NOT_CODED]
    known = {tuple(row) for row in read_posterior().values[:, coded]}
    assert all(tuple(row) in known for row in design.weights[:, [COLUMNS[place] for place in coded]])
    assert len({tuple(row) for row in design.weights[:, COLUMNS]}) > 200


def test_a_weight_that_a_plan_fixes_stays_fixed_and_moves_no_other():
    scenario = to_scenario(TABLES[0][0])
    free, held = (
        sample(scenario, Plan(runs=100, replications=1, fixed=fixed)).weights
        for fixed in ((), (("patron.linkage", 0.0),))
    )
    at = PATHS.index("patron.linkage")
    assert (held[:, at] == 0.0).all()
    assert np.array_equal(np.delete(held, at, axis=1), np.delete(free, at, axis=1))


def test_the_hash_hangs_on_weights_and_on_the_attributes_of_rungs(monkeypatch):
    before = weights_hash()
    assert len(before) == 12
    assert before == weights_hash()
    monkeypatch.setattr(ladders, "STANDING", (0.0, 0.2, 0.4, 0.6, 0.8, 1.0))
    assert weights_hash() != before


def test_the_form_kept_is_the_first_of_those_tried():
    assert FORMS[0] is AS_KEPT
    assert len({it.name for it in FORMS}) == len(FORMS)
    assert calibrate.KEPT % len(CODINGS) == 0
