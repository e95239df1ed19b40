"""Batches: many people in one upload."""

from __future__ import annotations

from qualmap.kept.batches import Batch, BatchResult, PersonChange
from qualmap.kept.screenings import StoredScreening
from qualmap.models import Json
from qualmap.operations.asking import Lines, Operation, Options, member, path
from qualmap.operations.paging import AskPage, pages
from qualmap.parsing import structured
from qualmap.screening import Failure
from qualmap.transport.messages import Content, Request
from qualmap.transport.problems import input_error


def create(content: Content, content_type: str, options: Options) -> Operation[Batch]:
    """Take in an upload."""
    return Operation(
        ask=lambda: Request(
            method="POST", path=path("batches"), query=options.to_dict(), content=content, content_type=content_type
        ),
        read=_batch,
    )


def retrieve(id_: str) -> Operation[Batch]:
    """One batch."""
    return Operation(ask=lambda: Request(method="GET", path=path("batches", id_)), read=_batch)


def listed() -> AskPage[Batch]:
    """The newest batches first."""
    return pages(path("batches"), {}, Batch)


def results(id_: str, *, after: int | None, follow: bool) -> Lines[BatchResult]:
    """The results behind a position."""
    return Lines(request=_reading(id_, "results", after=after, follow=follow), read=_result)


def report(id_: str, *, after: int | None, follow: bool) -> Lines[PersonChange]:
    """What a rescreening changed, behind a position."""
    request = _reading(id_, "report", after=after, follow=follow)
    return Lines(request=request, read=lambda line: structured(line, PersonChange))


def cancel(id_: str) -> Operation[Batch]:
    """Stop a batch."""
    return Operation(ask=lambda: Request(method="POST", path=path("batches", id_, "cancel")), read=_batch)


def retry(id_: str) -> Operation[Batch]:
    """Screen its failed items again."""
    return Operation(ask=lambda: Request(method="POST", path=path("batches", id_, "retry")), read=_batch)


def _reading(id_: str, what: str, *, after: int | None, follow: bool) -> Request:
    return Request(method="GET", path=path("batches", id_, what), query={"after": after, "follow": follow or None})


def _batch(answer: Json) -> Batch:
    return structured(answer, Batch)


def _result(line: Json) -> BatchResult:
    position, ref, error = structured(member(line, "position"), int), member(line, "ref"), member(line, "error")
    own = ref if isinstance(ref, str) else None
    if error is None:
        stored = structured(member(line, "screening"), StoredScreening)
        return BatchResult(position=position, ref=own, stored=stored, failure=None)
    failed = input_error(error, record=own)
    failed.code = str(member(error, "code"))  # also those that no other InputError has, as internal_error
    return BatchResult(position=position, ref=own, stored=None, failure=Failure(position, failed))
