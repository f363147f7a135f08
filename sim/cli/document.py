"""``python -m sim.cli.document`` prints docs/cli.md: every command in the words of its own help."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from sim.cli.commands import commands

HEAD = """\
# Command line

Made by `make docs` from the commands themselves; a test compares the two. The console script is `sim`;
`python -m sim` does the same.

Exit codes: 0 done, 1 failed, 2 bad input, 130 stopped by Ctrl-C. Answers go to stdout; progress and
remarks go to stderr, progress only where it is a terminal. A SCENARIO is the name of a shipped
scenario (`sim scenarios` lists them) or the path of a file.
"""


def page() -> str:
    """The whole page."""
    context = click.Context(commands, info_name="sim")
    names = commands.list_commands(context)
    return "\n".join([HEAD, *(line for name in names for line in _section(name, commands.commands[name], context))])


def _section(name: str, command: click.Command, parent: click.Context) -> Iterator[str]:
    """One command: usage, what it does, its options."""
    context = click.Context(command, info_name=name, parent=parent)
    usage = " ".join(["sim", name, *command.collect_usage_pieces(context)])
    yield from (f"## sim {name}", "", f"`{usage}`", "", inspect.cleandoc(command.help or ""), "")
    options = [it for it in command.params if isinstance(it, click.Option)]
    records = [found for it in options if (found := it.get_help_record(context))]
    if records:
        yield from ("| option | does |", "|---|---|")
        yield from (f"| `{_cell(option)}` | {_cell(text)} |" for option, text in records)
        yield ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Print the page."""
    click.echo(page(), nl=False)


if __name__ == "__main__":
    main()
