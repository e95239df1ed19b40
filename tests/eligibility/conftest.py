"""One client for every test of eligibility, and room for the modules beside the tests to be imported by them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import qualmap
from qualmap.local import LocalMatcher

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def client() -> qualmap.Client:
    return qualmap.Client.local()


@pytest.fixture(scope="session")
def matchers() -> dict[str, LocalMatcher]:
    """What answers from each kind of copy: as it is bundled, official and complete, and with rows of every evidence."""
    from copies import matchers as open_matchers

    return open_matchers()


@pytest.fixture(scope="session")
def clients(matchers: dict[str, LocalMatcher]) -> dict[str, qualmap.Client]:
    """A client for each kind of copy."""
    from copies import client_of

    return {kind: client_of(matcher) for kind, matcher in matchers.items()}
