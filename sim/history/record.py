"""The whole record: the built-in table foretold in every way that docs/validation.md reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from sim.history.calibrate import fitted
from sim.history.cases import CODINGS, Coding, read_cases
from sim.history.hindcast import RULES, How, Left, folds, foretell, hindcast, patrons
from sim.history.icb import Compared, compare_counts
from sim.history.recodings import as_received, read_left_alone, with_changes
from sim.history.scorecard import MODEL, Hindcast
from sim.history.translate import MODES, Mode
from sim.scenario.schema import RuleName

Progress = Callable[[int], None]


class Record(NamedTuple):
    """The built-in table foretold in many ways."""

    held_out: Mapping[tuple[Coding, Mode], Hindcast]  # each crisis by what was learnt from the others
    in_sample: Mapping[tuple[Coding, Mode], Hindcast]  # by what was learnt from all
    by_patron: Mapping[Coding, Hindcast]  # each patron by what was learnt from the others
    rules: Mapping[RuleName, Hindcast]  # in sample, by rule of decision
    received: Hindcast  # in sample, with every recoding undone
    disputed: Hindcast  # held out, scored as if every change left alone had been made
    counts: list[Compared]
    worth: Mapping[str, float]  # by patron left out: effective number of draws of weights, under the poorer coding

    @property
    def headline(self) -> Hindcast:
        """The one to quote: first coding, conditional mode, whole crises left out."""
        return self.held_out["first", "conditional"]


def plays() -> int:
    """How many cases are played for it."""
    return (4 * len(CODINGS) + len(CODINGS) + len(RULES) - 1 + 1) * len(read_cases())


def whole_record(runs: int, seed: int, progress: Progress | None = None) -> Record:
    """Play all of it."""
    how = How(runs=runs, seed=seed)
    ways = [(coding, mode) for coding in CODINGS for mode in MODES]

    def over(left: Left) -> dict[tuple[Coding, Mode], Hindcast]:
        return {(coding, mode): hindcast(replace(how, mode=mode), coding, left, progress) for coding, mode in ways}

    held_out, in_sample = over("crisis"), over("nothing")
    rival = partial(hindcast, coding="first", left="nothing", progress=progress)
    rules = {rule: rival(replace(how, rule=rule)) for rule in RULES if rule != how.rule}
    plain, headline = as_received(), held_out["first", "conditional"]
    received = foretell(plain, plain, how, folds(plain, "nothing"), "first coding as received", "nothing", progress)
    return Record(
        held_out=held_out,
        in_sample=in_sample,
        by_patron={coding: hindcast(how, coding, "patron", progress) for coding in CODINGS},
        rules={how.rule: in_sample["first", "conditional"], **rules},
        received=received,
        disputed=replace(headline, cases=with_changes(headline.cases, read_left_alone())),
        counts=compare_counts(headline.cases, headline.forecasts[MODEL].peak),
        worth=_worth(),
    )


def _worth() -> dict[str, float]:
    """How many draws of the fit speak for the rows that are left when a patron's are left out."""
    cases = read_cases()
    names = patrons(cases)
    return {
        name: min(fitted().worth([case.id for case, own in zip(cases, names, strict=True) if own == name]))
        for name in dict.fromkeys(names)
    }
