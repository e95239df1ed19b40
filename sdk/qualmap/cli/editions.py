"""`qualmap editions`: the editions, how well their rows are known, and the rows themselves."""

from __future__ import annotations

import json

import click

from qualmap.cli.options import failing, json_option
from qualmap.client import Client
from qualmap.errors import QualmapError


@click.command("editions")
@click.argument("edition", required=False)
@json_option
def command(edition: str | None, *, as_json: bool) -> None:
    """List the editions with their coverage, or the rows of one EDITION."""
    client = Client.local()
    if edition is None:
        summaries = client.editions()
        if as_json:
            for summary in summaries:
                click.echo(json.dumps(summary.to_dict(), ensure_ascii=False))
            return
        from qualmap.cli.tables import show_editions

        show_editions(summaries)
        return
    try:
        rows = client.rows(edition)
    except QualmapError as error:
        raise failing(error) from error
    if as_json:
        for row in rows:
            click.echo(json.dumps(row.to_dict(), ensure_ascii=False))
        return
    from qualmap.cli.tables import show_rows

    show_rows(edition, rows)
