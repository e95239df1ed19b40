"""One page of a list."""

from __future__ import annotations

from typing import Generic, TypeVar

import attrs

Entry = TypeVar("Entry")


@attrs.frozen
class Page(Generic[Entry]):
    """Some entries in their order; `next_cursor` is where the next page starts, None after the last."""

    data: tuple[Entry, ...]
    next_cursor: str | None
