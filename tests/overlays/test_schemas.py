"""The schemas under `schema/overlay` and what is checked at opening agree, and the overlays of this project obey both."""

from __future__ import annotations

import csv
import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from qualmap_lists import data_folder
from qualmap_matcher.overlays import forms
from qualmap_matcher.overlays.forms import Form

SCHEMAS = Path(str(data_folder())) / "schema"
OVERLAYS = [Path(__file__).with_name("full"), Path(__file__).parents[2] / "examples" / "overlay"]
FILES = [file for overlay in OVERLAYS for file in sorted(overlay.rglob("*")) if file.is_file()]
TEXTS = [
    *["", " ", "a", "a b", " a", "a ", "ab-cd", "ab--cd", "-a", "a.b", "attachment-3.0", "acca iia", "acca  iia", "A", "E", "AB"],
    *["GB", "GB/HK", "gb", "Britain", "en", "zh", "zh-Hans", "zh-Hant", "und", "eng", "3.0", "3", "10.12", "3.0 ", "v3", "other"],
    *["human resources", "not listed kind", "senior member", "Senior", "2025-11", "2025-11-07", "2025-13-01", "2025", "会员"],
    *["https://example.org/x", "http://a", "ftp://a", "0" * 64, "g" * 64, "A" * 64, "1" * 63, "two\nlines"],
]
"""Texts of which each form admits some."""


@functools.cache
def schemas() -> Registry[Any]:
    contents = ((path.as_uri(), json.loads(path.read_text(encoding="utf-8"))) for path in SCHEMAS.rglob("*.json"))
    return Registry().with_resources([(uri, Resource.from_contents(content)) for uri, content in contents]).crawl()


def validator(name: str, *places: str) -> Draft202012Validator:
    """What checks a value against a schema, or against a part of it."""
    return Draft202012Validator({"$ref": "#".join([(SCHEMAS / name).as_uri(), *places])}, registry=schemas())


def entries(file: Path) -> Iterator[Any]:
    with file.open(encoding="utf-8", newline="") as lines:
        if file.suffix == ".json":
            yield json.load(lines)
        else:
            yield from csv.DictReader(lines)


@pytest.mark.parametrize("file", FILES, ids=lambda file: "/".join(file.parts[-3:]))
def test_an_overlay_of_this_project_obeys_the_schemas(file: Path) -> None:
    check = validator(f"overlay/{file.stem}.json")

    found = list(entries(file))
    assert found
    assert [error.message for entry in found for error in check.iter_errors(entry)] == []


@pytest.mark.parametrize(
    ("form", "check"),
    [
        (forms.TEXT, validator("common/text.json")),
        (forms.TEXT.or_blank(), validator("common/text-or-blank.json")),
        (forms.ID, validator("common/id.json")),
        (forms.IDS.or_blank(), validator("common/ids.json")),
        (forms.SOURCE, validator("common/source.json")),
        (forms.LANGUAGE, validator("common/language.json")),
        (forms.COUNTRY.or_blank(), validator("common/country.json")),
        (forms.CATEGORY, validator("common/category.json")),
        (forms.EDITION, validator("common/edition.json")),
        (forms.DAY, validator("common/day.json")),
        (forms.FIELD, validator("registry/qualifications.json", "/properties/field")),
        (forms.GRADE.or_blank(), validator("registry/qualifications.json", "/properties/grade")),
        (forms.SHA256, validator("overlay/edition.json", "/properties/attachment/properties/sha256")),
        (forms.URL, validator("overlay/sources.json", "/properties/sources/additionalProperties/properties/url")),
        (forms.MONTH_OR_DAY, validator("overlay/sources.json", "/properties/sources/additionalProperties/properties/published")),
    ],
    ids=lambda value: value.words[:30] if isinstance(value, Form) else "",
)
def test_what_opening_admits_is_what_the_schema_admits(form: Form, check: Draft202012Validator) -> None:
    admitted = [text for text in TEXTS if form.admits(text)]

    assert admitted == [text for text in TEXTS if check.is_valid(text)]
    assert 0 < len(admitted) < len(TEXTS)


def test_the_fields_are_those_of_the_schema() -> None:
    [listed] = [
        json.loads((SCHEMAS / "registry" / "qualifications.json").read_text(encoding="utf-8"))["properties"]["field"]["enum"]
    ]

    assert [field for field in listed if not forms.FIELD.admits(field)] == []
