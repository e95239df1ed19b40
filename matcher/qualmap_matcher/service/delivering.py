"""Send deliveries: signed, to the address that was judged, with no redirect followed and nothing kept of what comes back."""

from __future__ import annotations

import asyncio
import functools
import ssl
import time
import weakref
from collections.abc import Sequence

import httpx

from qualmap._version import __version__
from qualmap.errors import InputError
from qualmap.webhooks import ID, SIGNATURE, TIMESTAMP, sign
from qualmap_matcher.service.addresses import Target
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.store import deliveries
from qualmap_matcher.service.store.deliveries import Leased, Tried
from qualmap_matcher.service.store.webhooks import secrets_of

_TIMEOUT = httpx.Timeout(5, connect=3)  # seconds for a piece of the way
_LONGEST = 10  # seconds for all of it, however slowly the bytes come
_REST = 60  # seconds in which a receiver that answered nothing is left alone, so that it holds up nobody else's deliveries
_GONE = 410  # by the specification: the receiver wants nothing more
_SUCCESS = range(200, 300)
_CLEARING_PAUSE = 3600  # seconds
_NEXT_CLEARING: weakref.WeakKeyDictionary[Core, float] = weakref.WeakKeyDictionary()


def deliver(core: Core) -> bool:
    """Try the deliveries that are due, a few at once; whether there were any."""
    with core.database.reading() as connection:
        if not deliveries.any_due(connection):
            return False
    with core.database.writing() as connection:
        leased = deliveries.take(connection, seconds=max(core.settings.lease_seconds, 2 * _LONGEST))
    tries = asyncio.run(_try_all(core, leased))
    answering = {one.webhook for one, tried in zip(leased, tries, strict=True) if tried.status is not None}
    for one, tried in zip(leased, tries, strict=True):
        rest = _REST if tried.silent and one.webhook not in answering else None
        with core.database.writing() as connection:
            state = deliveries.settle(connection, one, tried, rest_seconds=rest)
        if state is not None:
            core.metrics.deliveries.labels(state).inc()
    return bool(leased)


def clear_log(core: Core) -> bool:
    """Once an hour, remove deliveries that ended a month ago; whether there were any."""
    if time.monotonic() < _NEXT_CLEARING.get(core, 0):
        return False
    _NEXT_CLEARING[core] = time.monotonic() + _CLEARING_PAUSE
    with core.database.writing() as connection:
        return bool(deliveries.forget_old(connection))


async def _try_all(core: Core, leased: Sequence[Leased]) -> list[Tried]:
    limits = httpx.Limits(max_keepalive_connections=0)
    # No proxy of the environment: it would resolve the name itself, and the address that was judged would mean nothing. One that
    # the operator sets for webhooks does so too, and is trusted with the judgement.
    async with httpx.AsyncClient(
        verify=_certificates(),
        timeout=_TIMEOUT,
        trust_env=False,
        follow_redirects=False,
        limits=limits,
        proxy=core.settings.webhook_proxy,
    ) as client:
        return await asyncio.gather(*(_try(core, client, one) for one in leased))


async def _try(core: Core, client: httpx.AsyncClient, one: Leased) -> Tried:
    try:
        async with asyncio.timeout(_LONGEST):
            target = await asyncio.to_thread(core.target_of, one.url)
            status = await _send(client, target, one, secrets_of(core.vault, one.sealed_secrets))
    except InputError as error:
        return Tried(error=f"not sent: {error.message}", silent=True)
    except TimeoutError:
        return Tried(error=f"no answer within {_LONGEST} seconds", silent=True)
    except httpx.TimeoutException as error:
        return Tried(error=f"no answer in time ({type(error).__name__})", silent=True)
    except httpx.HTTPError as error:
        return Tried(error=f"no answer ({type(error).__name__})", silent=True)
    if status in _SUCCESS:
        return Tried(status=status)
    return Tried(status=status, error=f"answered {status}", gone=status == _GONE)


async def _send(client: httpx.AsyncClient, target: Target, one: Leased, secrets: Sequence[str]) -> int:
    """Post the body and give the status; the answer's body is left unread."""
    moment = int(time.time())
    signatures = [sign(one.body, id=one.id, timestamp=moment, secret=secret) for secret in secrets]
    headers = {
        "Host": target.host_header,
        "Content-Type": "application/json",
        "User-Agent": f"qualmap-webhooks/{__version__}",
        ID: one.id,
        TIMESTAMP: str(moment),
        SIGNATURE: " ".join(signatures),
    }
    extensions = {"sni_hostname": target.host}
    request = client.build_request("POST", target.pinned, content=one.body, headers=headers, extensions=extensions)
    response = await client.send(request, stream=True)
    await response.aclose()
    return response.status_code


@functools.cache
def _certificates() -> ssl.SSLContext:
    """The authorities that are trusted, read once."""
    return httpx.create_ssl_context()
