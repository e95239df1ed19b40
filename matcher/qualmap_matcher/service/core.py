"""What every request shares: settings, database, vault, the engine, and the keys that were seen lately."""

from __future__ import annotations

import hashlib
import time
from typing import Self

import attrs

from qualmap.local import LocalMatcher, local_matcher
from qualmap_matcher.service.addresses import Resolver, Target, resolve, target_of
from qualmap_matcher.service.observing import Metrics
from qualmap_matcher.service.opaque import looks_personal
from qualmap_matcher.service.own_engines import OwnEngines
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.store.accounts import Key, digest_of, find_key
from qualmap_matcher.service.store.clock import now
from qualmap_matcher.service.store.database import Database
from qualmap_matcher.service.store.sealing import Vault

_TRUSTED_SECONDS = 5  # how long a revoked key may still open other processes' doors
_REMEMBERED_KEYS = 10_000


@attrs.define(eq=False)
class Core:
    """The parts of a running service; `resolver` finds the addresses of receivers of webhooks."""

    settings: Settings
    database: Database
    vault: Vault
    matcher: LocalMatcher
    metrics: Metrics = attrs.field(factory=Metrics)
    resolver: Resolver = resolve
    _keys: dict[bytes, tuple[Key | None, float]] = attrs.field(init=False, factory=dict, repr=False)
    used: dict[str, str] = attrs.field(init=False, factory=dict, repr=False)
    own_engines: OwnEngines = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.own_engines = OwnEngines(self.matcher, self.database, self.vault)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open everything; the database must have its tables already (`migrations.upgrade`)."""
        vault = Vault.of(settings.secret) if settings.secret else Vault.in_folder(settings.home)
        return cls(settings, Database.open(settings.url), vault, local_matcher(settings.data))

    def key_of(self, text: str) -> Key | None:
        """The live key with this text, as it was at most five seconds ago."""
        short = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()  # in a tenth of the time that the stored one takes
        known, seen = self._keys.get(short, (None, 0.0))
        if known is None or time.monotonic() - seen > _TRUSTED_SECONDS:
            with self.database.reading() as connection:
                known = find_key(connection, digest_of(self.vault, text))
            if known is None:
                return None
            if len(self._keys) >= _REMEMBERED_KEYS:
                self._keys.clear()
            self._keys[short] = known, time.monotonic()
        moment = now()
        if not known.is_live(moment):
            return None
        self.used[known.id] = moment
        return known

    def matcher_for(self, tenant: str) -> LocalMatcher:
        """What answers this tenant: `matcher`, with the names that the tenant taught where there are any."""
        return self.own_engines.of(tenant)

    def target_of(self, url: str) -> Target:
        """Where a webhook's URL leads now, as the settings allow it; raises `InputError`. It may wait for a name server."""
        settings = self.settings
        proxied = settings.webhook_proxy is not None
        return target_of(url, allow_private=settings.allow_private_webhooks, resolver=self.resolver, proxied=proxied)

    def warning_about(self, ref: str) -> str | None:
        """The Warning header for a ref that says who somebody is; None for an opaque one."""
        return '299 - "ref looks like personal data; use an opaque one"' if looks_personal(ref) else None

    def forget_person(self, tenant: str) -> None:
        """After a person was deleted: names learnt from them count no longer, and freed pages of the database are overwritten."""
        self.own_engines.changed(tenant)
        self.database.scrub()

    def forget_keys(self) -> None:
        """Ask the database again, from the next request on: a key was made or revoked here."""
        self._keys.clear()

    def close(self) -> None:
        """Close the database."""
        self.database.close()
