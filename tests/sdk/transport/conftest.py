import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from scripted import Scripted


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    """A server on a real socket that does what a test tells it to."""
    with Scripted() as server:
        yield server


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses between tries are computed by the policy, which has tests of its own; waiting for them teaches nothing."""
    monkeypatch.setattr("qualmap.transport.policy._FIRST_PAUSE", 0.001)
