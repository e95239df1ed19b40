"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from qualmap.editions import EVIDENCE
from qualmap.errors import QualmapError

Function = Callable[..., Any]


def edition_options(function: Function) -> Function:
    """`--edition`, `--as-of` and `--minimum-evidence`."""
    for option in (
        click.option(
            "--minimum-evidence",
            type=click.Choice(EVIDENCE),
            default=EVIDENCE[0],
            show_default=True,
            help="Weaker rows count as not in the copy.",
        ),
        click.option("--as-of", metavar="DATE", help="The edition in force on this day (YYYY-MM-DD); default: today."),
        click.option("--edition", metavar="ID", help="An edition of the list: 1.0, 2.0 or 3.0."),
    ):
        function = option(function)
    return function


json_option: Callable[[Function], Function] = click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a line, for programs."
)


def failing(error: QualmapError) -> click.ClickException:
    """The error as the command line shows it."""
    return click.ClickException(str(error))
