"""Between a command and the terminal: progress, remarks, JSON, and errors without a traceback."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

DONE, FAILED, BAD_INPUT, STOPPED = 0, 1, 2, 130
TRACEBACK = "FAIRWEATHER_TRACEBACK"

Progress = Callable[[int], None]  # told how many runs were played since it was last told


def say(remark: str, quiet: bool = False) -> None:
    """A remark on stderr, where it disturbs nobody who reads stdout."""
    if not quiet:
        click.echo(remark, err=True)


def plain(value: object) -> object:
    """Records as dicts, dates and numpy's numbers as JSON knows them, what is no finite number as null."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return plain(value.item() if hasattr(value, "item") else str(value))


def print_json(content: object) -> None:
    """Strict JSON on stdout."""
    click.echo(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False))


def installed_version() -> str:
    """Version of the package, where it is installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("fairweather")
    except PackageNotFoundError:
        return "(not installed)"


def exit_code(commands: click.Command, words: Sequence[str]) -> int:
    """Carry out a command, and turn whatever happens into a message and an exit code."""
    try:
        with commands.make_context("sim", list(words)) as context:
            commands.invoke(context)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as left:
        return left.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _stopped()
    except BrokenPipeError:
        return _nobody_reads()
    except Exception as error:
        return _failed(error)
    return DONE


def _failed(error: Exception) -> int:
    if os.environ.get(TRACEBACK):
        raise error
    if is_bad_input(error):
        say(str(error))
        return BAD_INPUT
    what = str(error) or type(error).__name__
    where = "" if isinstance(error, OSError) else f" ({type(error).__name__}; {TRACEBACK}=1 shows where)"
    say(f"sim: failed: {what}{where}")
    return FAILED


def is_bad_input(error: Exception) -> bool:
    """Whether the fault lies with what was given, not with what was done about it."""
    from sim.scenario.errors import ScenarioError

    return isinstance(error, ScenarioError)


def _stopped() -> int:
    say("sim: stopped; nothing was written")
    return STOPPED


def _nobody_reads() -> int:
    """Whoever read our output has left (``sim ... | head``): leave quietly, and let no later flush complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def say_if_compiling(quiet: bool) -> None:
    """Announce the wait where the rules have not been compiled yet."""
    from sim.engines.compiled import play_block

    stats = getattr(play_block, "stats", None)  # plain Python has none
    if stats and not any(Path(stats.cache_path).glob("*.play_block-*.nbi")):
        say("Compiling the rules, once for this version of the model: about a minute.", quiet)


@contextmanager
def progress_bar(runs: int, quiet: bool) -> Iterator[Progress | None]:
    """A progress bar on stderr, only on a terminal; None where nobody would see it."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=runs, file=sys.stderr, leave=False, unit=" runs", unit_scale=True) as bar:

        def advance(runs: int) -> None:
            bar.update(runs)

        yield advance
