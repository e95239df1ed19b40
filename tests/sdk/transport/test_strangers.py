"""Proxies that answer for the service, keys out of files, printed tries: what goes wrong before and beside the service."""

from __future__ import annotations

import pytest
from scripted import Scripted, answer

import qualmap
from qualmap.transport.messages import Attempt, Timeout
from qualmap.transport.settings import Settings


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        (401, qualmap.AuthenticationError, "unknown_key"),
        (413, qualmap.RequestError, "bad_request"),
        (429, qualmap.RateLimitError, "rate_limited"),
    ],
)
def test_a_proxy_that_says_no_raises_what_the_service_would(
    scripted: Scripted, status: int, kind: type[qualmap.StatusError], code: str
) -> None:
    scripted.play(answer(status, b"<html>no</html>", retry_after="0"))
    with (
        qualmap.Client(base_url=scripted.url, api_key="qm_secret", max_retries=0) as client,
        pytest.raises(kind, match="a proxy before the service") as caught,
    ):
        client.match("FCCA")

    assert caught.value.status == status
    assert caught.value.code in {code, kind.code}


def test_a_404_of_another_server_asks_whether_the_address_is_right(scripted: Scripted) -> None:
    scripted.play(answer(404, b"<html>nothing here</html>"))
    with (
        qualmap.Client(base_url=scripted.url, api_key="qm_secret") as client,
        pytest.raises(qualmap.ResponseError, match="is the base URL right"),
    ):
        client.match("FCCA")


def test_a_key_from_a_file_may_end_in_a_line_break() -> None:
    assert Settings.of("https://qualmap.example", "qm_secret\r\n").api_key == "qm_secret"


@pytest.mark.parametrize("key", ["qm_secret\nqm_other", "qm_sécret", "qm_\0"])
def test_what_can_be_no_key_is_said_before_anything_is_sent(key: str) -> None:
    with pytest.raises(qualmap.ConfigurationError, match="no key has") as caught:
        Settings.of("https://qualmap.example", key)

    assert key not in str(caught.value)


def test_a_printed_try_shows_neither_the_key_nor_what_was_written() -> None:
    headers = {"Authorization": "Bearer qm_secret", "Accept": "application/json"}
    attempt = Attempt(
        method="POST", url="https://a/v1/match", headers=headers, content=b"private doings", timeout=Timeout(), number=1
    )

    assert "qm_secret" not in repr(attempt)
    assert "private" not in repr(attempt)
    assert "application/json" in repr(attempt)
    assert attempt.headers["Authorization"] == "Bearer qm_secret"
