"""`kill -9` of a service at work, again and again: what was answered is kept, and nothing is there twice.

QUALMAP_CYCLES sets how often it is killed; a few times without it.
"""

import itertools
import json
import os
import threading
from collections import Counter
from collections.abc import Iterator

import attrs
import httpx
import pytest
from databases import on_sqlite
from process import Processes, Service
from sqlalchemy import func, select
from tenants import Issue
from uploads import NDJSON, Object, people, record

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.store.accounts import Tenant
from qualmap_matcher.service.store.audit import entries, head_of, mistakes
from qualmap_matcher.service.store.people import person_of
from qualmap_matcher.service.store.schema import SCREENING_VERSIONS, SCREENINGS
from qualmap_matcher.service.store.scope import Scope

_CLIENTS = 4
_ANSWERS = 30  # in a cycle, before the service is killed


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    with Processes.ready() as ready:
        yield ready


@pytest.fixture
def cycles(core: Core) -> int:
    return int(os.environ.get("QUALMAP_CYCLES", "4" if core.database.is_sqlite else "2"))


def test_every_item_of_a_batch_is_done_once_however_often_the_service_is_killed(
    core: Core, settings: Settings, key: Issue, processes: Processes, cycles: int
) -> None:
    headers, total = key("screen").headers, 250 * (cycles + 1)
    with processes.serving(settings) as service:
        sent = httpx.post(
            f"{service.url}/v1/batches?edition=1.0",
            content=people(total),
            headers={**headers, "Content-Type": NDJSON},
            timeout=60,
        )
        made = sent.raise_for_status().json()["id"]
        last = first_result(service, made, headers, after=0)
    for _ in range(cycles - 1):
        with processes.serving(settings) as service:
            last = first_result(service, made, headers, after=last)

    with processes.serving(settings) as service, httpx.Client(base_url=service.url, headers=headers, timeout=120) as http:
        results = http.get(f"/v1/batches/{made}/results?follow=true").text.splitlines()
        batch = http.get(f"/v1/batches/{made}").json()

    assert (batch["state"], batch["counts"]["done"]) == ("done", total)
    assert [line.partition(",")[0] for line in results] == [f'{{"position":{position}' for position in range(total)]
    assert per_person(core) == dict.fromkeys(per_person(core), 1)
    assert len(per_person(core)) == total


def first_result(service: Service, batch: str, headers: dict[str, str], *, after: int) -> int:
    """Wait for a result that was not there before, and give the last position that is done; the worker goes on meanwhile."""
    url = f"{service.url}/v1/batches/{batch}/results?after={after}"
    with httpx.stream("GET", f"{url}&follow=true", headers=headers, timeout=60) as following:
        next(following.iter_lines(), None)
        done = httpx.get(url, headers=headers, timeout=60).text.splitlines()
    return int(json.loads(done[-1])["position"]) if done else after


def per_person(core: Core) -> dict[str, int]:
    """How many screenings each person has."""
    with core.database.reading() as connection:
        statement = select(SCREENINGS.c.person, func.count()).group_by(SCREENINGS.c.person)
        return {row[0]: row[1] for row in connection.execute(statement)}


@on_sqlite
def test_an_upload_that_a_kill_cuts_never_runs(core: Core, settings: Settings, key: Issue, processes: Processes) -> None:
    headers = {**key("screen").headers, "Content-Type": NDJSON}
    with processes.serving(settings) as service, httpx.Client(base_url=service.url, headers=headers, timeout=60) as http:

        def body() -> Iterator[bytes]:
            yield people(2000)
            while not http_get(service, headers)["data"]:
                pass  # until the service has begun to store
            service.kill()
            yield from itertools.repeat(b"\n")

        with pytest.raises(httpx.TransportError):
            http.post("/v1/batches?edition=1.0", content=body())

    with processes.serving(settings) as service:
        [batch] = http_get(service, headers)["data"]
        whole = httpx.post(f"{service.url}/v1/batches?edition=1.0", content=people(1), headers=headers).json()["id"]
        first_result(service, whole, headers, after=0)

    assert batch["state"] == "receiving"
    assert len(per_person(core)) == 1


def http_get(service: Service, headers: dict[str, str]) -> Object:
    return httpx.get(f"{service.url}/v1/batches", headers=headers).raise_for_status().json()


@attrs.define
class Sender:
    """Sends screenings, each under its own Idempotency-Key, and again under the same one until it is answered."""

    number: int
    headers: dict[str, str]
    answered: dict[str, str] = attrs.field(factory=dict)  # the ids by the refs
    _pending: Object | None = None

    def send(self, url: str, enough: threading.Event, *, last: bool = False) -> None:
        """Send until the service is gone; in the `last` round, only what is not answered yet."""
        with httpx.Client(base_url=url, headers=self.headers, timeout=60) as http:
            while not (last and self._pending is None):
                if self._pending is None:
                    self._pending = record(self.number)
                    self.number += _CLIENTS
                ref = str(self._pending["ref"])
                try:
                    answer = http.post("/v1/screenings", json={"record": self._pending}, headers={"Idempotency-Key": ref})
                except httpx.TransportError:
                    return
                self.answered[ref] = answer.raise_for_status().json()["id"]
                self._pending = None
                if len(self.answered) % (_ANSWERS // _CLIENTS) == 0:
                    enough.set()


def test_no_answered_screening_is_lost_and_none_is_there_twice(
    core: Core, settings: Settings, tenant: Tenant, key: Issue, *, processes: Processes, cycles: int
) -> None:
    senders = [Sender(number, key("screen").headers) for number in range(_CLIENTS)]
    for cycle in range(cycles + 1):
        last, enough = cycle == cycles, threading.Event()
        with processes.serving(settings) as service:
            threads = [
                threading.Thread(target=sender.send, args=(service.url, enough), kwargs={"last": last}) for sender in senders
            ]
            for thread in threads:
                thread.start()
            if not last:
                assert enough.wait(60)
            else:
                for thread in threads:
                    thread.join()
        for thread in threads:
            thread.join()

    answered = {ref: id_ for sender in senders for ref, id_ in sender.answered.items()}
    assert len(answered) > cycles * 5
    with core.database.reading() as connection:
        scope = Scope(connection, tenant.id)
        stored = {row.id: row.person for row in scope.all(scope.select(SCREENINGS))}
        versions = Counter(row.screening for row in scope.all(scope.select(SCREENING_VERSIONS)))
        assert stored == {id_: person_of(scope, core.vault, ref) for ref, id_ in answered.items()}
        assert versions == Counter(dict.fromkeys(stored, 1))
        trail = list(entries(scope))
        assert list(mistakes(trail, head_of(scope))) == []
        created = [entry.resource for entry in trail if entry.action == "screening.created"]
        assert Counter(created) == Counter(dict.fromkeys(stored, 1))
