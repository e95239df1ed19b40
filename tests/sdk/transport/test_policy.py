import datetime as dt
import email.utils

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualmap.transport.policy import Policy, retry_after, worth_another_try


@pytest.mark.parametrize(("attempt", "longest"), [(1, 0.5), (2, 1), (3, 2), (5, 8), (50, 8)])
def test_the_pause_doubles_up_to_eight_seconds(monkeypatch: pytest.MonkeyPatch, attempt: int, longest: float) -> None:
    monkeypatch.setattr("qualmap.transport.policy._FIRST_PAUSE", 0.5)

    assert Policy(9).pause(attempt, {}, draw=0) == longest
    assert Policy(9).pause(attempt, {}, draw=1) == longest / 2


@given(st.integers(1, 60))
def test_chance_keeps_the_pause_between_half_and_whole(attempt: int) -> None:
    whole = Policy(9).pause(attempt, {}, draw=0)

    assert whole / 2 <= Policy(9).pause(attempt, {}) <= whole


def test_a_retry_after_is_obeyed_up_to_a_minute() -> None:
    assert Policy(9).pause(1, {"retry-after": "60"}) == 60
    assert Policy(9).pause(1, {"retry-after": "61"}) < 1


def test_a_retry_after_may_be_a_date() -> None:
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30)

    assert 25 < (retry_after({"retry-after": email.utils.format_datetime(moment, usegmt=True)}) or 0) <= 30
    assert retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0
    assert retry_after({"retry-after": "soon"}) is None


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_pass_is_worth_another_try(status: int) -> None:
    assert worth_another_try(status, {})


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 422, 501])
def test_what_will_not_pass_is_not(status: int) -> None:
    assert not worth_another_try(status, {})


def test_a_conflict_that_names_a_time_is() -> None:
    assert worth_another_try(409, {"retry-after": "1"})


def test_no_pause_is_longer_than_the_time_that_is_left() -> None:
    assert Policy(2).allows(1, repeatable=True, left=5, pause=4)
    assert not Policy(2).allows(1, repeatable=True, left=3, pause=4)
    assert not Policy(2).allows(3, repeatable=True, left=5, pause=1)
    assert not Policy(2).allows(1, repeatable=False, left=5, pause=1)
