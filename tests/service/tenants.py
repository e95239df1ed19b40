"""Keys as tests hold them."""

from __future__ import annotations

from typing import Protocol

import attrs

from qualmap_matcher.service.store.accounts import Key, Tenant


@attrs.frozen
class Issued:
    """A key with its text."""

    key: Key
    text: str

    @property
    def headers(self) -> dict[str, str]:
        """What a request carries."""
        return {"Authorization": f"Bearer {self.text}"}


class Issue(Protocol):
    """Makes keys."""

    def __call__(self, *scopes: str, tenant: Tenant = ..., name: str | None = ..., expires_at: str | None = ...) -> Issued: ...
