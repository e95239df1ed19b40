"""What the operator sees: a line of JSON for each request, counters, and spans; never a body, a key or a credential's text."""

from __future__ import annotations

import collections
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Protocol

import attrs
import structlog
from opentelemetry import trace
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from qualmap.screening import Screening

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_FAILED = 500

SHARED_COUNTERS = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names a folder in which several processes count together; read when prometheus_client is imported."""

LOG = structlog.get_logger("qualmap.service")


class Operation(Protocol):
    """What is asked: an endpoint of the API or a page of the console."""

    @property
    def method(self) -> str:
        """The HTTP method."""

    @property
    def path(self) -> str:
        """The path, with the names of its parts in braces."""

    @property
    def operation_id(self) -> str:
        """What logs and metrics call it."""


@attrs.define
class Observed:
    """What a request turned out to be, filled in while it is answered."""

    status: int = _FAILED
    key: str | None = None
    code: str | None = None


@attrs.define(eq=False)
class Metrics:
    """The counters of one process, or of all that share a folder for them."""

    registry: CollectorRegistry = attrs.field(factory=CollectorRegistry)
    requests: Counter = attrs.field(init=False)
    seconds: Histogram = attrs.field(init=False)
    decisions: Counter = attrs.field(init=False)
    items: Counter = attrs.field(init=False)
    deliveries: Counter = attrs.field(init=False)
    open_reviews: Gauge = attrs.field(init=False)

    _of_requests: dict[tuple[str, int], tuple[Counter, Histogram]] = attrs.field(init=False, factory=dict, repr=False)

    def __attrs_post_init__(self) -> None:
        kept: Any = {"registry": self.registry}
        self.requests = Counter("qualmap_requests", "Requests by operation and status.", ["operation", "status"], **kept)
        self.seconds = Histogram("qualmap_request_seconds", "How long they took.", ["operation"], buckets=_SECONDS, **kept)
        self.decisions = Counter("qualmap_decisions", "Decisions by category and outcome.", ["category", "decision"], **kept)
        self.items = Counter("qualmap_batch_items", "Items of batches by how they ended.", ["state"], **kept)
        self.deliveries = Counter("qualmap_webhook_deliveries", "Deliveries by how they ended.", ["state"], **kept)
        kept["multiprocess_mode"] = "mostrecent"  # whichever process counted last
        self.open_reviews = Gauge("qualmap_open_reviews", "Reviews that wait for a person, when last counted.", **kept)

    def answered(self, operation: str, status: int, seconds: float) -> None:
        """Count a request."""
        of = operation, status
        if of not in self._of_requests:
            self._of_requests[of] = self.requests.labels(operation, str(status)), self.seconds.labels(operation)
        count, histogram = self._of_requests[of]
        count.inc()
        histogram.observe(seconds)

    def decided(self, screenings: Iterable[Screening]) -> None:
        """Count what stored screenings decided."""
        counted = collections.Counter((one.category, one.decision) for screening in screenings for one in screening.benefits)
        for (category, decision), number in counted.items():
            self.decisions.labels(category, decision).inc(number)

    def text(self) -> bytes:
        """The counters in Prometheus' text format."""
        if SHARED_COUNTERS not in os.environ:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # prometheus_client's own
        return generate_latest(together)


@contextmanager
def observed(operation: Operation, request_id: str, metrics: Metrics) -> Iterator[Observed]:
    """Log, count and trace one request."""
    about = Observed()
    start = time.perf_counter()
    with _span(f"{operation.method} {operation.path}") as span:
        try:
            yield about
        finally:
            took = time.perf_counter() - start
            span.set_attribute("http.response.status_code", about.status)
            span.set_attribute("qualmap.request_id", request_id)
            metrics.answered(operation.operation_id, about.status, took)
            LOG.info(
                "request",
                request_id=request_id,
                operation=operation.operation_id,
                status=about.status,
                code=about.code,
                key=about.key,
                milliseconds=round(took * 1000, 3),
            )


def _span(name: str) -> AbstractContextManager[trace.Span]:
    """A span, where the program that runs the service collects them."""
    provider = trace.get_tracer_provider()
    if isinstance(provider, trace.ProxyTracerProvider):
        return nullcontext(trace.INVALID_SPAN)
    return provider.get_tracer("qualmap.service").start_as_current_span(name)
