"""`qualmap audit`: the trail of everything that was changed: written out, and checked for later changes."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from qualmap.cli.options import failing
from qualmap.cli.service import check_installed, tenant_option, tenant_scope
from qualmap.errors import QualmapError


@click.group("audit")
def command() -> None:
    """Write out or verify the audit trail of a service."""


@command.command("verify")
@tenant_option
@click.option(
    "--export", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="An exported trail: no database is read."
)
@click.option("--head", metavar="DIGEST", help="A digest that was noted earlier: the trail must still have it.")
def verify(export: Path | None, head: str | None, tenant: str | None) -> None:
    """Tell whether anything in the trail was changed, removed, moved or cut off; the exit code is 1 if so."""
    try:
        check_installed()
        from qualmap_matcher.service.auditing import verify_export, verify_trail

        if export is not None:
            with export.open("rb") as lines:
                found = verify_export(lines, noted=head)
        else:
            with tenant_scope(tenant, writing=False) as (scope, _):
                found = verify_trail(scope, noted=head)
    except QualmapError as error:
        raise failing(error) from error
    _show(found.mistakes)
    click.echo(f"{found.entries} entries, sound; head {found.head.digest}")


@command.command("export")
@tenant_option
def export(tenant: str | None) -> None:
    """Write the trail to standard output as JSON Lines; the last line names the newest entry."""
    with tenant_scope(tenant, writing=False) as (scope, _):
        from qualmap_matcher.service.auditing import last_line
        from qualmap_matcher.service.store.audit import entries, head_of

        for entry in entries(scope):
            click.echo(json.dumps(entry.to_dict()))
        click.echo(json.dumps(last_line(head_of(scope))))


def _show(mistakes: Sequence[str]) -> None:
    for mistake in mistakes:
        click.echo(mistake, err=True)
    if mistakes:
        sys.exit(1)
