"""`qualmap qualifications`: search the registry, or show one qualification with all names and rows."""

from __future__ import annotations

import json

import click

from qualmap.cli.options import json_option
from qualmap.client import Client
from qualmap.errors import UnknownQualificationError


@click.command("qualifications")
@click.argument("words", nargs=-1)
@json_option
def command(words: tuple[str, ...], *, as_json: bool) -> None:
    """Search for WORDS in ids, names and issuers, or show the one qualification whose id is given."""
    client = Client.local()
    try:
        detail = client.qualification(words[0]) if len(words) == 1 else None
    except UnknownQualificationError:
        detail = None
    if detail is not None:
        if as_json:
            click.echo(json.dumps(detail.to_dict(), ensure_ascii=False))
            return
        from qualmap.cli.tables import show_qualification

        show_qualification(detail)
        return
    found = client.qualifications(" ".join(words))
    if not found:
        raise click.ClickException(f"no qualification has all of these words: {' '.join(words)}")
    if as_json:
        for one in found:
            click.echo(json.dumps(one.to_dict(), ensure_ascii=False))
        return
    from qualmap.cli.tables import show_qualifications

    show_qualifications(found)
