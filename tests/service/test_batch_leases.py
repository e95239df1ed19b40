"""Workers share a batch by leases: an item goes to another when its worker falls silent, and nobody stores it twice."""

import threading

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import select
from tenants import Issue
from uploads import Company, people

from qualmap_matcher.service.batching.screening import Answered, Renewing, Unanswered
from qualmap_matcher.service.batching.working import answers, finish, store, take, work_on_batches
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.store import batch_work
from qualmap_matcher.service.store.accounts import Tenant
from qualmap_matcher.service.store.batch_work import Lease, OpenBatch
from qualmap_matcher.service.store.schema import BATCH_ITEMS, SCREENINGS
from qualmap_matcher.service.store.scope import Scope

PAST = "2020-01-01T00:00:00.000000Z"


@pytest.fixture
def company(client: TestClient[Litestar], key: Issue) -> Company:
    return Company(client, key("screen").headers)


def the_batch(core: Core) -> OpenBatch:
    with core.database.reading() as connection:
        [batch] = batch_work.open_batches(connection)
    return batch


def leased(core: Core) -> Lease:
    lease = take(core, the_batch(core))
    assert lease is not None
    return lease


def let_expire(core: Core, tenant: Tenant, **values: object) -> None:
    with core.database.writing() as connection:
        columns = BATCH_ITEMS.c
        Scope(connection, tenant.id).update(BATCH_ITEMS, columns.state == "leased", **{"lease_until": PAST, **values})


def screenings(core: Core) -> int:
    with core.database.reading() as connection:
        return len(connection.execute(select(SCREENINGS.c.id)).all())


def test_two_leases_have_no_item_in_common(company: Company, core: Core) -> None:
    company.upload(people(300))

    first, second = leased(core), leased(core)

    assert {item.position for item in first.items} == set(range(200))
    assert {item.position for item in second.items} == set(range(200, 300))
    assert take(core, the_batch(core)) is None


def test_two_workers_share_a_batch_and_every_item_is_done_once(company: Company, core: Core) -> None:
    made = company.upload(people(700))["id"]

    def work() -> None:
        while work_on_batches(core) or left():
            pass

    def left() -> bool:
        with core.database.reading() as connection:
            return bool(batch_work.open_batches(connection))

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [one["position"] for one in company.lines(made)] == list(range(700))
    assert screenings(core) == 700


def test_a_worker_whose_lease_was_taken_over_stores_nothing(company: Company, core: Core, tenant: Tenant) -> None:
    made = company.upload(people(150))["id"]
    slow = leased(core)
    late = answers(core, slow)
    let_expire(core, tenant)
    other = leased(core)

    assert store(core, slow, late) == 0
    assert store(core, other, answers(core, other)) == 150
    assert store(core, slow, late) == 0
    assert finish(core, slow.batch)

    assert screenings(core) == 150
    assert [one["position"] for one in company.lines(made)] == list(range(150))


def test_a_worker_that_was_only_late_may_store(company: Company, core: Core, tenant: Tenant) -> None:
    company.upload(people(5))
    lease = leased(core)
    let_expire(core, tenant)

    assert store(core, lease, answers(core, lease)) == 5
    assert take(core, lease.batch) is None


def test_a_lease_is_renewed_on_the_way(company: Company, core: Core, tenant: Tenant) -> None:
    company.upload(people(5))
    lease = leased(core)
    let_expire(core, tenant)
    renewed = []

    for answer in answers(core, lease):
        assert isinstance(answer, Answered)
    Renewing(0.0, lambda: renewed.append(1))()
    with core.database.writing() as connection:
        batch_work.renew(Scope(connection, tenant.id), lease, seconds=60)

    assert renewed == [1]
    assert take(core, lease.batch) is None


def test_an_item_that_ends_its_worker_again_and_again_fails_and_takes_no_other_along(
    company: Company, core: Core, tenant: Tenant
) -> None:
    made = company.upload(people(30))["id"]
    sizes = []
    for _ in range(batch_work.MOST_ATTEMPTS):
        lease = leased(core)
        sizes.append(len(lease.items))
        let_expire(core, tenant)
    with core.database.writing() as connection:
        Scope(connection, tenant.id).update(BATCH_ITEMS, BATCH_ITEMS.c.position > 0, attempts=4)

    while work_on_batches(core):
        pass

    assert sizes == [30, 30, 20, 20, *[1] * (batch_work.MOST_ATTEMPTS - 4)]
    first, *others = company.lines(made)
    assert first["error"]["code"] == "internal_error"
    assert all("screening" in one for one in others)


def test_an_item_whose_text_is_gone_fails(company: Company, core: Core, tenant: Tenant) -> None:
    company.upload(people(1))
    with core.database.writing() as connection:
        Scope(connection, tenant.id).update(BATCH_ITEMS, BATCH_ITEMS.c.position == 0, sealed=None)

    [answer] = answers(core, leased(core))

    assert isinstance(answer, Unanswered)
    assert answer.code == "not_found"


def test_a_batch_is_finished_once(company: Company, core: Core) -> None:
    company.upload(people(1))
    lease = leased(core)
    assert not finish(core, lease.batch)
    store(core, lease, answers(core, lease))

    assert [finish(core, lease.batch) for _ in range(2)] == [True, False]
