"""Reviews: what a person has to look at."""

from __future__ import annotations

from qualmap.kept.reviews import Judged, Review
from qualmap.models import Json
from qualmap.operations.asking import Operation, path
from qualmap.operations.paging import AskPage, pages
from qualmap.parsing import structured
from qualmap.transport.messages import Request


def listed(*, state: str | None, outcome: str | None, screening: str | None) -> AskPage[Review]:
    """The reviews that have waited longest first."""
    return pages(path("reviews"), {"state": state, "outcome": outcome, "screening": screening}, Review)


def retrieve(id_: str) -> Operation[Review]:
    """One review."""
    return Operation(ask=lambda: Request(method="GET", path=path("reviews", id_)), read=lambda answer: structured(answer, Review))


def judge(
    id_: str, action: str, *, qualification: str | None, claim: str | None, note: str | None, teach: bool
) -> Operation[Judged]:
    """Decide an open review."""
    body: Json = {"action": action, "qualification": qualification, "claim": claim, "note": note, "teach": teach}
    return Operation(
        ask=lambda: Request(method="POST", path=path("reviews", id_, "judge"), body=body),
        read=lambda answer: structured(answer, Judged),
    )


def undo(id_: str) -> Operation[Judged]:
    """Take a judgement back."""
    return Operation(
        ask=lambda: Request(method="POST", path=path("reviews", id_, "undo")), read=lambda answer: structured(answer, Judged)
    )
