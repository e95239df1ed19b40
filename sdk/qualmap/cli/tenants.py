"""`qualmap tenants`: the companies that share a service, on its database."""

from __future__ import annotations

import click

from qualmap.cli.service import store, who


@click.group("tenants", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """List and make the companies that a service keeps apart."""
    if context.invoked_subcommand is None:
        context.invoke(list_tenants)


@command.command("list")
def list_tenants() -> None:
    """Show every tenant and for how many days its texts are kept."""
    from qualmap_matcher.service.store.accounts import tenants

    with store() as (opened, _), opened.database.reading() as connection:
        for one in tenants(connection):
            click.echo(f"{one.id}  {one.retention_days:5} days  {one.name}")


@command.command("create")
@click.argument("name")
@click.option(
    "--retention-days", type=click.IntRange(1, 36_500), help="How long texts are kept; default: QUALMAP_RETENTION_DAYS."
)
def create(name: str, retention_days: int | None) -> None:
    """Make the tenant NAME; `qualmap keys create --tenant NAME` makes its first key."""
    from qualmap_matcher.service.administering import create_tenant

    with store() as (opened, settings), opened.database.writing() as connection:
        days = settings.retention_days if retention_days is None else retention_days
        create_tenant(connection, name, retention_days=days, who=who())
    click.echo(f"created {name}")
