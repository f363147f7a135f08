"""Luck that is keyed by what it is for: alone or together, early or late, the same numbers."""

from __future__ import annotations

import hashlib
import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest, norm, uniform

from sim.scenario.shocks import draw, key, uniforms
from tests.crises import PATRONS, fixed, party, quiet

MASK = 2**64 - 1
WORDS = ("passing", "borduria", 3)


def philox(counter: int, first: int, second: int) -> list[int]:
    """Four words of Philox 4x64-10, written from Salmon et al. 2011, figure 4 and table 2."""
    words = [counter & MASK, (counter >> 64) & MASK, 0, 0]
    for _ in range(10):
        low, high = words[0] * 0xD2E7470EE14C6C93, words[2] * 0xCA5A826395121157
        words = [(high >> 64) ^ words[1] ^ first, high & MASK, (low >> 64) ^ words[3] ^ second, low & MASK]
        first, second = (first + 0x9E3779B97F4A7C15) & MASK, (second + 0xBB67AE8584CAA73B) & MASK
    return words


def test_the_generator_is_the_published_one() -> None:
    """Known answers of Random123 for Philox 4x64 with ten rounds, counter and key all zero."""
    words = (0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B)
    assert tuple(philox(0, 0, 0)) == words


@given(st.integers(0, 2**63), st.integers(0, 10_000))
def test_a_draw_is_one_word_of_philox_at_its_runs_place(seed: int, run: int) -> None:
    """numpy steps its counter before it draws, hence the one."""
    word = philox(run // 4 + 1, *key(seed, *WORDS))[run % 4]
    assert uniforms(seed, run, 1, *WORDS)[0] == (word >> 11) * 2.0**-53 + 2.0**-54


def test_a_key_is_the_seed_and_a_hash_of_the_purpose() -> None:
    digest = hashlib.blake2b(b"passing/borduria/3", digest_size=8).digest()
    assert key(7, *WORDS) == (7, int.from_bytes(digest, "little"))


@given(st.integers(0, 2**64 - 1), st.integers(0, 1000), st.integers(1, 50), st.integers(0, 50))
def test_any_slice_of_runs_is_that_slice_of_all(seed: int, first: int, count: int, before: int) -> None:
    part = uniforms(seed, first, count, *WORDS)
    whole = uniforms(seed, max(0, first - before), count + before, *WORDS)
    assert np.array_equal(part, whole[len(whole) - count :] if first >= before else whole[first : first + count])


def test_draws_lie_strictly_between_impossible_and_certain() -> None:
    drawn = uniforms(1, 0, 100_000, "test")
    assert drawn.min() > 0.0
    assert drawn.max() < 1.0


class Extreme:
    """A generator that draws the lowest and the highest number there is."""

    def __init__(self, _: object) -> None:
        pass

    def random(self, count: int) -> np.ndarray:
        """As numpy's: multiples of 2 ** -53 in [0, 1)."""
        return np.resize([0.0, 1.0 - 2.0**-53], count)


def test_even_the_most_extreme_draws_lie_between_impossible_and_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(np.random, "Generator", Extreme)
    low, high = uniforms(1, 0, 2, "test")
    assert 0.0 < low < high < 1.0


@pytest.mark.parametrize("words", [("lasting", "borduria"), ("design", "borduria.linkage"), ("coup", "", 11)])
def test_draws_are_uniform_and_streams_are_strangers(words: tuple[object, ...]) -> None:
    drawn = uniforms(11, 0, 20_000, *words)
    assert kstest(drawn, uniform.cdf).pvalue > 1e-4
    for other in (("lasting", "graustark"), ("review", "borduria", 0), ("lasting", "borduria", 1)):
        assert abs(np.corrcoef(drawn, uniforms(11, 0, 20_000, *other))[0, 1]) < 0.03
    assert abs(np.corrcoef(drawn, uniforms(12, 0, 20_000, *words))[0, 1]) < 0.03
    assert abs(np.corrcoef(drawn[1:], drawn[:-1])[0, 1]) < 0.03


def test_luck_is_normal_where_it_should_be() -> None:
    drawn = draw(quiet(2, horizon=4), 3, 0, 5000, 12)
    for normal in (drawn.passing.ravel(), drawn.officers.ravel(), drawn.common):
        assert kstest(normal, norm.cdf).pvalue > 1e-4


def test_another_turn_actor_appeal_or_event_moves_no_other_draw() -> None:
    small = quiet(1, horizon=3)
    event = {"name": "fair", "on": small.as_of, "probability": fixed(0.5), "then": ()}
    large = quiet(3, horizon=5, events=[event, event | {"name": "foul"}])
    few, many = draw(small, 5, 0, 40, 3), draw(large, 5, 0, 40, 9)
    assert np.array_equal(few.lasting, many.lasting[:, :3])
    assert np.array_equal(few.passing, many.passing[:, :3, :3])
    assert np.array_equal(few.review, many.review[:, :3, :3])
    assert np.array_equal(few.appeal, many.appeal[:, :3, :1])
    assert np.array_equal(few.officers, many.officers[:, :3])
    assert np.array_equal(few.common, many.common)
    for purpose in ("coup", "removal", "replacement", "turning"):
        assert np.array_equal(getattr(few, purpose), getattr(many, purpose)[:, :3])
    one = draw(quiet(1, horizon=3, events=[event | {"name": "foul"}]), 5, 0, 40, 3)
    assert np.array_equal(one.events[:, 0], many.events[:, 1])


def test_seats_may_change_and_luck_stays_with_the_name() -> None:
    there, back = (
        quiet(2, horizon=2).model_copy(update={"actors": (*quiet(0).actors, *(party(n, "patron") for n in names))})
        for names in (PATRONS[:2], PATRONS[1::-1])
    )
    one, other = draw(there, 1, 0, 8, 1), draw(back, 1, 0, 8, 1)
    assert np.array_equal(one.passing[:, :, [0, 1, 3, 2]], other.passing)
    assert np.array_equal(one.appeal[:, :, ::-1], other.appeal)


@given(st.integers(0, 200), st.integers(1, 20))
def test_some_runs_are_dealt_what_they_are_dealt_among_all(first: int, count: int) -> None:
    scenario = quiet(2, horizon=2)
    part, whole = draw(scenario, 9, first, count, 3), draw(scenario, 9, 0, first + count, 3)
    for name in part._fields:
        assert np.array_equal(getattr(part, name), getattr(whole, name)[first:])


def test_luck_asks_neither_the_clock_nor_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    np.random.seed(0)  # noqa: NPY002  # the old global generator must not matter
    one = draw(quiet(1, horizon=2), 1, 0, 5, 2)
    np.random.seed(1)  # noqa: NPY002
    monkeypatch.setattr(os, "urandom", lambda size: b"\0" * size)
    other = draw(quiet(1, horizon=2), 1, 0, 5, 2)
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
