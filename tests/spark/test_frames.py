"""A cluster answers as local mode does; Spark, Java and Parquet are real."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from odd_records import several, single
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import spark_partition_id
from slow_twin import full, matched, screened, short

import qualmap
from qualmap.editions import Asked
from qualmap.errors import InputError
from qualmap.local import LocalMatcher
from qualmap_matcher.batch import Columns
from qualmap_matcher.spark import match, screen

pytestmark = [
    pytest.mark.xdist_group("spark"),
    # Newer than PySpark promises to work with; what is used of pandas is its being there.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]
ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "spark" / "spark_local.py"


def frame(spark: SparkSession, batch: pa.RecordBatch, folder: Path, *, files: int = 1) -> DataFrame:
    """The batch as Spark reads it from Parquet."""
    size = -(-len(batch) // files)
    for number in range(files):
        pq.write_table(pa.Table.from_batches([batch.slice(number * size, size)]), folder / f"{number}.parquet")
    return spark.read.parquet(str(folder))


def answers(df: DataFrame) -> list[dict[str, object]]:
    return [row.asDict(recursive=True) for row in df.collect()]


def test_a_cluster_says_of_every_record_what_local_mode_says(spark: SparkSession, matcher: LocalMatcher, tmp_path: Path) -> None:
    batch = single(400).append_column("row", pa.array(range(400)))
    columns = Columns(ref="ref", issuer="issuer", country="country")
    df = frame(spark, batch, tmp_path, files=3)

    found = answers(screen(df, ref="ref", issuer="issuer", country="country", edition="1.0", keep=["row"]))

    expected = screened([batch], columns, matcher, Asked("1.0"), None)
    for row, one in zip(sorted(found, key=lambda row: row["row"]), expected, strict=True):
        del row["row"]
        assert (row if row["error"] is None else {"ref": row["ref"], "error": row["error"]}) == full(one)


def test_lists_of_structs_are_read_too(spark: SparkSession, matcher: LocalMatcher, tmp_path: Path) -> None:
    batch = several(100)
    df = frame(spark, batch, tmp_path)

    found = answers(screen(df, ref="id", text="given", edition="3.0"))

    expected = screened([batch], Columns(text="given", ref="id"), matcher, Asked("3.0"), None)
    for row, one in zip(found, expected, strict=True):
        assert (row if row["error"] is None else {"ref": row["ref"], "error": row["error"]}) == full(one)


def test_a_hundred_thousand_rows_are_answered_as_local_mode_answers_each(
    spark: SparkSession, matcher: LocalMatcher, tmp_path: Path
) -> None:
    rows, distinct = 100_000, single(2_000)
    batch = distinct.take(pa.array([place * 7 % 2_000 for place in range(rows)])).drop_columns("ref")
    batch = batch.append_column("ref", pa.array(range(rows), pa.int64()))
    columns = Columns(ref="ref", issuer="issuer", country="country")

    df = screen(
        frame(spark, batch, tmp_path, files=4), ref="ref", issuer="issuer", country="country", detail="summary", edition="1.0"
    )
    found = df.toArrow()

    assert len(found) == rows
    found = found.take(pc.sort_indices(pc.cast(found.column("ref"), pa.int64())))
    expected = screened([batch], columns, matcher, Asked("1.0"), None)
    for row, one in zip(found.to_pylist(), expected, strict=True):
        assert (row if row["error"] is None else {"ref": row["ref"], "error": row["error"]}) == short(one)


def test_rows_shuffled_by_text_are_answered_alike_and_each_text_is_in_one_place(spark: SparkSession, tmp_path: Path) -> None:
    batch = several(60).append_column("row", pa.array(range(60)))
    batch = batch.take(pa.array([place % 60 for place in range(600)]))
    df = frame(spark, batch, tmp_path, files=4)
    options = {"ref": "id", "text": "given", "edition": "1.0", "detail": "summary", "keep": ["row"]}

    stayed, shuffled = screen(df, **options), screen(df, **options, partitions=3)  # type: ignore[arg-type]  # a mixture of kinds

    def by_row(df: DataFrame) -> list[dict[str, object]]:
        return sorted(answers(df), key=lambda row: (row["row"], str(row)))

    assert by_row(shuffled) == by_row(stayed)
    places = shuffled.select("row", spark_partition_id().alias("place")).distinct().collect()
    assert len(places) == len({one.row for one in places}) == 60
    assert len({one.place for one in places}) == 3


def test_no_partition_is_refused(spark: SparkSession) -> None:
    df = spark.createDataFrame([("C-1", "FCCA")], "ref string, text string")

    with pytest.raises(InputError, match="field 'partitions': expected at least 1, got 0"):
        screen(df, ref="ref", partitions=0)


def test_texts_are_matched(spark: SparkSession, matcher: LocalMatcher, tmp_path: Path) -> None:
    batch = single(200).select(["text"])

    found = answers(match(frame(spark, batch, tmp_path), edition="1.0"))

    for row, one in zip(found, matched([batch], Columns(), matcher, Asked("1.0")), strict=True):
        error = row.pop("error")
        assert ({"error": error} if error else row) == one


def test_an_overlay_travels_to_the_executors(spark: SparkSession) -> None:
    folder = ROOT / "examples" / "overlay"
    name = "内部代码 FIN-07"  # a company's own
    df = spark.createDataFrame([("1", name)], "ref string, text string")

    [row] = answers(screen(df, ref="ref", overlay=folder, edition="1.0"))

    with qualmap.Client.local(data=folder) as client:
        expected = client.screen({"ref": "1", "credentials": [name]}, edition="1.0")
    assert {**expected.to_dict(), "error": None} == row


def test_the_day_is_settled_by_the_driver(spark: SparkSession) -> None:
    df = spark.createDataFrame([("1", "FCCA")], "ref string, text string")

    [row] = answers(screen(df, ref="ref", as_of=dt.date(2024, 5, 1)))

    assert row["as_of"] == "2024-05-01"
    assert row["edition"] == qualmap.Client.local().screen({"ref": "1"}, as_of="2024-05-01").edition


def test_a_column_that_is_not_there_is_told_before_anything_runs(spark: SparkSession) -> None:
    df = spark.createDataFrame([("1", "FCCA")], "ref string, text string")

    with pytest.raises(InputError, match="there is no column 'credential'; there are ref, text"):
        screen(df, ref="ref", text="credential")


def test_the_example_runs_and_prints_what_stands_beside_it(java: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, str(EXAMPLE)], capture_output=True, text=True, check=False, env={**os.environ, **java})

    assert done.returncode == 0, done.stderr
    assert done.stdout == EXAMPLE.with_suffix(".txt").read_text(encoding="utf-8")
