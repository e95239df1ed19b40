"""Lets the tests of this folder share the slow twin and the odd records beside them."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from qualmap.local import LocalMatcher, bundled_engine


@pytest.fixture(scope="session")
def matcher() -> LocalMatcher:
    return LocalMatcher(bundled_engine())
