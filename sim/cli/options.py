"""The options that commands share, and what becomes of their words."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sim.scenario.errors import Problem
    from sim.scenario.plan import EngineName, Plan
    from sim.scenario.schema import Scenario

Command = Callable[..., Any]

RULES = ("logit", "best_response", "poliheuristic", "qre")
ENGINES = ("compiled", "mesa")
MOST_RUNS = 10_000_000
RUNS = 10_000
RESULTS = "results"


@dataclass(frozen=True)
class Settings:
    """What the common options ask for."""

    runs: int
    seed: int
    changes: dict[str, float]  # actor.constraint: value
    rule: str | None
    afresh: bool  # luck is drawn as if nothing had been seen so far
    engine: str

    def plan(self) -> Plan:
        """The plan that these options make."""
        from sim.scenario.plan import Plan

        engine: EngineName = "mesa" if self.engine == "mesa" else "compiled"
        return Plan(runs=self.runs, seed=self.seed, engine=engine, conditioned=not self.afresh)

    def command(self, name: str, *scenarios: str) -> list[str]:
        """The command that plays the same again, for the manifest; where it writes makes no difference."""
        said = ["sim", name, *scenarios, "--runs", str(self.runs), "--seed", str(self.seed), "--engine", self.engine]
        said += [word for path, value in self.changes.items() for word in ("--set", f"{path}={value!r}")]
        said += ["--rule", self.rule] if self.rule else []
        return [*said, "--afresh"] if self.afresh else said

    def load(self, name: str) -> Scenario:
        """A scenario by name or path, with the constraints and the rule that the options set."""
        from sim.storage.scenario_files import load_scenario

        scenario = load_scenario(name)
        if self.changes:
            scenario = scenario.vary(self.changes)
        return scenario.model_copy(update={"rule": self.rule}) if self.rule else scenario

    def load_all(self, names: Sequence[str]) -> list[Scenario]:
        """Several scenarios; what is wrong with any of them is told together."""
        from sim.scenario.errors import ScenarioError

        found: list[Scenario] = []
        problems: list[Problem] = []
        for name in names:
            try:
                found.append(self.load(name))
            except ScenarioError as error:
                problems += error.problems
        if problems:
            raise ScenarioError(dict.fromkeys(problems))
        return found


class Assignment(click.ParamType[tuple[str, float]]):
    """``actor.constraint=value``, a finite number."""

    name = "actor.constraint=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, float]:
        """Split at the equals sign; whether there is such a constraint is for the scenario to say."""
        path, equals, written = (part.strip() for part in str(value).partition("="))
        if not (path and equals and written):
            self.fail(f"{value!r} is not of the form actor.constraint=value, e.g. borduria.linkage=0.2", param, ctx)
        try:
            number = float(written)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self.fail(f"{path}: {written!r} is not a finite number", param, ctx)
        return path, number


class Whole(click.ParamType[int]):
    """A whole number between two others."""

    name = "N"

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number, if it is one and lies within."""
        try:
            number = int(value)
        except ValueError:
            self.fail(f"{value!r} is not a whole number", param, ctx)
        if not self.least <= number <= self.most:
            self.fail(f"{number} does not lie between {self.least} and {self.most}", param, ctx)
        return number


SCENARIO = click.argument("scenario", metavar="SCENARIO")
SCENARIOS = click.argument("scenarios", metavar="SCENARIO...", nargs=-1, required=True)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout, and nothing else there.")
QUIET = click.option("-q", "--quiet", is_flag=True, help="No progress bar and no remarks on stderr.")
OUT = click.option(
    "--out",
    metavar="DIR",
    type=click.Path(file_okay=False),
    default=RESULTS,
    show_default=True,
    help="Folder in which the study gets its own.",
)
SET = click.option(
    "--set", "assignments", type=Assignment(), multiple=True, help="Hold a constraint at a value. May be given again."
)
RULE = click.option("--rule", type=click.Choice(RULES), help="Decision rule, in place of the scenario's.")
SEED = click.option("--seed", type=Whole(0, 2**63 - 1), default=1, show_default=True, help="Seed of all luck.")
AFRESH = click.option("--afresh", is_flag=True, help="Draw lasting luck as if nothing had been seen so far.")
ENGINE = click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    show_default=True,
    help="Both give the same rows; mesa steps through them agent by agent, and slowly.",
)


def how_to_play(runs: int = RUNS, engine: bool = True) -> Callable[[Command], Command]:
    """The options that say how to play, handed to the command as one ``settings``."""
    number = Whole(1, MOST_RUNS)
    counted = click.option("--runs", type=number, default=runs, show_default=True, help="Runs to play.")

    def mark(command: Command) -> Command:
        @functools.wraps(command)
        def bundled(*, assignments: Sequence[tuple[str, float]], engine: str = ENGINES[0], **words: Any) -> Any:
            chosen = {name: words.pop(name) for name in ("runs", "seed", "rule", "afresh")}
            return command(settings=Settings(changes=dict(assignments), engine=engine, **chosen), **words)

        for option in (*([ENGINE] if engine else []), AFRESH, RULE, SET, SEED, counted):
            bundled = option(bundled)
        return bundled

    return mark
