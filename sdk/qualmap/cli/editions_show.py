"""`qualmap editions [EDITION]`: the editions, how well their rows are known, and the rows themselves."""

from __future__ import annotations

import json

import click

from qualmap.cli.options import failing, json_option
from qualmap.client import Client
from qualmap.errors import QualmapError


def show_all(*, as_json: bool) -> None:
    """Print every edition with its coverage."""
    summaries = Client.local().editions()
    if as_json:
        for summary in summaries:
            click.echo(json.dumps(summary.to_dict(), ensure_ascii=False))
        return
    from qualmap.cli.tables import show_editions

    show_editions(summaries)


@click.command("editions", hidden=True)
@click.argument("edition")
@json_option
@click.pass_context
def command(ctx: click.Context, edition: str, *, as_json: bool) -> None:
    """Show the rows of one EDITION."""
    try:
        rows = Client.local().rows(edition)
    except QualmapError as error:
        raise failing(error) from error
    if as_json or (ctx.parent and ctx.parent.params.get("as_json")):
        for row in rows:
            click.echo(json.dumps(row.to_dict(), ensure_ascii=False))
        return
    from qualmap.cli.tables import show_rows

    show_rows(edition, rows)
