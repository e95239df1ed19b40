"""The command line as a program calls it, inside this process: arguments and input in; output and exit code out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from qualmap.cli.commands import qualmap

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def run() -> Run:
    def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(qualmap, arguments, input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception  # nobody should see a traceback
        return result

    return run
