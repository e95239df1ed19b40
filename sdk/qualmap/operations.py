"""What a client can be asked, each as a value: how it is put to the service, how its answer is read, how it is done here.

Every public operation has one function in this module. `client.send(operation)` gives the answer with what came with it: status,
headers, request id, the number of retries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import quote

import attrs

from qualmap.catalogue import EditionSummary, ListedRow, OverlaySummary, QualificationDetail
from qualmap.comparing import Comparison, compare
from qualmap.differences import EditionDifferences
from qualmap.editions import as_date
from qualmap.errors import InputError, UnknownQualificationError
from qualmap.facts import Fact
from qualmap.models import Credential, Json, MatchResult, Qualification
from qualmap.parsing import structured
from qualmap.records import Record
from qualmap.screening import Failure, Screening, Versions
from qualmap.transport.messages import Request
from qualmap.transport.problems import input_error

if TYPE_CHECKING:
    from qualmap.local import LocalMatcher

Result = TypeVar("Result")
Day = dt.date | str | None


@attrs.frozen(kw_only=True)
class Operation(Generic[Result]):
    """One thing to ask; `here` is None for what only a service can do, `missing` the error where a service has nothing there."""

    request: Request
    read: Callable[[Json], Result]
    here: Callable[[LocalMatcher], Result] | None = None
    missing: Exception | None = None


@attrs.frozen
class Options:
    """Which edition is meant, and which evidence counts."""

    edition: str | None
    as_of: Day
    minimum_evidence: str

    @property
    def day(self) -> str | None:
        """The day an answer is about; none where an edition is named alone, whose answers are the same on every day."""
        return None if self.edition is not None and self.as_of is None else as_date(self.as_of).isoformat()

    def to_dict(self) -> dict[str, Json]:
        """As the service takes it."""
        as_of = as_date(self.as_of).isoformat() if self.as_of is not None else None
        return {"edition": self.edition, "as_of": as_of, "minimum_evidence": self.minimum_evidence}


def match(credential: Credential, options: Options) -> Operation[MatchResult]:
    """What one credential names."""

    def read(answer: Json) -> MatchResult:
        [one] = matched(answer)
        if isinstance(one, InputError):
            raise one
        return one

    def here(matcher: LocalMatcher) -> MatchResult:
        return matcher.match(credential, matcher.asked(options.edition, options.as_of, options.minimum_evidence))

    return Operation(request=_matching([credential], options), read=read, here=here)


def match_chunk(credentials: Sequence[Credential], options: Options) -> Operation[list[MatchResult | InputError]]:
    """What several credentials name, in their order."""
    return Operation(request=_matching(credentials, options), read=matched)


def _matching(credentials: Sequence[Credential], options: Options) -> Request:
    texts: list[Json] = [attrs.asdict(one) for one in credentials]
    return Request(method="POST", path="/v1/match", body={"credentials": texts, **options.to_dict()}, harmless=True)


def matched(answer: Json) -> list[MatchResult | InputError]:
    """The results of one answer."""
    return [
        input_error(one["error"]) if isinstance(one, dict) and "error" in one else structured(one, MatchResult)
        for one in _members(answer, "results")
    ]


def screen(record: Record, options: Options) -> Operation[Screening]:
    """What the list opens to one person; the service keeps the answer."""

    def here(matcher: LocalMatcher) -> Screening:
        asked = matcher.asked(options.edition, options.as_of, options.minimum_evidence)
        return matcher.screen(record, asked, options.day)

    body: Json = {"record": record.to_dict(), **options.to_dict()}
    return Operation(
        request=Request(method="POST", path="/v1/screenings", body=body, repeatable=True),
        read=lambda answer: structured(_member(answer, "screening"), Screening),
        here=here,
    )


def screen_chunk(records: Sequence[Record], options: Options, *, first: int) -> Operation[list[Screening | Failure]]:
    """The answers for several people, in their order; `first` is the index of the first of them in the whole input."""

    def read(answer: Json) -> list[Screening | Failure]:
        return [_screened(one, first + place) for place, one in enumerate(_members(answer, "results"))]

    body: Json = {"records": [record.to_dict() for record in records], **options.to_dict()}
    return Operation(request=Request(method="POST", path="/v1/screenings/many", body=body, repeatable=True), read=read)


def _screened(one: Json, index: int) -> Screening | Failure:
    if isinstance(one, dict) and "error" in one:
        ref = one.get("ref")
        return Failure(index, input_error(one["error"], record=ref if isinstance(ref, str) else None))
    return structured(_member(one, "screening"), Screening)


def compared(record: Record, before: str, after: str, minimum_evidence: str) -> Operation[Comparison]:
    """What a person gains and loses from one edition to another; the service keeps nothing."""

    def here(matcher: LocalMatcher) -> Comparison:
        first, second = (matcher.asked(edition, None, minimum_evidence) for edition in (before, after))
        return compare(matcher.screen(record, first, None), matcher.screen(record, second, None))

    def read(answer: Json) -> Comparison:
        first, second = (structured(_member(answer, name), Screening) for name in ("before", "after"))
        return compare(first, second)

    body: Json = {"record": record.to_dict(), "before": before, "after": after, "minimum_evidence": minimum_evidence}
    return Operation(request=Request(method="POST", path="/v1/compare", body=body, harmless=True), read=read, here=here)


def facts() -> Operation[tuple[Fact, ...]]:
    """The facts that conditions need."""
    return Operation(
        request=Request(method="GET", path="/v1/facts"),
        read=lambda answer: tuple(structured(one, Fact) for one in _members(answer, "data")),
        here=lambda matcher: matcher.facts(),
    )


def editions() -> Operation[tuple[EditionSummary, ...]]:
    """All editions."""
    return Operation(
        request=Request(method="GET", path="/v1/editions"),
        read=lambda answer: tuple(structured(one, EditionSummary) for one in _members(answer, "data")),
        here=lambda matcher: matcher.editions(),
    )


def rows(edition: str) -> Operation[tuple[ListedRow, ...]]:
    """The rows of one edition."""
    return Operation(
        request=Request(method="GET", path="/v1/editions/rows", query={"edition": edition}),
        read=lambda answer: tuple(structured(one, ListedRow) for one in _members(answer, "data")),
        here=lambda matcher: matcher.rows(edition),
    )


def differences(before: str, after: str) -> Operation[EditionDifferences]:
    """Which rows came, went and moved between two editions."""
    return Operation(
        request=Request(method="GET", path="/v1/editions/differences", query={"before": before, "after": after}),
        read=lambda answer: structured(answer, EditionDifferences),
        here=lambda matcher: matcher.differences(before, after),
    )


def qualifications(words: str) -> Operation[tuple[Qualification, ...]]:
    """The qualifications that have every one of the words."""
    return Operation(
        request=Request(method="GET", path="/v1/qualifications", query={"words": words}),
        read=lambda answer: tuple(structured(one, Qualification) for one in _members(answer, "data")),
        here=lambda matcher: matcher.qualifications(words),
    )


def qualification(id_: str) -> Operation[QualificationDetail]:
    """Everything known of one qualification."""
    unknown = UnknownQualificationError(f"there is no qualification {id_!r}", field="qualification")
    if not id_:
        raise unknown
    return Operation(
        request=Request(method="GET", path=f"/v1/qualifications/{quote(id_, safe='')}"),
        read=lambda answer: structured(answer, QualificationDetail),
        here=lambda matcher: matcher.qualification(id_),
        missing=unknown,
    )


def versions(options: Options) -> Operation[Versions]:
    """What answers in an edition rest on."""

    def here(matcher: LocalMatcher) -> Versions:
        asked = matcher.asked(options.edition, options.as_of, options.minimum_evidence)
        return matcher.screener.versions(asked.edition)

    given = options.to_dict()
    query = {name: str(given[name]) for name in ("edition", "as_of") if given[name] is not None}
    return Operation(
        request=Request(method="GET", path="/v1/versions", query=query),
        read=lambda answer: structured(answer, Versions),
        here=here,
    )


def overlay() -> Operation[OverlaySummary | None]:
    """What an overlay adds to the bundled data."""
    return Operation(
        request=Request(method="GET", path="/v1/overlay"),
        read=lambda answer: structured(answer, OverlaySummary) if answer is not None else None,
        here=lambda matcher: matcher.overlay_summary(),
    )


def _member(answer: Json, name: str) -> Json:
    return answer.get(name) if isinstance(answer, dict) else None


def _members(answer: Json, name: str) -> list[Json]:
    found = _member(answer, name)
    return found if isinstance(found, list) else []
