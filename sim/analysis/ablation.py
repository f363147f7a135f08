"""Is anything decorative? Each term and mechanism taken out in turn, and how far that moves any probability."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.analysis.contrast import Z
from sim.analysis.outcomes import Measured, outcome_facts
from sim.records.clusters import clustered_mean
from sim.records.trajectory import Ensemble
from sim.scenario.schema import Scenario

LEAST = 0.05  # what a term must move somewhere to earn its place


class Ablation(NamedTuple):
    """Something taken out of the model: weights held at zero, or the appeals off the table."""

    part: str  # whose it is: patron, challenger, client, officers, or mechanism
    name: str
    weights: tuple[str, ...] = ()  # held at zero
    without_appeals: bool = False
    kept: str = ""  # why it stays where it moves nothing

    @property
    def fixed(self) -> tuple[tuple[str, float], ...]:
        """As a plan holds them."""
        return tuple((path, 0.0) for path in self.weights)

    def of(self, scenario: Scenario) -> Scenario:
        """The scenario to play, and the world in which its luck is inferred, without what was taken out."""
        if not self.without_appeals:
            return scenario
        evidence = None if scenario.evidence is None else self.of(scenario.evidence)
        return scenario.model_copy(update={"appeals": (), "evidence": evidence})


class Moved(NamedTuple):
    """A probability with and without what was taken out."""

    scenario: str
    measure: str
    before: float  # with it
    after: float  # without it
    difference: float
    se: float  # of the paired difference, clustered by design


class Ablated(NamedTuple):
    """What taking something out does: in each scenario, the probability that it moves furthest."""

    ablation: Ablation
    moves: tuple[Moved, ...]

    @property
    def largest(self) -> Moved:
        """The move furthest from zero."""
        return max(self.moves, key=lambda move: abs(move.difference))

    @property
    def earns_its_place(self) -> str:
        """Whether some probability moves by more than .05: yes, no, or perhaps where the error leaves it open."""
        size, error = abs(self.largest.difference), Z * self.largest.se
        if size <= LEAST:
            return "no"
        return "yes" if size - error > LEAST else "perhaps"

    def to_json(self) -> dict[str, object]:
        """As plain dicts and lists."""
        return {
            "part": self.ablation.part,
            "name": self.ablation.name,
            "weights": list(self.ablation.weights),
            "earns_its_place": self.earns_its_place,
            "largest": self.largest._asdict(),
            "moves": [move._asdict() for move in self.moves],
            "kept": self.ablation.kept,
        }


KEPT = {  # why a part stays where it moves little
    "patron.money": "few shipped patrons are near the end of their money; for one that is, it decides",
    "patron.clash": "entrapment is a claim about troops in the line of fire, where few shipped patrons stand",
    "patron.combat": "it rules out great-power war far from a border, which other terms already make rare here",
    "patron.commitment": "no shipped patron is bound by a full defence pact; past crises put the weight near zero "
    "and a treaty that meant nothing at all would be a bolder claim",
    "challenger.survival_share": "the same share as a patron's, so that both sides judge survival by one rule",
    "challenger.yielding": "clients seldom yield here; where one does, pressure must be able to end",
    "officer.common": "without it a coalition of many officers would have no luck of its own",
    "officer.relief": "it acts after a failed coup only, and the quiet that follows one does most of its work",
    "pace.learning": "beliefs carry what observers make of moves; they matter where types lie far apart",
    "pace.turning_rate": "the third outcome of past crises, a leader who stays and turns, has no other way to arise",
}


def _terms(part: str, role: str, names: str) -> tuple[Ablation, ...]:
    """One ablation per weight, named by it."""
    paths = {name: f"{role}.{name}" for name in names.split()}
    return tuple(
        Ablation(part, name.replace("_", " "), (path,), kept=KEPT.get(path, "")) for name, path in paths.items()
    )


def _inertia(role: str) -> Ablation:
    return Ablation(role, "inertia", (f"{role}.rise", f"{role}.fall"))


ABLATIONS = (
    *_terms("patron", "patron", "stake survival_share money forces linkage clash combat commitment appeal"),
    _inertia("patron"),
    *_terms(
        "challenger", "challenger", "aim survival_share yielding expense readiness gate home clash linkage audience"
    ),
    _inertia("challenger"),
    *_terms("client", "client", "survival revenue exit pain rally unrest"),
    Ablation("client", "inertia", ("client.shift",)),
    *_terms(
        "officers", "officer", "rents abandonment unanswered fear unrest side_deal cohesion common relief contagion"
    ),
    Ablation("mechanism", "beliefs that learn", ("pace.learning", "pace.forgetting"), kept=KEPT["pace.learning"]),
    Ablation("mechanism", "luck that lasts", ("pace.persistence",)),
    Ablation("mechanism", "appeals", without_appeals=True),
    Ablation("mechanism", "appeals sent in play", ("pace.appeal_rate",)),
    Ablation("mechanism", "aid that saves", ("survival.aid",)),
    Ablation("mechanism", "threats that blunt small aid", ("survival.blunting",)),
    Ablation("mechanism", "repair with patrons' help", ("pace.maintenance",)),
    Ablation("mechanism", "unrest from empty coffers", ("pace.unrest_response",)),
    Ablation("mechanism", "removal by force", ("pace.removal_rate",)),
    Ablation("mechanism", "change of sides in office", ("pace.turning_rate",), kept=KEPT["pace.turning_rate"]),
)


def furthest_move(whole: Ensemble, without: Ensemble) -> Moved:
    """Of every outcome, peak rung and question, the probability that differs most between two paired plays."""
    facts, others = outcome_facts(whole), outcome_facts(without)
    before, after = _hits(facts), _hits(others)
    difference, se = clustered_mean(after - before, whole.design_of_run)
    at = int(np.argmax(np.abs(difference)))
    shares = float(before[:, at].mean()), float(after[:, at].mean())
    return Moved(whole.scenario.name, measure_name(facts[at]), *shares, float(difference[at]), float(se[at]))


def measure_name(fact: Measured) -> str:
    """A fact as scenario files spell it: ``borduria.peak >= materiel``, ``ruritania.leader == coup``, a question's id.

    >>> measure_name(Measured("support", "borduria", "materiel", np.array([True])))
    'borduria.peak >= materiel'
    """
    if fact.group == "question":
        return fact.word
    if fact.group in ("pressure", "support"):
        return f"{fact.actor}.peak >= {fact.word}"
    return f"{fact.actor}.{fact.group} == {fact.word}"


def _hits(facts: Sequence[Measured]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.column_stack([fact.hits for fact in facts]).astype(np.float64)
