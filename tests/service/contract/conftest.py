"""The contract of the service as its own list of routes tells it: a route that is new is in these tests by itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from tenants import Issue

sys.path.insert(0, str(Path(__file__).parent))

from making import Company

from qualmap.models import Json
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.openapi import document
from qualmap_matcher.service.routes import ENDPOINTS
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.store.accounts import Tenant


def this_machine(_host: str, _port: int) -> list[str]:
    """Every name leads here, where nobody listens: no test asks the network, and no delivery leaves."""
    return ["127.0.0.1"]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Without a limit: these tests ask more often than a company would; with receivers of webhooks on this machine."""
    return attrs.evolve(settings, requests_per_minute=0, allow_private_webhooks=True)


@pytest.fixture
def core(settings: Settings) -> Iterator[Core]:
    core = Core.open(settings)
    core.resolver = this_machine
    yield core
    core.close()


@pytest.fixture
def company(client: TestClient[Litestar], core: Core, key: Issue) -> Company:
    """The company whose data it is."""
    return Company(client, core, key("admin").headers)


@pytest.fixture
def stranger(client: TestClient[Litestar], core: Core, key: Issue, other: Tenant) -> Company:
    """A company that has nothing but a key."""
    return Company(client, core, key("admin", tenant=other).headers)


@pytest.fixture
def openapi(core: Core) -> dict[str, Json]:
    return document(ENDPOINTS, core.matcher.facts())
