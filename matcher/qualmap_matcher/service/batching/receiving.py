"""Take in an upload: cut into lines as it comes, stored piece by piece, and let loose once it is whole."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Protocol

import attrs
from litestar.exceptions import InternalServerException

from qualmap.files.rows import ReadRow
from qualmap.models import Json
from qualmap_matcher.service.batching.uploads import Line, Lines, Reader
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.problems import Problem
from qualmap_matcher.service.store import batches
from qualmap_matcher.service.store.audit import append
from qualmap_matcher.service.store.scope import Scope

_PIECE = 64 * 1024  # bytes cut into lines at once, whatever the size in which they come
_LINES_AT_ONCE = 500  # stored in one commit
_BYTES_AT_ONCE = 1024 * 1024  # stored in one commit, where lines are long
_SECONDS_AT_MOST = 60  # before what came slowly is stored, so that it does not look given up
MOST_ITEMS = 10_000_000  # in one batch


@attrs.define
class Receiving:
    """One upload into a batch."""

    core: Core
    tenant: str
    batch: str
    reader: Reader
    total: int = attrs.field(init=False, default=0)
    digest: str = attrs.field(init=False, default="")
    warning: str | None = attrs.field(init=False, default=None)

    async def all_of(self, stream: AsyncIterator[bytes], *, longest: int) -> None:
        """Store the rows of a stream, of which no line may be longer; `total`, `digest` and `warning` are known then.

        Raises:
            Problem: the stream was cut, or has no row or too many.
            InputError: no row of it can be read: the header of its table is not as expected.

        """
        lines, hashed = Lines(longest), hashlib.sha256()
        waiting: list[Line] = []
        size, since = 0, time.monotonic()
        async for piece in _pieces(stream):
            hashed.update(piece)
            waiting.extend(lines.cut(piece))
            size += len(piece)
            if len(waiting) >= _LINES_AT_ONCE or size >= _BYTES_AT_ONCE or time.monotonic() - since > _SECONDS_AT_MOST:
                await asyncio.to_thread(self._store, waiting)
                waiting, size, since = [], 0, time.monotonic()
        waiting.extend(lines.end())
        await asyncio.to_thread(self._store, waiting, end=True)
        self.digest = hashed.hexdigest()
        if not self.total:
            raise Problem(code="invalid_input", detail="expected at least one record, a line each")

    def _store(self, lines: list[Line], *, end: bool = False) -> None:
        rows = [*self.reader.read(lines), *(self.reader.end() if end else ())]
        if self.total + len(rows) > MOST_ITEMS:
            raise Problem(code="body_too_large", detail=f"expected at most {MOST_ITEMS:,} records in one batch")
        refs = (row.record.ref for row in rows if isinstance(row, ReadRow))
        self.warning = self.warning or next(filter(None, map(self.core.warning_about, refs)), None)
        with self.core.database.writing() as connection:
            batches.receive(Scope(connection, self.tenant), self.core.vault, self.batch, rows, at=self.total)
        self.total += len(rows)


async def _pieces(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    try:
        async for chunk in stream:
            for start in range(0, len(chunk), _PIECE):
                yield chunk[start : start + _PIECE]
    except InternalServerException:  # what Litestar says when the client is gone
        raise Problem(code="invalid_input", detail="the upload was cut; nothing of it is kept") from None


async def received(call: Call, batch: str, reader: Reader) -> Receiving:
    """The upload of a request, stored whole; nothing of it stays where it cannot be."""
    core = call.core
    receiving = Receiving(core, call.tenant, batch, reader)
    try:
        await receiving.all_of(call.request.stream(), longest=core.settings.max_body)
    except Exception:
        await discarded(call.writing, batch)
        raise
    return receiving


class Writing(Protocol):
    """Writes to the tenant's part of the database, in a thread: that of a call, or of a visit of the console."""

    def __call__(self, work: Callable[[Scope], bool], /) -> Awaitable[bool]:
        """What the work gives."""


async def discarded(writing: Writing, batch: str) -> None:
    """Remove what was received, in pieces; whatever keeps this from its end, a chore does the rest."""
    while await writing(lambda scope: batches.discard(scope, batch)):
        pass


def let_loose(scope: Scope, core: Core, batch: str, *, who: str, total: int, options: Mapping[str, Json]) -> None:
    """Let the workers have a batch that was received whole, with its entry in the audit trail."""
    batches.complete(scope, batch)
    details: dict[str, Json] = {"kind": "upload", "total": total, "options": {**options}, "engine": core.matcher.version}
    append(scope, who=who, action="batch.created", resource=batch, details=details)
