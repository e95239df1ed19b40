"""Which edition a screening answers from: the one in force on the day asked about, or the one that is named."""

from __future__ import annotations

import datetime as dt

import pytest
from plain_rules import EDITIONS, clauses_of

import qualmap
from qualmap import editions

RECORD = {"ref": "C-1", "credentials": ["FCCA"], "facts": {"works_in_shanghai": True}}
FIRST_DAYS = [(entry["in_force_from"], entry["id"]) for entry in EDITIONS]
LAST_DAYS = [
    ((dt.date.fromisoformat(entry["in_force_until"]) - dt.timedelta(days=1)).isoformat(), entry["id"])
    for entry in EDITIONS
    if entry["in_force_until"]
]


@pytest.mark.parametrize(("day", "edition"), [*FIRST_DAYS, *LAST_DAYS])
def test_a_day_is_answered_from_the_edition_in_force_on_it(client: qualmap.Client, day: str, edition: str) -> None:
    for asked in (day, dt.date.fromisoformat(day)):
        answer = client.screen(RECORD, as_of=asked)
        assert (answer.edition, answer.as_of) == (edition, day)
        assert [one.clause for one in answer.benefits] == [entry["id"] for entry in clauses_of(edition)]
        assert answer.title.clause == f"{edition}-C-title"


def test_the_days_tried_are_the_published_ones() -> None:
    assert FIRST_DAYS == [("2023-09-20", "1.0"), ("2024-11-22", "2.0"), ("2025-11-14", "3.0")]
    assert LAST_DAYS == [("2024-11-21", "1.0"), ("2025-11-13", "2.0")]


@pytest.mark.parametrize("day", ["2023-09-19", dt.date(2020, 2, 29)])
def test_a_day_before_the_first_edition_is_an_error_that_names_the_first_day(client: qualmap.Client, day: dt.date | str) -> None:
    with pytest.raises(qualmap.UnknownEditionError, match="2023-09-20") as caught:
        client.screen(RECORD, as_of=day)

    assert (caught.value.field, caught.value.code) == ("as_of", "unknown_edition")


def test_the_day_is_an_error_of_the_call_and_not_of_each_record(client: qualmap.Client) -> None:
    with pytest.raises(qualmap.UnknownEditionError, match="2023-09-20"):
        client.screen_many([RECORD], as_of="2023-09-19")
    with pytest.raises(qualmap.UnknownEditionError, match=r"1\.0, 2\.0, 3\.0"):
        client.screen_many([RECORD], edition="4.0")


@pytest.mark.parametrize("edition", ["1.0", "2.0", "3.0"])
def test_an_edition_that_is_named_wins_over_the_day(client: qualmap.Client, edition: str) -> None:
    answer = client.screen(RECORD, edition=edition, as_of="2024-12-01")

    assert (answer.edition, answer.as_of) == (edition, "2024-12-01")


def test_an_edition_named_alone_is_about_no_day(client: qualmap.Client) -> None:
    answer = client.screen(RECORD, edition="2.0")

    assert (answer.edition, answer.as_of, answer.to_dict()["as_of"]) == ("2.0", None, None)
    assert next(iter(client.screen_many([RECORD], edition="2.0"))) == answer


def test_without_edition_and_day_it_is_about_today(client: qualmap.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, edition in [*FIRST_DAYS, *LAST_DAYS]:
        monkeypatch.setattr(editions, "today", lambda day=day: dt.date.fromisoformat(day))
        answer = client.screen(RECORD)
        assert (answer.edition, answer.as_of) == (edition, day)


@pytest.mark.parametrize("day", ["2024-11-22", "2025-01-31", "2025-11-13"])
def test_a_day_changes_nothing_but_the_edition(client: qualmap.Client, day: str) -> None:
    on_the_day, named = client.screen(RECORD, as_of=day).to_dict(), client.screen(RECORD, edition="2.0").to_dict()

    assert {**on_the_day, "as_of": None} == named
