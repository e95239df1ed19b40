"""Spans for OpenTelemetry, where the program uses it; without it, nothing is imported and nothing is sent."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from qualmap.transport.messages import Attempt


@contextmanager
def traced(attempt: Attempt) -> Iterator[dict[str, str]]:
    """A span around one try; gives the headers by which the service goes on with the trace. No body, no key."""
    if "opentelemetry.trace" not in sys.modules:
        yield {}
        return
    from opentelemetry import propagate, trace

    path = attempt.url.partition("?")[0]
    with trace.get_tracer("qualmap").start_as_current_span(f"{attempt.method} qualmap", kind=trace.SpanKind.CLIENT) as span:
        span.set_attribute("http.request.method", attempt.method)
        span.set_attribute("url.full", path)
        span.set_attribute("http.request.resend_count", attempt.number - 1)
        headers: dict[str, str] = {}
        propagate.inject(headers)
        yield headers
