"""A real service on a socket, a fresh company for each test, and its clients: every test asks both kinds."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "service"))

from companies import Clients, Service
from databases import fresh_sqlite
from serving import Serving

import qualmap
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.store.accounts import Tenant


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home = tmp_path_factory.mktemp("service")
    url = fresh_sqlite(home / "qualmap.db")
    settings = Settings(home=home, database_url=url, secret="s" * 40, workers=0, allow_private_webhooks=True)
    core = Core.open(settings)
    with Serving() as serving:
        yield Service(core, serving.start(core).url)
    core.close()


@pytest.fixture
def tenant(service: Service) -> Tenant:
    return service.company()


@pytest.fixture(params=["sync", "async"])
def clients(request: pytest.FixtureRequest, service: Service) -> Iterator[Clients]:
    loop = asyncio.new_event_loop() if request.param == "async" else None
    clients = Clients(service.url, service, loop)
    yield clients
    for one in clients.made:
        one.close()
    if loop is not None:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


@pytest.fixture
def client(clients: Clients, tenant: Tenant) -> qualmap.Client:
    """A client whose key opens everything; the asynchronous one is asked as the other is."""
    return clients.of(tenant)


@pytest.fixture
def stranger(clients: Clients, service: Service) -> qualmap.Client:
    """A client of another company."""
    return clients.of(service.company())
