"""`qualmap serve`: the service, on this machine's SQLite or on the database that the environment names."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

import attrs
import click

from qualmap.cli.options import failing
from qualmap.cli.service import check_installed, who
from qualmap.errors import QualmapError

if TYPE_CHECKING:
    from qualmap_matcher.service.settings import Settings

_BODY = '{"credentials": ["FCCA"], "edition": "1.0"}'


@click.command("serve")
@click.option("--host", metavar="HOST", help="Where to listen; default: QUALMAP_HOST, or this machine alone.")
@click.option("--port", type=click.IntRange(0, 65535), help="Default: QUALMAP_PORT, or 8765; 0 takes any that is free.")
@click.option("--processes", type=click.IntRange(1, 256), help="Processes that answer, one core each; default: 1.")
@click.option("--workers", type=click.IntRange(0, 64), help="Threads of each for batches, webhooks and retention; default: 1.")
@click.option("--migrate", is_flag=True, help="Bring the tables of a PostgreSQL database up to date first.")
def command(host: str | None, port: int | None, processes: int | None, workers: int | None, *, migrate: bool) -> None:
    """Answer over HTTP.

    With nothing configured it keeps its data in one folder, makes a key at the first start and prints how to call it. Settings
    are read from environment variables; docs/operations.md lists them. Log lines go to standard output, as JSON unless that is
    a terminal.
    """
    try:
        check_installed()
        from qualmap_matcher.service.settings import Settings

        settings = Settings.from_environment()
        settings = attrs.evolve(
            settings,
            host=settings.host if host is None else host,
            port=settings.port if port is None else port,
            processes=settings.processes if processes is None else processes,
            workers=settings.workers if workers is None else workers,
        )
        _serve(settings, migrate=migrate)
    except QualmapError as error:
        raise failing(error) from error


def _serve(settings: Settings, *, migrate: bool) -> None:
    from qualmap.local import local_matcher
    from qualmap_matcher.service.core import Core
    from qualmap_matcher.service.logs import configure_logs
    from qualmap_matcher.service.processes import run_processes
    from qualmap_matcher.service.running import address_of, listen, run
    from qualmap_matcher.service.starting import Store

    # The socket first, and the key once requests are taken: who cannot start should leave no key behind that nobody saw.
    with listen(settings.host, settings.port) as listening:
        configure_logs(sys.stdout, readable=sys.stdout.isatty())
        store = Store.open(settings, migrate=migrate)

        def say() -> None:
            key = store.first_key(settings, who=who())
            database = store.database.engine.url.render_as_string()
            click.echo(_said(settings, address_of(listening), database, key), err=True)

        try:
            if settings.processes > 1:
                run_processes(settings, listening, started=say)
            else:
                run(Core(settings, store.database, store.vault, local_matcher(settings.data)), listening, started=say)
        finally:
            store.database.close()


def _said(settings: Settings, address: str, database: str, key: str | None) -> str:
    lines = [f"qualmap answers at {address}", f"  pages  {address}/console", f"  data   {database}"]
    if settings.secret is None:
        lines.append(f"  secret {settings.home / 'secret'}: keep a copy; without it nothing in the database can be read")
    if key is None:
        return "\n".join([*lines, "  keys   qualmap keys"])
    headers = f"-H 'Authorization: Bearer {key}' -H 'Content-Type: application/json'"  # `curl --json` is not in every curl yet
    call = f"curl -s {address}/v1/match {headers} -d {shlex.quote(_BODY)}"
    return "\n".join([*lines, f"  key    {key}  (shown this once; `qualmap keys` makes others)", f"  try    {call}"])
