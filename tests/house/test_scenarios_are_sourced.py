"""Every number of every shipped scenario can be traced, and nothing in them was published too late."""

import datetime as dt
import re
from functools import cache

import pytest

from tests.house.tree import SCENARIOS, name_of

LAST_DAY = dt.date(2025, 11, 24)
scenarios = pytest.mark.parametrize("path", SCENARIOS, ids=name_of)


@cache
def load(path):
    from sim.storage.scenario_files import load_scenario

    return load_scenario(path)


def constraints(scenario):
    """Every constraint that somebody wrote down, with where it stands."""
    for actor in scenario.actors:
        for name, quantity in actor.constraints.items():
            if not is_default(actor.role, name, quantity):
                yield f"{actor.name}.{name}", quantity


def quantities(scenario):
    """Every number that somebody wrote down, with where it stands."""
    yield from constraints(scenario)
    for rule in (*scenario.conditions, *scenario.events):
        yield from ((f"{rule.name}: {effect.target}", effect.amount) for effect in rule.then)
    yield from ((f"{event.name}: probability", event.probability) for event in scenario.events)


def is_default(role, name, quantity):
    from sim.model.constraints import CONSTRAINTS

    entry = next(entry for entry in CONSTRAINTS[role] if entry.name == name)
    bare = {"great_power", "contiguous", "officers"}
    return name in bare or (quantity.source == "" and quantity.value == entry.default)


def cited(scenario):
    """Every source key in use."""
    yield from (quantity.source for _, quantity in quantities(scenario))
    for actor in scenario.actors:
        yield from (seen.source for seen in (*actor.so_far, *actor.course))
    yield from (item.source for item in (*scenario.appeals, *scenario.conditions, *scenario.events))


@scenarios
def test_every_number_names_its_source(path):
    assert not [where for where, quantity in quantities(load(path)) if not quantity.source]


@scenarios
def test_a_constraint_that_is_judged_has_a_range_and_a_reason(path):
    judged = [(where, it) for where, it in constraints(load(path)) if it.source == "judgement"]
    assert not [where for where, it in judged if it.low >= it.high]
    assert not [where for where, it in judged if not it.note]


@scenarios
def test_everything_that_was_seen_has_a_source(path):
    seen = [(actor.name, move) for actor in load(path).actors for move in actor.so_far]
    assert not [f"{name} {move.on}" for name, move in seen if not move.source]


@scenarios
def test_every_key_leads_to_a_source(path):
    scenario = load(path)
    assert not {key for key in cited(scenario) if key and key != "judgement"} - set(scenario.sources)


@scenarios
def test_nothing_was_published_after_the_last_day(path):
    scenario = load(path)
    late = [key for key, source in scenario.sources.items() if earliest(source.date) > LAST_DAY]
    assert scenario.as_of <= LAST_DAY
    assert not late


def earliest(written):
    """First day that a date such as 2025, 2025-11 or 2025-11-20 may mean."""
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", written)
    assert found, f"{written!r} is no date"
    return dt.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
