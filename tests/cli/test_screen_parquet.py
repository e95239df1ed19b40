"""Parquet in and out, and the same people in every kind of file: the same answers, with the same ids, whatever a cell is."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from click.testing import Result

from qualmap_matcher.batch import summary_schema

Run = Callable[..., Result]
Q = ("--edition", "1.0", "--quiet")
PEOPLE: list[tuple[str, str, float | None, float | None]] = [
    ("C-1", "FCCA", 66, 10),
    ("C-2", "PMP", None, 3.5),
    ("C-3", "CPA", 41, None),
    ("C-4", "CISA", 30, 4),
]
HEADERS = ("id", "certificate", "age", "years_experience")


def write(file: Path, *, as_floats: bool) -> Path:
    """The people in a file of this kind; `as_floats` writes 66 as 66.0 wherever the kind can say so."""

    def number(value: float | None) -> float | None:
        return float(value) if as_floats and value is not None else value

    rows = [(ref, text, number(age), number(years)) for ref, text, age, years in PEOPLE]
    if file.suffix == ".csv":
        lines = [",".join("" if cell is None else str(cell) for cell in row) for row in (HEADERS, *rows)]
        file.write_text("\n".join([*lines, ""]))
    elif file.suffix == ".parquet":
        kinds = [pa.string(), pa.string(), pa.float64() if as_floats else pa.int64(), pa.float64()]
        table = [pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)]
        pq.write_table(pa.table(table, names=list(HEADERS)), file)
    elif file.suffix == ".xlsx":
        with xlsxwriter.Workbook(file) as book:
            sheet = book.add_worksheet()
            for place, row in enumerate((HEADERS, *rows)):
                sheet.write_row(place, 0, row)
    else:
        records = [
            {"ref": ref, "credentials": [text], "facts": {"age": age, "years_experience": years}}
            for ref, text, age, years in rows
        ]
        file.write_text("".join(json.dumps(one) + "\n" for one in records))
    return file


@pytest.mark.parametrize("as_floats", [False, True], ids=["66", "66.0"])
@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx", "jsonl"])
def test_a_number_is_the_same_fact_in_every_kind_of_file(run: Run, tmp_path: Path, kind: str, as_floats: bool) -> None:  # noqa: FBT001 - of the case
    whole = {"ref": "C-1", "credentials": ["FCCA"], "facts": {"age": 66, "years_experience": 10}}
    (first,) = map(json.loads, run("screen", "-", "--json", *Q, stdin=json.dumps(whole) + "\n").stdout.splitlines())
    source = write(tmp_path / f"in.{kind}", as_floats=as_floats)
    expected = run("screen", str(write(tmp_path / "like.jsonl", as_floats=False)), "--json", *Q).stdout
    assert json.loads(expected.splitlines()[0]) == first

    assert run("screen", str(source), "--json", *Q).stdout == expected
    for rows in ("person", "summary"):
        out = tmp_path / f"{rows}.parquet"
        run("screen", str(source), "-o", str(out), "--rows", rows, *Q)
        ids = pq.read_table(out, columns=["decision_id"])["decision_id"].to_pylist()
        assert ids == [json.loads(line)["decision_id"] for line in expected.splitlines()]


def test_pandas_floats_and_nulls_in_records_are_whole_numbers(run: Run, tmp_path: Path) -> None:
    facts = pa.struct([("age", pa.float64()), ("works_in_shanghai", pa.bool_())])
    records = [
        {"ref": "C-1", "credentials": ["FCCA"], "facts": {"age": 66.0, "works_in_shanghai": None}},
        {"ref": "C-2", "credentials": ["FCCA"], "facts": {"age": None, "works_in_shanghai": True}},
    ]
    schema = pa.schema([("ref", pa.string()), ("credentials", pa.list_(pa.string())), ("facts", facts)])
    pq.write_table(pa.Table.from_pylist(records, schema=schema), tmp_path / "in.parquet")
    run("screen", str(tmp_path / "in.parquet"), "-o", str(tmp_path / "out.parquet"), *Q)
    lines = '{"ref": "C-1", "credentials": ["FCCA"], "facts": {"age": 66}}\n'
    lines += '{"ref": "C-2", "credentials": ["FCCA"], "facts": {"works_in_shanghai": true}}\n'
    answers = [json.loads(line) for line in run("screen", "-", "--json", *Q, stdin=lines).stdout.splitlines()]

    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert rows == [{**one, "error": None} for one in answers]


def test_a_summary_is_the_same_flat_row_in_parquet_and_csv(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("id,certificate,age\nC-1,FCCA,66\nC-2,=CPA,old\n=C-3,CPA,41\n")
    for name in ("out.parquet", "out.csv", "out.csv.gz"):
        assert run("screen", str(source), "-o", str(tmp_path / name), "--rows", "summary", *Q).exit_code == 1

    table = pq.read_table(tmp_path / "out.parquet")
    clauses = [name for name in table.schema.names if name.startswith("1.0-")]
    assert table.schema.equals(summary_schema(clauses))
    first, failed, third = table.to_pylist()
    assert (first["held"], first["best_category"], first["best_evidence"], first["error"]) == (
        "acca-fellow",
        "A B C",
        "confirmed",
        None,
    )
    assert (failed["ref"], failed["held"], failed["error"]["field"]) == ("C-2", None, "facts.age")
    assert "credential" in third["questions"].split()
    header, one, two, three = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert header.split(",") == table.schema.names
    assert one == ",".join("" if value is None else str(value) for value in first.values())
    assert two.startswith("C-2,,")
    assert three.startswith("'=C-3,1.0")
    assert gzip.decompress((tmp_path / "out.csv.gz").read_bytes()) == (tmp_path / "out.csv").read_bytes()


@pytest.mark.parametrize("wrong", [["-o", "out.jsonl"], ["-o", "out.xlsx"], ["--json"], []], ids=" ".join)
def test_a_summary_is_of_parquet_and_csv_alone(run: Run, tmp_path: Path, wrong: list[str]) -> None:
    source = write(tmp_path / "in.csv", as_floats=False)
    result = run("screen", str(source), "--rows", "summary", *wrong)

    assert result.exit_code != 0
    assert "summary" in result.stderr
