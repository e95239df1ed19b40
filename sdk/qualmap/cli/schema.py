"""`qualmap schema`: the JSON Schema of whatever is sent, answered or read from a file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from qualmap.cli.options import failing
from qualmap.errors import InputError, QualmapError
from qualmap.facts import Fact
from qualmap.local import local_matcher


@click.command("schema")
@click.argument("name", required=False)
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", help="Write all of them, a file each."
)
def command(name: str | None, *, folder: Path | None) -> None:
    """Print the JSON Schema (2020-12) NAME; without a name, list them."""
    if name is not None and folder is not None:
        raise click.UsageError("--folder writes all of them: give no NAME")
    try:
        facts = local_matcher().facts()
        if name is not None:
            click.echo(_text(name, facts), nl=False)
        elif folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            for one in _names(facts):
                (folder / f"{one}.json").write_text(_text(one, facts), encoding="utf-8")
        else:
            for one in _names(facts):
                click.echo(one)
    except QualmapError as error:
        raise failing(error) from error


def _names(facts: tuple[Fact, ...]) -> list[str]:
    from qualmap_matcher.service.published import makers

    return sorted(makers(facts))


def _text(name: str, facts: tuple[Fact, ...]) -> str:
    from qualmap_matcher.service.published import document

    if name not in (known := _names(facts)):
        raise InputError(f"there is no schema {name!r}; there are {', '.join(known)}", field="name")
    return json.dumps(document(name, facts), ensure_ascii=False, indent=2) + "\n"
