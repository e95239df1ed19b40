"""The Python blocks of docs/service.md run, one after the other, against a real service."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from companies import Service

from qualmap_matcher.service.store.accounts import Tenant

PAGE = (Path(__file__).parents[3] / "docs" / "service.md").read_text(encoding="utf-8")


@contextmanager
def workers(service: Service) -> Iterator[None]:
    """What the workers of a running service do meanwhile."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.05):
            service.run_chores()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()


def test_the_page_does_what_it_says(
    service: Service, tenant: Tenant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QUALMAP_BASE_URL", service.url)
    monkeypatch.setenv("QUALMAP_API_KEY", service.key(tenant))
    monkeypatch.chdir(tmp_path)
    records = [{"ref": "P-1", "credentials": ["FCCA"]}, {"ref": "P-2", "facts": {"ages": 3}}]
    Path("people.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in records))
    blocks = re.findall(r"^```py\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    names: dict[str, object] = {}

    assert len(blocks) == 3
    with workers(service):
        for block in blocks:
            exec(compile(block, "docs/service.md", "exec"), names)  # noqa: S102 - our own page
    names["client"].close()

    printed = capsys.readouterr().out.splitlines()
    assert any(line.startswith("1.0-A-") for line in printed)
    assert [line for line in printed if line.startswith("1 ") and "facts.ages" in line]
    assert [line for line in printed if line.startswith("0 P-1")]
