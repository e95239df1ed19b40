import tracemalloc
from collections.abc import Iterator

import httpx
import pytest
from databases import on_sqlite
from hypothesis import given
from hypothesis import strategies as st
from serving import Served
from tenants import Issue
from uploads import lines, record

from qualmap.errors import InputError
from qualmap.files.rows import FailedRow, ReadRow, Row
from qualmap.local import local_matcher
from qualmap_matcher.service.batching.uploads import JsonLines, Lines, Reader, Table, reader_of
from qualmap_matcher.service.problems import Problem

MEBIBYTE = 1024 * 1024
FACTS = local_matcher("").facts()


def read(reader: Reader, content: bytes, *, size: int = 7, longest: int = 1000) -> list[Row]:
    """The rows of bytes that come in pieces."""
    cutter = Lines(longest)
    rows: list[Row] = []
    for start in range(0, len(content), size):
        rows += reader.read(cutter.cut(content[start : start + size]))
    return [*rows, *reader.read(cutter.end()), *reader.end()]


def refs(rows: list[Row]) -> list[str | None]:
    return [row.ref if isinstance(row, FailedRow) else row.record.ref for row in rows]


@given(st.lists(st.binary(max_size=20)), st.integers(1, 9))
def test_lines_are_those_of_the_whole_wherever_it_is_cut(parts: list[bytes], size: int) -> None:
    content = b"\n".join(parts)
    cutter = Lines(longest=1000)

    found = [line for start in range(0, len(content), size) for line in cutter.cut(content[start : start + size])]
    found += cutter.end()

    expected = content.split(b"\n")
    assert found == (expected if expected[-1] else expected[:-1])


def test_a_line_that_is_too_long_is_passed_over_alone() -> None:
    content = lines([record(1), {**record(2), "credentials": ["x" * 2000]}, record(3)])

    rows = read(JsonLines(), content)

    assert refs(rows) == ["P-1", None, "P-3"]
    assert "longer than the service reads" in str(rows[1].error)


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_cells_go_on_over_lines_and_pieces(size: int) -> None:
    table = 'ref,credential,issuer\n1,"FCCA\n\nsays ""x"", y",ACCA\n2,5" pipe fitter,\n\n,CFA,\n'

    rows = read(Table(FACTS, "utf-8-sig"), table.encode(), size=size)

    assert refs(rows) == ["1", "2", "row 5"]
    assert all(isinstance(row, ReadRow) for row in rows)
    assert [one.text for one in rows[0].record.credentials] == ["FCCA", 'says "x", y']
    assert rows[1].record.credentials[0].text == '5" pipe fitter'


def test_a_quotation_mark_that_is_never_closed_costs_a_thousand_lines_and_no_more() -> None:
    table = 'ref,credential\n1,"FCCA\n' + "x,y\n" * 999 + "2,CFA\n"

    rows = read(Table(FACTS, "utf-8-sig"), table.encode(), size=1000)

    assert [type(row) for row in rows] == [FailedRow, ReadRow]
    assert refs(rows)[1] == "2"


def test_bytes_of_another_encoding_cost_their_line() -> None:
    rows = read(
        Table(FACTS, "utf-8-sig"),
        "ref,credential\n1,FCCA\n2,注册\n3,CFA\n".replace("注册", "\ud8ff").encode("utf-8", "surrogatepass"),
    )

    assert refs(rows) == ["1", None, "3"]
    assert rows[1].error.field == "encoding"


def test_a_table_without_credentials_is_refused_as_a_whole() -> None:
    with pytest.raises(InputError, match="no column has credentials"):
        read(Table(FACTS, "utf-8-sig"), b"name,age\nx,1\n")


@pytest.mark.parametrize(
    "content_type", [None, "", "text/plain", "application/x-ndjson; charset=gbk", "text/csv; charset=nonsense"]
)
def test_other_types_are_refused(content_type: str | None) -> None:
    with pytest.raises(Problem) as caught:
        reader_of(content_type, FACTS)

    assert caught.value.status == 415


@on_sqlite
def test_ten_thousand_lines_stream_in_flat_memory(served: Served, key: Issue) -> None:
    padding = " " * 1000  # so that the upload is 11 MB

    def body() -> Iterator[bytes]:
        for number in range(10_000):
            yield lines([record(number)]).replace(b"FCCA", b"FCCA" + padding.encode())

    headers = {**key("screen").headers, "Content-Type": "application/x-ndjson"}
    with httpx.Client(headers=headers, timeout=120) as http:
        http.get(f"{served.url}/v1/batches").raise_for_status()
        tracemalloc.start()
        try:
            answer = http.post(f"{served.url}/v1/batches?edition=1.0", content=body())
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert answer.json()["counts"]["total"] == 10_000
    assert peak < 6 * MEBIBYTE
