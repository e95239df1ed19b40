"""How much is remembered between batches: everything that pools and codes hold lives and dies together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from qualmap_matcher.batch.schemas import Detail

MOST_HOLDERS = 50_000  # as many as the engine remembers credentials; with their mentions some 200 MB at most
MOST_PLACES = 200_000  # of decisions by facts; each is a small key and a number
MOST_BYTES = 256 * 1024 * 1024  # of finished Arrow values
ROWS_IN_FULL = 8_192  # of a batch of full answers, which can take ten kilobytes each
ROWS_IN_SHORT = 32_768  # of a batch of summaries; twice as many take some 5 % less time, and memory by as many more


def give_back() -> None:
    """Give the system what Arrow's pool kept of earlier batches: it would grow for many of them, by a tenth of all memory."""
    pa.default_memory_pool().release_unused()


def gathered(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Small batches put together, but to no more than `pieces` keeps: what a batch costs beside its rows is paid less often."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        if waiting and sum(map(len, waiting)) + len(batch) > ROWS_IN_SHORT:
            yield pa.concat_batches(waiting)
            waiting = []
        waiting.append(batch)
    if waiting:
        yield pa.concat_batches(waiting)


def pieces(batches: Iterable[pa.RecordBatch], detail: Detail, *, shares: int = 1) -> Iterator[pa.RecordBatch]:
    """The batches, cut where the answers to one of so many shares would be too large; an empty one stays, for its schema."""
    most = ROWS_IN_FULL if detail == "full" else ROWS_IN_SHORT * shares
    for batch in batches:
        for start in range(0, len(batch), most) or (0,):
            yield batch.slice(start, most)
