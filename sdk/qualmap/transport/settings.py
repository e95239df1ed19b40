"""Where the service is, with which key, and how to behave on the way."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from typing import Self

import attrs

from qualmap._version import __version__
from qualmap.errors import ConfigurationError
from qualmap.transport.messages import RequestOptions, Timeout

BASE_URL, API_KEY = "QUALMAP_BASE_URL", "QUALMAP_API_KEY"
_USUAL_RETRIES = 2


@attrs.frozen(kw_only=True)
class Settings:
    """How a client reaches the service."""

    base_url: str
    api_key: str = attrs.field(repr=False)
    timeout: Timeout = attrs.field(factory=Timeout)
    max_retries: int = _USUAL_RETRIES
    headers: Mapping[str, str] = attrs.field(factory=dict)
    app_info: str | None = None

    @classmethod
    def of(cls, base_url: str | None, api_key: str | None, **others: object) -> Self:
        """The settings that were given, the address and the key from the environment where they were not.

        Raises:
            ConfigurationError: neither was given, the address is none, or the key has what no header can have.

        """
        address = base_url or os.environ.get(BASE_URL)
        key = (api_key or os.environ.get(API_KEY) or "").strip()  # files of secrets end in a line break
        if not address:
            raise ConfigurationError(f"no address: give base_url, or set {BASE_URL}; Client.local() needs none")
        if not address.startswith(("http://", "https://")):
            raise ConfigurationError(f"expected an address that begins with https:// or http://, got {address!r}")
        if not key:
            raise ConfigurationError(f"no key: give api_key, or set {API_KEY}")
        if not (key.isascii() and key.isprintable()):
            raise ConfigurationError("the key has characters that no key has; is it a whole key and nothing else?")
        given = {name: value for name, value in others.items() if value is not None}
        return cls(base_url=address.rstrip("/"), api_key=key, **given)  # type: ignore[arg-type]  # the caller's, by their names

    def with_options(self, options: RequestOptions) -> Settings:
        """The same with what one call does otherwise."""
        return attrs.evolve(
            self,
            timeout=options.timeout or self.timeout,
            max_retries=self.max_retries if options.max_retries is None else options.max_retries,
            headers={**self.headers, **options.headers},
        )

    @property
    def user_agent(self) -> str:
        """Says which SDK asks, on which Python, for which program."""
        program = f" {self.app_info}" if self.app_info else ""
        return f"qualmap-python/{__version__} python/{platform.python_version()}{program}"
