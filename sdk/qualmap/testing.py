"""Test doubles for programs that use qualmap: a client with canned answers, and the same answers as routes for respx.

canned = qualmap.testing.Canned()
canned.match("FCCA", qualmap.testing.mention("FCCA", "acca-fellow", categories={"A": "confirmed"}))
canned.screen("C-1024", eligible=["1.0-A-work-permit"])

client = canned.client()                       # a Client; canned.async_client() for an AsyncClient
client.match("FCCA").mentions[0].listing       # as it was canned
canned.requests                                # what was asked

Canned answers pass through the same reading as the service's, so a program is tested on the real models.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

import attrs

from qualmap.answers import Answer
from qualmap.async_client import AsyncClient
from qualmap.client import Client
from qualmap.errors import NotFoundError, QualmapError
from qualmap.models import Candidate, CategoryListing, Json, Listing, MatchResult, Mention, Qualification, Reason
from qualmap.operations import Lines, Operation
from qualmap.screening import Benefit, Premium, ScreenedMention, Screening, Title, Versions, Wording
from qualmap.transport.messages import Request, RequestOptions

if TYPE_CHECKING:
    import httpx
    import respx

__all__ = ["Canned", "mention"]

Result = TypeVar("Result")
_EDITION = "3.0"
_WORDS = Wording("canned", "预设")


def mention(
    text: str,
    id_: str | None = None,
    *,
    outcome: str = "matched",
    claim: str = "held",
    confidence: float = 0.99,
    name_en: str | None = None,
    candidates: Iterable[str] = (),
    categories: Mapping[str, str] | None = None,
    question: str | None = None,
) -> Mention:
    """A mention that covers its whole text; `categories` gives the evidence of each row: `{"A": "confirmed"}`."""
    known = Qualification(id_, name_en or id_, id_, "canned", None, None) if id_ else None
    rows = tuple(
        CategoryListing(
            category, evidence, None if evidence == "inferred" else "canned", "canned" if evidence == "inferred" else None
        )
        for category, evidence in (categories or {}).items()
    )
    return Mention(
        text=text,
        start=0,
        end=len(text),
        outcome=outcome,
        claim=claim,
        confidence=confidence,
        qualification=known,
        candidates=tuple(Candidate(one, confidence) for one in ([id_] if id_ else candidates)),
        listing=Listing("listed" if rows else "not_in_copy", rows) if known else None,
        reasons=(Reason("canned", 0.0, "a canned answer"),),
        question=question,
    )


@attrs.define
class Canned:
    """Answers by what is asked; `requests` collects what was asked, in order.

    What has no answer raises `LookupError`, which names the request: a test then fails where it forgot something.
    """

    requests: list[Request] = attrs.field(factory=list)
    _matches: dict[str, Json] = attrs.field(init=False, factory=dict)
    _screenings: dict[str, Json] = attrs.field(init=False, factory=dict)
    _others: dict[tuple[str, str], Json] = attrs.field(init=False, factory=dict)
    _errors: dict[tuple[str, str], QualmapError] = attrs.field(init=False, factory=dict)

    def match(self, text: str, *mentions: Mention, edition: str = _EDITION) -> None:
        """What matching this text gives; without mentions, it names no credential."""
        self._matches[text] = MatchResult(text, edition, mentions).to_dict()

    def screen(
        self,
        ref: str,
        *,
        edition: str = _EDITION,
        mentions: Iterable[Mention] = (),
        eligible: Iterable[str] = (),
        decisions: Mapping[str, str] | None = None,
    ) -> None:
        """What screening the record with this ref gives: decisions by clause, those of `eligible` eligible."""
        by_clause = {**dict.fromkeys(eligible, "eligible"), **(decisions or {})}
        self._screenings[ref] = _screening(ref, edition, tuple(mentions), by_clause).to_dict()

    def answer(self, method: str, path: str, content: Json) -> None:
        """What any other request gives, as the service's JSON; a list for what comes line by line."""
        self._others[method, path] = content

    def fail(self, method: str, path: str, error: QualmapError) -> None:
        """Make every request to an address raise an error, such as `RateLimitError`."""
        self._errors[method, path] = error

    def client(self) -> Client:
        """A client that gives these answers."""
        return Client.over(_Fake(self))

    def async_client(self) -> AsyncClient:
        """The same, to be awaited."""
        return AsyncClient.over(_AsyncFake(self))

    def routes(self, router: respx.MockRouter, base_url: str) -> None:
        """Answer these over HTTP: `canned.routes(respx_mock, "https://qualmap.example")`."""
        import httpx

        def reply(request: httpx.Request) -> httpx.Response:
            asked = Request(
                method=request.method,
                path=request.url.path,
                query=dict(request.url.params),
                body=json.loads(request.content) if request.content and _is_json(request.headers) else None,
            )
            return httpx.Response(200, json=self.to(asked))

        router.route(url__startswith=base_url).mock(side_effect=reply)

    def to(self, request: Request) -> Json:
        """The JSON that answers a request."""
        self.requests.append(request)
        address = request.method, request.path
        if address in self._errors:
            raise self._errors[address]
        body = request.body if isinstance(request.body, dict) else {}
        if address == ("POST", "/v1/match"):
            return {"results": [self._of(self._matches, one, "text", "match") for one in _list(body.get("credentials"))]}
        if address == ("POST", "/v1/screenings"):
            return {"screening": self._of(self._screenings, body.get("record"), "ref", "screen")}
        if address == ("POST", "/v1/screenings/many"):
            answers = [self._of(self._screenings, one, "ref", "screen") for one in _list(body.get("records"))]
            return {"results": [{"screening": one} for one in answers]}
        if address == ("GET", "/v1/versions"):
            return _VERSIONS.to_dict()
        if address in self._others:
            return self._others[address]
        raise LookupError(f"no canned answer to {request.method} {request.path}: give one with canned.answer(…)")

    def _of(self, answers: Mapping[str, Json], asked: Json, name: str, method: str) -> Json:
        key = asked.get(name) if isinstance(asked, dict) else asked
        if not isinstance(key, str) or key not in answers:
            raise LookupError(f"no canned answer for {name} {key!r}: give one with canned.{method}(…)")
        return answers[key]


@attrs.frozen
class _Fake:
    canned: Canned
    matcher: None = None

    def send(self, operation: Operation[Result], options: RequestOptions) -> Answer[Result]:
        del options
        try:
            return Answer(operation.read(self.canned.to(operation.request)), status=200, request_id="canned")
        except NotFoundError as error:
            raise operation.missing or error from error

    def stream(self, lines: Lines[Result], options: RequestOptions) -> Iterator[Result]:
        del options
        return (lines.read(one) for one in _list(self.canned.to(lines.request)))

    def close(self) -> None:
        """Nothing is held."""


@attrs.frozen
class _AsyncFake:
    canned: Canned
    matcher: None = None

    async def send(self, operation: Operation[Result], options: RequestOptions) -> Answer[Result]:
        return _Fake(self.canned).send(operation, options)

    async def stream(self, lines: Lines[Result], options: RequestOptions) -> AsyncGenerator[Result, None]:
        for one in _Fake(self.canned).stream(lines, options):
            yield one

    async def close(self) -> None:
        """Nothing is held."""


_VERSIONS = Versions(qualmap="canned", engine="canned", registry="canned", edition="canned", rules="canned")


def _is_json(headers: Mapping[str, str]) -> bool:
    """Whether a body is one JSON document; an upload of a batch is a table, or many."""
    return headers.get("content-type", "application/json").partition(";")[0].strip() == "application/json"


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _screening(ref: str, edition: str, mentions: tuple[Mention, ...], decisions: Mapping[str, str]) -> Screening:
    clauses = tuple(_benefit(clause, decision) for clause, decision in decisions.items())
    title = Title(
        clause=None,
        decision="no_row",
        level=None,
        at_least=None,
        missing=(),
        because=(),
        seen="none",
        sources=(),
        qualifications=(),
        evidence=None,
        reason=_WORDS,
    )
    premium = Premium(decision="not_eligible", missing=(), because=(), seen="none", sources=(), text=_WORDS, reason=_WORDS)
    return Screening(
        ref=ref,
        edition=edition,
        as_of=None,
        mentions=tuple(ScreenedMention.of(one, 0) for one in mentions),
        benefits=clauses,
        title=title,
        premium=premium,
        next_questions=(),
        versions=_VERSIONS,
        decision_id="0" * 32,
    )


def _benefit(clause: str, decision: str) -> Benefit:
    return Benefit(
        clause=clause,
        category=clause.split("-")[1],
        decision=decision,
        missing=(),
        because=(),
        seen="full",
        sources=(),
        qualifications=(),
        evidence="confirmed" if decision == "eligible" else None,
        text=_WORDS,
        reason=_WORDS,
    )
