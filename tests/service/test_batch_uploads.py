import socket
from collections.abc import Callable

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from serving import Served
from sqlalchemy import func, select
from tenants import Issue
from uploads import CSV, Company, lines, people, record

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.store import batch_work
from qualmap_matcher.service.store.accounts import Tenant
from qualmap_matcher.service.store.schema import BATCH_ITEMS, BATCHES
from qualmap_matcher.service.store.scope import Scope


@pytest.fixture
def company(client: TestClient[Litestar], key: Issue) -> Company:
    return Company(client, key("screen").headers)


def rows(core: Core, *columns: object) -> list[tuple[object, ...]]:
    with core.database.reading() as connection:
        return [tuple(row) for row in connection.execute(select(*(columns or BATCH_ITEMS.c)))]


def test_without_edition_and_day_the_day_of_the_upload_counts_for_all(company: Company) -> None:
    options = company.upload(people(1), query="")["options"]

    assert options["edition"] is None
    assert len(options["as_of"]) == 10
    assert company.upload(people(1), query="as_of=2023-10-01")["options"]["as_of"] == "2023-10-01"


def test_a_line_that_is_no_record_fails_and_the_others_go_on(company: Company, run_chores: Callable[[], None]) -> None:
    bad = [
        b"{broken\n",
        lines([{"ref": "Q-1", "name": "Li"}]),
        lines([{"credentials": ["FCCA"]}]),
        b"[1]\n",
        b'{"ref": "\xff"}\n',
        lines([{"ref": "Q-2", "credentials": ["FCCA"], "facts": {"height": 180}}]),
        lines([{"ref": "Q-3", "credentials": ["\ud800 FCCA"]}]),
    ]
    made = company.upload(people(1) + b"\n".join([b"", *bad]) + lines([record(9)]).rstrip(b"\n"))
    run_chores()

    results = company.lines(made["id"])

    assert [one["position"] for one in results] == list(range(9))
    failed = {one["position"]: (one["ref"], one["error"]["code"], one["error"]["field"]) for one in results if "error" in one}
    assert failed == {
        1: (None, "invalid_text", None),
        2: ("Q-1", "invalid_input", "name"),
        3: (None, "invalid_input", "ref"),
        4: (None, "invalid_input", None),
        5: (None, "invalid_text", None),
        6: ("Q-2", "invalid_input", "facts.height"),
    }
    assert results[7]["screening"]["screening"]["mentions"][0]["qualification"]["id"] == "acca-fellow"
    assert results[8]["ref"] == "P-9"
    assert company.batch(made["id"])["counts"] == {"total": 9, "done": 3, "failed": 6, "queued": 0, "cancelled": 0}


def test_what_a_message_quotes_stands_in_no_column(company: Company, core: Core, run_chores: Callable[[], None]) -> None:
    made = company.upload(lines([{"ref": 4711}, {"ref": "Q-9", "Secretname": 1}, record(1, "Secretname")]))

    messages = [one["error"]["message"] for one in company.lines(made["id"])]
    stored = repr(rows(core))
    run_chores()

    assert "4711" in messages[0]
    assert "4711" not in stored
    assert "Secretname" not in stored
    assert "Q-9" not in stored


def test_a_table_is_read_by_the_names_of_its_columns(company: Company, run_chores: Callable[[], None]) -> None:
    table = (
        "\ufeff编号;证书;颁发机构;年龄;在沪工作\r\n"
        'A-1;"FCCA\nCFA charterholder";;66;是\r\n'
        "A-2;CPA;CPA Australia;x;否\r\n"
        "\r\n"
        'A-3;"FCCA;;40;是\r\n'
    )
    made = company.upload(table.encode(), media=CSV)
    run_chores()

    first, second, third = company.lines(made["id"])

    assert first["ref"] == "A-1"
    assert [one["text"] for one in first["screening"]["screening"]["mentions"]] == ["FCCA", "CFA"]
    assert (second["ref"], second["error"]["field"]) == ("A-2", "facts.age")
    assert (third["ref"], third["error"]["field"]) == (None, "row")
    assert "never closed" in third["error"]["message"]


def test_a_table_may_be_in_the_encoding_that_it_names(company: Company, run_chores: Callable[[], None]) -> None:
    made = company.upload("编号,证书\nA-1,特许公认会计师\n".encode("gb18030"), media="text/csv; charset=GBK")
    run_chores()

    [result] = company.lines(made["id"])

    assert result["screening"]["screening"]["mentions"][0]["text"] == "特许公认会计师"


@pytest.mark.parametrize(
    ("body", "media", "query", "code", "field"),
    [
        (b"", "application/x-ndjson", "", "invalid_input", None),
        (b"\n \n", "application/x-ndjson", "", "invalid_input", None),
        (b"", "text/csv", "", "invalid_input", "file"),
        (b"name,age\nx,1\n", "text/csv", "", "invalid_input", "credential"),
        (b"{}\n", "application/json", "", "unsupported_media_type", None),
        (b"{}\n", "text/csv; charset=utf-16", "", "unsupported_media_type", None),
        (b"{}\n", "application/x-ndjson", "edition=9.9", "unknown_edition", "edition"),
        (b"{}\n", "application/x-ndjson", "as_of=tomorrow", "invalid_input", "as_of"),
        (b"{}\n", "application/x-ndjson", "colour=red", "invalid_input", "colour"),
    ],
)
def test_an_upload_of_which_nothing_can_be_read_is_refused(
    company: Company, core: Core, *, body: bytes, media: str, query: str, code: str, field: str | None
) -> None:
    problem = company.refused(body, media=media, query=query)

    assert (problem["code"], problem.get("field")) == (code, field)
    assert rows(core, BATCHES.c.id) == rows(core, BATCH_ITEMS.c.position) == []


def test_the_same_key_and_body_are_one_batch(company: Company, core: Core) -> None:
    first = company.upload(people(700), key="once")
    again = company.upload(people(700), key="once")
    other = company.refused(people(699), key="once")
    table = company.refused(people(700), query="edition=2.0", key="once")

    assert again["id"] == first["id"]
    assert (other["code"], table["code"]) == ("idempotency_key_reused", "idempotency_key_reused")
    assert rows(core, BATCHES.c.id) == [(first["id"],)]
    assert rows(core, func.count(BATCH_ITEMS.c.position)) == [(700,)]


@pytest.mark.parametrize("chunked", [True, False])
def test_an_upload_that_is_cut_leaves_nothing(served: Served, key: Issue, core: Core, *, chunked: bool) -> None:
    body = people(2000)
    framing = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(body) * 2}"
    head = f"POST /v1/batches HTTP/1.1\r\nHost: x\r\nAuthorization: {key('screen').headers['Authorization']}\r\n"
    with socket.create_connection(("127.0.0.1", int(served.url.rpartition(":")[2]))) as connection:
        connection.sendall(f"{head}Content-Type: application/x-ndjson\r\n{framing}\r\n\r\n".encode())
        connection.sendall((f"{len(body):x}\r\n".encode() + body + b"\r\n") if chunked else body)
        while not rows(core, BATCH_ITEMS.c.position):  # until some of it was stored
            pass
        assert rows(core, BATCHES.c.state) == [("receiving",)]
        with core.database.reading() as reading:
            assert not batch_work.open_batches(reading)

    while rows(core, BATCHES.c.id):
        pass

    assert rows(core, BATCH_ITEMS.c.position) == []


def test_an_upload_of_which_nothing_came_for_an_hour_is_removed(
    company: Company, core: Core, tenant: Tenant, run_chores: Callable[[], None]
) -> None:
    stale, fresh = company.upload(people(2500))["id"], company.upload(people(1))["id"]
    with core.database.writing() as connection:
        scope = Scope(connection, tenant.id)
        scope.update(BATCHES, BATCHES.c.id == stale, state="receiving", updated_at="2020-01-01T00:00:00.000000Z")
        scope.update(BATCHES, BATCHES.c.id == fresh, state="receiving")

    run_chores()

    assert rows(core, BATCHES.c.id, BATCHES.c.state) == [(fresh, "receiving")]
    assert rows(core, func.count(BATCH_ITEMS.c.position)) == [(1,)]


def test_a_ref_that_says_who_somebody_is_is_answered_with_a_warning(company: Company) -> None:
    headers = {**company.headers, "Content-Type": "application/x-ndjson"}
    refs = ("P-1", "li@example.com")

    warned = [
        company.client.post("/v1/batches", content=lines([{"ref": ref}]), headers=headers).headers.get("warning") for ref in refs
    ]

    assert warned[0] is None
    assert "personal data" in warned[1]
