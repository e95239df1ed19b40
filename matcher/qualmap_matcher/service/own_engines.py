"""Each tenant's engine: the one that all share, with the names that this tenant taught laid over it.

A tenant without names gets the shared one. Whether names came or went is asked of the database every few seconds; what this
process changes counts here at once.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

import attrs

from qualmap.local import LocalMatcher
from qualmap_matcher.service.store.database import Database
from qualmap_matcher.service.store.names import Stamp, read_names, stamp
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.sealing import Vault

_TRUSTED_SECONDS = 3  # how long another process's teaching may go unseen
_MOST_TENANTS = 10_000  # whose last look is remembered: a hundred bytes each
_MOST_ENGINES = 64  # that are kept: some kilobytes each, and a few megabytes once they remember answers
_NOTHING = Stamp(0, None)


@attrs.frozen(slots=True)
class _Seen:
    """A tenant's matcher, the state of its names, and until when that is trusted."""

    matcher: LocalMatcher
    stamp: Stamp
    until: float


@attrs.define(eq=False)
class OwnEngines:
    """The matchers of all tenants that asked lately."""

    shared: LocalMatcher
    database: Database
    vault: Vault
    _seen: dict[str, _Seen] = attrs.field(init=False, factory=dict, repr=False)
    _engines: OrderedDict[tuple[str, Stamp], LocalMatcher] = attrs.field(init=False, factory=OrderedDict, repr=False)
    _lock: threading.Lock = attrs.field(init=False, factory=threading.Lock, repr=False)

    def of(self, tenant: str) -> LocalMatcher:
        """The tenant's matcher, as its names were at most a few seconds ago."""
        seen = self._seen.get(tenant)
        if seen is not None and time.monotonic() < seen.until:
            return seen.matcher
        with self.database.reading() as connection:
            scope = Scope(connection, tenant)
            present = stamp(scope)
            matcher = seen.matcher if seen is not None and seen.stamp == present else self._over(scope, present)
        with self._lock:
            if len(self._seen) >= _MOST_TENANTS:
                self._seen.clear()
            self._seen[tenant] = _Seen(matcher, present, time.monotonic() + _TRUSTED_SECONDS)
            if present != _NOTHING:
                self._keep(tenant, present, matcher)
        return matcher

    def within(self, scope: Scope) -> LocalMatcher:
        """The matcher with the names as this transaction sees them; none of it is kept, for it may yet be rolled back."""
        present = stamp(scope)
        with self._lock:
            known = self._engines.get((scope.tenant, present))
        return known or self._over(scope, present)

    def changed(self, tenant: str) -> None:
        """Ask the database again, from the next request on: names came or went."""
        with self._lock:
            self._seen.pop(tenant, None)

    def _over(self, scope: Scope, present: Stamp) -> LocalMatcher:
        if present == _NOTHING:
            return self.shared
        names = read_names(scope, self.vault)
        return self.shared.naming(names) if names else self.shared

    def _keep(self, tenant: str, present: Stamp, matcher: LocalMatcher) -> None:
        for old in [key for key in self._engines if key[0] == tenant]:
            del self._engines[old]
        while len(self._engines) >= _MOST_ENGINES:
            (dropped, _), _ = self._engines.popitem(last=False)
            self._seen.pop(dropped, None)
        self._engines[tenant, present] = matcher
