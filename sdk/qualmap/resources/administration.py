"""`client.keys`, `.audit`, `.people` and `.retention`: what administrators do; all of it needs a key with the scope `admin`."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterable, Iterator

from qualmap.kept.administration import (
    AuditEntry,
    AuditHead,
    AuditVerification,
    Dossier,
    Erased,
    Key,
    KeyWithText,
    Retention,
)
from qualmap.operations import administration
from qualmap.resources.listing import AsyncListed, Listed
from qualmap.resources.resource import AsyncResource, Resource

__all__ = ["AsyncAudit", "AsyncKeys", "AsyncPeople", "AsyncRetentions", "Audit", "Keys", "People", "Retentions"]


class Keys(Resource):
    """The keys of the company."""

    def list(self) -> tuple[Key, ...]:
        """Every key that was made, the oldest first; never a key's text."""
        return self._do(administration.keys())

    def create(self, name: str, scopes: Iterable[str], *, expires_at: dt.datetime | str | None = None) -> KeyWithText:
        """Make a key; keep the answer's `key`, no other has it. Scopes: `match`, `screen`, `review`, `admin`."""
        return self._do(administration.create_key(name, scopes, expires_at=expires_at))

    def revoke(self, id_: str) -> Key:
        """Close a key for good; raises `NotFoundError`."""
        return self._do(administration.revoke_key(id_))


class AsyncKeys(AsyncResource):
    """As `Keys`, to be awaited."""

    async def list(self) -> tuple[Key, ...]:
        """As `Keys.list`."""
        return await self._do(administration.keys())

    async def create(self, name: str, scopes: Iterable[str], *, expires_at: dt.datetime | str | None = None) -> KeyWithText:
        """As `Keys.create`."""
        return await self._do(administration.create_key(name, scopes, expires_at=expires_at))

    async def revoke(self, id_: str) -> Key:
        """As `Keys.revoke`."""
        return await self._do(administration.revoke_key(id_))


class Audit(Resource):
    """Who did what, when."""

    def list(self, *, action: str | None = None, resource: str | None = None) -> Listed[AuditEntry]:
        """The newest entries first: all, or those of an action (`screening.created`) or a resource's id."""
        return self._listed(administration.audit(action=action, resource=resource))

    def export(self) -> Iterator[AuditEntry | AuditHead]:
        """The whole trail from its first entry on, one at a time; the last one is the head, which shows that nothing is cut off.

        Written out as JSON Lines, `qualmap audit verify` can check it elsewhere.
        """
        return self._backend.stream(administration.export_audit(), self._options)

    def verify(self, *, head: str | None = None) -> AuditVerification:
        """Whether anything was changed, removed, moved or cut off; `head` is a digest that was noted earlier."""
        return self._do(administration.verify_audit(head=head))


class AsyncAudit(AsyncResource):
    """As `Audit`, to be awaited."""

    def list(self, *, action: str | None = None, resource: str | None = None) -> AsyncListed[AuditEntry]:
        """As `Audit.list`."""
        return self._listed(administration.audit(action=action, resource=resource))

    def export(self) -> AsyncIterator[AuditEntry | AuditHead]:
        """As `Audit.export`."""
        return self._backend.stream(administration.export_audit(), self._options)

    async def verify(self, *, head: str | None = None) -> AuditVerification:
        """As `Audit.verify`."""
        return await self._do(administration.verify_audit(head=head))


class People(Resource):
    """What is stored about a person."""

    def export(self, ref: str) -> Dossier:
        """All of it, opened, for the person who may ask for it; raises `NotFoundError`."""
        return self._do(administration.export_person(ref))

    def delete(self, ref: str) -> Erased:
        """Delete all of it; gives how much there was. Raises `NotFoundError`."""
        return self._do(administration.delete_person(ref))


class AsyncPeople(AsyncResource):
    """As `People`, to be awaited."""

    async def export(self, ref: str) -> Dossier:
        """As `People.export`."""
        return await self._do(administration.export_person(ref))

    async def delete(self, ref: str) -> Erased:
        """As `People.delete`."""
        return await self._do(administration.delete_person(ref))


class Retentions(Resource):
    """For how long texts are kept."""

    def get(self) -> Retention:
        """For how many days, counted from when a screening's version was made."""
        return self._do(administration.retention())

    def set(self, days: int) -> Retention:
        """Keep texts for so many days; older ones are blanked within minutes, and do not come back."""
        return self._do(administration.set_retention(days))


class AsyncRetentions(AsyncResource):
    """As `Retentions`, to be awaited."""

    async def get(self) -> Retention:
        """As `Retentions.get`."""
        return await self._do(administration.retention())

    async def set(self, days: int) -> Retention:
        """As `Retentions.set`."""
        return await self._do(administration.set_retention(days))
