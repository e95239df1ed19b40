"""What an assistant gets from `qualmap mcp`, by the official client over standard input and output."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mcp.client.client import Client
from mcp.shared.exceptions import MCPError

import qualmap
from qualmap.assistants.tools import TOOLS
from qualmap.files.labels import LIMITS

pytestmark = pytest.mark.xdist_group("assistants")  # they share a process
Ask = Callable[..., Any]
RECORD = {"ref": "C-1", "credentials": ["FCCA"], "facts": {"works_in_shanghai": True, "work_permit": True}}
ARGUMENTS: dict[str, dict[str, object]] = {
    "match": {"credentials": ["FCCA; CFA Level II candidate", {"text": "CPA", "country": "HK"}], "edition": "1.0"},
    "screen": {"record": RECORD, "edition": "1.0"},
    "compare": {"record": RECORD, "before": "1.0", "after": "3.0"},
    "search_qualifications": {"words": "structural engineers"},
    "qualification": {"id": "acca-fellow"},
    "editions": {},
    "rows": {"edition": "1.0", "category": "A", "evidence": "confirmed"},
    "facts": {},
}


def call(name: str, arguments: dict[str, object]) -> Callable[[Client], Any]:
    async def asking(client: Client) -> Any:  # noqa: ANN401 - the protocol's own
        return await client.call_tool(name, arguments)

    return asking


async def every_tool(client: Client) -> dict[str, Any]:
    return {name: await client.call_tool(name, arguments) for name, arguments in ARGUMENTS.items()}


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_every_tool_answers_as_its_schema_says_with_sources_and_the_note(ask: Ask, mode: str) -> None:
    # The client holds each answer against the tool's own schema.
    answers = ask(every_tool, mode=mode)

    assert set(answers) == {tool.name for tool in TOOLS}
    for name, answer in answers.items():
        assert not answer.is_error, (name, answer.content)
        assert answer.structured_content["note"] == LIMITS.to_dict()
        text = answer.content[0].text
        assert text.startswith(LIMITS.en)
        assert json.loads(text.partition("\n\n")[2]) == answer.structured_content
        assert all(one["title"] for one in answer.structured_content["sources"])


def test_the_answers_are_those_of_the_client(ask: Ask) -> None:
    client, answers = qualmap.Client.local(), ask(every_tool)
    own = {name: answer.structured_content for name, answer in answers.items()}

    matched = [client.match("FCCA; CFA Level II candidate", edition="1.0")]
    matched.append(client.match(qualmap.Credential("CPA", country="HK"), edition="1.0"))
    assert own["match"]["results"] == [one.to_dict() for one in matched]
    assert own["screen"]["screening"] == client.screen(RECORD, edition="1.0").to_dict()
    assert own["compare"]["comparison"] == client.compare(RECORD, "1.0", "3.0").to_dict()
    assert own["qualification"]["qualification"] == client.qualification("acca-fellow").to_dict()
    assert own["facts"]["facts"] == [one.to_dict() for one in client.facts()]
    rows = [one.to_dict() for one in client.rows("1.0") if (one.category, one.evidence) == ("A", "confirmed")]
    assert own["rows"]["rows"] == rows
    assert rows


def test_the_sources_that_an_answer_cites_stand_beside_it(ask: Ask) -> None:
    answer = ask(call("match", ARGUMENTS["match"])).structured_content
    [source] = [one for one in answer["sources"] if one["id"] == "acca-2023"]

    cited = answer["results"][0]["mentions"][0]["listing"]["categories"][0]
    assert (cited["evidence"], cited["source"]) == ("confirmed", "acca-2023")
    assert set(source) == {"id", "title", "url"}


def test_tools_say_what_they_are_for_and_that_inferred_rows_are_no_facts(ask: Ask) -> None:
    async def listed(client: Client) -> Any:  # noqa: ANN401 - the protocol's own
        return (await client.list_tools()).tools, client.instructions

    tools, instructions = ask(listed)

    assert [tool.name for tool in tools] == [tool.name for tool in TOOLS]
    assert all("Rows marked inferred are no facts" in tool.description for tool in tools)
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert "never call an inferred row a fact" in instructions


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("match", {"credentials": ["FCCA"], "edition": "9"}, "unknown_edition: field 'edition': there is no edition '9'"),
        ("match", {"credentials": []}, "invalid_input: field 'credentials': expected a list"),
        ("match", {"credentials": ["FCCA"], "as_of": "1999-01-01"}, "unknown_edition: field 'as_of': no edition was in force"),
        ("match", {"text": "FCCA"}, "invalid_input: field 'text': unknown; expected credentials"),
        ("screen", {"record": {"ref": "C-1", "facts": {"shoe_size": 44}}}, "record C-1, field 'facts.shoe_size'"),
        ("screen", {"record": {"ref": "C-1", "facts": {"age": "old"}}}, "record C-1, field 'facts.age': expected a whole number"),
        ("screen", {"record": "C-1"}, "field 'record': expected an object"),
        ("qualification", {"id": "none"}, "unknown_qualification: field 'qualification'"),
        ("rows", {}, "field 'edition': missing"),
        ("search_qualifications", {"words": "acca", "limit": 0}, "field 'limit': expected a whole number from 1 to 500"),
        ("no_such_tool", {}, "there is no tool 'no_such_tool'; there are match, screen"),
    ],
)
def test_a_mistake_is_an_error_of_the_tool_that_names_the_field(
    ask: Ask, name: str, arguments: dict[str, object], told: str
) -> None:
    answer = ask(call(name, arguments))

    assert answer.is_error
    assert told in answer.content[0].text


def test_a_credential_that_cannot_be_read_costs_no_other_its_answer(ask: Ask) -> None:
    given = ["FCCA", {"text": "CPA", "issuing body": "x"}, "x" * 1_000_001, "CISA"]
    answer = ask(call("match", {"credentials": given, "edition": "1.0"}))
    results = answer.structured_content["results"]

    assert not answer.is_error
    assert [one.get("error", {}).get("code") for one in results] == [None, "invalid_input", "invalid_text", None]
    assert results[1]["error"]["field"] == "credentials[1].issuing body"


def test_pages_explain_evidence_and_the_clauses_of_every_edition(ask: Ask) -> None:
    async def read(client: Client) -> dict[str, str]:
        found = (await client.list_resources()).resources
        return {one.uri: (await client.read_resource(one.uri)).contents[0].text for one in found}

    pages = ask(read)

    assert set(pages) == {"qualmap://evidence", *(f"qualmap://clauses/{one.id}" for one in qualmap.Client.local().editions())}
    assert all(LIMITS.en in page for page in pages.values())
    assert "No benefit is ever eligible on an inferred row" in pages["qualmap://evidence"]
    screening = qualmap.Client.local().screen({"ref": "-"}, edition="1.0")
    for benefit in screening.benefits:
        assert f"## {benefit.clause}\n" in pages["qualmap://clauses/1.0"]
        assert all(f"`{source.id}`" in pages["qualmap://clauses/1.0"] for source in benefit.sources)


def test_a_page_that_there_is_not_is_an_error_that_names_those_that_there_are(ask: Ask) -> None:
    async def read(client: Client) -> None:
        with pytest.raises(MCPError, match="qualmap://evidence"):
            await client.read_resource("qualmap://clauses/9")

    ask(read)


def test_nothing_but_the_protocol_is_on_standard_output() -> None:
    request = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "match", "arguments": ARGUMENTS["match"]}}
    opening = {
        "jsonrpc": "2.0",
        "id": 0,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
    }
    lines = [opening, {"jsonrpc": "2.0", "method": "notifications/initialized"}, request]
    program = "from qualmap.cli import main; main()"
    done = subprocess.Popen([sys.executable, "-c", program, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert done.stdin is not None
    assert done.stdout is not None
    with done:
        for line in lines:
            done.stdin.write(json.dumps(line).encode() + b"\n")
        done.stdin.flush()
        answers = [json.loads(done.stdout.readline()) for _ in range(2)]
        done.stdin.close()
        rest = done.stdout.read()

    assert [one["id"] for one in answers] == [0, 1]
    assert rest == b""
    assert done.returncode == 0


def test_without_the_protocols_package_the_command_says_what_brings_it(tmp_path: Path) -> None:
    hidden = "import sys; sys.modules['mcp'] = None; from qualmap.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", hidden, "mcp"], capture_output=True, text=True, check=False, cwd=tmp_path)

    assert done.returncode == 1
    assert "pip install 'qualmap[mcp]'" in done.stderr
    assert "Traceback" not in done.stderr
