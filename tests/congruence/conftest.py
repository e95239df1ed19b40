import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "service"))

from company import company

import qualmap


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Where a real service listens, and a key that opens everything."""
    with company(tmp_path_factory.mktemp("service")) as served:
        yield served.url, served.key


@pytest.fixture(scope="session")
def remote(address: tuple[str, str]) -> Iterator[qualmap.Client]:
    with qualmap.Client(base_url=address[0], api_key=address[1]) as client:
        yield client
