"""What a file of people holds, and what the caller says about how to read it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator

import attrs

from qualmap.files.columns import Columns
from qualmap.files.headers import recognised
from qualmap.files.overrides import Overrides
from qualmap.files.rows import Cells, Raw, Reader, Row


@attrs.frozen(kw_only=True)
class Options:
    """How to read a file; None is for what the file says itself.

    `ref` is for a JSON Resume and an Open Badge, which have none; `day` is when these have to be valid, None for today. `name` is
    what the rows of one of several files call it.
    """

    sheet: str | None = None
    encoding: str | None = None
    overrides: Overrides = attrs.field(factory=Overrides)
    ref: str | None = None
    day: dt.date | None = None
    name: str | None = None


def unknown() -> float | None:
    """Nobody knows how much was read."""
    return None


@attrs.frozen(kw_only=True)
class People:
    """What a file holds: its kind in words, its columns if it is a table, and what stands in it, as it is asked for.

    `reader` makes rows of that; `progress` says how much was read, from 0 to 1, None where nobody knows.
    """

    kind: str
    columns: Columns | None = None
    header_row: int | None = None
    raws: Iterator[Raw]
    reader: Reader
    progress: Callable[[], float | None] = unknown

    @property
    def rows(self) -> Iterator[Row]:
        """The rows, as they are asked for; each is given once."""
        return itertools.starmap(self.reader, self.raws)


def is_header(cells: Cells, options: Options) -> bool:
    """Whether one of these cells stands over credentials."""
    return any(
        ((one := recognised(cell)) is not None and one.field == "credential") or options.overrides.mention(cell) for cell in cells
    )
