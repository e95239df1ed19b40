"""`qualmap screen` on several files, folders, patterns and packed files; the same bytes by any number of jobs."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import Result

Run = Callable[..., Result]
Q = ("--edition", "1.0", "--quiet")
WRITTEN = ("FCCA", "CPA", "CFA Level II candidate", "Wizard of Oz Certificate", "PMP\nCISA")


def people(count: int, *, first: int = 0) -> str:
    """A table of so many people, one in ten of whom cannot be answered."""
    rows = [
        f'C-{n},"{WRITTEN[n % len(WRITTEN)]}",{"old" if n % 10 == 7 else 30 + n % 40},{"yes" if n % 3 else ""}'
        for n in range(first, first + count)
    ]
    return "\n".join(["id,certificate,age,work permit", *rows, ""])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three files, one of them packed and one a folder further down, and what is none of them."""
    inside = tmp_path / "in"
    (inside / "more").mkdir(parents=True)
    (inside / "a.csv").write_text(people(3))
    (inside / "b.csv.gz").write_bytes(gzip.compress(people(3, first=5).encode()))
    record = {"ref": "J-1", "credentials": ["FCCA"]}
    (inside / "more" / "c.jsonl").write_text(json.dumps(record) + "\nnothing\n")
    (inside / "notes.txt").write_text("not read")
    (inside / ".hidden.csv").write_text("not read")
    return inside


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def refs(answers: list[dict[str, Any]]) -> list[object]:
    return [one["ref"] for one in answers]


def test_a_folder_stands_for_the_files_in_it_by_name(run: Run, folder: Path) -> None:
    result = run("screen", str(folder), "--json", *Q)

    assert refs(objects(result.stdout)) == ["C-0", "C-1", "C-2", "C-5", "C-6", "C-7", "J-1", None]


def test_errors_of_several_files_name_the_file(run: Run, folder: Path) -> None:
    result = run("screen", str(folder), "--json", *Q)
    failed = [one["error"] for one in objects(result.stdout) if "error" in one]

    assert [(one["file"], one["row"]) for one in failed] == [
        (str(folder / "b.csv.gz"), 4),
        (str(folder / "more" / "c.jsonl"), 2),
    ]
    assert f"Error: {folder / 'b.csv.gz'}:4: record C-7" in result.stderr


def test_a_pattern_that_no_shell_expanded_is_expanded(run: Run, folder: Path) -> None:
    by_pattern = run("screen", str(folder / "**" / "*.*[vz]"), "--json", *Q)
    by_name = run("screen", str(folder / "a.csv"), str(folder / "b.csv.gz"), "--json", *Q)

    assert by_pattern.stdout == by_name.stdout != ""


def test_a_file_that_is_named_twice_is_read_once(run: Run, folder: Path) -> None:
    answers = objects(run("screen", str(folder / "a.csv"), str(folder / "*.csv"), "--json", *Q).stdout)

    assert refs(answers) == ["C-0", "C-1", "C-2"]


def test_a_row_without_a_ref_is_named_after_its_file(run: Run, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text("certificate\nFCCA\n")
    several = objects(run("screen", str(tmp_path), "--json", *Q).stdout)
    one = objects(run("screen", str(tmp_path / "a.csv"), "--json", *Q).stdout)

    assert refs(several) == [f"{tmp_path / 'a.csv'}:2", f"{tmp_path / 'b.csv'}:2"]
    assert refs(one) == ["row 2"]


def test_one_of_several_files_that_cannot_be_read_does_not_stop_the_others(run: Run, folder: Path) -> None:
    (folder / "aa.csv").write_text("colour\nred\n")
    result = run("screen", str(folder), "--json", *Q)
    failed = next(one for one in objects(result.stdout) if one.get("error", {}).get("file") == str(folder / "aa.csv"))

    assert "row" not in failed["error"]
    assert failed["error"]["field"] == "credential"
    assert "J-1" in refs(objects(result.stdout))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere.csv"], "nowhere.csv"),
        (["nowhere/*.csv"], "nowhere/*.csv"),
        (["-"], "standard input"),
    ],
)
def test_what_is_not_there_is_said_before_any_answer(run: Run, folder: Path, arguments: list[str], says: str) -> None:
    result = run("screen", str(folder / "a.csv"), *arguments, "--json", *Q)

    assert (result.exit_code, result.stdout) == (1, "")
    assert says in result.stderr


def test_a_folder_with_nothing_to_read_is_an_error(run: Run, tmp_path: Path) -> None:
    assert "has no file that ends in" in run("screen", str(tmp_path)).stderr


def test_the_answers_cannot_take_the_place_of_one_of_the_files(run: Run, folder: Path) -> None:
    assert "give it another name" in run("screen", str(folder), "-o", str(folder / "a.csv")).stderr


def test_files_that_are_read_alike_are_described_once(run: Run, folder: Path) -> None:
    said = run("screen", str(folder / "a.csv"), str(folder / "b.csv.gz"), "--edition", "1.0", "--json").stderr

    assert said.count("“certificate”") == 1
    assert "5 people screened from 2 files, 1 could not be answered" in said


@pytest.mark.parametrize("ending", ["csv.gz", "csv.zst", "jsonl.gz", "jsonl.zst", "json.gz"])
def test_what_is_packed_is_what_would_be_there_unpacked(run: Run, tmp_path: Path, ending: str) -> None:
    table, plain, packed = tmp_path / "in.csv", tmp_path / f"out.{ending[: ending.rindex('.')]}", tmp_path / f"out.{ending}"
    table.write_text(people(50))
    for out in (plain, packed):
        run("screen", str(table), "-o", str(out), "--rows-at-once", "20", *Q)

    content = packed.read_bytes()
    unpacked = (
        gzip.decompress(content) if ending.endswith("gz") else pa.CompressedInputStream(pa.BufferReader(content), "zstd").read()
    )
    assert unpacked == plain.read_bytes()


@pytest.mark.parametrize("packing", ["gz", "zst"])
@pytest.mark.parametrize("kind", ["csv", "jsonl", "json"])
def test_what_comes_packed_is_read_as_if_it_did_not(run: Run, tmp_path: Path, packing: str, kind: str) -> None:
    records = [{"ref": f"C-{n}", "credentials": ["FCCA"]} for n in range(5)]
    text = {
        "csv": people(30).replace("PMP", "特许公认会计师"),
        "jsonl": "".join(json.dumps(one) + "\n" for one in records),
        "json": json.dumps(records),
    }[kind].encode("gb18030" if kind == "csv" else "utf-8")
    packed = tmp_path / f"in.{kind}.{packing}"
    packed.write_bytes(gzip.compress(text) if packing == "gz" else pa.Codec("zstd").compress(text, asbytes=True))
    (tmp_path / f"in.{kind}").write_bytes(text)

    expected = run("screen", str(tmp_path / f"in.{kind}"), "--json", *Q)
    assert run("screen", str(packed), "--json", *Q).stdout == expected.stdout != ""
    assert run("screen", "-", "--json", *Q, stdin=packed.read_bytes()).stdout == expected.stdout


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_packed_file_that_breaks_off_is_an_error_and_no_silence(run: Run, tmp_path: Path, kind: str) -> None:
    lines = "".join(json.dumps({"ref": f"C-{n}", "credentials": ["FCCA"]}) + "\n" for n in range(2000))
    content = gzip.compress((people(2000) if kind == "csv" else lines).encode())
    file = tmp_path / f"in.{kind}.gz"
    file.write_bytes(content[: len(content) // 2])
    result = run("screen", str(file), "--json", *Q)

    assert result.exit_code == 1
    assert "cannot be unpacked" in result.stderr


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    rows = csv.DictReader(people(60).splitlines())
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), tmp_path / "in.parquet", row_group_size=7)
    return tmp_path / "in.parquet"


def test_the_columns_of_parquet_are_recognised_as_those_of_a_table(run: Run, parquet: Path, tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text(people(60).replace('"PMP\nCISA"', '"PMP\nCISA"'))
    from_table = objects(run("screen", str(table), "--json", *Q).stdout)
    from_parquet = objects(run("screen", str(parquet), "--json", *Q).stdout)

    assert len(from_parquet) == len(from_table)
    assert [one.get("decision_id") for one in from_parquet[:4]] == [one.get("decision_id") for one in from_table[:4]]


def test_records_in_parquet_are_read_as_they_are(run: Run, tmp_path: Path) -> None:
    records = [
        {
            "ref": "C-1",
            "credentials": [{"text": "CPA", "issuer": "HKICPA"}, {"text": "PMP", "issuer": None}],
            "facts": {"age": 66},
        },
        {"ref": "C-2", "credentials": [], "facts": {"age": 200}},
    ]
    pq.write_table(pa.Table.from_pylist(records), tmp_path / "in.parquet")
    lines = "".join(json.dumps(one) + "\n" for one in records)

    expected = run("screen", "-", "--json", *Q, stdin=lines).stdout
    assert run("screen", str(tmp_path / "in.parquet"), "--json", *Q).stdout == expected


def test_parquet_out_has_the_answers_of_json_lines(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text(people(50))
    for name in ("out.jsonl", "out.parquet"):
        run("screen", str(table), "-o", str(tmp_path / name), *Q)
    lines = objects((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()

    assert refs(rows) == refs(lines)
    for row, line in zip(rows, lines, strict=True):
        error = row.pop("error")
        if "error" in line:
            assert error == {name: line["error"][name] for name in ("code", "message", "field")}
        else:
            assert (row, error) == (line, None)


@pytest.mark.parametrize("ending", ["jsonl", "csv", "json", "jsonl.gz", "parquet"])
def test_any_number_of_jobs_writes_the_same_bytes(run: Run, tmp_path: Path, ending: str) -> None:
    table = tmp_path / "in.csv"
    table.write_text(people(60))
    written, said = [], []
    for jobs in ("1", "2"):
        out = tmp_path / f"{jobs}.{ending}"
        result = run("screen", str(table), "-o", str(out), "--jobs", jobs, "--rows-at-once", "7", "--edition", "1.0")
        written.append(out.read_bytes())
        said.append(result.stderr.replace(str(out), "OUT"))

    assert written[0] == written[1]
    assert said[0] == said[1]


def test_jobs_answer_on_standard_output_as_one_does(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text(people(60))
    one = run("screen", str(table), "--json", *Q)

    assert run("screen", str(table), "--json", "--jobs", "2", "--rows-at-once", "7", *Q).stdout == one.stdout != ""


def test_jobs_know_a_company_s_own_names(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table, overlay = tmp_path / "in.csv", tmp_path / "overlay"
    table.write_text(people(60))
    overlay.mkdir()
    (overlay / "aliases.csv").write_text("qualification,lang,alias,strength\nacca-fellow,und,Wizard of Oz Certificate,\n")
    monkeypatch.setenv("QUALMAP_DATA", str(overlay))
    one = run("screen", str(table), "--json", *Q)

    assert '"named_by": "company"' in one.stdout
    assert run("screen", str(table), "--json", "--jobs", "2", "--rows-at-once", "7", *Q).stdout == one.stdout


def test_strict_jobs_stop_at_the_first_bad_row_and_write_no_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(people(60))
    result = run("screen", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--strict", "--rows-at-once", "3", *Q)

    assert result.exit_code == 1
    assert "C-7" in result.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["in.csv"]


def test_what_needs_pyarrow_says_what_brings_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.csv").write_text(people(3))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for name in ("out.parquet", "out.csv.zst"):
        result = run("screen", str(tmp_path / "in.csv"), "-o", str(tmp_path / name), *Q)

        assert result.exit_code == 1
        assert "pip install 'qualmap[batch]'" in result.stderr
