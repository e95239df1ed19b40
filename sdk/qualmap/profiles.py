"""Profiles: named services with their keys, in one file, so that no key stands on a command line.

    [profiles.production]
    base_url = "https://qualmap.example.com"
    api_key_env = "QUALMAP_PRODUCTION_KEY"     # or api_key = "qm_…"
    timeout = 120                              # seconds for a whole call; optional

The file is `~/.config/qualmap/config.toml` (below `XDG_CONFIG_HOME`, where that is set), or what `QUALMAP_CONFIG` names.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path

import attrs

from qualmap.client import Client
from qualmap.errors import ConfigurationError
from qualmap.transport.settings import BASE_URL

__all__ = ["CONFIG", "Profile", "client_of", "config_file", "profile"]

CONFIG = "QUALMAP_CONFIG"
_DEFAULT = "default"
_MEMBERS = ("base_url", "api_key", "api_key_env", "timeout")


@attrs.frozen(kw_only=True)
class Profile:
    """One service with a key; `exposed` is the file where the key itself stands, if others may read that."""

    name: str
    base_url: str
    api_key: str = attrs.field(repr=False)
    timeout: float | None = None
    exposed: Path | None = None

    def client(self) -> Client:
        """A client of the service."""
        return Client(base_url=self.base_url, api_key=self.api_key, timeout=self.timeout, app_info="qualmap-cli")


def config_file() -> Path:
    """Where profiles are kept."""
    if named := os.environ.get(CONFIG):
        return Path(named).expanduser()
    base = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(base).expanduser() / "qualmap" / "config.toml"


def profile(name: str | None = None) -> Profile | None:
    """The profile of that name; without a name the one called `default`, None where there is none.

    Raises:
        ConfigurationError: there is no such profile, or it cannot be used; the error names the file, the member and what was
            expected.

    """
    file = config_file()
    profiles = _profiles(file)
    wanted = name or _DEFAULT
    if wanted not in profiles:
        if name is None:
            return None
        known = ", ".join(profiles) or "none"
        raise ConfigurationError(f"there is no profile {name!r} in {file}; there: {known}")
    members = profiles[wanted]
    place = f"{file}, [profiles.{wanted}]"
    if not isinstance(members, Mapping):
        raise ConfigurationError(f"{place}: expected a table")
    for member in members:
        if member not in _MEMBERS:
            raise ConfigurationError(f"{place}: unknown {member!r}; expected {', '.join(_MEMBERS)}")
    key = _key(members, place)
    return Profile(
        name=wanted,
        base_url=_text(members, "base_url", place),
        api_key=key,
        timeout=_timeout(members, place),
        exposed=file if "api_key" in members and _read_by_others(file) else None,
    )


def client_of(name: str | None) -> tuple[Client, Profile | None]:
    """The client of a profile; without a name what the environment says, then the profile `default`.

    Raises:
        ConfigurationError: as `profile`, and as `Client` where nothing says which service is meant.

    """
    found = None if name is None and os.environ.get(BASE_URL) else profile(name)
    return (found.client() if found else Client(app_info="qualmap-cli")), found


def _profiles(file: Path) -> Mapping[str, object]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{file} cannot be read: {error}") from None
    profiles = content.get("profiles", {})
    if not isinstance(profiles, Mapping):
        raise ConfigurationError(f"{file}: expected tables [profiles.NAME]")
    return profiles


def _key(members: Mapping[str, object], place: str) -> str:
    if ("api_key" in members) == ("api_key_env" in members):
        raise ConfigurationError(f"{place}: expected one of api_key and api_key_env")
    if "api_key" in members:
        return _text(members, "api_key", place)
    variable = _text(members, "api_key_env", place)
    key = os.environ.get(variable)
    if not key:
        raise ConfigurationError(f"{place}: the variable {variable}, which api_key_env names, is not set")
    return key


def _text(members: Mapping[str, object], name: str, place: str) -> str:
    value = members.get(name)
    if not isinstance(value, str) or not value:
        # Not the value: it may be a key.
        raise ConfigurationError(f"{place}: expected {name} to be a text{', but it is missing' if value is None else ''}")
    return value


def _timeout(members: Mapping[str, object], place: str) -> float | None:
    value = members.get("timeout")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        raise ConfigurationError(f"{place}: expected timeout to be a number of seconds above 0, got {value!r}")
    return float(value)


def _read_by_others(file: Path) -> bool:
    """Whether the group or anybody may read it; Windows keeps its permissions elsewhere."""
    return os.name == "posix" and bool(file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
