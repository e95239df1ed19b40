"""`/v1/editions`, `/v1/qualifications`, `/v1/facts`: what the service knows."""

from __future__ import annotations

from qualmap.catalogue import EditionSummary, ListedRow
from qualmap.differences import EditionDifferences
from qualmap.facts import Fact
from qualmap.models import Json, Qualification
from qualmap.screening import Versions
from qualmap_matcher.service import schemas
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.endpoints import Answer, Endpoint, Parameter
from qualmap_matcher.service.fields import asked_by


async def list_editions(call: Call) -> Answer:
    """Every edition with its coverage, the oldest first."""
    return Answer(body={"data": [one.to_dict() for one in call.core.matcher.editions()]})


async def list_rows(call: Call) -> Answer:
    """The rows of one edition, with their evidence."""
    return Answer(body={"data": [row.to_dict() for row in call.core.matcher.rows(str(call.query["edition"]))]})


async def get_differences(call: Call) -> Answer:
    """Which rows came, went and moved from one edition to another, with their evidence."""
    return Answer(body=call.core.matcher.differences(str(call.query["before"]), str(call.query["after"])).to_dict())


async def get_versions(call: Call) -> Answer:
    """What the answers in an edition rest on: the one that is named, or the one in force on a day."""
    matcher = call.core.matcher
    return Answer(body=matcher.screener.versions(asked_by(call.query, matcher).edition).to_dict())


async def get_overlay(call: Call) -> Answer:
    """What the service's overlay adds to the bundled data; null without one."""
    summary = call.core.matcher.overlay_summary()
    return Answer(body=summary.to_dict() if summary else None)


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
        path="/v1/editions/rows",
        summary="List the rows of an edition",
        tag="list",
        scope="match",
        handler=list_rows,
        query=(Parameter(name="edition", description="Its id.", schema=schemas.EDITION, required=True),),
        gives=_data(schemas.model(ListedRow)),
        problems=("unknown_edition",),
    ),
    Endpoint(
        method="GET",
        path="/v1/editions/differences",
        summary="Compare two editions",
        tag="list",
        scope="match",
        handler=get_differences,
        query=(
            Parameter(name="before", description="The earlier edition's id.", schema=schemas.EDITION, required=True),
            Parameter(name="after", description="The later edition's id.", schema=schemas.EDITION, required=True),
        ),
        gives=schemas.model(EditionDifferences),
        problems=("unknown_edition",),
    ),
    Endpoint(
        method="GET",
        path="/v1/versions",
        summary="Read what answers rest on",
        tag="list",
        scope="match",
        handler=get_versions,
        query=(
            Parameter(name="edition", description="An edition's id.", schema=schemas.EDITION),
            Parameter(name="as_of", description="A day; by default today in Shanghai.", schema=schemas.DAY),
        ),
        gives=schemas.model(Versions),
        problems=("unknown_edition",),
    ),
    Endpoint(
        method="GET",
        path="/v1/overlay",
        summary="Read what the overlay adds",
        tag="list",
        scope="match",
        handler=get_overlay,
        gives=schemas.nullable({"type": "object"}),
    ),
    Endpoint(
        method="GET",
        path="/v1/qualifications",
        summary="Search qualifications",
        tag="list",
        scope="match",
        handler=list_qualifications,
        query=(Parameter(name="words", description="Words that all have to be found.", schema=schemas.ASKED),),
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
        gives=_data(schemas.model(Fact)),
    ),
)
