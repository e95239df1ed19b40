"""Texts sealed: what a person wrote stands in the database only as ciphertext, under a key of that person's own.

Deleting the key makes every copy unreadable at once: in tables, indexes, the write-ahead log, backups. AES-256-GCM; the
server's secret seals the persons' keys, makes the digests that stand for refs and keys, and never stands in the database.
"""

from __future__ import annotations

import contextlib
import functools
import hmac
import json
import os
import tempfile
from pathlib import Path

import attrs
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from qualmap.errors import InputError
from qualmap.models import Json
from qualmap_matcher.service import json_text
from qualmap_matcher.service.store.packing import pack, unpack

_KEY = 32  # bytes: AES-256
_NONCE = 12  # bytes, as GCM wants them; random, and a person's key seals far fewer than 2^32 texts
_SHORTEST_SECRET = 32  # characters


@attrs.frozen
class Sealer:
    """Seals JSON under one key."""

    _key: bytes = attrs.field(repr=False)

    def seal(self, content: object) -> bytes:
        """The content, anything that `json_text.encode` takes, as ciphertext."""
        return self.seal_packed(pack(json_text.encode(content)))

    def seal_packed(self, packed: bytes) -> bytes:
        """Content that was packed already, as ciphertext."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self._key).encrypt(nonce, packed, None)

    def open(self, sealed: bytes) -> Json:
        """The content again; raises `ValueError` for what this key did not seal."""
        return json_text.decode(self.text(sealed))

    def text(self, sealed: bytes) -> bytes:
        """The content again, as JSON; as `open`."""
        try:
            return unpack(AESGCM(self._key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None))
        except InvalidTag:
            raise ValueError("sealed with another key, or damaged") from None


@attrs.frozen
class Vault:
    """What the server's secret is good for."""

    _secret: bytes = attrs.field(repr=False)

    @classmethod
    def of(cls, secret: str) -> Vault:
        """The vault of a secret; raises `InputError` for a short one."""
        if len(secret) < _SHORTEST_SECRET:
            raise InputError(f"expected at least {_SHORTEST_SECRET} characters", field="QUALMAP_SECRET")
        return cls(secret.encode())

    @classmethod
    def in_folder(cls, folder: Path) -> Vault:
        """The vault whose secret lies in a folder; makes both where they are not there."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = folder / "secret"
        if not file.exists():
            descriptor, fresh = tempfile.mkstemp(prefix="secret.", dir=folder)  # for its owner alone to read
            with os.fdopen(descriptor, "w", encoding="ascii") as out:
                out.write(os.urandom(_KEY).hex())
            with contextlib.suppress(FileExistsError):
                os.link(fresh, file)  # whole or not at all, and never over another's
            Path(fresh).unlink()
        return cls.of(file.read_text(encoding="ascii").strip())

    def digest(self, purpose: str, *parts: str) -> str:
        """An HMAC in 64 hexadecimal digits; the purpose keeps digests of different things apart."""
        message = json.dumps([purpose, *parts]).encode("ascii")
        return hmac.digest(self._secret, message, "sha256").hex()

    def sealer(self, purpose: str) -> Sealer:
        """Seals what belongs to the server."""
        return Sealer(bytes.fromhex(self.digest("sealing", purpose)))

    def new_person_key(self) -> tuple[bytes, Sealer]:
        """A key for one person: sealed, to be stored, and ready for use."""
        key = os.urandom(_KEY)
        return self._persons.seal(key.hex()), Sealer(key)

    def person_sealer(self, sealed_key: bytes) -> Sealer:
        """The sealer of a stored key."""
        return Sealer(bytes.fromhex(str(self._persons.open(sealed_key))))

    @functools.cached_property
    def _persons(self) -> Sealer:
        return self.sealer("persons")
