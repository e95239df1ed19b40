"""The receiver of webhooks takes what the service signs, once, and refuses the rest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import attrs
import httpx
import pytest
from running import EXAMPLES

from qualmap.webhooks import sign

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - the one of the specification's example
BODY = json.dumps(
    {"type": "screening.created", "timestamp": "2027-01-15T08:00:00Z", "data": {"screening": "S-1", "decisions": {}}}
)


@attrs.frozen
class Running:
    """The example as a reader would start it."""

    process: subprocess.Popen[str]
    url: str

    def post(self, body: str = BODY, *, id_: str = "e-1", age: int = 0) -> int:
        moment = int(time.time()) - age
        signature = sign(BODY, id=id_, timestamp=moment, secret=SECRET)
        headers = {"webhook-id": id_, "webhook-timestamp": str(moment), "webhook-signature": signature}
        return httpx.post(self.url, content=body, headers=headers, trust_env=False).status_code

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")


@pytest.fixture
def receiver() -> Iterator[Running]:
    command = [sys.executable, str(EXAMPLES / "service" / "webhook_receiver.py"), "0"]
    environment = {**os.environ, "QUALMAP_WEBHOOK_SECRET": SECRET}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment) as process:
        assert process.stdout is not None
        port = process.stdout.readline().rsplit(" ", 1)[1].strip()
        try:
            yield Running(process, f"http://127.0.0.1:{port}")
        finally:
            process.terminate()


def test_a_signed_event_is_taken_once(receiver: Running) -> None:
    assert [receiver.post(), receiver.post(), receiver.post(id_="e-2")] == [204, 204, 204]
    assert [receiver.line(), receiver.line()] == ["screening.created S-1 {}"] * 2


def test_what_was_changed_or_is_old_is_refused(receiver: Running) -> None:
    assert receiver.post(BODY.replace("S-1", "S-2")) == 400
    assert receiver.post(age=400) == 400
