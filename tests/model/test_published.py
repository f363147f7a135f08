"""Exact results that others published, met by the rules themselves: components, never the crisis model."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.engines.compiled import cascade
from sim.model.choice import probability

Matrix = tuple[tuple[float, float], tuple[float, float]]
GAMBIT: tuple[Matrix, Matrix] = (((1.0, 1.0), (0.0, 1.0)), ((1.0, 1.0), (2.0, 1.0)))
OCHS: tuple[Matrix, Matrix] = (((1.1141, 0.0), (0.0, 0.2785)), ((0.0, 1.1141), (1.1141, 0.0)))


def payoffs(game: tuple[Matrix, Matrix], row_first: float, column_first: float) -> list[tuple[float, float]]:
    """What each player expects of its two strategies; the row player's rows, the column player's columns."""
    rows, columns = game
    q, p = column_first, row_first
    return [
        (q * rows[0][0] + (1 - q) * rows[0][1], q * rows[1][0] + (1 - q) * rows[1][1]),
        (p * columns[0][0] + (1 - p) * columns[1][0], p * columns[0][1] + (1 - p) * columns[1][1]),
    ]


def answers(game: tuple[Matrix, Matrix], precision: float, profile: tuple[float, float]) -> tuple[float, float]:
    """Each player's quantal response to the profile; the precision is folded into the utilities."""
    first, second = (probability((precision * one, precision * other), 0) for one, other in payoffs(game, *profile))
    return first, second


@pytest.mark.parametrize(
    ("precision", "profile"), [(1.0, (0.643, 0.5883)), (2.0, (0.7727, 0.6117)), (3.0, (0.8595, 0.6038))]
)
def test_gambits_own_equilibria_answer_themselves(precision: float, profile: tuple[float, float]) -> None:
    """To the four digits that its test gives."""
    assert answers(GAMBIT, precision, profile) == pytest.approx(profile, abs=1e-4)


@pytest.mark.parametrize("profile", [(0.58678, 0.45181), (0.61752, 0.37198), (0.61690, 0.31402)])
def test_one_precision_makes_ochs_profile_answer_itself(profile: tuple[float, float]) -> None:
    """McKelvey and Palfrey 1995: the precision that explains the first player must explain the second."""
    worth = payoffs(OCHS, *profile)[0]
    precision = math.log(profile[0] / (1 - profile[0])) / (worth[0] - worth[1])
    assert precision > 0.0
    assert answers(OCHS, precision, profile) == pytest.approx(profile, abs=2e-4)


def test_the_likeliest_precision_of_ochs_game_answers_itself() -> None:
    profile, seen = (0.61565, 0.38329), (0.527, 0.366)
    assert answers(OCHS, 1.84561, profile) == pytest.approx(profile, abs=2e-5)
    each = [f * math.log(p) + (1 - f) * math.log(1 - p) for f, p in zip(seen, profile, strict=True)]
    assert 128 * sum(each) == pytest.approx(-174.765, abs=2e-3)


def test_granovetters_crowd_riots_and_one_man_less_stops_it() -> None:
    """Granovetter 1978: a hundred people with thresholds 0 to 99; then the second needs two before him."""
    crowd = np.arange(100) / 100
    assert cascade(crowd, 0.0, 1.0) == 1.0
    crowd[1] = crowd[2]
    assert cascade(crowd, 0.0, 1.0) == 0.01
