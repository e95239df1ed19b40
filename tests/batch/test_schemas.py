"""The schemas of answers do not change: a program that reads them tomorrow finds what it finds today."""

from pathlib import Path

import pyarrow as pa
import pytest

from qualmap.local import LocalMatcher
from qualmap_matcher.batch import MATCHED, MATCHED_SUMMARY, SCREENED, Columns, answer_schema, screen_batches, summary_schema

DOCS = Path(__file__).parents[2] / "docs" / "batch.md"
FROZEN = Path(__file__).parent / "frozen_schemas.txt"
SCHEMAS = {
    "MATCHED": MATCHED,
    "SCREENED": SCREENED,
    "MATCHED_SUMMARY": MATCHED_SUMMARY,
    "summary_schema": summary_schema(["1.0-A-housing"]),
}


def written(fields: pa.Schema | pa.StructType, indent: str = "") -> list[str]:
    """A schema as lines: the name of each field with its kind, and what is in it below."""
    lines = []
    for field in fields:
        kind, many = field.type, ""
        while pa.types.is_list(kind):
            kind, many = kind.value_type, f"{many}list of "
        if pa.types.is_struct(kind):
            lines += [f"{indent}{field.name}: {many}struct", *written(kind, indent + "  ")]
        else:
            lines.append(f"{indent}{field.name}: {many}{kind}")
    return lines


def everything() -> str:
    return "\n".join(line for name, schema in SCHEMAS.items() for line in (name, *written(schema, "  "))) + "\n"


def test_the_schemas_are_the_frozen_ones() -> None:
    assert everything() == FROZEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_page_tells_every_column(name: str) -> None:
    page = DOCS.read_text(encoding="utf-8")

    for field in SCHEMAS[name]:
        assert f"| `{field.name}` |" in page or field.name.startswith("1.0-"), field.name


@pytest.mark.parametrize("detail", ["full", "summary"])
@pytest.mark.parametrize("dictionaries", [False, True])
def test_answers_have_the_schema_that_was_told(matcher: LocalMatcher, detail: str, *, dictionaries: bool) -> None:
    batch = pa.record_batch({"who": ["a", "b"], "text": ["FCCA", None]})
    clauses = [one.clause.id for one in matcher.screener.edition("1.0").clauses]
    told = SCREENED if detail == "full" else summary_schema(clauses)

    [answer] = screen_batches(
        [batch], columns=Columns(ref="who"), keep=["who"], edition="1.0", detail=detail, dictionaries=dictionaries
    )

    assert answer.schema == answer_schema(told, dictionaries=dictionaries, keep=[batch.schema.field("who")])
    answer.validate(full=True)
