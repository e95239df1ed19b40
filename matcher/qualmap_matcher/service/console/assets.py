"""The console's files for browsers: a style sheet, a program, HTMX, an icon; each under an address that has its content's hash.

`styles/*.css` and `programs/*.js` are put together in the order of their names: several small files to write, one to load.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

import attrs

from qualmap_matcher.service.console.page import HOME

ADDRESS = f"{HOME}/static/{{digest}}/{{name}}"
_DIGITS = 16  # of the hash in the address: enough that two versions never share one
_FOR_GOOD = "public, max-age=31536000, immutable"  # a year, the longest that caches heed
_NOT_NOW = "no-cache"  # an address of another version, as while a new one is being rolled out


@attrs.frozen
class Asset:
    """One file as browsers get it."""

    name: str
    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """What its address has of its hash."""
        return hashlib.sha256(self.content).hexdigest()[:_DIGITS]

    @property
    def address(self) -> str:
        """Where it is."""
        return ADDRESS.format(digest=self.digest, name=self.name)

    def caching(self, digest: str) -> str:
        """The Cache-Control of an answer at an address with that digest."""
        return _FOR_GOOD if digest == self.digest else _NOT_NOW


@functools.cache
def assets() -> Mapping[str, Asset]:
    """Every file by its name."""
    folder = files(__package__)
    found = (
        Asset("console.css", "text/css", _together("styles", ".css")),
        Asset("console.js", "text/javascript", _together("programs", ".js")),
        Asset("htmx.min.js", "text/javascript", folder.joinpath("vendor", "htmx.min.js").read_bytes()),
        Asset("icon.svg", "image/svg+xml", folder.joinpath("icon.svg").read_bytes()),
    )
    return MappingProxyType({asset.name: asset for asset in found})


def _together(folder: str, ending: str) -> bytes:
    found = sorted((one for one in files(__package__).joinpath(folder).iterdir() if one.name.endswith(ending)), key=str)
    return b"\n".join(one.read_bytes() for one in found)
