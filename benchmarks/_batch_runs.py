"""One run of a large file in a process of its own: `python _batch_runs.py WHO IN OUT` prints seconds and peak memory as JSON.

What is made once and kept (imports, the engine, worker processes, a Spark session) is made before the clock starts.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

EDITION = "1.0"
_ROWS = 65_536  # in a batch
_MEBIBYTE = 1024  # of the kibibytes that the system counts in


def reading(file: str) -> Iterator[pa.RecordBatch]:
    """A file's batches, whatever kind it is."""
    if file.endswith(".csv"):
        yield from pyarrow.csv.open_csv(file)
    else:
        yield from pyarrow.parquet.ParquetFile(file).iter_batches(_ROWS)


def writing(file: str, batches: Iterable[pa.RecordBatch]) -> int:
    """Write batches; gives how many rows there were."""
    rows, writer = 0, None
    for batch in batches:
        if writer is None:
            writer = (
                pyarrow.csv.CSVWriter(file, batch.schema)
                if file.endswith(".csv")
                else pyarrow.parquet.ParquetWriter(file, batch.schema)
            )
        writer.write_batch(batch)
        rows += batch.num_rows
    if writer is not None:
        writer.close()
    return rows


def by_pyarrow(source: str, target: str) -> float:
    """Read, dictionary-encode every text, write: what any program that repeats texts would do at least."""
    start = time.perf_counter()
    writing(target, (_encoded(batch, plain=target.endswith(".csv")) for batch in reading(source)))
    return time.perf_counter() - start


def _encoded(batch: pa.RecordBatch, *, plain: bool) -> pa.RecordBatch:
    columns = [pc.dictionary_encode(one) if pa.types.is_string(one.type) else one for one in batch.columns]
    if plain:  # a CSV file holds texts
        columns = [one.dictionary_decode() if isinstance(one, pa.DictionaryArray) else one for one in columns]
    return pa.record_batch(columns, names=batch.schema.names)


def by_qualmap(source: str, target: str, *, detail: str = "summary") -> float:
    """`screen_batches` in this process."""
    from qualmap.local import local_matcher
    from qualmap_matcher.batch import screen_batches

    matcher, plain = local_matcher(), target.endswith(".csv")
    _warm(lambda batches: screen_batches(batches, matcher=matcher, **_options(detail, plain=plain)), source)
    start = time.perf_counter()
    answers = screen_batches(reading(source), matcher=matcher, **_options(detail, plain=plain))
    writing(target, map(_flat, answers) if plain else answers)
    return time.perf_counter() - start


def by_processes(source: str, target: str, *, jobs: int) -> float:
    """`in_processes`; the start of the workers is timed apart, by a run over one small batch, and taken off."""
    from qualmap_matcher.batch import in_processes

    options = _options("summary", plain=target.endswith(".csv"))
    start = time.perf_counter()
    _warm(lambda batches: in_processes(batches, jobs=jobs, **options), source)
    starting = time.perf_counter() - start
    start = time.perf_counter()
    writing(target, in_processes(reading(source), jobs=jobs, **options))
    return time.perf_counter() - start - starting


def by_spark(source: str, target: str, *, cores: int) -> float:
    """`qualmap_matcher.spark.screen` in local mode, each text read once.

    Its start-up is apart: workers, and Java's compiling, which takes a run over as many rows, with texts of its own.
    """
    from _spark import session
    from pyspark.sql.functions import substring

    from qualmap_matcher.spark import screen

    with session(cores) as spark:
        frame = spark.read.parquet(source)
        options = {"text": "text", "ref": "ref", "edition": EDITION, "detail": "summary", "partitions": cores}
        others = frame.withColumn("text", substring("ref", -2, 2))
        for known in (others, frame.limit(1000)):
            screen(known, **options).write.mode("overwrite").parquet(f"{target}.warm")
        start = time.perf_counter()
        screen(frame, **options).write.mode("overwrite").parquet(target)
        return time.perf_counter() - start


def by_engine(source: str, _target: str, *, times: int) -> float:
    """Every distinct text of the file once, by an engine that knows so many times its names."""
    from _more_names import engine_with
    from _strings import typical_variants

    from qualmap import Credential
    from qualmap.editions import Asked

    engine, asked = engine_with(times), Asked(EDITION)
    for text in typical_variants(300):  # what is made on first use
        engine.match(Credential(text), asked)
    texts = pc.unique(pyarrow.parquet.read_table(source, columns=["text"])["text"]).to_pylist()
    start = time.perf_counter()
    for text in texts:
        engine.match(Credential(text), asked)
    return time.perf_counter() - start


def _options(detail: str, *, plain: bool) -> dict[str, object]:
    from qualmap_matcher.batch import Columns

    return {"columns": Columns(text="text", ref="ref"), "edition": EDITION, "detail": detail, "dictionaries": not plain}


def _warm(answering: Callable[[Iterable[pa.RecordBatch]], Iterable[pa.RecordBatch]], source: str) -> None:
    """Code that runs for the first time is slow, whatever it does."""
    for _ in answering(batch.slice(0, 100) for batch in islice(reading(source), 1)):
        pass


def _flat(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The summary as CSV can hold it: lists as texts."""
    columns = [pc.binary_join(one, "; ") if pa.types.is_list(one.type) else one for one in batch.columns]
    plain = [(name, one) for name, one in zip(batch.schema.names, columns, strict=True) if not pa.types.is_struct(one.type)]
    return pa.record_batch([one for _, one in plain], names=[name for name, _ in plain])


RUNS: dict[str, Callable[[str, str], float]] = {
    "pyarrow": by_pyarrow,
    "one process": by_qualmap,
    "full answers": lambda source, target: by_qualmap(source, target, detail="full"),
    "two workers": lambda source, target: by_processes(source, target, jobs=2),
    "one worker": lambda source, target: by_processes(source, target, jobs=1),
    "texts": lambda source, target: by_engine(source, target, times=1),
    "texts, ten times the names": lambda source, target: by_engine(source, target, times=10),
    "Spark": lambda source, target: by_spark(source, target, cores=2),
}


def main() -> None:
    """Run one."""
    who, source, target = sys.argv[1:]
    seconds = RUNS[who](source, target)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEBIBYTE
    print(json.dumps({"seconds": seconds, "mebibytes": peak}))


if __name__ == "__main__":
    main()
