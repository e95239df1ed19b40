"""The `qualmap` command and its commands; each is imported when it is called, so that none pays for the others."""

from __future__ import annotations

import importlib

import click

from qualmap._version import __version__
from qualmap.cli.remote import profile_option
from qualmap.errors import OverlayError

_COMMANDS = {
    "audit": "audit",
    "editions": "editions",
    "explain": "explain",
    "facts": "facts",
    "keys": "keys",
    "match": "match",
    "mcp": "mcp",
    "migrate": "migrate",
    "overlay": "overlay",
    "qualifications": "qualifications",
    "schema": "schema",
    "screen": "screen",
    "serve": "serve",
    "tenants": "tenants",
    "train": "train",
}


class _Lazy(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands by name."""
        del ctx
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"qualmap.cli.{_COMMANDS[cmd_name]}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; each opens the folder that `QUALMAP_DATA` names, so each can meet the mistakes in it."""
        try:
            return super().invoke(ctx)
        except OverlayError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="qualmap")
@profile_option
def qualmap(profile: str | None) -> None:
    """Does an overseas qualification, as a person wrote it, stand on Shanghai's official list?

    It reads what a text claims; it does not verify that the claim is true.
    """
    del profile  # for the commands that ask a service
