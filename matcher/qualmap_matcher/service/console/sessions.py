"""Sessions in cookies: sealed with the server's secret, so that nobody reads or makes one, and tied to a key that must live.

A session names its key by the id; the key is looked up at every visit, so a key that is revoked or expires ends its sessions.
"""

from __future__ import annotations

import base64
import hmac
import secrets

from litestar.datastructures import Cookie

from qualmap.models import Json
from qualmap_matcher.service.console.page import HOME, Session
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.store.accounts import Key, key_by_id
from qualmap_matcher.service.store.clock import after, now
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.sealing import Vault

SESSION_COOKIE = "qualmap_session"
LONGEST_SECONDS = 12 * 60 * 60  # a working day; nothing prolongs it
_PURPOSE = "console session"
_RANDOM_BYTES = 24  # 192 bits


def new_session(key: Key | None = None) -> Session:
    """A session that begins now, under an id that nobody had before."""
    tenant, id_ = (key.tenant, key.id) if key else (None, None)
    return Session(id=secrets.token_urlsafe(_RANDOM_BYTES), expires_at=after(LONGEST_SECONDS), tenant=tenant, key=id_)


def sealed(session: Session, vault: Vault) -> str:
    """The session as a cookie's value."""
    content: Json = [session.id, session.expires_at, session.tenant, session.key]
    return base64.urlsafe_b64encode(vault.sealer(_PURPOSE).seal(content)).decode("ascii").rstrip("=")


def opened(value: str | None, vault: Vault) -> Session | None:
    """The session of a cookie; None for none, for one that this server did not seal, and for one that is over."""
    if not value:
        return None
    try:
        content = vault.sealer(_PURPOSE).open(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
    except ValueError:
        return None
    assert isinstance(content, list)  # noqa: S101 - nobody else can seal
    id_, expires_at, tenant, key = (one if one is None else str(one) for one in content)
    session = Session(id=str(id_), expires_at=str(expires_at), tenant=tenant, key=key)
    return session if now() < session.expires_at else None


def key_of_session(session: Session, core: Core) -> Key | None:
    """The key that the visitor signed in with, if it still opens anything; this visit counts as a use of it."""
    if session.tenant is None or session.key is None:
        return None
    with core.database.reading() as connection:
        key = key_by_id(Scope(connection, session.tenant), session.key)
    moment = now()
    if key is None or not key.is_live(moment):
        return None
    core.used[key.id] = moment
    return key


def token_of(session: Session, vault: Vault) -> str:
    """What every form of this session has to carry: pages of other origins cannot know it."""
    return vault.digest("console form", session.id)


def is_token(given: str, session: Session, vault: Vault) -> bool:
    """Whether a form carries its session's token."""
    return hmac.compare_digest(given.encode(), token_of(session, vault).encode())


def cookie(name: str, value: str, *, secure: bool, seconds: int) -> Cookie:
    """A cookie that the console alone gets back, never a script, never on a way from another site; 0 seconds delete it."""
    return Cookie(name, value=value, path=HOME, max_age=seconds, httponly=True, samesite="strict", secure=secure)
