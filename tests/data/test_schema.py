"""Every file that a person writes obeys its schema; where the schema of a file lies follows from where the file lies."""

import csv
import functools
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

import qualmap_lists

DATA = Path(str(qualmap_lists.data_folder()))
SCHEMAS = DATA / "schema"
WITHOUT_SCHEMA = {"compiled", "schema"}
"""Folders whose files no person writes, and the schemas themselves."""

FILES = sorted(
    path.relative_to(DATA)
    for path in DATA.rglob("*")
    if path.suffix in {".csv", ".json", ".jsonl"} and path.relative_to(DATA).parts[0] not in WITHOUT_SCHEMA
)


def open_json(path: Path) -> Any:  # noqa: ANN401 - the shape depends on the file
    return json.loads(path.read_text(encoding="utf-8"))


def schema_for(file: Path) -> Path:
    """`registry/legal/aliases.csv` obeys `schema/registry/aliases.json`, `words/claims.csv` `schema/words/claims.json`."""
    if file.parts[0] == "cases":
        return SCHEMAS / "cases.json"
    return (SCHEMAS / file.parts[0] / file.name if len(file.parts) > 1 else SCHEMAS / file.name).with_suffix(".json")


@functools.cache
def registry() -> Registry[Any]:
    """All schemas by their places, which is what they refer to each other by."""
    resources = ((path.as_uri(), Resource.from_contents(open_json(path))) for path in SCHEMAS.rglob("*.json"))
    return Registry().with_resources(resources).crawl()


def validator(schema: Path) -> Draft202012Validator:
    return Draft202012Validator({"$ref": schema.as_uri()}, registry=registry())


def entries(file: Path) -> Iterator[Any]:
    """What the file holds: its one document, or its rows or lines."""
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        if file.suffix == ".json":
            yield json.load(lines)
        elif file.suffix == ".jsonl":
            yield from map(json.loads, lines)
        elif has_header(file):
            yield from csv.DictReader(lines)
        else:
            yield from csv.reader(lines)


def has_header(file: Path) -> bool:
    return bool(open_json(schema_for(file))["type"] == "object")


@pytest.mark.parametrize("file", FILES, ids=str)
def test_every_file_obeys_its_schema(file: Path) -> None:
    check = validator(schema_for(file))

    mistakes = [
        f"{file}, entry {number}: {error.json_path} {error.message}"
        for number, entry in enumerate(entries(file), 1)
        for error in check.iter_errors(entry)
    ]

    assert not mistakes, "\n".join(mistakes[:20])


@pytest.mark.parametrize("file", [file for file in FILES if file.suffix == ".csv"], ids=str)
def test_every_table_has_the_columns_that_its_schema_names_in_that_order_and_no_ragged_row(file: Path) -> None:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))

    if has_header(file):
        assert rows[0] == list(open_json(schema_for(file))["properties"])
    assert [number for number, row in enumerate(rows, 1) if len(row) != len(rows[0])] == []


@pytest.mark.parametrize("file", [file for file in FILES if file.suffix != ".json"], ids=str)
def test_no_row_stands_twice_in_a_file(file: Path) -> None:
    counted = Counter(json.dumps(entry, ensure_ascii=False) for entry in entries(file))

    assert [row for row, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("file", [file for file in FILES if file.suffix == ".csv"], ids=str)
def test_tables_are_utf_8_without_a_mark_and_end_their_lines_with_a_line_feed(file: Path) -> None:
    content = (DATA / file).read_bytes()

    assert content.decode("utf-8")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")


def test_every_schema_is_one_and_serves_a_file_or_another_schema() -> None:
    serving = {schema_for(file) for file in FILES}

    for path in SCHEMAS.rglob("*.json"):
        Draft202012Validator.check_schema(open_json(path))
        # The files of overlays are a company's own; tests/overlays has some.
        assert path in serving or path.parent in {SCHEMAS / "common", SCHEMAS / "overlay"}, path


def test_every_schema_says_in_words_what_it_is_about() -> None:
    for path in SCHEMAS.rglob("*.json"):
        schema = open_json(path)
        assert schema["title"], path
        assert schema["description"].endswith("."), path


@pytest.mark.parametrize(
    ("schema", "spoiled"),
    [
        ("editions/rows.json", {"evidence": "rumour"}),
        ("editions/rows.json", {"evidence": "inferred", "reason": "", "source": ""}),
        ("editions/rows.json", {"evidence": "confirmed", "source": ""}),
        ("editions/rows.json", {"category": "E"}),
        ("editions/rows.json", {"note": "a column that nobody reads"}),
    ],
)
def test_a_spoiled_row_is_refused(schema: str, spoiled: dict[str, str]) -> None:
    row = {"category": "A", "qualification": "acca-fellow", "evidence": "confirmed", "reason": "", "source": "acca-2023"}
    check = validator(SCHEMAS / schema)

    assert check.is_valid(row)
    assert not check.is_valid(row | spoiled)
