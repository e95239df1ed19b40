"""What credentials name, and what the list opens to the people who hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualmap.comparing import Comparison, compare
from qualmap.errors import InputError
from qualmap.models import Credential, Json, MatchResult
from qualmap.operations.asking import Operation, Options, member, members
from qualmap.parsing import structured
from qualmap.records import Record
from qualmap.screening import Failure, Screening
from qualmap.transport.messages import Request
from qualmap.transport.problems import input_error

if TYPE_CHECKING:
    from qualmap.local import LocalMatcher


def match(credential: Credential, options: Options) -> Operation[MatchResult]:
    """What one credential names."""

    def read(answer: Json) -> MatchResult:
        [one] = matched(answer)
        if isinstance(one, InputError):
            raise one
        return one

    def here(matcher: LocalMatcher) -> MatchResult:
        return matcher.match(credential, matcher.asked(options.edition, options.as_of, options.minimum_evidence))

    return Operation(ask=lambda: _matching([credential], options), read=read, here=here)


def match_chunk(credentials: Sequence[Credential], options: Options) -> Operation[list[MatchResult | InputError]]:
    """What several credentials name, in their order."""
    return Operation(ask=lambda: _matching(credentials, options), read=matched)


def _matching(credentials: Sequence[Credential], options: Options) -> Request:
    texts: list[Json] = [one.to_dict() for one in credentials]
    return Request(method="POST", path="/v1/match", body={"credentials": texts, **options.to_dict()}, harmless=True)


def matched(answer: Json) -> list[MatchResult | InputError]:
    """The results of one answer."""
    return [
        input_error(one["error"]) if isinstance(one, dict) and "error" in one else structured(one, MatchResult)
        for one in members(answer, "results")
    ]


def screen(record: Record, options: Options) -> Operation[Screening]:
    """What the list opens to one person; the service keeps the answer."""

    def here(matcher: LocalMatcher) -> Screening:
        asked = matcher.asked(options.edition, options.as_of, options.minimum_evidence)
        return matcher.screen(record, asked, options.day)

    return Operation(
        ask=lambda: Request(method="POST", path="/v1/screenings", body={"record": record.to_dict(), **options.to_dict()}),
        read=lambda answer: structured(member(answer, "screening"), Screening),
        here=here,
    )


def screen_chunk(records: Sequence[Record], options: Options, *, first: int) -> Operation[list[Screening | Failure]]:
    """The answers for several people, in their order; `first` is the index of the first of them in the whole input."""

    def read(answer: Json) -> list[Screening | Failure]:
        return [_screened(one, first + place) for place, one in enumerate(members(answer, "results"))]

    def ask() -> Request:
        body: Json = {"records": [record.to_dict() for record in records], **options.to_dict()}
        return Request(method="POST", path="/v1/screenings/many", body=body)

    return Operation(ask=ask, read=read)


def _screened(one: Json, index: int) -> Screening | Failure:
    if isinstance(one, dict) and "error" in one:
        ref = one.get("ref")
        return Failure(index, input_error(one["error"], record=ref if isinstance(ref, str) else None))
    return structured(member(one, "screening"), Screening)


def compared(record: Record, before: str, after: str, minimum_evidence: str) -> Operation[Comparison]:
    """What a person gains and loses from one edition to another; the service keeps nothing."""

    def here(matcher: LocalMatcher) -> Comparison:
        first, second = (matcher.asked(edition, None, minimum_evidence) for edition in (before, after))
        return compare(matcher.screen(record, first, None), matcher.screen(record, second, None))

    def read(answer: Json) -> Comparison:
        first, second = (structured(member(answer, name), Screening) for name in ("before", "after"))
        return compare(first, second)

    def ask() -> Request:
        body: Json = {"record": record.to_dict(), "before": before, "after": after, "minimum_evidence": minimum_evidence}
        return Request(method="POST", path="/v1/compare", body=body, harmless=True)

    return Operation(ask=ask, read=read, here=here)
