"""The bundled client, its facts, and a way to write a file of any bytes and read the people in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import qualmap
from qualmap.files.overrides import Overrides
from qualmap.files.reading import Options, open_people
from qualmap.files.rows import Row

Read = Callable[..., list[Row]]


@pytest.fixture(scope="session")
def client() -> qualmap.Client:
    return qualmap.Client.local()


@pytest.fixture(scope="session")
def facts(client: qualmap.Client) -> tuple[qualmap.Fact, ...]:
    return client.facts()


@pytest.fixture
def read(tmp_path: Path, facts: tuple[qualmap.Fact, ...]) -> Read:
    def read(
        content: bytes | str, *pairs: str, name: str = "people.csv", encoding: str | None = None, ref: str | None = None
    ) -> Sequence[Row]:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        options = Options(overrides=Overrides.of(pairs), encoding=encoding, ref=ref)
        with open_people(str(file), facts=facts, options=options) as people:
            return list(people.rows)

    return read
