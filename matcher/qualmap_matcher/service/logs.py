"""Log lines: JSON for programs, readable ones on a terminal; of an exception its type and its place, never its message.

A message may quote what it is about (a text of a person, the value of a database column), and no such thing goes into a log.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor

from qualmap_matcher.service import json_text
from qualmap_matcher.service.observing import LOG


def configure_logs(output: TextIO, *, readable: bool) -> None:
    """Write log lines there, those of other libraries among them where they warn."""
    last: list[Processor] = [structlog.processors.JSONRenderer(serializer=_line)]
    if readable:
        last = [structlog.dev.ConsoleRenderer(colors=True)]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S" if readable else "iso", utc=not readable),
            place_of_exception,
            *last,
        ],
        logger_factory=structlog.PrintLoggerFactory(output),
    )
    logging.basicConfig(handlers=[_Forwarding()], level=logging.WARNING, force=True)


def _line(event: EventDict, **_: object) -> str:
    return json_text.encode(event).decode()


def place_of_exception(_logger: object, _name: str, event: EventDict) -> EventDict:
    """Put an exception's type and the lines that it came through in the place of the exception."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else None
    if given is True:
        error = sys.exc_info()[1]
    if error is not None:
        event["error"] = " from ".join(_types(error))
        event["where"] = [f"{line.filename}:{line.lineno} {line.name}" for line in traceback.extract_tb(error.__traceback__)]
    return event


def _types(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        error = error.__cause__ or error.__context__


class _Forwarding(logging.Handler):
    """Hands what other libraries log to ours."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log one record."""
        LOG.log(record.levelno, record.getMessage().strip(), logger=record.name, exc_info=record.exc_info)
