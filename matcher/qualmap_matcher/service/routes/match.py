"""`/v1/match`: what credentials name, and where that stands on the list. Nothing is stored."""

from __future__ import annotations

from qualmap.errors import InputError
from qualmap.models import Credential, Json, MatchResult
from qualmap.records import credential_of
from qualmap.screening import Failure
from qualmap_matcher.service import schemas
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Answer, Endpoint
from qualmap_matcher.service.failures import FAILURE
from qualmap_matcher.service.fields import asked_by, list_of, only

MOST_CREDENTIALS = 1000


async def match(call: Call) -> Answer:
    """Match up to 1,000 credentials; each gets its result, or its error in its place."""
    body = only(call.json(), ("credentials", "edition", "as_of", "minimum_evidence"))
    matcher = call.core.matcher
    asked = asked_by(body, matcher)
    results: list[Json] = []
    for index, written in enumerate(list_of(body, "credentials", most=MOST_CREDENTIALS)):
        try:
            credential = written if isinstance(written, str) else credential_of(written, f"credentials[{index}]")
            results.append(matcher.match(Credential.of(credential), asked).to_dict())
        except InputError as error:
            results.append(Failure(index, error).to_dict())
    return Answer(body={"results": results})


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
)
