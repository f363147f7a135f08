"""Forecasts held against what came."""

from __future__ import annotations

import click

from sim.cli.console import print_json, progress_bar, say, say_if_compiling
from sim.cli.options import JSON, QUIET, Settings, how_to_play


@click.command()
@click.argument("file", metavar="QUESTIONS", type=click.Path())
@how_to_play()
@JSON
@QUIET
def score(file: str, settings: Settings, as_json: bool, quiet: bool) -> None:
    """Score answers to questions that time has settled.

    QUESTIONS is a YAML file, or the name of one in ./questions, that names a scenario, says how its questions
    came out, and lists what others had given, each with date and source. Where it names rows of the case table
    under `without`, the weights are first fitted again without them. Given with and without what was seen so far.
    """
    from sim.storage.question_files import load_resolutions

    asked = load_resolutions(file)
    chosen = settings.load(asked.scenario)
    from sim import study
    from sim.views.forecasts import scorecard_text

    if asked.without:
        say(f"Fitting the weights without {', '.join(asked.without)}: about half a minute.", quiet)
    say_if_compiling(quiet)
    with progress_bar(2 * settings.runs, quiet) as progress:
        card = study.score(chosen, asked, settings.plan(), progress)
    if as_json:
        print_json(card.to_json())
    else:
        click.echo(scorecard_text(card))
