import click

from sim.cli.commands import commands
from sim.cli.document import page
from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "cli.md"


def test_the_page_is_what_the_commands_say_of_themselves():
    assert PAGE.read_text(encoding="utf-8") == page(), "`make docs` writes it again"


def test_every_command_says_what_it_does_and_every_option_too():
    for name, command in commands.commands.items():
        assert f"## sim {name}" in PAGE.read_text(encoding="utf-8")
        assert command.help
        assert [it.name for it in command.params if isinstance(it, click.Option) and not it.help] == []
