"""Who may ask for what: the key of a request, its scope, and how often it may ask."""

from __future__ import annotations

import time

import attrs

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.endpoints import Endpoint
from qualmap_matcher.service.problems import Problem
from qualmap_matcher.service.store.accounts import Key

_SCHEME = "Bearer "
_MINUTE = 60
_ADMIN = "admin"  # may do whatever the other scopes may


def key_of(authorization: str | None, endpoint: Endpoint, core: Core, *, in_address: str | None = None) -> Key | None:
    """The key of a request, from its Authorization header or its address; None where the endpoint needs none.

    Raises:
        Problem: `missing_key`, `unknown_key` or `missing_scope`; a key in an address must have the endpoint's scope alone, for
            addresses are seen by proxies, histories and whoever is shown one.

    """
    if endpoint.scope is None or (endpoint.key_optional and authorization is None and in_address is None):
        return None
    if in_address is not None:
        authorization = f"{_SCHEME}{in_address}"
    challenge = {"WWW-Authenticate": 'Bearer realm="qualmap"'}
    if not authorization or authorization[: len(_SCHEME)].casefold() != _SCHEME.casefold():
        raise Problem(code="missing_key", detail="expected the header Authorization: Bearer KEY", headers=challenge)
    key = core.key_of(authorization[len(_SCHEME) :].strip())
    if key is None:
        raise Problem(code="unknown_key", detail="this key is unknown, revoked or expired", headers=challenge)
    if endpoint.scope not in key.scopes and _ADMIN not in key.scopes:
        detail = f"this request needs the scope {endpoint.scope}; the key has {', '.join(key.scopes)}"
        raise Problem(code="missing_scope", detail=detail)
    if in_address is not None and key.scopes != (endpoint.scope,):
        detail = f"others see a key that stands in an address: expected one with the scope {endpoint.scope} and no other"
        raise Problem(code="missing_scope", detail=detail)
    return key


@attrs.define
class Window:
    """The requests of one key in the present minute."""

    minute: int
    count: int


@attrs.define
class RateLimit:
    """How many requests each key may make in a minute, counted in this process."""

    limit: int
    _windows: dict[str, Window] = attrs.field(init=False, factory=dict, repr=False)

    def count(self, key: Key | None) -> dict[str, str]:
        """Count one request; gives the headers that tell what is left.

        Raises:
            Problem: `rate_limited`.

        """
        if key is None or not self.limit:
            return {}
        moment = time.time()
        minute, left = int(moment // _MINUTE), _MINUTE - int(moment % _MINUTE)
        window = self._windows.get(key.id)
        if window is None or window.minute != minute:
            window = self._windows[key.id] = Window(minute, 0)
        window.count += 1
        headers = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - window.count)),
            "RateLimit-Reset": str(left),
        }
        if window.count > self.limit:
            detail = f"this key may make {self.limit} requests a minute"
            raise Problem(code="rate_limited", detail=detail, headers={**headers, "Retry-After": str(left)})
        return headers
