"""What is known: facts, editions with their rows, qualifications, versions, the overlay."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from qualmap.catalogue import EditionSummary, ListedRow, OverlaySummary, QualificationDetail
from qualmap.differences import EditionDifferences
from qualmap.errors import UnknownQualificationError
from qualmap.facts import Fact
from qualmap.models import Qualification
from qualmap.operations.asking import Operation, Options, members, written_day
from qualmap.parsing import structured
from qualmap.screening import Versions
from qualmap.transport.messages import Request

if TYPE_CHECKING:
    from qualmap.local import LocalMatcher


def facts() -> Operation[tuple[Fact, ...]]:
    """The facts that conditions need."""
    return Operation(
        ask=lambda: Request(method="GET", path="/v1/facts"),
        read=lambda answer: tuple(structured(one, Fact) for one in members(answer, "data")),
        here=lambda matcher: matcher.facts(),
    )


def editions() -> Operation[tuple[EditionSummary, ...]]:
    """All editions."""
    return Operation(
        ask=lambda: Request(method="GET", path="/v1/editions"),
        read=lambda answer: tuple(structured(one, EditionSummary) for one in members(answer, "data")),
        here=lambda matcher: matcher.editions(),
    )


def rows(edition: str) -> Operation[tuple[ListedRow, ...]]:
    """The rows of one edition."""
    return Operation(
        ask=lambda: Request(method="GET", path="/v1/editions/rows", query={"edition": edition}),
        read=lambda answer: tuple(structured(one, ListedRow) for one in members(answer, "data")),
        here=lambda matcher: matcher.rows(edition),
    )


def differences(before: str, after: str) -> Operation[EditionDifferences]:
    """Which rows came, went and moved between two editions."""
    return Operation(
        ask=lambda: Request(method="GET", path="/v1/editions/differences", query={"before": before, "after": after}),
        read=lambda answer: structured(answer, EditionDifferences),
        here=lambda matcher: matcher.differences(before, after),
    )


def qualifications(words: str) -> Operation[tuple[Qualification, ...]]:
    """The qualifications that have every one of the words."""
    return Operation(
        ask=lambda: Request(method="GET", path="/v1/qualifications", query={"words": words}),
        read=lambda answer: tuple(structured(one, Qualification) for one in members(answer, "data")),
        here=lambda matcher: matcher.qualifications(words),
    )


def qualification(id_: str) -> Operation[QualificationDetail]:
    """Everything known of one qualification."""
    unknown = UnknownQualificationError(f"there is no qualification {id_!r}", field="qualification")
    if not id_:
        raise unknown
    return Operation(
        ask=lambda: Request(method="GET", path=f"/v1/qualifications/{quote(id_, safe='')}"),
        read=lambda answer: structured(answer, QualificationDetail),
        here=lambda matcher: matcher.qualification(id_),
        missing=unknown,
    )


def versions(options: Options) -> Operation[Versions]:
    """What answers in an edition rest on."""

    def here(matcher: LocalMatcher) -> Versions:
        asked = matcher.asked(options.edition, options.as_of, options.minimum_evidence)
        return matcher.screener.versions(asked.edition)

    return Operation(
        ask=lambda: Request(
            method="GET", path="/v1/versions", query={"edition": options.edition, "as_of": written_day(options.as_of)}
        ),
        read=lambda answer: structured(answer, Versions),
        here=here,
    )


def overlay() -> Operation[OverlaySummary | None]:
    """What an overlay adds to the bundled data."""
    return Operation(
        ask=lambda: Request(method="GET", path="/v1/overlay"),
        read=lambda answer: structured(answer, OverlaySummary) if answer is not None else None,
        here=lambda matcher: matcher.overlay_summary(),
    )
