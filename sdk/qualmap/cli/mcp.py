"""`qualmap mcp`: tools for an assistant, over the Model Context Protocol on standard input and output."""

from __future__ import annotations

import click

from qualmap.cli.options import failing
from qualmap.cli.remote import client_for, remote_option
from qualmap.errors import QualmapError
from qualmap.screening import SourceReference


@click.command("mcp")
@remote_option
def command(*, remote: bool) -> None:
    """Let an assistant match, screen and cite, over the Model Context Protocol.

    An assistant starts this and talks to it on standard input and output. It answers in this process and sends nothing anywhere,
    unless --remote has it ask a service. What the assistant does with the answers is the assistant's.
    """
    try:
        from qualmap.assistants.server import check_installed, serve
        from qualmap.assistants.tools import Asked

        check_installed()
        serve(Asked(client_for(remote=remote), _sources(remote=remote)), keeps=remote)
    except QualmapError as error:
        raise failing(error) from error


def _sources(*, remote: bool) -> dict[str, SourceReference]:
    """The sources by their ids: the bundled ones, and those of this process's overlay."""
    from qualmap.local import local_matcher
    from qualmap_matcher.editions.sources import bundled_sources

    known = bundled_sources() if remote else local_matcher().engine.editions.sources
    return {id_: SourceReference(id_, one.title, one.url) for id_, one in known.items()}
