"""What administrators see: keys, the audit trail, what is stored about a person, and for how long."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from qualmap.models import Json


@attrs.frozen(slots=True, kw_only=True)
class Key:
    """A key without its text; `ending` are its last characters, to tell keys apart by."""

    id: str
    name: str
    ending: str
    scopes: tuple[str, ...]
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    last_used_at: str | None

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the service."""
        return {**attrs.asdict(self), "scopes": [*self.scopes]}


@attrs.frozen(slots=True, kw_only=True)
class KeyWithText(Key):
    """A new key with its text, `key`, which is stored nowhere: no later answer has it."""

    key: str = attrs.field(repr=False)


@attrs.frozen(slots=True, kw_only=True)
class AuditEntry:
    """One line of the audit trail: who did what to which resource, and when.

    `digest` covers the line and, by `previous`, all lines before it. `details` never hold a text of a person.
    """

    sequence: int
    at: str
    who: str
    action: str
    resource: str
    details: Mapping[str, Json]
    previous: str
    digest: str

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the service."""
        return {**attrs.asdict(self, recurse=False), "details": dict(self.details)}


@attrs.frozen(slots=True)
class AuditHead:
    """The newest entry of a trail. Note its digest elsewhere: by it, a trail that was written anew is told from the old one."""

    sequence: int
    digest: str

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the service."""
        return {"sequence": self.sequence, "digest": self.digest}


@attrs.frozen(slots=True, kw_only=True)
class AuditVerification:
    """Whether a trail is sound, how many entries it has, its head, and what is wrong with it."""

    sound: bool
    entries: int
    head: AuditHead
    mistakes: tuple[str, ...]

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the service."""
        return {**attrs.asdict(self), "mistakes": [*self.mistakes]}


@attrs.frozen(slots=True, kw_only=True)
class Dossier:
    """All that is stored about one person, opened, as JSON: for the person, who may ask for it."""

    ref: str
    screenings: tuple[Mapping[str, Json], ...]
    reviews: tuple[Mapping[str, Json], ...]
    names: tuple[Mapping[str, Json], ...]
    batch_items: tuple[Mapping[str, Json], ...]

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the service."""
        kinds = ("screenings", "reviews", "names", "batch_items")
        return {"ref": self.ref, **{kind: [dict(one) for one in getattr(self, kind)] for kind in kinds}}


@attrs.frozen(slots=True, kw_only=True)
class Erased:
    """How much was deleted of one person."""

    screenings: int
    versions: int
    reviews: int
    names: int
    batch_items: int

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the service."""
        return attrs.asdict(self)


@attrs.frozen(slots=True)
class Retention:
    """For how many days texts are kept."""

    days: int

    def to_dict(self) -> dict[str, Json]:
        """The JSON of the service."""
        return {"days": self.days}
