"""`qualmap overlay`: what a folder adds to the bundled data, or what is wrong with it."""

from __future__ import annotations

import json

import click

from qualmap.cli.options import json_option
from qualmap.client import Client


@click.command("overlay")
@click.argument("folder")
@json_option
def command(folder: str, *, as_json: bool) -> None:
    """Check the overlay in FOLDER and say what it adds to the bundled data.

    The other commands use the folder that the environment variable QUALMAP_DATA names.
    """
    overlay = Client.local(data=folder).overlay()
    if overlay is None:  # only where the name is empty and the variable is unset
        raise click.BadParameter("expected the name of a folder", param_hint="FOLDER")
    if as_json:
        click.echo(json.dumps(overlay.to_dict(), ensure_ascii=False))
        return
    from qualmap.cli.tables import show_overlay

    show_overlay(overlay)
