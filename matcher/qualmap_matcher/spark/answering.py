"""What runs on executors: one object, which travels with its setting and the overlay's files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs
import pyarrow as pa

from qualmap_matcher.batch.remembering import gathered
from qualmap_matcher.batch.setting import Setting
from qualmap_matcher.spark.overlays import opened


@attrs.frozen
class Answering:
    """The function for `mapInArrow`; a Python worker opens the engine once for all its tasks."""

    setting: Setting
    files: Mapping[str, bytes] | None

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The answers to the batches of one partition; Spark hands over some thousand rows at a time."""
        return iter(self.setting.answering(opened(self.files)).answers(gathered(batches)))
