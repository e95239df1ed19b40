"""Every setting of the service, each read from one environment variable."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import attrs

from qualmap.errors import InputError

_MEBIBYTE = 1024 * 1024


def _home() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "qualmap"


def _is_proxy(_settings: object, _field: object, written: str | None) -> None:
    if written is not None and not re.fullmatch(r"https?://[^/\s]+/?", written):  # not quoted below: it may have a password
        raise InputError("expected http://… or https://… with a host and a port", field="QUALMAP_WEBHOOK_PROXY")


def _is_some(_settings: object, _field: object, number: int) -> None:
    if number < 1:
        raise InputError(f"expected at least 1, got {number}", field="QUALMAP_PROCESSES")


@attrs.frozen(kw_only=True)
class Settings:
    """The settings; `from_environment` reads them, tests make them."""

    # QUALMAP_HOME: where the service keeps its own files: the SQLite database and the server's secret.
    home: Path = attrs.field(factory=_home)

    # QUALMAP_DATABASE_URL: postgresql://… for several machines; without it, SQLite in the home folder.
    database_url: str | None = None

    # QUALMAP_SECRET: what keys are hashed with and stored texts are sealed with; the same on every machine that shares a
    # database, at least 32 characters. Without it, the service makes one in the home folder, readable by its owner alone.
    secret: str | None = attrs.field(default=None, repr=False)

    # QUALMAP_DATA: an overlay over the bundled data: imported editions, own names.
    data: Path | None = None

    # QUALMAP_HOST and QUALMAP_PORT: where to listen. Only this machine, unless told otherwise.
    host: str = "127.0.0.1"
    port: int = 8765

    # QUALMAP_PUBLIC_URL: what others call the service by, as https://qualmap.example.com, where a proxy stands before it; the
    # addresses in answers begin with it. Without it, with the host that the request names.
    public_url: str | None = None

    # QUALMAP_MAX_BODY: the longest body of a request in bytes, uploads of batches apart.
    max_body: int = 8 * _MEBIBYTE

    # QUALMAP_MAX_UPLOAD: the longest upload of a batch in bytes; it is streamed, never held.
    max_upload: int = 2048 * _MEBIBYTE

    # QUALMAP_REQUESTS_PER_MINUTE: how many requests one key may make, 0 for no limit.
    requests_per_minute: int = 6000

    # QUALMAP_RETENTION_DAYS: for how long the texts of a tenant that has no number of its own are kept.
    retention_days: int = 30

    # QUALMAP_PROCESSES: how many processes answer on the same port, each on a core of its own; about one for each core.
    processes: int = attrs.field(default=1, validator=_is_some)

    # QUALMAP_WORKERS: how many threads of each process work on batches, webhooks and retention; 0 leaves that to other processes.
    workers: int = 1

    # QUALMAP_LEASE_SECONDS: how long a worker may be silent before its items go to another.
    lease_seconds: int = 60

    # QUALMAP_ALLOW_PRIVATE_WEBHOOKS: whether webhooks may go to private, link-local and loopback addresses (1 or 0).
    allow_private_webhooks: bool = False

    # QUALMAP_WEBHOOK_PROXY: http://… of an egress proxy that webhooks go through; it resolves names, and has to refuse those that
    # lead to private addresses.
    webhook_proxy: str | None = attrs.field(default=None, repr=False, validator=_is_proxy)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The settings that the environment names; an empty variable counts as absent.

        Raises:
            InputError: a value is not what its setting takes; the error names the variable.

        """
        values: dict[str, object] = {}
        for field in attrs.fields(cls):
            name = f"QUALMAP_{field.name.upper()}"
            if written := environment.get(name):
                values[field.name] = _read(name, written, str(field.type))
        return cls(**values)  # type: ignore[arg-type]  # each was read by the type of its field

    @property
    def url(self) -> str:
        """The database's address."""
        return self.database_url or f"sqlite:///{self.home / 'qualmap.db'}"


def _read(name: str, written: str, kind: str) -> object:
    if kind.startswith("Path"):
        return Path(written).expanduser()
    if kind == "int":
        if not written.isdecimal():
            raise InputError(f"expected a whole number, got {written!r}", field=name)
        return int(written)
    if kind == "bool":
        if written not in {"0", "1"}:
            raise InputError(f"expected 1 or 0, got {written!r}", field=name)
        return written == "1"
    return written
