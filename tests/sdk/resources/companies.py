"""Companies of a real service, and their clients of either kind."""

from __future__ import annotations

import asyncio
import itertools

import attrs
from awaited import Awaited

import qualmap
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.store.accounts import SCOPES, Tenant, add_key, add_tenant
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.workers import CHORES

_NUMBERS = itertools.count()


@attrs.frozen
class Service:
    """A service that answers at `url`; its workers work when `run_chores` is called."""

    core: Core
    url: str

    def company(self) -> Tenant:
        with self.core.database.writing() as connection:
            return add_tenant(connection, f"Company {next(_NUMBERS)}", retention_days=30)

    def key(self, tenant: Tenant, *scopes: str) -> str:
        with self.core.database.writing() as connection:
            name = f"key {next(_NUMBERS)}"
            _, text = add_key(Scope(connection, tenant.id), self.core.vault, name=name, scopes=scopes or SCOPES)
        return text

    def run_chores(self) -> None:
        while any(chore(self.core) for chore in CHORES):
            pass


@attrs.frozen
class Clients:
    """Makes clients of one kind, all closed with the test."""

    url: str
    service: Service
    loop: asyncio.AbstractEventLoop | None
    made: list[qualmap.Client | Awaited] = attrs.field(factory=list)

    def of(self, tenant: Tenant, *scopes: str) -> qualmap.Client:
        key = self.service.key(tenant, *scopes)
        if self.loop is None:
            client = qualmap.Client(base_url=self.url, api_key=key)
        else:
            client = Awaited(qualmap.AsyncClient(base_url=self.url, api_key=key), self.loop)
        self.made.append(client)
        return client
