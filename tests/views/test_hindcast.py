"""The record in words and pictures."""

import re

import numpy as np
import pytest

from sim.history.cases import CODINGS, read_cases
from sim.history.hindcast import RULES
from sim.history.icb import compare_counts
from sim.history.record import Record
from sim.history.scorecard import Forecast, Hindcast
from sim.history.translate import MODES
from sim.views.hindcast import case_chart, hindcast_text, reliability_diagram
from sim.views.style import render
from sim.views.validation import validation_page, validation_pictures


def made_up(coding="first", mode="conditional", left="nothing", seed=1):
    """Forecasts drawn at random: no model."""
    cases, rng = read_cases(coding), np.random.default_rng(seed)
    names = ("model", "base_rate", "persistence", "ordered_logit", "ordered_logit_3")
    free = [rng.dirichlet(np.ones(7), len(cases)) if mode == "free" else None for _ in names]
    forecasts = {
        name: Forecast(rng.dirichlet(np.ones(6), len(cases)), rng.uniform(size=len(cases)), pressure)
        for name, pressure in zip(names, free, strict=True)
    }
    return Hindcast(cases, forecasts, f"{coding} coding", left, mode, "logit", 100, 1, "made up")


@pytest.fixture
def record():
    ways = [(coding, mode) for coding in CODINGS for mode in MODES]
    headline = made_up(left="crisis")
    return Record(
        held_out={way: made_up(*way, left="crisis") for way in ways},
        in_sample={way: made_up(*way) for way in ways},
        by_patron={coding: made_up(coding, left="patron") for coding in CODINGS},
        rules={rule: made_up(seed=number) for number, rule in enumerate(RULES)},
        received=made_up(seed=9),
        disputed=made_up(left="crisis"),
        counts=compare_counts(headline.cases, headline.forecasts["model"].peak),
        worth=dict.fromkeys(("USSR", "China", "USA", "Cuba"), 123.0),
    )


def test_the_words_name_every_case_and_every_forecaster():
    text = hindcast_text(made_up(mode="free"))
    for case in read_cases():
        assert case.id in text
    for name in ("the model", "base rates", "words only", "8 columns", "3 columns", "survival", "highest rung"):
        assert name in text
    assert max(map(len, text.splitlines())) <= 160


def test_figures_are_the_same_bytes_every_time():
    for draw in (case_chart, reliability_diagram):
        first, second = (render(draw(made_up(), "a finding", "a caption")) for _ in range(2))
        assert first == second


def test_the_page_says_what_it_must(record):
    page = validation_page(record)
    for caveat in ("Hindsight", "knew how each crisis ended", "48 rows of 43 crises", "depend"):
        assert caveat in page
    for heading in (
        "others",
        "Both codings",
        "Each patron",
        "Rival rules",
        "What fails",
        "coded anew",
        "counts",
        "not be",
    ):
        assert heading in page
    for rule in RULES:
        assert f"`{rule}`" in page
    assert not re.search(r"\bnan\b|\{|\}", page)


def test_every_picture_that_the_page_shows_is_drawn(record):
    shown = set(re.findall(r"\(figures/([^)]+)\)", validation_page(record)))
    assert shown == set(validation_pictures(record))
    assert all(data.startswith(b"\x89PNG") for data in validation_pictures(record).values())
