"""`screen` and `match` for DataFrames."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qualmap.errors import InputError, InstallationError
from qualmap_matcher.batch.days import Day, day_of
from qualmap_matcher.spark.overlays import files_of, opened

if TYPE_CHECKING:
    import os

    from pyspark.sql import DataFrame

    from qualmap_matcher.batch.columns import Columns
    from qualmap_matcher.batch.setting import Operation

_NEEDED = {"pyspark": "spark", "pyarrow": "batch"}


def screen(
    df: DataFrame,
    *,
    ref: str,
    text: str = "text",
    issuer: str | None = None,
    country: str | None = None,
    facts: str | Mapping[str, str] | None = None,
    edition: str | None = None,
    as_of: Day = None,
    minimum_evidence: str = "inferred",
    detail: str = "full",
    keep: Sequence[str] = (),
    decision_ids: bool = True,
    overlay: str | os.PathLike[str] | None = None,
    partitions: int | None = None,
) -> DataFrame:
    """A DataFrame with the answer to every row, as `Client.screen` gives it; it is worked out when Spark asks for it.

    The columns are those of `qualmap_matcher.batch.SCREENED`, or of a summary. Only the columns that are named cross to Python.

    Args:
        df: a DataFrame from anywhere: Parquet, Delta, Hive.
        ref: the column of refs: texts or whole numbers. The rows of a cluster have no numbers of their own.
        text: the column of credentials: one text, or an array of texts or of structs with text, issuer and country.
        issuer: a column beside a single text.
        country: a column beside a single text.
        facts: a struct column, or the column of each fact by its name; None takes the struct `facts` and columns named as facts.
        edition: as in `Client.screen`.
        as_of: as in `Client.screen`. Today is settled here, once, so that all executors mean the same day.
        minimum_evidence: as in `Client.screen`.
        detail: `full`, or `summary` for one small column for each clause.
        keep: columns to put in front of the answers, as they are.
        decision_ids: whether to work out `decision_id`; null without.
        overlay: a folder of overlay data on this machine, by default that of `QUALMAP_DATA`; its files travel to the executors.
        partitions: into how many the rows are shuffled by their text first, so that no two Python workers read the same text:
            about as many as cores. None leaves the rows where they are.

    Raises:
        InputError: a column is not there or of a kind that cannot be read. What is wrong with one record stands in its `error`.

    """
    _check_installed()
    from qualmap_matcher.batch.columns import Columns

    columns = Columns(text=text, issuer=issuer, country=country, ref=ref, facts=facts)
    return _answered(
        df,
        "screen",
        columns,
        edition=edition,
        as_of=as_of,
        minimum_evidence=minimum_evidence,
        detail=detail,
        keep=keep,
        decision_ids=decision_ids,
        overlay=overlay,
        partitions=partitions,
    )


def match(
    df: DataFrame,
    *,
    text: str = "text",
    issuer: str | None = None,
    country: str | None = None,
    edition: str | None = None,
    as_of: Day = None,
    minimum_evidence: str = "inferred",
    detail: str = "full",
    keep: Sequence[str] = (),
    overlay: str | os.PathLike[str] | None = None,
    partitions: int | None = None,
) -> DataFrame:
    """A DataFrame with what the text of every row names, as `Client.match` gives it; the arguments are those of `screen`.

    The columns are those of `qualmap_matcher.batch.MATCHED` or `MATCHED_SUMMARY`.
    """
    _check_installed()
    from qualmap_matcher.batch.columns import Columns

    return _answered(
        df,
        "match",
        Columns(text=text, issuer=issuer, country=country, facts={}),
        edition=edition,
        as_of=as_of,
        minimum_evidence=minimum_evidence,
        detail=detail,
        keep=keep,
        decision_ids=False,
        overlay=overlay,
        partitions=partitions,
    )


def _answered(
    df: DataFrame,
    operation: Operation,
    columns: Columns,
    *,
    edition: str | None,
    as_of: Day,
    minimum_evidence: str,
    detail: str,
    keep: Sequence[str],
    decision_ids: bool,
    overlay: str | os.PathLike[str] | None,
    partitions: int | None,
) -> DataFrame:
    from qualmap_matcher.batch.schemas import checked_detail
    from qualmap_matcher.batch.setting import Setting
    from qualmap_matcher.spark.answering import Answering
    from qualmap_matcher.spark.types import arrow_schema, spark_schema

    setting = Setting(
        operation=operation,
        columns=columns,
        edition=edition,
        as_of=day_of(edition, as_of),
        minimum_evidence=minimum_evidence,
        detail=checked_detail(detail),
        keep=tuple(keep),
        decision_ids=decision_ids,
        dictionaries=False,  # Spark's columns have none
        overlay=None,  # its files travel instead
    )
    files = files_of(overlay)
    answering = setting.answering(opened(files))
    needed = answering.needed(arrow_schema(df.schema))
    narrow = df.select(*(f"`{name}`" for name in needed))
    answers = answering.schema(arrow_schema(narrow.schema))
    if partitions is not None:
        narrow = narrow.repartition(_checked(partitions), f"`{columns.text}`")
    return narrow.mapInArrow(Answering(setting, files), spark_schema(answers, narrow.schema, setting.keep))


def _checked(partitions: int) -> int:
    if partitions < 1:
        raise InputError(f"expected at least 1, got {partitions}", field="partitions")
    return partitions


def _check_installed() -> None:
    for package, extra in _NEEDED.items():
        if importlib.util.find_spec(package) is None:
            raise InstallationError(f"DataFrames need {package}: pip install 'qualmap[{extra}]'")
