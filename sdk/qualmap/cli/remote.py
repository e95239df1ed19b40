"""`--remote` and `--profile`: commands that ask a service instead of this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from click.core import ParameterSource

from qualmap.client import Client

PROFILE = "QUALMAP_PROFILE"

remote_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--remote", is_flag=True, help="Ask the service of the profile or the environment, not this process."
)

profile_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--profile", metavar="NAME", envvar=PROFILE, help="The service that --remote asks: a profile of the configuration file."
)


def client_for(*, remote: bool) -> Client:
    """The client that a command works with; says on standard error where others may read the key.

    Raises:
        ConfigurationError: there is no such profile, or nothing says which service is meant.

    """
    root = click.get_current_context().find_root()
    if not remote:
        if root.get_parameter_source("profile") is ParameterSource.COMMANDLINE:
            raise click.UsageError("--profile names a service, which only --remote asks")
        return Client.local()
    from qualmap.profiles import client_of

    client, used = client_of(root.params.get("profile"))
    root.call_on_close(client.close)
    if used is not None and used.exposed is not None:
        click.echo(f"Warning: others may read {used.exposed}, which holds a key: chmod 600 {used.exposed}", err=True)
    return client
