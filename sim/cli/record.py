"""The record: how well the model does on past crises."""

from __future__ import annotations

import click

from sim.cli.console import plain, print_json, progress_bar, say, say_if_compiling
from sim.cli.options import JSON, MOST_RUNS, QUIET, RULE, SEED, Whole

RUNS = 2_000
MODES, CODINGS = ("conditional", "free"), ("first", "second")


@click.command()
@click.option(
    "--cases", "file", metavar="FILE", type=click.Path(dir_okay=True),
    help="A table of your own with the columns of the case table; what is learnt is learnt from the built-in one.",
)  # fmt: skip
@click.option("--loo", is_flag=True, help="Foretell each crisis by what was learnt from the others.")
@click.option(
    "--mode", type=click.Choice(MODES), default=MODES[0], show_default=True,
    help="conditional: the challenger keeps to the force that the case records; free: it decides too.",
)  # fmt: skip
@click.option(
    "--coding", type=click.Choice(CODINGS), default=CODINGS[0], show_default=True,
    help="Whose coding of the built-in table.",
)  # fmt: skip
@click.option("--runs", type=Whole(1, MOST_RUNS), default=RUNS, show_default=True, help="Runs to play for each case.")
@SEED
@RULE
@click.option(
    "--document", "page", metavar="FILE", type=click.Path(dir_okay=False),
    help="Write the whole record there: both codings, both modes, everything left out in turn, with figures.",
)  # fmt: skip
@JSON
@QUIET
def hindcast(
    file: str | None, loo: bool, mode: str, coding: str, runs: int, seed: int, rule: str | None, page: str | None,
    as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Foretell past crises, and score it.

    Every case is translated into a scenario and played. Its distribution of the patron's highest rung is scored
    beside base rates, words only, and ordered logits. `sim run case:ID` plays a case as any other scenario.
    """
    _check(file, loo, coding, page, as_json)
    if page is not None:
        _write_page(page, runs, seed, quiet)
        return
    from sim.storage.case_files import load_cases

    cases = None if file is None else load_cases(file)
    from sim.history.cases import read_cases
    from sim.history.hindcast import RULES, How, hindcast, hindcast_table
    from sim.views.hindcast import hindcast_text

    how = How(
        "free" if mode == "free" else "conditional", next(it for it in RULES if it == (rule or "logit")), runs, seed
    )
    say_if_compiling(quiet)
    number = len(read_cases() if cases is None else cases)
    with progress_bar(runs * number, quiet) as progress:
        if cases is None:
            found = hindcast(how, "second" if coding == "second" else "first", "crisis" if loo else "nothing", progress)
        else:
            found = hindcast_table(cases, how, file or "", progress)
    if as_json:
        print_json(plain(found.to_json()))
    else:
        click.echo(hindcast_text(found))


def _check(file: str | None, loo: bool, coding: str, page: str | None, as_json: bool) -> None:
    """Refuse options that contradict one another."""
    if file is not None and loo:
        raise click.UsageError("--loo is for the built-in table: with --cases nothing was learnt from your cases")
    if file is not None and coding != CODINGS[0]:
        raise click.UsageError("--coding is for the built-in table: your own has one coding")
    if page is not None and (file is not None or loo or as_json):
        raise click.UsageError("--document writes the whole record: leave out --cases, --loo and --json")


def _write_page(page: str, runs: int, seed: int, quiet: bool) -> None:
    """The validation page and its figures."""
    from sim.history.record import plays, whole_record
    from sim.storage.pages import write_page
    from sim.views.validation import validation_page, validation_pictures

    say_if_compiling(quiet)
    with progress_bar(runs * plays(), quiet) as progress:
        record = whole_record(runs, seed, progress)
    say(f"Written: {write_page(page, validation_page(record), validation_pictures(record))}", quiet)
