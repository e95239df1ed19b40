"""The chore that tells of editions: one whose rows are not what they were, and one that has come into force.

The database remembers what was told, so that of several servers one tells, and each thing is told once.
"""

from __future__ import annotations

import json
import time
import weakref

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from qualmap.models import Json
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.events import EDITION_CHANGED
from qualmap_matcher.service.store.accounts import tenants
from qualmap_matcher.service.store.schema import SERVER
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.webhooks import announce

_PAUSE = 60  # seconds between two looks: a day begins, or a server starts with another overlay
_ROW = "editions"
_NEXT_LOOK: weakref.WeakKeyDictionary[Core, float] = weakref.WeakKeyDictionary()


def tell_of_editions(core: Core) -> bool:
    """Once a minute, tell every company of editions that changed; whether there were any."""
    if time.monotonic() < _NEXT_LOOK.get(core, 0):
        return False
    _NEXT_LOOK[core] = time.monotonic() + _PAUSE
    return tell_now(core)


def tell_now(core: Core) -> bool:
    """Tell what the database does not know yet; whether there was any. The first server of a database tells nothing."""
    present = _present(core)
    with core.database.reading() as connection:
        if _told(connection) >= present.keys():
            return False
    with core.database.writing() as connection:
        adding = sqlite.insert(SERVER) if connection.dialect.name == "sqlite" else postgresql.insert(SERVER)
        first = adding.values(name=_ROW, value=json.dumps(sorted(present))).on_conflict_do_nothing().returning(SERVER.c.name)
        if connection.execute(first).first() is not None:
            return False
        told = _told(connection, lock=True)
        fresh = [present[one] for one in sorted(present.keys() - told)]
        connection.execute(update(SERVER).where(SERVER.c.name == _ROW).values(value=json.dumps(sorted(told | present.keys()))))
        for tenant in tenants(connection) if fresh else ():
            for data in fresh:
                announce(Scope(connection, tenant.id), EDITION_CHANGED, data)
    return bool(fresh)


def _present(core: Core) -> dict[str, dict[str, Json]]:
    """What stands now: each edition's content, and which is in force; by what the database remembers it under."""
    editions = core.matcher.engine.editions
    today = core.matcher.asked(None, None, "inferred").edition
    found: dict[str, dict[str, Json]] = {
        f"{id_} {editions.digest(id_)}": {"edition": id_, "change": "content", "digest": editions.digest(id_)}
        for id_ in editions.editions
    }
    found[f"{today} in force"] = {"edition": today, "change": "in_force", "digest": editions.digest(today)}
    return found


def _told(connection: Connection, *, lock: bool = False) -> set[str]:
    statement = select(SERVER.c.value).where(SERVER.c.name == _ROW)
    value = connection.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()
    return set(json.loads(value)) if value else set()
