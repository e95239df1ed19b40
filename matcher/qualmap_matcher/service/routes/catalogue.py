"""`/v1/editions`, `/v1/qualifications`, `/v1/facts`: what the service knows."""

from __future__ import annotations

from qualmap.catalogue import EditionSummary, ListedRow
from qualmap.errors import UnknownEditionError
from qualmap.models import Json, Qualification
from qualmap_matcher.service import schemas
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Answer, Endpoint, Parameter
from qualmap_matcher.service.problems import not_found


async def list_editions(call: Call) -> Answer:
    """Every edition with its coverage, the oldest first."""
    return Answer(body={"data": [one.to_dict() for one in call.core.matcher.editions()]})


async def list_rows(call: Call) -> Answer:
    """The rows of one edition, with their evidence."""
    try:
        rows = call.core.matcher.rows(call.path["id"])
    except UnknownEditionError:
        raise not_found("edition") from None
    return Answer(body={"data": [row.to_dict() for row in rows]})


async def list_qualifications(call: Call) -> Answer:
    """The qualifications that have every one of the words in an id, a name, an issuer or an alias."""
    found = call.core.matcher.qualifications(str(call.query.get("words", "")))
    return Answer(body={"data": [one.to_dict() for one in found]})


async def get_qualification(call: Call) -> Answer:
    """Everything known of one qualification: names, rows in every edition, look-alikes."""
    return Answer(body=call.core.matcher.qualification(call.path["id"]).to_dict())


async def list_facts(call: Call) -> Answer:
    """The facts that conditions need, in the order in which a form would ask for them."""
    return Answer(body={"data": [one.to_dict() for one in call.core.matcher.facts()]})


def _data(entry: dict[str, Json]) -> dict[str, Json]:
    return schemas.closed({"data": schemas.array(entry)}, required=("data",))


_ANY_OBJECT: dict[str, Json] = {"type": "object"}

ENDPOINTS = (
    Endpoint(
        method="GET",
        path="/v1/editions",
        summary="List the editions",
        tag="list",
        scope="match",
        handler=list_editions,
        gives=_data(schemas.model(EditionSummary)),
    ),
    Endpoint(
        method="GET",
        path="/v1/editions/{id}/rows",
        summary="List the rows of an edition",
        tag="list",
        scope="match",
        handler=list_rows,
        gives=_data(schemas.model(ListedRow)),
    ),
    Endpoint(
        method="GET",
        path="/v1/qualifications",
        summary="Search qualifications",
        tag="list",
        scope="match",
        handler=list_qualifications,
        query=(Parameter(name="words", description="Words that all have to be found.", schema=schemas.STRING),),
        gives=_data(schemas.model(Qualification)),
    ),
    Endpoint(
        method="GET",
        path="/v1/qualifications/{id}",
        summary="Read one qualification",
        tag="list",
        scope="match",
        handler=get_qualification,
        gives=_ANY_OBJECT,
        problems=("unknown_qualification",),
    ),
    Endpoint(
        method="GET",
        path="/v1/facts",
        summary="List the facts that conditions need",
        tag="list",
        scope="match",
        handler=list_facts,
        gives=_data(_ANY_OBJECT),
    ),
)
