"""Records as JSON: lines, documents and JSON Resumes, of which only the certificates are read."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from qualmap.errors import InputError
from qualmap.files.rows import FailedRow, ReadRow, Row
from qualmap.models import Credential
from qualmap.records import Record

Read = Callable[..., list[Row]]

RESUME = {
    "basics": {"name": "Nobody Real", "email": "nobody@example.com", "phone": "555-0100"},
    "education": [{"institution": "Somewhere", "studyType": "Master"}],
    "certificates": [
        {"name": "Financial Risk Manager", "issuer": "GARP", "date": "2019-05-01", "url": "https://example.com"},
        {"name": "PMP"},
    ],
}


def test_the_certificates_of_a_resume_are_read_and_nothing_else(read: Read) -> None:
    [row] = read(json.dumps(RESUME), name="C-7.json")

    assert row == ReadRow(1, Record("C-7", (Credential("Financial Risk Manager", "GARP"), Credential("PMP"))))
    assert "nobody" not in repr(row).casefold()


def test_a_resume_can_be_given_a_ref(read: Read) -> None:
    [row] = read(json.dumps(RESUME), name="C-7.json", ref="X-1")

    assert isinstance(row, ReadRow)
    assert row.record.ref == "X-1"


def test_a_certificate_that_is_awarded_only_later_is_left_out_with_a_note(read: Read) -> None:
    certificates = [{"name": "FRM", "date": "2999-01"}, {"name": "PMP", "date": "2019"}, {"name": "CISA", "date": "May 2019"}]
    [row] = read(json.dumps({"certificates": certificates}), name="C-7.json")

    assert isinstance(row, ReadRow)
    assert [one.text for one in row.record.credentials] == ["PMP", "CISA"]
    assert row.notes[0] == "certificates[0] is not read: it is not valid before 2999-01-01"
    assert "certificates[2].date" in row.notes[1]


@pytest.mark.parametrize(
    ("certificates", "field"),
    [("FRM", "certificates"), (["FRM"], "certificates[0]"), ([{"name": "FRM"}, {"issuer": "x"}], "certificates[1].name")],
)
def test_a_certificate_that_is_none_is_an_error_with_its_place(read: Read, certificates: object, field: str) -> None:
    [row] = read(json.dumps({"basics": {}, "certificates": certificates}), name="C-7.json")

    assert isinstance(row, FailedRow)
    assert (row.ref, row.error.field) == ("C-7", field)


def test_json_lines_are_records_and_a_bad_one_loses_no_other(read: Read) -> None:
    good = {"ref": "a", "credentials": [{"text": "FCCA", "issuer": None, "country": None}], "facts": {"age": 66}}
    bad = ['{"ref": "b"', '{"credentials": []}', '{"ref": "c", "age": 3}', "[]", '{"ref": "d", "facts": {"age": [1]}}']

    rows = read("\n".join([json.dumps(good), *bad, "", json.dumps({"ref": "z"})]), name="people.jsonl")

    assert [row.record.ref for row in rows if isinstance(row, ReadRow)] == ["a", "z"]
    assert rows[0] == ReadRow(1, Record.of(good))
    assert [row.row for row in rows] == [1, 2, 3, 4, 5, 6, 8]


def test_json_lines_that_are_not_utf_8_are_errors_one_by_one(read: Read) -> None:
    rows = read(b'\xef\xbb\xbf{"ref": "a"}\n\xff\xfe\n{"ref": "b"}\n', name="people.ndjson")

    assert [isinstance(row, ReadRow) for row in rows] == [True, False, True]


@pytest.mark.parametrize("content", [{"ref": "a"}, [{"ref": "a"}]])
def test_a_document_can_be_a_record_or_a_list_of_records(read: Read, content: object) -> None:
    assert read(json.dumps(content, indent=1), name="people.json") == [ReadRow(1, Record("a"))]


def test_a_document_that_is_no_json_is_an_error(read: Read) -> None:
    with pytest.raises(InputError, match="JSON"):
        read("{", name="people.json")
