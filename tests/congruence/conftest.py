import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

import qualmap
from qualmap_matcher.service.app import create_app
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.store import accounts
from qualmap_matcher.service.store.schema import METADATA
from qualmap_matcher.service.store.scope import Scope


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Where a real service listens, and a key that opens everything."""
    home: Path = tmp_path_factory.mktemp("service")
    core = Core.open(Settings(home=home, workers=0))
    METADATA.create_all(core.database.engine)
    with core.database.writing() as connection:
        tenant = accounts.add_tenant(connection, "acme", retention_days=30)
        _, key = accounts.add_key(Scope(connection, tenant.id), core.vault, name="tests", scopes=accounts.SCOPES)
    server = uvicorn.Server(uvicorn.Config(create_app(core), port=0, log_config=None, lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}", key
    server.should_exit = True
    thread.join()
    core.close()


@pytest.fixture(scope="session")
def remote(address: tuple[str, str]) -> Iterator[qualmap.Client]:
    with qualmap.Client(base_url=address[0], api_key=address[1]) as client:
        yield client
