"""The chore that keeps to what was promised about texts: each tenant's number of days, and no longer."""

from __future__ import annotations

import time
import weakref

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.store.accounts import tenants
from qualmap_matcher.service.store.batch_work import blank_old_items
from qualmap_matcher.service.store.retention import blank_old_notes, blank_old_texts, forget_old_repeats
from qualmap_matcher.service.store.reviews import open_everywhere
from qualmap_matcher.service.store.scope import Scope

_PAUSE = 60  # seconds between two looks: retention counts in days
_NEXT_LOOK: weakref.WeakKeyDictionary[Core, float] = weakref.WeakKeyDictionary()


def keep_to_retention(core: Core) -> bool:
    """Once a minute, remove what is too old; whether there was any."""
    if time.monotonic() < _NEXT_LOOK.get(core, 0):
        return False
    worked = remove_what_is_too_old(core)
    if not worked:
        _NEXT_LOOK[core] = time.monotonic() + _PAUSE
        with core.database.reading() as connection:
            core.metrics.open_reviews.set(open_everywhere(connection))
    return worked


def remove_what_is_too_old(core: Core) -> bool:
    """Blank texts of screenings, reviews and failed items, forget repeats; a piece of each tenant's. Whether there was any."""
    with core.database.reading() as connection:
        known = [tenant.id for tenant in tenants(connection)]
    removed = 0
    for tenant in known:
        with core.database.writing() as connection:
            scope = Scope(connection, tenant)
            removed += blank_old_texts(scope, core.vault) + blank_old_notes(scope) + blank_old_items(scope)
    with core.database.writing() as connection:
        removed += forget_old_repeats(connection)
    if removed:
        core.database.scrub()
    return bool(removed)
