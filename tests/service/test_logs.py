"""Log lines: JSON or readable, and of an exception never the message, which may quote a person."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from qualmap_matcher.service.logs import configure_logs
from qualmap_matcher.service.observing import LOG

SECRET = "Fellow of ACCA, somebody's own words"  # noqa: S105 - what must not be seen


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    configured, handlers = structlog.get_config(), [*logging.getLogger().handlers]
    yield
    structlog.configure(**configured)
    logging.getLogger().handlers = handlers


def fail() -> None:
    try:
        _ = {}[SECRET]
    except KeyError as error:
        raise ValueError(SECRET) from error


def test_a_line_is_json_with_level_and_time() -> None:
    output = io.StringIO()
    configure_logs(output, readable=False)

    LOG.info("request", status=200)

    line = json.loads(output.getvalue())
    assert (line["event"], line["level"], line["status"]) == ("request", "info", 200)
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("readable", [True, False])
def test_an_exception_is_named_by_type_and_place_without_its_message(*, readable: bool) -> None:
    output = io.StringIO()
    configure_logs(output, readable=readable)

    try:
        fail()
    except ValueError:
        LOG.exception("failed", request_id="one")

    assert "builtins.ValueError from builtins.KeyError" in output.getvalue()
    assert "test_logs.py" in output.getvalue()
    assert SECRET not in output.getvalue()


def test_what_other_libraries_warn_of_becomes_a_line_too() -> None:
    output = io.StringIO()
    configure_logs(output, readable=False)

    logging.getLogger("uvicorn.error").info("started")
    logging.getLogger("uvicorn.error").warning("Invalid %s", "request")
    try:
        fail()
    except ValueError:
        logging.getLogger("uvicorn.error").exception("failed")

    warned, failed = (json.loads(line) for line in output.getvalue().splitlines())
    assert (warned["event"], warned["level"], warned["logger"]) == ("Invalid request", "warning", "uvicorn.error")
    assert failed["error"] == "builtins.ValueError from builtins.KeyError"
    assert SECRET not in output.getvalue()
