"""What is wrong in an overlay is said at opening, all of it: which file, which line, which column, and what was expected."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import qualmap

Write = Callable[..., Path]
ALIASES = "qualification,lang,alias,strength,note\n"
QUALIFICATIONS = "id,name_en,name_zh,name_zh_hant,issuer,issuers,country,field,grade\n"
ROWS = "category,qualification,evidence,reason,source\n"


def mistakes(folder: Path) -> tuple[qualmap.OverlayMistake, ...]:
    with pytest.raises(qualmap.OverlayError) as caught:
        qualmap.Client.local(data=folder)
    return caught.value.mistakes


def only(folder: Path) -> qualmap.OverlayMistake:
    [mistake] = mistakes(folder)
    return mistake


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ("acca-membr,en,Utopian,,", "qualification", "'acca-membr'"),
        ("ACCA Member,en,Utopian,,", "qualification", "an id"),
        ("acca-member,english,Utopian,,", "lang", "a language"),
        ("acca-member,zh,Utopian,,", "lang", "a language"),
        ("acca-member,en,,,", "alias", "words"),
        ("acca-member,en, Utopian,,", "alias", "no space at either end"),
        ("acca-member,en,--,,", "alias", "letters among them"),
        ("acca-member,en,®,,", "alias", "letters among them"),
        ("acca-member,en,2019,,", "alias", "letters among them"),
        ("acca-member,en,F,,", "alias", "two or more characters"),
        ("acca-member,en,of the,,", "alias", "only little words"),
        ("acca-member,en,Fellow,,", "alias", "a word for a grade"),
        ("acca-member,en,香港,,", "alias", "a place"),
        ("acca-member,en,candidate,override,", "alias", "how or why something is held"),
        ("acca-member,en,ACCA candidate,,", "alias", "in_progress"),
        ("cfa-institute-cfa,en,CFA L2,override,", "alias", "in_progress"),
        ("acca-member,en,Utopian,strong,", "strength", "one of nothing, weak, override"),
        ("acca-member,en,Utopian,, note", "note", "no space at either end"),
    ],
)
def test_a_wrong_value_of_an_alias_is_named_with_its_line_and_column(write: Write, line: str, column: str, expected: str) -> None:
    folder = write(files={"aliases.csv": f"{ALIASES}acca-member,en,Good Name,,\n{line}\n"})

    mistake = only(folder)
    assert (mistake.file, mistake.line, mistake.column) == ("aliases.csv", 3, column)
    assert expected in mistake.expected


def test_an_alias_that_stands_twice_is_a_mistake(write: Write) -> None:
    folder = write(files={"aliases.csv": f"{ALIASES}acca-member,en,Utopian,,\nacca-member,und,Utopian,weak,\n"})

    assert (only(folder).line, only(folder).column) == (3, "alias")


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ("", 1, None),
        ("qualification,lang,alias\nacca-member,en,Utopian\n", 1, "strength"),
        ("qualification,lang,alias,strength,remark\n", 1, "remark"),
        ("qualification,lang,alias,strength,alias\n", 1, "alias"),
        (f"{ALIASES}acca-member,en,Utopian\n", 2, None),
        (f'{ALIASES}acca-member,en,"Uto"pian,,\n', 2, None),
        (f"{ALIASES}acca-member,en,Utopian,,\n\nacca-membr,en,Other,,\n", 4, "qualification"),
    ],
)
def test_a_table_of_the_wrong_form_is_named_with_its_line(write: Write, content: str, line: int, column: str | None) -> None:
    mistake = only(write(files={"aliases.csv": content}))

    assert (mistake.file, mistake.line, mistake.column) == ("aliases.csv", line, column)


def test_a_table_that_is_not_utf_8_is_named_with_its_line(write: Write) -> None:
    folder = write("acca-member,Utopian")
    (folder / "aliases.csv").write_bytes(f"{ALIASES}acca-member,zh-Hans,代码,,\n".encode("gb18030"))

    assert (only(folder).line, only(folder).expected) == (2, "UTF-8, but byte 59 is none")


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"id": "acca-member"}, "id"),
        ({"id": "A B"}, "id"),
        ({"name_en": ""}, "name_en"),
        ({"name_zh": "会员"}, "name_zh"),
        ({"issuers": "acca nobody-at-all"}, "issuers"),
        ({"country": "Britain"}, "country"),
        ({"field": "widgets"}, "field"),
        ({"grade": "Fellow"}, "grade"),
    ],
    ids=str,
)
def test_a_wrong_value_of_a_qualification_is_named_with_its_column(write: Write, changes: dict[str, str], column: str) -> None:
    row = {
        "id": "utopian",
        "name_en": "Chartered Utopian",
        "name_zh": "特许乌托邦师",
        "name_zh_hant": "特許烏托邦師",
        "issuer": "Utopia",
        "issuers": "acca",
        "country": "GB",
        "field": "other",
        "grade": "fellow",
    }
    qualmap.Client.local(data=write(files={"qualifications.csv": QUALIFICATIONS + ",".join(row.values()) + "\n"}, name="good"))
    mistake = only(write(files={"qualifications.csv": QUALIFICATIONS + ",".join((row | changes).values()) + "\n"}))

    assert (mistake.file, mistake.line, mistake.column) == ("qualifications.csv", 2, column)


@pytest.mark.parametrize(
    ("path", "value", "column"),
    [
        (["id"], "3.1", "id"),
        (["id"], 3.0, "id"),
        (["name_zh"], None, "name_zh"),
        (["notice"], "", "notice"),
        (["in_force_from"], "2025-02-30", "in_force_from"),
        (["in_force_from"], "2024-11-22", "in_force_from"),
        (["in_force_until"], "2025-11-07", "in_force_until"),
        (["declared_rows"], {"E": 1}, "declared_rows.E"),
        (["declared_rows"], {"A": "many"}, "declared_rows.A"),
        (["declared_rows"], {"A": True}, "declared_rows.A"),
        (["categories"], ["E"], "categories"),
        (["categories"], "AB", "categories"),
        (["complete"], "yes", "complete"),
        (["sources"], [], "sources"),
        (["sources"], ["nobody-2020"], "sources[0]"),
        (["carries_over"], "1.0", "carries_over"),
        (["attachment"], None, "attachment"),
        (["attachment", "sha256"], "4f0c", "attachment.sha256"),
        (["attachment", "date"], "7 November 2025", "attachment.date"),
        (["attachment", "acknowledged"], ["one", 2], "attachment.acknowledged[1]"),
        (["attachment", "size"], 5, "attachment.size"),
    ],
    ids=str,
)
def test_a_wrong_value_of_an_edition_is_named_with_its_place(copy: Path, path: list[str], value: object, column: str) -> None:
    file = copy / "editions" / "3.0" / "edition.json"
    content: Any = json.loads(file.read_text(encoding="utf-8"))
    inner = content
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    file.write_text(json.dumps(content), encoding="utf-8")

    mistake = only(copy)
    assert (mistake.file, mistake.column) == ("editions/3.0/edition.json", column)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("E,acca-fellow,official,,attachment-3.0", "category"),
        ("A,nobody-at-all,official,,attachment-3.0", "qualification"),
        ("A,acca-fellow,confirmed,,attachment-3.0", "evidence"),
        ("A,acca-fellow,inferred,it must be,attachment-3.0", "evidence"),
        ("A,acca-fellow,official,,attachment-9.0", "source"),
        ("A,acca-fellow,official,,", "source"),
        ("A,cwa-analyst,official,,attachment-3.0", "qualification"),
    ],
)
def test_a_wrong_value_of_a_row_is_named_with_its_line_and_column(copy: Path, row: str, column: str) -> None:
    file = copy / "editions" / "3.0" / "rows.csv"
    file.write_text(f"{ROWS}A,cwa-analyst,official,,attachment-3.0\n{row}\n", encoding="utf-8")

    mistake = only(copy)
    assert (mistake.file, mistake.line, mistake.column) == ("editions/3.0/rows.csv", 3, column)


def test_a_category_that_the_edition_does_not_have_is_a_mistake_of_the_row(copy: Path) -> None:
    file = copy / "editions" / "3.0" / "edition.json"
    content: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    del content["categories"]
    file.write_text(json.dumps(content), encoding="utf-8")
    (copy / "editions" / "3.0" / "rows.csv").write_text(f"{ROWS}D,acca-fellow,official,,attachment-3.0\n", encoding="utf-8")

    assert (only(copy).column, "A, B, C" in only(copy).expected) == ("category", True)


@pytest.mark.parametrize("missing", ["edition.json", "rows.csv"])
def test_an_edition_needs_its_entry_and_its_rows(copy: Path, missing: str) -> None:
    (copy / "editions" / "3.0" / missing).unlink()

    assert only(copy).file == f"editions/3.0/{missing}"


def test_a_folder_of_an_edition_is_named_after_it(copy: Path) -> None:
    (copy / "editions" / "3.0").rename(copy / "editions" / "third")

    assert only(copy).file == "editions/third/edition.json"


@pytest.mark.parametrize(
    ("source", "column"),
    [
        ({"acca-2023": {"title": "A", "url": "https://example.org", "published": "2023"}}, "sources.acca-2023"),
        ({"a b": {"title": "A", "url": "https://example.org", "published": "2023-01"}}, "sources.a b"),
        ({"a": {"title": "A", "url": "example.org", "published": "2023-01"}}, "sources.a.url"),
        ({"a": {"title": "A", "url": None, "published": "2023-01"}}, "sources.a.note"),
        ({"a": {"title": "A", "url": "https://example.org", "published": "January"}}, "sources.a.published"),
        ({"a": "A"}, "sources.a"),
    ],
    ids=str,
)
def test_a_wrong_source_is_named_with_its_place(write: Write, source: dict[str, object], column: str) -> None:
    found = mistakes(write(files={"sources.json": {"about": "What was imported.", "sources": source}}))

    assert (found[0].file, column in [mistake.column for mistake in found]) == ("sources.json", True)


@pytest.mark.parametrize(
    ("content", "line"),
    [("{\n  'about': 1\n}", 2), ("[]", None), ("", 1), ("[" * 100_000, None), ("9" * 5_000, None)],
    ids=range(5),
)
def test_what_is_no_json_object_is_a_mistake(write: Write, content: str, line: int | None) -> None:
    mistake = only(write(files={"sources.json": content}))

    assert (mistake.file, mistake.line) == ("sources.json", line)


def test_a_file_that_cannot_be_read_is_a_mistake(write: Write) -> None:
    folder = write("acca-member,Utopian")
    (folder / "sources.json").mkdir()

    assert (only(folder).file, only(folder).expected[:25]) == ("sources.json", "a file that can be read: ")


def test_all_mistakes_of_all_files_are_said_at_once_and_the_message_has_the_first_twenty(copy: Path) -> None:
    lines = "".join(f"nobody-{number},en,Utopian {number},,\n" for number in range(25))
    (copy / "aliases.csv").write_text(ALIASES + lines, encoding="utf-8")
    (copy / "editions" / "3.0" / "rows.csv").unlink()

    with pytest.raises(qualmap.OverlayError) as caught:
        qualmap.Client.local(data=copy)

    error = caught.value
    assert [mistake.file for mistake in error.mistakes] == ["aliases.csv"] * 25 + ["editions/3.0/rows.csv"]
    assert (error.file, error.line, error.column) == ("aliases.csv", 2, "qualification")
    message = str(error).splitlines()
    assert message[0] == f"overlay {copy} has 26 mistakes"
    assert message[1] == (
        "  aliases.csv line 2, column 'qualification': expected the id of a qualification that is known; there is no 'nobody-0'"
    )
    assert (len(message), message[-1]) == (22, "  and 6 more")


def test_a_folder_that_was_mended_opens(write: Write) -> None:
    assert mistakes(write("acca-membr,Utopian"))

    assert qualmap.Client.local(data=write("acca-member,Utopian")).match("Utopian", edition="1.0").mentions


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_a_folder_that_is_none_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(qualmap.OverlayError, match="expected a folder") as caught:
        qualmap.Client.local(data=tmp_path / name)

    assert str(tmp_path / name) in str(caught.value)
