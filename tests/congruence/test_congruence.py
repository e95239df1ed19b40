"""Every public operation, local and remote, sync and async, on the same inputs: equal answers, equal errors."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import attrs
import pytest

import qualmap

RECORD = {
    "ref": "C-1024",
    "credentials": ["FCCA", {"text": "CPA", "issuer": None, "country": None}, {"text": "CFA Level II candidate"}],
    "facts": {"works_in_shanghai": True, "origin": "foreign", "age": 66, "degree": "master", "years_experience": 7.5},
}
CHINESE = {"ref": "编号 7", "credentials": ["英国皇家航空学会会士（FRAeS），民机适航顾问"], "facts": {}}
UNKNOWN_FACT = {"ref": "C-2", "facts": {"ages": 5}}
WRONG_FACT = {"ref": "C-3", "facts": {"age": "old"}}
ODD = ["", "PMP® – lapsed in 2022", "ＦＣＣＡ", "a\u0000b FCCA", "\ud800 FIET", "🎓 CFA", "no credential here", "x" * 5000]

CASES: list[tuple[str, tuple[object, ...], dict[str, object]]] = [
    *[("match", (text,), {"edition": "1.0"}) for text in ["FCCA", "CPA", "Fellow of ACCA; CFA Level II candidate", *ODD]],
    ("match", (qualmap.Credential("CPA", issuer="CPA Australia"),), {"as_of": "2024-01-31"}),
    ("match", ("CFA charterholder",), {"edition": "1.0", "minimum_evidence": "confirmed"}),
    ("match", ("FCCA",), {"edition": "9.9"}),
    ("match", ("FCCA",), {"as_of": "2020-01-01"}),
    ("match", ("FCCA",), {"as_of": "31.01.2024"}),
    ("match", ("FCCA",), {"minimum_evidence": "rumoured"}),
    ("match", (5,), {}),
    ("match_many", (["FCCA", "FIET", "FCCA", *ODD] * 40,), {"edition": "3.0"}),
    ("match_many", ([],), {}),
    ("match_many", (["FCCA"],), {"edition": "9.9"}),
    ("screen", (RECORD,), {"edition": "1.0"}),
    ("screen", (RECORD,), {"edition": "2.0"}),
    ("screen", (RECORD,), {"as_of": "2025-11-14"}),
    ("screen", (RECORD,), {"edition": "1.0", "as_of": "2025-11-14", "minimum_evidence": "confirmed"}),
    ("screen", (CHINESE,), {"edition": "3.0"}),
    ("screen", (qualmap.Record("nothing"),), {"edition": "3.0"}),
    ("screen", (UNKNOWN_FACT,), {"edition": "3.0"}),
    ("screen", (WRONG_FACT,), {"edition": "3.0"}),
    ("screen", ({"credentials": []},), {}),
    ("screen", ({"ref": "C-4", "names": []},), {}),
    ("screen", (RECORD,), {"edition": "9.9"}),
    ("screen_many", ([RECORD, UNKNOWN_FACT, CHINESE, {"ref": ""}, WRONG_FACT] * 60,), {"edition": "1.0"}),
    ("screen_many", ([RECORD],), {"edition": "9.9"}),
    ("compare", (RECORD, "1.0", "3.0"), {}),
    ("compare", (RECORD, "1.0", "9.9"), {}),
    ("compare", (WRONG_FACT, "1.0", "3.0"), {}),
    ("facts", (), {}),
    ("editions", (), {}),
    ("rows", ("1.0",), {}),
    ("rows", ("9.9",), {}),
    ("rows", ("",), {}),
    ("differences", ("1.0", "3.0"), {}),
    ("differences", ("1.0", "9.9"), {}),
    ("qualifications", ("aeronautical society",), {}),
    ("qualifications", ("no such thing at all",), {}),
    ("qualifications", (), {}),
    ("qualification", ("acca-fellow",), {}),
    ("qualification", ("no-such",), {}),
    ("qualification", ("",), {}),
    ("qualification", ("a/b?c#d %",), {}),
    ("versions", (), {"edition": "2.0"}),
    ("versions", (), {"as_of": "2020-01-01"}),
    ("overlay", (), {}),
]
NO_OPERATIONS = {"close", "local", "over", "send", "with_options"}
"""Public names of a client that ask nothing."""

ONLY_A_SERVICE = {"audit", "batches", "keys", "people", "reviews", "screenings", "webhooks", "retention"}
"""Public names of a client that lead to what only a service has."""


def outcome(ask: Callable[[], object]) -> object:
    """The answer, or what can be told of the error."""
    try:
        answer = ask()
        return [told(one) for one in answer] if isinstance(answer, Iterator) else told(answer)
    except qualmap.QualmapError as error:
        return error_told(error)


async def outcome_awaited(ask: Callable[[], Any]) -> object:
    try:
        answer = ask()
        if isinstance(answer, AsyncIterator):
            return [told(one) async for one in answer]
        return told(await answer)
    except qualmap.QualmapError as error:
        return error_told(error)


def told(answer: object) -> object:
    """A failure holds an error, and errors are equal only to themselves."""
    return (answer.index, error_told(answer.error)) if isinstance(answer, qualmap.Failure) else answer


def error_told(error: qualmap.QualmapError) -> object:
    place = (error.record, error.field) if isinstance(error, qualmap.InputError) else None
    return type(error), error.code, str(error), place


async def from_async(make: Callable[[], Any], name: str, arguments: tuple[object, ...], options: dict[str, object]) -> object:
    async with make() as client:
        return await outcome_awaited(lambda: getattr(client, name)(*arguments, **options))


def title(case: tuple[str, tuple[object, ...], dict[str, object]]) -> str:
    name, arguments, options = case
    return ascii(f"{name}{arguments}{options}")[:80]


@pytest.mark.parametrize("case", CASES, ids=title)
@pytest.mark.xdist_group("congruence")
def test_an_operation_ends_alike_everywhere(
    case: tuple[str, tuple[object, ...], dict[str, object]], remote: qualmap.Client, address: tuple[str, str]
) -> None:
    name, arguments, options = case
    url, key = address
    here = outcome(lambda: getattr(qualmap.Client.local(), name)(*arguments, **options))

    there = outcome(lambda: getattr(remote, name)(*arguments, **options))
    here_awaited = asyncio.run(from_async(qualmap.AsyncClient.local, name, arguments, options))
    there_awaited = asyncio.run(from_async(lambda: qualmap.AsyncClient(base_url=url, api_key=key), name, arguments, options))

    assert there == here
    assert here_awaited == here
    assert there_awaited == here


@pytest.mark.parametrize("kind", [qualmap.Client, qualmap.AsyncClient])
def test_every_public_name_of_a_client_is_among_the_cases(kind: type) -> None:
    public = {name for name, _ in inspect.getmembers(kind) if not name.startswith("_")}

    assert public - NO_OPERATIONS - ONLY_A_SERVICE == {name for name, _, _ in CASES}


def test_both_clients_take_the_same_arguments() -> None:
    for name in {name for name, _, _ in CASES} | {"with_options", "send"}:
        one, other = (inspect.signature(getattr(kind, name)) for kind in (qualmap.Client, qualmap.AsyncClient))

        assert list(one.parameters.values()) == list(other.parameters.values()), name


def test_models_survive_the_way_there_and_back(remote: qualmap.Client) -> None:
    screening = remote.screen(RECORD, edition="1.0")

    assert attrs.asdict(screening) == attrs.asdict(qualmap.Client.local().screen(RECORD, edition="1.0"))
    assert isinstance(screening.mentions[0], qualmap.ScreenedMention)
