"""`qualmap migrate`: the tables of a service's database, up to date or back."""

from __future__ import annotations

import click

from qualmap.cli.options import failing
from qualmap.cli.service import check_installed
from qualmap.errors import QualmapError


@click.command("migrate")
@click.option("--to", "revision", metavar="REVISION", help="Go back to an earlier revision; `base` takes all tables away.")
@click.option("--yes", is_flag=True, help="Go back without asking.")
def command(revision: str | None, *, yes: bool) -> None:
    """Make the tables of a service's database, or bring them up to date.

    It does nothing where there is nothing to do, and waits while another does the same. Going back is for an earlier version of
    qualmap: stop the service and make a back-up first, for what later tables hold is lost.
    """
    try:
        check_installed()
        from qualmap_matcher.service import migrations
        from qualmap_matcher.service.settings import Settings
        from qualmap_matcher.service.starting import Store, take_back

        settings = Settings.from_environment()
        if revision is None:
            Store.open(settings, migrate=True).database.close()
        else:
            if not yes:
                click.confirm(f"Take the tables back to {revision}? What later ones hold is lost", abort=True)
            take_back(settings, revision)
        click.echo(f"the tables are at revision {revision or migrations.newest()}")
    except QualmapError as error:
        raise failing(error) from error
