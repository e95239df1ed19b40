"""Files as companies have them become records: every encoding, delimiter and order of columns, and no bad row loses another."""

from __future__ import annotations

import io
import itertools
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import qualmap
from qualmap.errors import InputError
from qualmap.files.reading import Options, open_people
from qualmap.files.rows import FailedRow, ReadRow, Row
from qualmap.models import Credential
from qualmap.records import Record

Read = Callable[..., list[Row]]

TABLE = "工号,证书,发证机构,Age\nP-1,英国特许公认会计师公会资深会员,ACCA,66\nP-2,CPA（澳洲）,,41\n"
RECORDS = [
    Record("P-1", (Credential("英国特许公认会计师公会资深会员", "ACCA"),), {"age": 66}),
    Record("P-2", (Credential("CPA（澳洲）"),), {"age": 41}),
]


def records(rows: list[Row]) -> list[Record]:
    return [row.record for row in rows if isinstance(row, ReadRow)]


def failures(rows: list[Row]) -> list[FailedRow]:
    return [row for row in rows if isinstance(row, FailedRow)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_the_encoding_is_told_by_the_bytes(read: Read, encoding: str) -> None:
    assert records(read(TABLE.encode(encoding))) == RECORDS


def test_an_encoding_is_told_even_where_the_first_other_letter_comes_late(read: Read) -> None:
    head = "id,certificate\n" + "".join(f"P-{number},{'CISSP ' * 300}\n" for number in range(800))

    rows = records(read(f"{head}P-x,注册会计师\n".encode("gb18030")))

    assert rows[-1].credentials == (Credential("注册会计师"),)


def test_western_letters_are_not_taken_for_chinese(read: Read) -> None:
    [row] = records(read("id;certificate\nP-1;Wirtschaftsprüfer für Österreich\n".encode("cp1252")))

    assert row.credentials[0].text == "Wirtschaftsprüfer für Österreich"


def test_an_encoding_can_be_named_and_bytes_that_it_has_not_are_an_error(read: Read) -> None:
    assert records(read("id,certificate\nP-1,é\n".encode("cp1252"), encoding="cp1252"))[0].credentials[0].text == "é"
    with pytest.raises(InputError, match="utf-8"):
        read("id,certificate\nP-1,é\n".encode("cp1252"), encoding="utf-8")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_delimiter_is_told_by_the_header(read: Read, delimiter: str, end: str) -> None:
    assert records(read(TABLE.replace(",", delimiter).replace("\n", end))) == RECORDS


def test_the_separator_that_excel_names_in_a_first_line_is_used(read: Read) -> None:
    assert records(read("sep=;\n" + TABLE.replace(",", ";"))) == RECORDS


@pytest.mark.parametrize("order", [*itertools.permutations(range(4))])
def test_the_order_of_the_columns_makes_no_difference(read: Read, order: tuple[int, ...]) -> None:
    lines = [line.split(",") for line in TABLE.splitlines()]
    shuffled = "\n".join(",".join(cells[place] for place in order) for cells in lines)

    assert records(read(shuffled)) == RECORDS


def test_a_title_above_the_header_is_passed_over(read: Read) -> None:
    assert records(read(f"持证人员名单,2025-11\n\n{TABLE}")) == RECORDS


def test_empty_rows_are_passed_over_and_counted(read: Read) -> None:
    rows = read("id,certificate\n\n,\nP-1,FCCA\n")

    assert [row.row for row in rows] == [4]


def test_a_line_break_in_a_cell_makes_two_credentials_and_other_separators_do_not(read: Read) -> None:
    [row] = records(read('id,certificate,issuer\nP-1,"FCCA; CISA\nPMP","ACCA\nPMI"\n'))

    assert row.credentials == (Credential("FCCA; CISA", "ACCA"), Credential("PMP", "PMI"))


def test_issuers_that_do_not_fit_the_credentials_line_by_line_are_not_read_and_a_note_says_so(read: Read) -> None:
    [row] = read('id,certificate,issuer\nP-1,"FCCA\nPMP",ACCA\n')

    assert isinstance(row, ReadRow)
    assert [one.issuer for one in row.record.credentials] == [None, None]
    assert "“issuer”" in row.notes[0]


def test_a_row_without_a_ref_is_called_by_its_number_and_a_note_says_so(read: Read) -> None:
    [row] = read("id,certificate\n,FCCA\n")

    assert isinstance(row, ReadRow)
    assert row.record.ref == "row 2"
    assert row.notes


def test_a_table_without_refs_counts_its_rows(read: Read) -> None:
    assert [record.ref for record in records(read("certificate\nFCCA\nPMP\n"))] == ["row 2", "row 3"]


def test_an_origin_that_is_given_wins_over_a_nationality(read: Read) -> None:
    first, second = records(read("id,certificate,国籍,origin\n1,FCCA,美国,港澳台\n2,FCCA,美国,\n"))

    assert (first.facts["origin"], second.facts["origin"]) == ("hk_mo_tw", "foreign")


BAD_ROWS = {
    "an answer that is none": ("P-2,PMP,perhaps", "P-2", "facts.work_permit", "“Work permit”"),
    "a cell too many": ("P-2,PMP,CISA,yes", "P-2", None, "separator"),
    "a quotation mark": ('P-2,"PMP" x,yes', None, "row", "doubled"),
}


@pytest.mark.parametrize(("line", "ref", "field", "says"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_an_error_with_its_place_and_the_others_are_read(
    read: Read, line: str, ref: str | None, field: str | None, says: str
) -> None:
    rows = read(f"id,certificate,Work permit\nP-1,FCCA,yes\n{line}\nP-3,CISM,no\n")

    assert [record.ref for record in records(rows)] == ["P-1", "P-3"]
    [failed] = failures(rows)
    assert (failed.row, failed.ref, failed.error.field) == (3, ref, field)
    assert says in str(failed.error)


def test_a_number_out_of_range_is_an_error_of_its_row(read: Read) -> None:
    [failed] = failures(read("id,certificate,age\nP-1,FCCA,660\n"))

    assert failed.to_dict() == {
        "ref": "P-1",
        "error": {"code": "invalid_input", "message": failed.error.message, "field": "facts.age", "row": 2},
    }


def test_a_quotation_mark_that_is_never_closed_loses_nobody_in_silence(read: Read) -> None:
    rows = read('id,certificate\nP-1,FCCA\nP-2,"PMP\nP-3,CISM\n')

    assert [record.ref for record in records(rows)] == ["P-1"]
    assert "lines 3 to 4" in str(failures(rows)[0].error)


def test_a_cell_without_end_stops_the_reading_and_says_so(read: Read) -> None:
    rows = read('id,certificate\nP-1,FCCA\nP-2,"' + "PMP,x\n" * 60_000)

    assert [record.ref for record in records(rows)] == ["P-1"]
    assert "not read" in str(failures(rows)[-1].error)


@pytest.mark.parametrize("content", ["", "\n\n", "id,备注\n1,2\n"])
def test_a_file_without_a_table_of_credentials_is_an_error(read: Read, content: str) -> None:
    with pytest.raises(InputError):
        read(content)


def test_a_file_that_is_not_there_is_an_error_that_names_it(facts: tuple[qualmap.Fact, ...], tmp_path: Path) -> None:
    with (
        pytest.raises(InputError, match=r"nowhere\.csv"),
        open_people(str(tmp_path / "nowhere.csv"), facts=facts, options=Options()),
    ):
        pass


STREAMS = {
    "CSV": (TABLE.encode("gb18030"), RECORDS),
    "JSON Lines": (b'{"ref": "a", "credentials": ["FCCA"]}\n{"ref": "b"}\n', [Record("a", (Credential("FCCA"),)), Record("b")]),
    "JSON Resume": (
        b'{\n "basics": {"name": "X"},\n "certificates": [{"name": "FRM"}]\n}',
        [Record("stdin", (Credential("FRM"),))],
    ),
}


@pytest.mark.parametrize(("content", "expected"), STREAMS.values(), ids=STREAMS)
def test_standard_input_is_told_by_its_content(
    facts: tuple[qualmap.Fact, ...], monkeypatch: pytest.MonkeyPatch, content: bytes, expected: list[Record]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    with open_people("-", facts=facts, options=Options()) as people:
        assert records(list(people.rows)) == expected
