"""`qualmap editions`: the editions and their rows; and below it what imports an edition and what compares two."""

from __future__ import annotations

import importlib

import click

from qualmap.cli.options import json_option

_COMMANDS = {"diff": "editions_diff", "import": "editions_import"}
_ROWS = "editions_show"


class _EditionOrCommand(click.Group):
    """A group in which every word that is no command is the id of an edition, whose rows are shown."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands by name."""
        del ctx
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        return _command(_COMMANDS[cmd_name]) if cmd_name in _COMMANDS else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names, or the one that shows the rows of the edition that it names."""
        if args[0] in _COMMANDS:
            return super().resolve_command(ctx, args)
        return ctx.info_name, _command(_ROWS), args

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The usage: an edition, or a command."""
        del ctx
        return ["[OPTIONS]", "[EDITION | COMMAND [ARGS]...]"]


def _command(module: str) -> click.Command:
    command: click.Command = importlib.import_module(f"qualmap.cli.{module}").command
    return command


@click.group("editions", cls=_EditionOrCommand, invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """List the editions with their coverage, or the rows of one EDITION; import and compare editions."""
    if ctx.invoked_subcommand is None:
        from qualmap.cli.editions_show import show_all

        show_all(as_json=as_json)
