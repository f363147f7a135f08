"""The fit: weights from past crises."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.console import plain, print_json, progress_bar, say, say_if_compiling
from sim.cli.options import JSON, QUIET

PAGE = "docs/calibration.md"


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail unless the draws come out as they are, to the byte.")
@click.option(
    "--draws", metavar="FILE", type=click.Path(dir_okay=False),
    help="Where the draws go.  [default: the package's own, which ensembles read]",
)  # fmt: skip
@click.option(
    "--document", "page", metavar="FILE", type=click.Path(dir_okay=False), default=PAGE, show_default=True,
    help="Where the report of what is identified, and of every form tried, goes.",
)  # fmt: skip
@JSON
@QUIET
def calibrate(check: bool, draws: str | None, page: str, as_json: bool, quiet: bool) -> None:
    """Fit the patrons' weights to past crises.

    By exact likelihood, under both codings of the built-in table. Writes the joint draws that every ensemble
    samples, and a report: what the cases identify, which crises carry it, and the score of every form tried.
    Takes a few minutes; the same inputs give the same bytes.
    """
    from sim.history.calibrate import fitted
    from sim.history.forms import FORMS
    from sim.history.posterior import calibration, posterior_text
    from sim.storage.calibration_files import is_as_stored, posterior_path, replace_file
    from sim.views.calibration import calibration_json, calibration_page, calibration_text

    say_if_compiling(quiet)
    file = Path(draws) if draws else posterior_path()
    if check:
        if not is_as_stored(file, posterior_text(fitted())):
            raise click.ClickException(f"{file}: the draws come out otherwise; `sim calibrate` writes them again")
        say(f"{file}: the same, to the byte", quiet)
        return
    with progress_bar(len(FORMS), quiet) as progress:
        found = calibration(progress)
    same = is_as_stored(file, found.text)
    if not same:
        replace_file(file, found.text)
    replace_file(Path(page), calibration_page(found))
    if as_json:
        print_json(plain(calibration_json(found)))
    else:
        click.echo(calibration_text(found))
    say(f"{file}: {'the same as before, to the byte' if same else 'written'}; {page}: written", quiet)
