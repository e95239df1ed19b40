"""`/v1/match`: what credentials name, and where that stands on the list. Nothing is stored."""

from __future__ import annotations

from qualmap.errors import InputError
from qualmap.models import Credential, Json, MatchResult
from qualmap.records import Record, credential_of
from qualmap.screening import Failure, Screening
from qualmap_matcher.service import schemas
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Answer, Endpoint
from qualmap_matcher.service.failures import FAILURE
from qualmap_matcher.service.fields import asked_by, list_of, object_of, only, text

MOST_CREDENTIALS = 1000


async def match(call: Call) -> Answer:
    """Match up to 1,000 credentials; each gets its result, or its error in its place."""
    body = only(call.json(), ("credentials", "edition", "as_of", "minimum_evidence"))
    matcher = call.core.matcher_for(call.tenant)
    asked = asked_by(body, matcher)
    results: list[Json] = []
    for index, written in enumerate(list_of(body, "credentials", most=MOST_CREDENTIALS)):
        try:
            credential = written if isinstance(written, str) else credential_of(written, f"credentials[{index}]")
            results.append(matcher.match(Credential.of(credential), asked).to_dict())
        except InputError as error:
            results.append(Failure(index, error).to_dict())
    return Answer(body={"results": results})


async def compare(call: Call) -> Answer:
    """Screen one person in two editions, to see what the change gives and takes; nothing is stored."""
    body = only(call.json(), ("record", "before", "after", "minimum_evidence"))
    matcher, record = call.core.matcher, Record.of(object_of(body, "record"))
    answers = {
        name: matcher.screen(record, asked_by({**body, "edition": text(body, name)}, matcher), None).to_dict()
        for name in ("before", "after")
    }
    return Answer(body=answers)


ENDPOINTS = (
    Endpoint(
        method="POST",
        path="/v1/match",
        summary="Match credentials",
        tag="match",
        scope="match",
        handler=match,
        takes=schemas.closed(
            {
                "credentials": schemas.array(
                    {"anyOf": [schemas.credential(), schemas.STRING]}, minItems=1, maxItems=MOST_CREDENTIALS
                ),
                **schemas.options(),
            },
            required=("credentials",),
        ),
        gives=schemas.closed({"results": schemas.array({"anyOf": [schemas.model(MatchResult), FAILURE]})}, required=("results",)),
        example={
            "credentials": ["Fellow of ACCA; CFA Level II candidate", {"text": "CPA", "issuer": "CPA Australia"}],
            "edition": "1.0",
        },
        problems=("malformed_json", "invalid_input", "unknown_edition"),
    ),
    Endpoint(
        method="POST",
        path="/v1/compare",
        summary="Screen one person in two editions",
        tag="match",
        scope="match",
        handler=compare,
        takes=schemas.closed(
            {
                "record": schemas.RECORD,
                "before": schemas.WORDS,
                "after": schemas.WORDS,
                "minimum_evidence": schemas.options()["minimum_evidence"],
            },
            required=("record", "before", "after"),
        ),
        gives=schemas.closed(
            {"before": schemas.model(Screening), "after": schemas.model(Screening)}, required=("before", "after")
        ),
        example={"record": {"ref": "C-1024", "credentials": ["FCCA"]}, "before": "1.0", "after": "3.0"},
        problems=("malformed_json", "invalid_input", "unknown_edition"),
    ),
)
