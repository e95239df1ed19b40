"""JSON Schemas of the tools' arguments and answers, made from the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualmap.assistants.arguments import MOST_CREDENTIALS
from qualmap.editions import EVIDENCE
from qualmap.models import Json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualmap.assistants.tools import Tool
    from qualmap.facts import Fact

Schema = dict[str, Json]
_NO_TEXT: Schema = {"type": "string"}


def arguments_of(tool: Tool, facts: tuple[Fact, ...]) -> Schema:
    """The schema of a tool's arguments."""
    known = _arguments(facts)
    return {
        "type": "object",
        "properties": {name: known[name] for name in tool.takes},
        "required": [*tool.needs],
        "additionalProperties": False,
    }


def answer_of(tool: Tool) -> Schema:
    """The schema of a tool's answer."""
    from qualmap_matcher.service import schemas
    from qualmap_matcher.service.published import answers

    note = schemas.closed({"en": _NO_TEXT, "zh": _NO_TEXT}, required=("en", "zh"))
    own: Mapping[str, Schema] = answers()
    source = {**schemas.closed({"id": _NO_TEXT, "title": _NO_TEXT, "url": schemas.nullable(_NO_TEXT)}), "title": "Source"}
    members = {tool.gives: own[tool.gives], "sources": schemas.array(source), "note": note}
    return schemas.closed(members, required=tuple(members))


def _arguments(facts: tuple[Fact, ...]) -> dict[str, Schema]:
    from qualmap_matcher.service import schemas

    one_credential: Json = {"anyOf": [_NO_TEXT, schemas.credential()]}
    return {
        "credentials": {
            "type": "array",
            "items": one_credential,
            "minItems": 1,
            "maxItems": MOST_CREDENTIALS,
            "description": "Texts as they were written, each alone or with the issuer and the country given beside it.",
        },
        "record": {**schemas.record(facts), "description": "ref: a number of your own, never a name. Leave unknown facts out."},
        "edition": {"type": "string", "description": "An edition by its id, as 1.0; without one, the one in force."},
        "as_of": {"type": "string", "description": "The edition in force on this day (YYYY-MM-DD); today if it is not given."},
        "minimum_evidence": {"enum": [*EVIDENCE], "description": "Weaker rows count as not in this copy of the list."},
        "before": {"type": "string", "description": "The earlier edition's id."},
        "after": {"type": "string", "description": "The later edition's id."},
        "id": {"type": "string", "description": "A qualification's id, as acca-fellow."},
        "words": {"type": "string", "description": "Words that all have to be found."},
        "limit": {"type": "integer", "minimum": 1, "maximum": 500, "description": "How many at most; 50 if it is not given."},
        "category": {"type": "string", "description": "A, B, C or D."},
        "evidence": {"enum": [*EVIDENCE], "description": "Only rows of this evidence."},
    }
