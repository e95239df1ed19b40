"""Which edition answers: the one in force on a day in Shanghai, or the one that is asked for by its id."""

from __future__ import annotations

import datetime as dt

import pytest

import qualmap
from qualmap import editions

IN_FORCE = [
    ("2023-09-20", "1.0"),  # the first day of the first edition
    ("2023-09-21", "1.0"),
    ("2024-11-21", "1.0"),
    ("2024-11-22", "2.0"),
    ("2025-11-13", "2.0"),
    ("2025-11-14", "3.0"),
    ("2099-12-31", "3.0"),
]


@pytest.mark.parametrize(("day", "edition"), IN_FORCE)
def test_each_day_has_the_edition_that_was_in_force_on_it(client: qualmap.Client, day: str, edition: str) -> None:
    assert client.match("FCCA", as_of=day).edition == edition
    assert client.match("FCCA", as_of=dt.date.fromisoformat(day)).edition == edition


@pytest.mark.parametrize("day", ["2023-09-19", "2000-01-01", dt.date(2023, 9, 19)])
def test_a_day_before_the_first_edition_is_an_error_that_names_the_first_day(client: qualmap.Client, day: dt.date | str) -> None:
    with pytest.raises(qualmap.UnknownEditionError, match="2023-09-20") as caught:
        client.match("FCCA", as_of=day)

    assert (caught.value.field, caught.value.code) == ("as_of", "unknown_edition")


@pytest.mark.parametrize("day", ["2024-13-01", "yesterday", "20 September 2023", "", 20240101])
def test_what_is_no_day_is_an_error_that_says_how_to_write_one(client: qualmap.Client, day: str) -> None:
    with pytest.raises(qualmap.InputError, match="YYYY-MM-DD") as caught:
        client.match("FCCA", as_of=day)

    assert caught.value.field == "as_of"


@pytest.mark.parametrize("edition", ["1.0", "2.0", "3.0"])
def test_an_edition_that_is_asked_for_answers_whatever_the_day(client: qualmap.Client, edition: str) -> None:
    assert client.match("FCCA", edition=edition).edition == edition


@pytest.mark.parametrize("edition", ["4.0", "1", "", "2.0 ", "３.０", "v1.0"])
def test_an_unknown_edition_is_an_error_that_names_the_known_ones(client: qualmap.Client, edition: str) -> None:
    with pytest.raises(qualmap.UnknownEditionError, match=r"1\.0, 2\.0, 3\.0") as caught:
        client.match("FCCA", edition=edition)

    assert (caught.value.field, caught.value.code) == ("edition", "unknown_edition")


@pytest.mark.parametrize(("day", "edition"), IN_FORCE)
def test_without_a_day_the_edition_of_today_answers(
    client: qualmap.Client, monkeypatch: pytest.MonkeyPatch, day: str, edition: str
) -> None:
    monkeypatch.setattr(editions, "today", lambda: dt.date.fromisoformat(day))

    assert client.match("FCCA").edition == edition


def test_today_is_the_day_in_shanghai() -> None:
    shanghai = dt.timezone(dt.timedelta(hours=8))
    before = dt.datetime.now(shanghai).date()

    assert before <= editions.today() <= dt.datetime.now(shanghai).date()


def test_the_days_of_the_editions_leave_no_gap_and_do_not_overlap(client: qualmap.Client) -> None:
    known = client.editions()

    assert [one.id for one in known] == ["1.0", "2.0", "3.0"]
    assert [one.in_force_until for one in known] == [*(one.in_force_from for one in known[1:]), None]
