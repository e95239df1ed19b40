"""The tools and pages over the Model Context Protocol, by its official package; nothing but the protocol on standard output."""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from qualmap._version import __version__
from qualmap.assistants.resources import resource_at, resources
from qualmap.assistants.shapes import answer_of, arguments_of
from qualmap.assistants.tools import TOOLS, Asked, Tool, explained, tool_named
from qualmap.errors import InputError, InstallationError, QualmapError
from qualmap.files.labels import LIMITS

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server
    from mcp_types import CallToolRequestParams, CallToolResult, ReadResourceRequestParams, ReadResourceResult
    from mcp_types import Tool as ListedTool

_ADVICE = "assistants need the official package of the protocol: pip install 'qualmap[mcp]'"
_KEPT = " The service keeps the answer, and tells it to webhooks that listen."
_MARKDOWN = "text/markdown"
_INSTRUCTIONS = (
    "Whether overseas qualifications stand on Shanghai's official list, in which category, with what evidence and what benefits. "
    f"{LIMITS.en} Say the evidence of every row that you tell of, cite its source, and never call an inferred row a fact. Where "
    "next_questions asks for a fact, ask the person instead of guessing it."
)


def check_installed() -> None:
    """Raise `InstallationError` where the protocol's package, in a version that this speaks to, is not there."""
    if find_spec("mcp") is None or find_spec("mcp_types") is None:
        raise InstallationError(_ADVICE)


def serve(asked: Asked, *, keeps: bool) -> None:
    """Answer on standard input and output until the input ends; `keeps` says that a service keeps what it screens."""
    check_installed()
    import anyio
    from mcp.server.stdio import stdio_server

    server = server_of(asked, keeps=keeps)

    async def run() -> None:
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(run)


def server_of(asked: Asked, *, keeps: bool) -> Server[Any]:
    """The server; work runs in threads, so that a long answer holds up no other."""
    import mcp_types as types
    from mcp.server.lowlevel import Server

    facts = asked.client.facts()

    async def list_tools(_context: object, _params: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_listed(tool, arguments_of(tool, facts), keeps=keeps) for tool in TOOLS])

    async def call_tool(_context: object, params: CallToolRequestParams) -> CallToolResult:
        from anyio.to_thread import run_sync

        return await run_sync(_called, asked, params.name, dict(params.arguments or {}))

    async def list_resources(_context: object, _params: object) -> types.ListResourcesResult:
        from anyio.to_thread import run_sync

        found = await run_sync(resources, asked.client)
        listed = [types.Resource(uri=one.uri, name=one.name, description=one.description, mime_type=_MARKDOWN) for one in found]
        return types.ListResourcesResult(resources=listed)

    async def read_resource(_context: object, params: ReadResourceRequestParams) -> ReadResourceResult:
        from anyio.to_thread import run_sync

        return await run_sync(_read, asked, str(params.uri))

    return Server(
        "qualmap",
        version=__version__,
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
    )


def _listed(tool: Tool, takes: dict[str, Any], *, keeps: bool) -> ListedTool:
    import mcp_types as types

    kept = keeps and tool.name == "screen"
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=f"{tool.description}{_KEPT if kept else ''} {LIMITS.en}",
        input_schema=takes,
        output_schema=answer_of(tool),
        annotations=types.ToolAnnotations(
            title=tool.title, read_only_hint=not kept, destructive_hint=False, idempotent_hint=not kept, open_world_hint=keeps
        ),
    )


def _called(asked: Asked, name: str, arguments: dict[str, object]) -> CallToolResult:
    import mcp_types as types

    try:
        answer = tool_named(name).answer(asked, arguments)
    except QualmapError as error:
        return types.CallToolResult(content=[types.TextContent(type="text", text=f"{error.code}: {error}")], is_error=True)
    # Lone surrogates, which a JSON text can escape, have no bytes in the protocol's UTF-8.
    plain = json.loads(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))
    text = f"{explained(answer)}\n\n{json.dumps(plain, ensure_ascii=False)}"
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], structured_content=plain)


def _read(asked: Asked, uri: str) -> ReadResourceResult:
    import mcp_types as types
    from mcp.shared.exceptions import MCPError

    try:
        page = resource_at(asked.client, uri).text()
    except InputError as error:
        raise MCPError(code=types.INVALID_PARAMS, message=str(error)) from None
    return types.ReadResourceResult(contents=[types.TextResourceContents(uri=uri, mime_type=_MARKDOWN, text=page)])
