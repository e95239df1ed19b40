"""A service and a local client, whose answers the published schemas have to fit."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "service"))

from company import Company, company

import qualmap


@pytest.fixture(scope="session")
def local() -> qualmap.Client:
    return qualmap.Client.local()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A real service, whose workers work when a test runs their chores."""
    with company(tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.fixture(scope="session")
def served(service: Company) -> Iterator[qualmap.Client]:
    """A client of it with a key that opens everything."""
    with qualmap.Client(base_url=service.url, api_key=service.key) as client:
        yield client
