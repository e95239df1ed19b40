"""One client for every test of the engine: the engine behind it is opened once a process."""

from __future__ import annotations

import pytest

import qualmap


@pytest.fixture(scope="session")
def client() -> qualmap.Client:
    return qualmap.Client.local()
