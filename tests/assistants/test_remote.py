"""`qualmap mcp --remote`: the same tools over a service, which keeps what it screens and says so."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp.client.client import Client

sys.path.insert(0, str(Path(__file__).parents[1] / "service"))

from company import company

import qualmap

RECORD = {"ref": "C-77", "credentials": ["FCCA"]}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with company(tmp_path_factory.mktemp("service")) as served:
        yield {"QUALMAP_BASE_URL": served.url, "QUALMAP_API_KEY": served.key}


def test_the_service_answers_and_keeps_what_it_screens(ask: Callable[..., Any], address: dict[str, str]) -> None:
    async def asking(client: Client) -> Any:  # noqa: ANN401 - the protocol's own
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        screened = await client.call_tool("screen", {"record": RECORD, "edition": "1.0"})
        matched = await client.call_tool("match", {"credentials": ["FCCA"], "edition": "1.0"})
        page = await client.read_resource("qualmap://clauses/1.0")
        return tools, screened, matched, page

    tools, screened, matched, page = ask(asking, "--remote", **address)

    assert "The service keeps the answer" in tools["screen"].description
    assert tools["screen"].annotations.read_only_hint is False
    assert tools["match"].annotations.read_only_hint is True
    here = qualmap.Client.local()
    assert screened.structured_content["screening"] == here.screen(RECORD, edition="1.0").to_dict()
    assert matched.structured_content["results"] == [here.match("FCCA", edition="1.0").to_dict()]
    assert "1.0-A-work-permit" in page.contents[0].text
    with qualmap.Client(base_url=address["QUALMAP_BASE_URL"], api_key=address["QUALMAP_API_KEY"]) as client:
        kept = [one.screening.ref for one in client.screenings.list()]
    assert kept == ["C-77"]


def test_a_service_that_refuses_the_key_is_said_before_anything(
    ask: Callable[..., Any], address: dict[str, str], tmp_path: Path
) -> None:
    async def asking(client: Client) -> None:
        await client.list_tools()

    with pytest.raises(BaseException):  # noqa: B017, PT011 - the connection closes, in a group of groups
        ask(asking, "--remote", QUALMAP_BASE_URL=address["QUALMAP_BASE_URL"], QUALMAP_API_KEY="qm_none")

    assert "revoked or expired" in (tmp_path / "errors").read_text()
