"""When keys were last used: remembered as requests come, written down once a minute and when the service stops."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.observing import LOG
from qualmap_matcher.service.store.accounts import note_use

_SECONDS = 60  # a last use is for people who tidy up keys: the minute is enough, and a write for each request too much


def write_uses(core: Core) -> bool:
    """Write down what was remembered; whether there was anything."""
    moments: dict[str, str] = {}
    while core.used:  # taken out one by one: requests go on putting in
        id_, moment = core.used.popitem()
        moments[id_] = moment
    if moments:
        with core.database.writing() as connection:
            note_use(connection, sorted(moments.items()))
    return bool(moments)


@contextlib.asynccontextmanager
async def writing_uses(core: Core) -> AsyncIterator[None]:
    """Write down uses while the block runs, and the last ones at its end."""
    task = asyncio.create_task(_every_minute(core))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await asyncio.to_thread(_try, core)


async def _every_minute(core: Core) -> None:
    while True:
        await asyncio.sleep(_SECONDS)
        await asyncio.to_thread(_try, core)


def _try(core: Core) -> None:
    try:
        write_uses(core)
    except Exception:  # noqa: BLE001 - the database may be away for a while; requests say so themselves
        LOG.exception("uses of keys not written")
