"""The people of one file or of several, one file after the other, as if they were one."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path

import attrs

from qualmap.errors import InputError
from qualmap.facts import Fact
from qualmap.files.people import Options, People
from qualmap.files.reading import open_people
from qualmap.files.rows import Raw, Reader, Row, RowReader

Item = tuple[Reader, Raw]
"""What stands in a file, with what makes a row of it."""


def _untold(file: str, people: People) -> None:
    del file, people


@attrs.define
class Crowd:
    """The people of files; no more than one of these is open at a time.

    `opened` is told of each file before its first row is read. A file that cannot be read is an error if it is the only one, and
    otherwise a row that failed in its place.
    """

    files: tuple[str, ...]
    facts: Sequence[Fact]
    options: Options
    opened: Callable[[str, People], None] = _untold
    _people: People | None = attrs.field(init=False, default=None, repr=False)
    _before: int = attrs.field(init=False, default=0)
    _sizes: tuple[int, ...] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._sizes = tuple(_size(file) for file in self.files)

    @property
    def size(self) -> int:
        """How many bytes the files have; 0 where nobody knows."""
        return sum(self._sizes)

    @contextlib.contextmanager
    def items(self) -> Iterator[Iterator[Item]]:
        """What stands in the files, to be asked for; the first file is opened at once."""
        with contextlib.closing(self._items()) as items:
            first = list(itertools.islice(items, 1))
            yield itertools.chain(first, items)

    def rows(self) -> contextlib.AbstractContextManager[Iterator[Row]]:
        """As `items`, made into rows."""
        return self._rows()

    def progress(self) -> float | None:
        """Which share of the bytes was read, from 0 to 1; None where nobody knows."""
        if not self.size or self._people is None:
            return None
        share = self._people.progress()
        if share is None:
            return None
        return (sum(self._sizes[: self._before]) + share * self._sizes[self._before]) / self.size

    @contextlib.contextmanager
    def _rows(self) -> Iterator[Iterator[Row]]:
        with self.items() as items:
            yield (reader(*raw) for reader, raw in items)

    def _items(self) -> Generator[Item]:
        several = len(self.files) > 1
        for number, file in enumerate(self.files):
            self._before = number
            name = file if several else None
            try:
                with open_people(file, facts=self.facts, options=attrs.evolve(self.options, name=name)) as people:
                    self._people = people
                    self.opened(file, people)
                    for raw in people.raws:
                        yield people.reader, raw
            except InputError as error:
                if not several:
                    raise
                yield RowReader(name), (0, error)


def _size(file: str) -> int:
    path = Path(file)
    return path.stat().st_size if path.is_file() else 0
