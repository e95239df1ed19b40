"""The JSON Schemas that are published, by name: what can be sent, what answers look like, what files may hold.

They are made from the SDK's models, so they change with these; `qualmap schema` shows them, docs/schemas/ has them as files.
"""

from __future__ import annotations

import functools
import re
import typing
from collections.abc import Callable, Iterator, Mapping

from qualmap import kept, models, screening
from qualmap.catalogue import EditionSummary, ListedRow, OverlaySummary, QualificationDetail
from qualmap.comparing import Difference
from qualmap.differences import EditionDifferences
from qualmap.facts import Fact
from qualmap.models import MatchResult, Qualification
from qualmap.screening import Screening, Versions
from qualmap_matcher.service import schemas
from qualmap_matcher.service.failures import FAILURE
from qualmap_matcher.service.published_events import event
from qualmap_matcher.service.published_files import FILES
from qualmap_matcher.service.schemas import STRING, Schema, array, closed, model, nullable

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ID = "urn:x-qualmap:schema:"
_CHOICES: dict[str, object] = {
    "outcome": models.Outcome,
    "claim": models.Claim,
    "evidence": models.EvidenceKind,
    "named_by": models.NamedBy,
    "decision": screening.Decision,
    "seen": screening.Seen,
    "level": screening.TitleLevel,
    "at_least": screening.TitleLevel,
}
"""Members whose texts are choices, in the models that `_WITH_CHOICES` names."""
_WITH_CHOICES = {"Mention", "ScreenedMention", "CategoryListing", "Benefit", "Title", "Premium", "ListedRow"}
_NO_SHAPES = {"Page", "BatchResult"}
"""Of the models of what is kept, those that are no shapes by themselves: a page is of something, a result is one of two."""
_CLASS_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def answers() -> dict[str, Schema]:
    """What the tools of an assistant answer with, by the member that holds it."""
    return {
        "results": array({"anyOf": [exact(model(MatchResult)), FAILURE]}),
        "screening": exact(model(Screening)),
        "comparison": comparison(),
        "qualifications": array(model(Qualification)),
        "qualification": qualification_detail(),
        "editions": array(model(EditionSummary)),
        "rows": array(exact(model(ListedRow))),
        "facts": array(model(Fact)),
    }


def exact(schema: Schema) -> Schema:
    """The same with the choices of members that the models hold as texts."""
    return typing.cast("Schema", _exact(schema))


def comparison() -> Schema:
    """A comparison, whose screenings are named by edition and decision id."""
    reference = closed({"edition": STRING, "decision_id": STRING}, required=("edition", "decision_id"))
    members: Schema = {
        "ref": STRING,
        "before": reference,
        "after": reference,
        "differences": array(exact(model(Difference))),
    }
    return {"type": "object", "title": "Comparison", "properties": members, "required": [*members]}


def qualification_detail() -> Schema:
    """Everything known of one qualification: its own members beside the others."""
    own, all_ = model(Qualification), model(QualificationDetail)
    others = {name: one for name, one in _members(all_).items() if name != "qualification"}
    members: Schema = {**_members(own), **others}
    return exact({"type": "object", "title": "QualificationDetail", "properties": members, "required": [*members]})


def problem() -> Schema:
    """An error of the service, as RFC 9457 has it."""
    members: Schema = dict.fromkeys(("type", "title", "code", "detail", "request_id", "record", "field"), STRING)
    members["status"] = {"type": "integer", "minimum": 400, "maximum": 599}
    required: list[models.Json] = ["type", "title", "status", "code", "detail", "request_id"]
    return {"type": "object", "title": "Problem", "properties": members, "required": required}


def failed_row() -> Schema:
    """A row of a file that could not be answered, as `qualmap screen` writes it."""
    error = closed(
        {"code": STRING, "message": STRING, "field": nullable(STRING), "row": {"type": "integer", "minimum": 1}, "file": STRING},
        required=("code", "message", "field"),
    )
    return {**closed({"ref": nullable(STRING), "error": error}, required=("ref", "error")), "title": "Failure"}


def batch_result() -> Schema:
    """One line of a batch's results: the screening, or the error in its place."""
    place: Schema = {"position": {"type": "integer", "minimum": 0}, "ref": nullable(STRING)}
    required: list[models.Json] = ["position", "ref"]
    done = {**place, "screening": nullable(_exact_model(kept.StoredScreening))}
    failed = {**place, "error": _members(FAILURE)["error"]}
    return {
        "title": "BatchResult",
        "oneOf": [
            {"type": "object", "properties": done, "required": [*required, "screening"]},
            {"type": "object", "properties": failed, "required": [*required, "error"]},
        ],
    }


def _kebab(name: str) -> str:
    return _CLASS_WORD.sub("-", name).lower()


def _members(schema: Schema) -> Schema:
    return typing.cast("Schema", schema["properties"])


def _exact(content: models.Json) -> models.Json:
    if isinstance(content, list):
        return [_exact(one) for one in content]
    if not isinstance(content, dict):
        return content
    made = {name: _exact(value) for name, value in content.items()}
    members = made.get("properties")
    title = content.get("title")  # or a member of that name
    if isinstance(title, str) and title in _WITH_CHOICES and isinstance(members, dict):
        for name, choices in _CHOICES.items():
            if name in members:
                members[name] = _chosen(members[name], choices)
    return made


def _chosen(schema: models.Json, choices: object) -> models.Json:
    values: Schema = {"enum": [*typing.get_args(choices)]}
    return nullable(values) if isinstance(schema, dict) and "anyOf" in schema else values


def _kept() -> Iterator[tuple[str, type]]:
    for name in kept.__all__:
        if name not in _NO_SHAPES:
            yield _kebab(name), getattr(kept, name)


def _exact_model(cls: type) -> Schema:
    return exact(model(cls))


def makers(facts: tuple[Fact, ...]) -> Mapping[str, tuple[str, Callable[[], Schema]]]:
    """Every published schema by its name, with what it describes and how it is made; records have these facts."""
    made: dict[str, tuple[str, Callable[[], Schema]]] = {
        "credential": ("A credential as it is sent.", schemas.credential),
        "record": ("A person's record as it is sent.", lambda: schemas.record(facts)),
        "match-result": ("The answer to one credential.", lambda: exact(model(MatchResult))),
        "screening": ("The answer for one person.", lambda: exact(model(Screening))),
        "failure": ("What stands in the place of an answer that there is not.", failed_row),
        "comparison": ("What one person gains and loses between two editions.", comparison),
        "qualification": ("One known qualification.", lambda: model(Qualification)),
        "qualification-detail": ("Everything known of one qualification.", qualification_detail),
        "edition": ("One edition of the list, with its coverage.", lambda: model(EditionSummary)),
        "row": ("One row of an edition.", lambda: exact(model(ListedRow))),
        "edition-differences": ("Which rows came, went and moved between two editions.", lambda: model(EditionDifferences)),
        "fact": ("A fact that conditions need.", lambda: model(Fact)),
        "versions": ("What an answer rests on.", lambda: model(Versions)),
        "overlay-summary": ("What an overlay adds to the bundled data.", lambda: model(OverlaySummary)),
        "problem": ("An error of the service.", problem),
        "event": ("The body of a webhook.", event),
        "batch-result": ("One line of a batch's results.", batch_result),
    }
    for name, cls in _kept():
        made[name] = ((cls.__doc__ or "").partition("\n")[0], functools.partial(_exact_model, cls))
    return {**made, **FILES}


def document(name: str, facts: tuple[Fact, ...]) -> Schema:
    """One schema as a document of its own; raises `KeyError` for a name that there is not."""
    description, make = makers(facts)[name]
    return {"$schema": DIALECT, "$id": f"{_ID}{name}", **({"description": description} if description else {}), **make()}
