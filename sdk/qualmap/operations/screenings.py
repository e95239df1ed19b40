"""Screenings that the service keeps."""

from __future__ import annotations

from qualmap.kept.batches import Batch
from qualmap.kept.screenings import StoredScreening
from qualmap.models import Json
from qualmap.operations.asking import Day, Operation, Options, path, written_day
from qualmap.operations.paging import AskPage, pages
from qualmap.parsing import structured
from qualmap.records import Record
from qualmap.transport.messages import Request


def create(record: Record, options: Options) -> Operation[StoredScreening]:
    """Screen one person, and keep the answer."""
    body: Json = {"record": record.to_dict(), **options.to_dict()}
    return Operation(
        ask=lambda: Request(method="POST", path=path("screenings"), body=body),
        read=lambda answer: structured(answer, StoredScreening),
    )


def retrieve(id_: str, *, version: int | None) -> Operation[StoredScreening]:
    """One screening, in its newest version or in an earlier one."""
    return Operation(
        ask=lambda: Request(method="GET", path=path("screenings", id_), query={"version": version}),
        read=lambda answer: structured(answer, StoredScreening),
    )


def listed(
    *,
    decision: str | None,
    category: str | None,
    edition: str | None,
    review: str | None,
    since: Day,
    ref: str | None,
) -> AskPage[StoredScreening]:
    """The newest screenings first, as far as the filters admit them."""
    filters = {
        "decision": decision,
        "category": category,
        "edition": edition,
        "review": review,
        "since": written_day(since),
        "ref": ref,
    }
    return pages(path("screenings"), filters, StoredScreening)


def rescreen(options: Options) -> Operation[Batch]:
    """Decide again whatever is stored with its texts; a batch does it."""
    return Operation(
        ask=lambda: Request(method="POST", path=path("screenings", "rescreen"), body={**options.to_dict()}),
        read=lambda answer: structured(answer, Batch),
    )
