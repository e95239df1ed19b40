"""Lets the tests of this folder share `reported_people` beside them, and gives each its people and pages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import qualmap
from qualmap.reports import comparison_page

sys.path.insert(0, str(Path(__file__).parent))

from reported_people import PEOPLE, Asked, asked


@pytest.fixture(scope="session", params=PEOPLE)
def person(request: pytest.FixtureRequest) -> Asked:
    return asked(request.param)


@pytest.fixture(scope="session")
def fellow() -> Asked:
    return asked("a fellow and a candidate")


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def comparison(fellow: Asked) -> qualmap.Comparison:
    return qualmap.Client.local().compare(fellow.record, "1.0", "3.0")


@pytest.fixture
def every_page(person: Asked, comparison: qualmap.Comparison, language: str) -> list[str]:
    return [person.page(language), comparison_page(comparison, language=language)]
