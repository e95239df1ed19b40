"""A page of a list, and where the next one starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar


class Listed(Protocol):
    """What a list is made of."""

    @property
    def id(self) -> str:
        """Unique within its list, and in its order."""


Entry = TypeVar("Entry", bound=Listed)


def paged(find: Callable[[int], Sequence[Entry]], *, at_once: int) -> tuple[Sequence[Entry], str | None]:
    """The entries of a page and the cursor of the next, None on the last; `find` gives so many at most."""
    found = find(at_once + 1)  # one more, to see whether there is more
    page = found[:at_once]
    return page, page[-1].id if len(found) > at_once else None
