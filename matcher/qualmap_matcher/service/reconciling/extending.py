"""Data extension: columns for qualifications that were reconciled."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import attrs

from qualmap.editions import EVIDENCE, Asked
from qualmap.errors import InputError
from qualmap.files.labels import LANGUAGES
from qualmap.local import LocalMatcher
from qualmap.models import Json
from qualmap_matcher.service.fields import list_of, only
from qualmap_matcher.service.reconciling.properties import PROPERTIES, Row

MOST_IDS = 1000
"""In one request; clients send ten to a hundred."""
_LANGUAGE_NAMES = {"en": "English", "zh": "中文"}


@attrs.frozen
class Column:
    """A property that is asked for, in the edition and the language of its settings."""

    id: str
    asked: Asked
    language: str


def settings(matcher: LocalMatcher) -> list[Json]:
    """The settings of a property, as the manifest lists them."""
    editions: list[Json] = [{"value": one, "name": f"Edition {one}"} for one in matcher.engine.editions.editions]
    return [
        {
            "name": "edition",
            "label": "Edition of the list",
            "type": "select",
            "default": "",
            "help_text": "Without one: the edition in force on the day, or today",
            "choices": [{"value": "", "name": "In force"}, *editions],
        },
        {
            "name": "as_of",
            "label": "Day (YYYY-MM-DD)",
            "type": "text",
            "default": "",
            "help_text": "The edition in force on this day; today if empty",
        },
        {
            "name": "minimum_evidence",
            "label": "Least evidence",
            "type": "select",
            "default": EVIDENCE[0],
            "help_text": "Weaker rows count as not in this copy of the list; inferred rows are no facts",
            "choices": [{"value": one, "name": one} for one in EVIDENCE],
        },
        {
            "name": "language",
            "label": "Language",
            "type": "select",
            "default": LANGUAGES[0],
            "help_text": "Of names and explanations",
            "choices": [{"value": one, "name": _LANGUAGE_NAMES[one]} for one in LANGUAGES],
        },
    ]


def extend(query: Mapping[str, Json], matcher: LocalMatcher) -> dict[str, Json]:
    """The answer to a data extension query; an id that there is not has empty cells.

    Raises:
        InputError: the query is not of the specification's form, or names a property, a setting or a value that there is not.

    """
    only(query, ("ids", "properties"))
    ids = [_id(one, index) for index, one in enumerate(list_of(query, "ids", most=MOST_IDS))]
    columns = [_column(one, index, matcher) for index, one in enumerate(list_of(query, "properties", most=len(PROPERTIES)))]
    known = matcher.engine.qualifications
    rows: dict[str, Json] = {}
    for id_ in ids:
        rows[id_] = {
            one.id: PROPERTIES[one.id].cells(Row(known[id_], one.asked, one.language, matcher)) if id_ in known else []
            for one in columns
        }
    return {"meta": [{"id": one.id, "name": PROPERTIES[one.id].name} for one in columns], "rows": rows}


def _id(written: Json, index: int) -> str:
    if not isinstance(written, str):
        raise InputError("expected the id of a qualification", field=f"ids[{index}]")
    return written


def _column(written: Json, index: int, matcher: LocalMatcher) -> Column:
    place = f"properties[{index}]"
    if not isinstance(written, dict):
        raise InputError("expected an object with an id", field=place)
    id_ = written.get("id")
    if id_ not in PROPERTIES:
        raise InputError(f"unknown; expected one of {', '.join(PROPERTIES)}", field=f"{place}.id")
    try:
        return _as_set(str(id_), written.get("settings") or {}, matcher)
    except InputError as error:
        raise error.within(f"{place}.settings") from None


def _as_set(id_: str, given: Json, matcher: LocalMatcher) -> Column:
    if not isinstance(given, dict):
        raise InputError(f"expected an object, got {type(given).__name__}")
    only(given, ("edition", "as_of", "minimum_evidence", "language"))
    setting = functools.partial(_setting, given)
    language = setting("language") or LANGUAGES[0]
    if language not in LANGUAGES:
        raise InputError(f"expected one of {', '.join(LANGUAGES)}, got {language!r}", field="language")
    return Column(id_, matcher.asked(setting("edition"), setting("as_of"), setting("minimum_evidence") or EVIDENCE[0]), language)


def _setting(given: Mapping[str, Json], name: str) -> str | None:
    """A setting's text; None for an empty one, which is how a form sends what was left untouched."""
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(f"expected a text, got {type(value).__name__}", field=name)
    return value or None
