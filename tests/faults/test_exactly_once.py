"""Between SDK and service much goes wrong, and still every record is screened and stored once, and answered once, in order."""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

import qualmap

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "service"))

from company import Company, company
from proxy import HARMS, Proxy

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.store.schema import AUDIT, SCREENINGS

MANY = 10_000
TEXTS = ["FCCA", "CPA", "CFA Level II candidate", "FRAeS", "PMP - lapsed", "no credential at all", "FIET, CEng"]
pytestmark = pytest.mark.xdist_group("faults")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with company(tmp_path_factory.mktemp("service")) as served:
        yield served


def records(prefix: str, count: int) -> Iterator[dict[str, object]]:
    texts = itertools.cycle(TEXTS)
    for number in range(count):
        yield {"ref": f"{prefix}-{number}", "credentials": [next(texts)], "facts": {"age": number % 120}}


def stored(core: Core) -> tuple[int, int, int]:
    """How many screenings there are, of how many persons, and how many the audit trail tells of."""
    with core.database.reading() as connection:
        row = connection.execute(select(func.count(), func.count(SCREENINGS.c.person.distinct())).select_from(SCREENINGS)).one()
        told = connection.execute(select(func.count()).where(AUDIT.c.action == "screening.created")).scalar_one()
        return row[0], row[1], told


def test_ten_thousand_records_arrive_exactly_once(served: Company) -> None:
    core, key = served.core, served.key
    before = stored(core)[0]

    with Proxy(served.url, share=0.4) as proxy, qualmap.Client(base_url=proxy.url, api_key=key, max_retries=30) as client:
        refs = [one.ref for one in client.screen_many(records("A", MANY), edition="3.0", concurrency=4)]

    assert refs == [f"A-{number}" for number in range(MANY)]
    assert stored(core) == (before + MANY,) * 3
    assert set(proxy.harmed) == set(HARMS), "every kind of harm was done"


def test_the_same_to_be_awaited(served: Company) -> None:
    core, key = served.core, served.key
    before = stored(core)[0]

    async def ask(url: str) -> list[str]:
        async with qualmap.AsyncClient(base_url=url, api_key=key, max_retries=30) as client:
            return [one.ref async for one in client.screen_many(records("B", 500), edition="3.0", concurrency=4)]

    with Proxy(served.url, share=0.4, seed=11) as proxy:
        refs = asyncio.run(ask(proxy.url))

    assert refs == [f"B-{number}" for number in range(500)]
    assert stored(core) == (before + 500,) * 3


def test_a_run_that_is_killed_goes_on_from_its_checkpoint(served: Company, tmp_path: Path) -> None:
    core, key = served.core, served.key
    before = stored(core)[0]
    file = tmp_path / "checkpoint"
    taken: list[str] = []

    for stop in (130, 7, 300, None):
        with qualmap.Client(base_url=served.url, api_key=key) as client:
            answers = client.screen_many(records("C", 1000), edition="3.0", checkpoint=file)
            taken += [one.ref for one in itertools.islice(answers, stop)]

    repeated = [ref for ref, count in Counter(taken).items() if count > 1]
    assert sorted(set(taken)) == sorted(f"C-{number}" for number in range(1000))
    assert len(repeated) <= 3, "at each interruption, only the answer that was being worked on comes again"
    assert stored(core) == (before + 1000,) * 3
