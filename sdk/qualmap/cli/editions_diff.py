"""`qualmap editions diff`: which rows came, went or moved from one edition to another."""

from __future__ import annotations

import json

import click

from qualmap.cli.options import failing, json_option
from qualmap.client import Client
from qualmap.errors import QualmapError


@click.command("diff")
@click.argument("before")
@click.argument("after")
@json_option
def command(before: str, after: str, *, as_json: bool) -> None:
    """List what differs from edition BEFORE to edition AFTER, with the evidence of every row."""
    try:
        found = Client.local().differences(before, after)
    except QualmapError as error:
        raise failing(error) from error
    if as_json:
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False))
        return
    from qualmap.cli.comparing_editions import show_differences

    show_differences(found)
