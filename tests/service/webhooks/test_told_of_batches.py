"""What webhooks hear of screenings that batches make: reviews that open, whoever opens them, and each of them once."""

from __future__ import annotations

from collections.abc import Callable

from receiving import Hooks, Object, Receiver
from reviewing import Desk
from sqlalchemy import func, select
from uploads import Company, lines, record

from qualmap_matcher.service.store.schema import DELIVERIES

CPA = "cpa-australia-cpa"


def told(hook: Object, receiver: Receiver) -> list[tuple[str, Object]]:
    """Types and data of what arrived, the oldest first."""
    events = sorted((one.verified(hook["secret"]) for one in receiver.arrived), key=lambda event: event.id)
    return [(one.type, dict(one.data)) for one in events]


def test_reviews_that_a_batch_opens_are_told_of_one_by_one_and_its_screenings_by_its_end(
    hooks: Hooks, desk: Desk, receiver: Receiver, run_chores: Callable[[], None]
) -> None:
    hook = hooks.add(receiver.url, "screening.created", "review.opened", "batch.finished")
    company = Company(hooks.client, hooks.headers)
    batch = company.upload(lines([record(1, "CPA"), record(2, "FCCA"), record(3, "CPA; FCA")]))
    run_chores()

    *opened, last = told(hook, receiver)
    screened = [line["screening"] for line in company.lines(batch["id"])]
    assert [kind for kind, _ in opened] == ["review.opened"] * 2
    assert [data["screening"] for _, data in opened] == [screened[0]["id"], screened[2]["id"]]
    for _, data in opened:
        assert data["reviews"] == [review["id"] for review in desk.reviews(screening=data["screening"])]
    assert [len(data["reviews"]) for _, data in opened] == [1, 2]
    assert (last[0], last[1]["batch"]) == ("batch.finished", batch["id"])


def test_a_rescreening_tells_of_the_reviews_that_it_opens_and_not_of_those_that_stood_before(
    hooks: Hooks, desk: Desk, receiver: Receiver, run_chores: Callable[[], None]
) -> None:
    first = desk.only_review(desk.screened("CPA", ref="C-1"))
    desk.judge(first, "confirm", qualification=CPA)
    second = desk.screened("CPA", ref="C-2")
    desk.undo(first)  # the name is no longer learnt: C-2 will be ambiguous, as C-1 is already
    assert second["review"] == "none"
    hook = hooks.add(receiver.url, "review.opened")

    Company(hooks.client, hooks.headers).post("/v1/screenings/rescreen", {"edition": "3.0"}, status=201)
    run_chores()

    [(kind, data)] = told(hook, receiver)
    assert (kind, data["screening"], data["version"]) == ("review.opened", second["id"], 2)
    assert data["reviews"] == [desk.only_review(second)["id"]]


def test_nothing_is_queued_where_nobody_listens(hooks: Hooks, receiver: Receiver, run_chores: Callable[[], None]) -> None:
    hooks.add(receiver.url, "edition.changed")
    company = Company(hooks.client, hooks.headers)
    company.upload(lines([record(1, "CPA")]))
    run_chores()
    company.post("/v1/screenings/rescreen", {"edition": "3.0"}, status=201)
    run_chores()

    with hooks.core.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(DELIVERIES)).scalar_one() == 0
