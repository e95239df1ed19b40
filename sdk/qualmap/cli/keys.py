"""`qualmap keys`: the keys of a service, on its database."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import click

from qualmap.cli.options import json_option
from qualmap.cli.service import tenant_option, tenant_scope, who
from qualmap.errors import InputError

if TYPE_CHECKING:
    from qualmap_matcher.service.store.accounts import Key

_USUAL = "match,screen"


@click.group("keys", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """List, make, revoke and replace the keys that open a service.

    The commands work on the service's database, which QUALMAP_HOME or QUALMAP_DATABASE_URL name, whether or not it is running.
    """
    if context.invoked_subcommand is None:
        context.invoke(list_keys)


@command.command("list")
@tenant_option
@json_option
def list_keys(*, tenant: str | None = None, as_json: bool = False) -> None:
    """Show every key: its name, last characters, scopes and dates."""
    from qualmap_matcher.service.store.accounts import keys
    from qualmap_matcher.service.store.clock import now

    with tenant_scope(tenant, writing=False) as (scope, _):
        found = keys(scope)
    for key in found:
        if as_json:
            click.echo(json.dumps(key.to_dict()))
        else:
            used = f"used {_day(key.last_used_at)}" if key.last_used_at else "never used"
            click.echo(f"{key.id}  …{key.ending}  {_state(key, now()):18}  {used:15}  {','.join(key.scopes):26}  {key.name}")


@command.command("create")
@tenant_option
@click.option("--name", required=True, metavar="NAME", help="What the key is for.")
@click.option("--scopes", default=_USUAL, show_default=True, metavar="LIST", help="Some of match, screen, review, admin.")
@click.option("--expires", metavar="DATE", help="The day from which on it opens nothing (YYYY-MM-DD, UTC).")
def create(name: str, scopes: str, expires: str | None, tenant: str | None) -> None:
    """Make a key and print it, this once."""
    from qualmap_matcher.service.administering import create_key

    with tenant_scope(tenant) as (scope, store):
        wanted = [one.strip() for one in scopes.split(",") if one.strip()]
        _, text = create_key(scope, store.vault, who=who(), name=name, scopes=wanted, expires=_midnight(expires))
    click.echo(text)


@command.command("revoke")
@tenant_option
@click.argument("key")
def revoke(key: str, tenant: str | None) -> None:
    """Close KEY, an id, for good; running services follow within five seconds."""
    from qualmap_matcher.service.administering import revoke_key

    with tenant_scope(tenant) as (scope, _):
        if not revoke_key(scope, key, who=who()):
            raise InputError(f"there is no live key {key!r}; `qualmap keys` shows the ids")
    click.echo(f"revoked {key}")


@command.command("rotate")
@tenant_option
@click.argument("key")
def rotate(key: str, tenant: str | None) -> None:
    """Make a key like KEY, an id, and print it; the old one stays open until it is revoked."""
    from qualmap_matcher.service.administering import rotate_key

    with tenant_scope(tenant) as (scope, store):
        made = rotate_key(scope, store.vault, key, who=who())
        if made is None:
            raise InputError(f"there is no live key {key!r}; `qualmap keys` shows the ids")
    click.echo(made[1])
    click.echo(f"once it is in use everywhere: qualmap keys revoke {key}", err=True)


def _state(key: Key, moment: str) -> str:
    if key.revoked_at:
        return f"revoked {_day(key.revoked_at)}"
    if key.expires_at:
        return f"{'until' if key.is_live(moment) else 'expired'} {_day(key.expires_at)}"
    return "open"


def _day(moment: str) -> str:
    return moment[:10]


def _midnight(day: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), dt.UTC) if day is not None else None
    except ValueError:
        raise InputError(f"expected a day as YYYY-MM-DD, got {day!r}", field="--expires") from None
