"""The commands: each reads words, calls one use case, shows the answer, and has it stored."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from collections.abc import Sequence

import click

from sim.cli.calibration import calibrate
from sim.cli.console import exit_code, installed_version, plain, print_json, progress_bar, say, say_if_compiling
from sim.cli.options import JSON, MOST_RUNS, OUT, QUIET, SCENARIO, SCENARIOS, Settings, Whole, how_to_play
from sim.cli.record import hindcast
from sim.cli.score import score

MOST_COMPARED = 12
CHECKED_RUNS = 2_000
ABLATED_RUNS = 4_000


def show_version(context: click.Context, option: click.Parameter, wanted: bool) -> None:
    """Print the version and leave, if asked to."""
    if wanted:
        click.echo(f"fairweather {installed_version()}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version, help="Show the version."
)
def commands() -> None:
    """When do patrons stand by a client, and when do they walk away?

    A SCENARIO is the name of a shipped scenario (`sim scenarios` lists them) or the path of a file.
    """


commands.add_command(calibrate)
commands.add_command(hindcast)
commands.add_command(score)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(exit_code(commands, sys.argv[1:] if arguments is None else arguments))


@commands.command()
@SCENARIO
@how_to_play()
@OUT
@JSON
@QUIET
def run(scenario: str, settings: Settings, out: str, as_json: bool, quiet: bool) -> None:
    """Play a scenario: outcomes, support, answers.

    Many runs are played; the answer comes first, and tables, figures and a manifest go to their own folder.
    """
    chosen = settings.load(scenario)
    from sim import study
    from sim.analysis.summary import summarise
    from sim.storage.result_files import check_destination, safe_name, write_run
    from sim.views.figures import run_pictures
    from sim.views.text import run_text

    check_destination(out, safe_name(chosen.name))
    say_if_compiling(quiet)
    with progress_bar(2 * settings.runs, quiet) as progress:
        ensemble = study.run(chosen, settings.plan(), progress)
        afresh = study.afresh(chosen, settings.plan(), progress)
    summary = summarise(ensemble, afresh)
    show(summary.to_json() if as_json else run_text(summary, chosen))
    pictures = run_pictures(ensemble, summary)
    say(f"Tables and figures: {write_run(ensemble, summary, out, pictures, settings.command('run', scenario))}", quiet)


@commands.command()
@SCENARIOS
@how_to_play()
@OUT
@JSON
@QUIET
def compare(scenarios: tuple[str, ...], settings: Settings, out: str, as_json: bool, quiet: bool) -> None:
    """Play scenarios under the same luck, and compare.

    Each is held against the first, and all against each other.
    Every difference comes with its error, and with "not distinguishable" where chance could have made it.
    """
    chosen = settings.load_all(scenarios)
    _check_compared([scenario.name for scenario in chosen])
    from sim import study
    from sim.analysis.comparison import weigh
    from sim.storage.result_files import check_destination, safe_name, write_comparison
    from sim.views.figures import comparison_pictures
    from sim.views.text import compare_text

    check_destination(out, f"compare-{safe_name(chosen[0].name)}")
    say_if_compiling(quiet)
    with progress_bar(2 * settings.runs * len(chosen), quiet) as progress:
        ensembles = study.compare(chosen, settings.plan(), progress)
        afresh = study.compare_afresh(chosen, settings.plan(), progress)
    comparison = weigh(ensembles, afresh)
    show(comparison.to_json() if as_json else compare_text(comparison))
    pictures, command = comparison_pictures(ensembles[0], comparison), settings.command("compare", *scenarios)
    say(f"Tables and figures: {write_comparison(ensembles, comparison, out, pictures, command)}", quiet)


@commands.command()
@SCENARIO
@click.option("--run", "number", type=Whole(0, MOST_RUNS - 1), default=0, show_default=True, help="Which run.")
@click.option("--ledger", is_flag=True, help="Add every term of every rung to each decision.")
@how_to_play(engine=False)
@JSON
def step(scenario: str, number: int, ledger: bool, settings: Settings, as_json: bool) -> None:
    """Step through one run: who saw what, and why.

    Its numbers are those of row K of `sim run` with the same seed and settings, to the last bit.
    """
    if number >= settings.runs:
        raise click.BadParameter(
            f"there is no run {number} among {settings.runs}; the first is 0", param_hint="'--run'"
        )
    chosen = settings.load(scenario)
    from sim import study
    from sim.views.story import story_text

    say_if_compiling(quiet=False)
    story = study.step(chosen, number, settings.plan())
    show(plain(story) if as_json else story_text(story, ledger))


@commands.command()
@SCENARIOS
@how_to_play(CHECKED_RUNS)
@JSON
@QUIET
def check(scenarios: tuple[str, ...], settings: Settings, as_json: bool, quiet: bool) -> None:
    """Validate scenarios, their sources and conditions.

    Lists the sources and what has none, plays a few runs to tell how often each condition fires, how often
    each actor changes its rung, and how beliefs spread.
    """
    chosen = settings.load_all(scenarios)
    from sim import study
    from sim.views.check import check_text

    say_if_compiling(quiet)
    with progress_bar(settings.runs * len(chosen), quiet) as progress:
        found = [study.check(scenario, settings.plan(), progress) for scenario in chosen]
    show([one.to_json() for one in found] if as_json else "\n\n\n".join(check_text(one) for one in found))


@commands.command()
@click.argument("scenarios", metavar="[SCENARIO]...", nargs=-1)
@click.option("--past", is_flag=True, help="Play the past crises too, where no SCENARIO is named.")
@click.option("--markdown", is_flag=True, help="Print the page that is kept as docs/ablation.md.")
@how_to_play(ABLATED_RUNS)
@JSON
@QUIET
def ablate(
    scenarios: tuple[str, ...], past: bool, markdown: bool, settings: Settings, as_json: bool, quiet: bool
) -> None:
    """Take each part of the model out, and see what moves.

    Every term and mechanism is switched off in turn and each scenario played again under the same luck; by default
    all scenarios that ship, but for the past crises.
    """
    from sim.storage.scenario_files import list_scenarios

    names = scenarios or tuple(it.name for it in list_scenarios() if past or not it.past)
    chosen = settings.load_all(names)
    from sim import study
    from sim.analysis.ablation import ABLATIONS
    from sim.views.ablation import ablation_markdown, ablation_text

    say_if_compiling(quiet)
    plan = settings.plan()
    with progress_bar(settings.runs * len(chosen) * (1 + len(ABLATIONS)), quiet) as progress:
        found = study.ablate(chosen, plan, progress=progress)
    said = [*settings.command("ablate", *scenarios), *["--past"] * past, "--markdown"]
    text = ablation_markdown(found, plan, " ".join(said)) if markdown else ablation_text(found)
    show([one.to_json() for one in found] if as_json else text)


@commands.command()
@JSON
def scenarios(as_json: bool) -> None:
    """List the scenarios that ship, and those in ./scenarios."""
    from sim.storage.scenario_files import list_scenarios

    listed = list_scenarios()
    if as_json:
        print_json(plain(listed))
        return
    width = max((len(it.name) for it in listed), default=0)
    for it in listed:
        parent = f" (what-if on {it.extends})" if it.extends else ""
        click.echo(f"{it.name:<{width}}  {it.title or 'cannot be read: see `sim check`'}{parent}")


@commands.command()
@click.argument("path", metavar="FILE", type=click.Path(dir_okay=False))
@click.option("--title", default="A crisis in Ruritania", show_default=True, help="Title of the scenario.")
@click.option(
    "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="Its date: nothing later is used. [default: today]"
)
def new(path: str, title: str, as_of: dt.datetime | None) -> None:
    """Start a scenario file to write over.

    It holds a complete, made-up crisis that can be played as it stands. A file that exists is left alone.
    """
    from sim.storage.scenario_files import start_scenario

    day = as_of.date() if as_of else dt.date.today()
    click.echo(f"{start_scenario(path, title, day)}: write over it, then `sim check {path}`")


@commands.command()
@click.option("--words", is_flag=True, help="Print the words that conditions and effects may use, as a table.")
def schema(words: bool) -> None:
    """Print the JSON Schema of scenario files.

    Its `x-when` and `x-then` list every variable that may stand in a condition or an effect.
    """
    from sim.scenario.json_schema import json_schema

    found = json_schema()
    if not words:
        print_json(found)
        return
    for part, heading in (("x-when", "May stand in `when` and `ask`:"), ("x-then", "May stand in `then`:")):
        click.echo(heading)
        for it in found[part]:
            values = ", ".join(it.get("values", ())) or it["unit"]
            click.echo(f"  {it['variable']}: {it['meaning']} ({values})")


def show(answer: object) -> None:
    """Text as it is, anything else as JSON, on stdout."""
    if isinstance(answer, str):
        click.echo(answer)
    else:
        print_json(answer)


def _check_compared(names: Sequence[str]) -> None:
    """Two different scenarios at least, and none twice."""
    wrong = ""
    if not 2 <= len(names) <= MOST_COMPARED:
        wrong = f"compare takes 2 to {MOST_COMPARED} scenarios, not {len(names)}"
    for name, count in Counter(names).items():
        if count > 1:
            wrong = f"{name} is named {count} times"
    if wrong:
        raise click.BadParameter(wrong, param_hint="SCENARIO...")
