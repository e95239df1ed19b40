from collections.abc import Iterator

import attrs
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from receiving import Hooks, Receiver
from reviewing import Desk
from tenants import Issue

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.settings import Settings


@pytest.fixture
def core(settings: Settings) -> Iterator[Core]:
    """A service that may talk to receivers on this machine."""
    core = Core.open(attrs.evolve(settings, allow_private_webhooks=True))
    yield core
    core.close()


@pytest.fixture
def hooks(client: TestClient[Litestar], key: Issue, core: Core) -> Hooks:
    return Hooks(client, key("admin").headers, core)


@pytest.fixture
def desk(hooks: Hooks) -> Desk:
    return Desk(hooks.client, hooks.headers)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver
