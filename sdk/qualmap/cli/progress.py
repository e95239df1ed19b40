"""How far a run is, on a terminal: rows, rows in a second, errors, and the time that is left by the bytes that were read."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

Advance = Callable[[int, int], None]
"""Told how many rows are done, and how many of them failed."""


@contextlib.contextmanager
def progress(share: Callable[[], float | None], *, quiet: bool) -> Iterator[Advance]:
    """A line that is kept up to date on standard error, if that is a terminal and no answers come between.

    `share` says how much of the input was read, from 0 to 1, None where nobody knows.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda rows, failed: None  # noqa: ARG005 - nobody looks
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[said]}"), TimeRemainingColumn())
    # Errors go through `sys.stderr`, which the bar takes over meanwhile, so that they stand above it.
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=False, transient=True) as bar:
        task = bar.add_task("", total=None, said="")

        def advance(rows: int, failed: int) -> None:
            elapsed = bar.tasks[0].elapsed or 0
            rate = f", {rows / elapsed:,.0f}/s" if elapsed else ""
            errors = f", {failed:,} errors" if failed else ""
            read = share()
            bar.update(task, completed=read or 0, total=None if read is None else 1, said=f"{rows:,} rows{rate}{errors}")

        yield advance
