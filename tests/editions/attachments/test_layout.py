"""What stands around the rows is understood and dropped; what is not understood waits and is never lost."""

from __future__ import annotations

import pytest

from qualmap import AttachmentError
from qualmap_matcher.editions.attachments.blocks import Block, Line, Paragraph, Table
from qualmap_matcher.editions.attachments.columns import header
from qualmap_matcher.editions.attachments.headings import category_of, edition_of
from qualmap_matcher.editions.attachments.layout import Entry, entries
from qualmap_matcher.editions.attachments.opening import OpenedAttachment
from qualmap_matcher.editions.attachments.spaces import tidy, tidy_lines

HEAD = ("序号", "证书名称", "颁证机构", "国别")


def table(*rows: tuple[str, ...], sheet: str | None = None, top: bool = False) -> Table:
    lines = (Line(row, f"row {at}", tops_page=top and at == 1) for at, row in enumerate(rows, 1))
    return Table(tuple(lines), sheet)


def read(*blocks: Block) -> list[Entry]:
    return list(entries(OpenedAttachment(file="a.docx", sha256="0" * 64, kind="docx", blocks=blocks), edition="3.0"))


def names(*blocks: Block) -> list[tuple[str, str]]:
    return [(one.category, one.name) for one in read(*blocks)]


A = Paragraph("一、A类（符合产业导向，共2项）", "")
ROW = ("1", "注册金融分析师", "CFA协会", "美国")
OTHER = ("2", "金融风险管理师", "GARP", "美国")


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("A类", "A"),
        ("一、A类（符合本市产业导向、知名度高）", "A"),
        ("（二）B类职业资格证书", "B"),
        ("附件2 C类清单", "C"),
        ("上海市境外职业资格证书认可清单（D类）", "D"),
        ("Category B", "B"),
        ("Ａ 类", "A"),
        ("A", "A"),
        ("一、A类（符合本市产业导向，知名度高，", "A"),  # a PDF's line may end in the bracket
        ("本清单分为A类、B类和C类", None),
        ("A类证书持有人可以申请，并享受待遇", None),
        ("注：A类证书见通知。", None),
        ("金融类", None),
        ("CFA", None),
        ("Annex", None),
    ],
)
def test_a_heading_of_a_category_is_told_from_talk_about_it(text: str, category: str | None) -> None:
    assert category_of(text) == category


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("上海市境外职业资格证书认可清单（3.0版）", "3.0"),
        ("关于发布《上海市境外职业资格证书认可清单（2.0版）》的通知", "2.0"),
        ("在1.0版的基础上进行了修订。", None),
        ("认可清单", None),
    ],
)
def test_a_title_names_an_edition(text: str, edition: str | None) -> None:
    assert edition_of(text) == edition


@pytest.mark.parametrize(
    "cells",
    [
        ("序号", "职业资格名称", "发证机构", "国家（地区）", "备注"),
        ("No.", "Name of Qualification", "Awarding Body", "Country/Region"),
        ("境外职业资格证书名称", "颁发机构"),
        ("类别", "证书名称（中文）", "英文名称", "颁证单位", "所属国家", "行业领域"),
    ],
)
def test_a_header_is_recognised(cells: tuple[str, ...]) -> None:
    assert header(cells)


@pytest.mark.parametrize(
    "cells",
    [
        ROW,
        ("注册会计师证书", "美国会计师协会"),
        ("1", "国际职业资格证书", "认证机构国际联合会", "国际"),
        ("证书名称", "", ""),
    ],
)
def test_a_row_is_no_header(cells: tuple[str, ...]) -> None:
    assert header(cells) is None


def test_repeated_headers_empty_rows_and_notes_are_dropped() -> None:
    note = ("注：以上证书须在有效期内。",) * 4
    assert names(A, table(HEAD, ROW, HEAD, OTHER, ("",) * 4, note), Paragraph("注：B类另行公布。", "")) == [
        ("A", "注册金融分析师"),
        ("A", "金融风险管理师"),
    ]


def test_a_table_without_a_header_goes_on_with_the_columns_of_the_one_before() -> None:
    assert names(A, table(HEAD, ROW), Paragraph("B类", ""), table(OTHER)) == [("A", "注册金融分析师"), ("B", "金融风险管理师")]


def test_a_row_that_a_page_break_cuts_is_joined() -> None:
    cut = ("", "师", "", "")
    [first, second] = read(A, table(HEAD, ("1", "特许金融分析", "CFA协会", "美国")), table(HEAD, cut, OTHER, top=True))

    assert (first.name, second.name) == ("特许金融分析师", "金融风险管理师")
    assert first.place == "row 2 and row 2"


def test_a_row_without_a_number_elsewhere_is_a_row_of_its_own() -> None:
    assert [name for _, name in names(A, table(HEAD, ROW, ("", "金融风险管理师", "GARP", "美国")))] == [
        "注册金融分析师",
        "金融风险管理师",
    ]


def test_the_category_stands_in_a_column_of_its_own_and_may_be_several() -> None:
    head = ("类别", "证书名称", "颁证机构")
    assert names(table(head, ("A类、B类", "注册金融分析师", ""), ("C", "金融风险管理师", ""))) == [
        ("A", "注册金融分析师"),
        ("B", "注册金融分析师"),
        ("C", "金融风险管理师"),
    ]


def test_the_categories_may_be_ticked() -> None:
    head = ("证书名称", "A类", "B类", "C类")
    assert names(table(head, ("注册金融分析师", "√", "", "√"), ("金融风险管理师", "—", "√", ""))) == [
        ("A", "注册金融分析师"),
        ("C", "注册金融分析师"),
        ("B", "金融风险管理师"),
    ]


def test_a_sheet_may_be_named_after_its_category() -> None:
    assert names(table(HEAD, ROW, sheet="A类"), table(HEAD, OTHER, sheet="B类")) == [
        ("A", "注册金融分析师"),
        ("B", "金融风险管理师"),
    ]


def test_a_category_does_not_reach_into_the_next_sheet() -> None:
    [first, second] = read(table(HEAD, ROW, sheet="A类"), table(HEAD, OTHER, sheet="其他"))

    assert (first.category, second.category) == ("A", "")
    assert "no category" in second.doubt


def test_headings_of_fields_give_the_field() -> None:
    [one, other] = read(A, table(HEAD, ("（一）金融领域",) * 4, ROW, ("（二）信息技术领域",) * 4, OTHER))

    assert (one.field, other.field) == ("金融", "信息技术")


def test_a_header_of_two_lines_is_no_row() -> None:
    upper = ("序号", "证书信息", "证书信息", "国别")
    assert names(A, table(upper, HEAD, ROW), table(upper, HEAD, OTHER)) == [("A", "注册金融分析师"), ("A", "金融风险管理师")]


def test_english_name_abbreviation_and_level_of_columns_of_their_own_are_part_of_the_name() -> None:
    head = ("证书名称", "英文名称", "缩写", "级别", "颁证机构")
    [one] = read(A, table(head, ("注册金融分析师", "Chartered Financial Analyst", "CFA", "三级", "CFA协会")))

    assert one.name == "注册金融分析师（Chartered Financial Analyst）（CFA）（三级）"


def test_certificates_of_one_cell_have_the_issuers_that_are_numbered_alike() -> None:
    cells = ("1", "1. 注册金融分析师\n2. 金融风险管理师", "1. CFA协会\n2. GARP", "美国")

    assert [(one.name, one.issuer, one.country, one.number) for one in read(A, table(HEAD, cells))] == [
        ("注册金融分析师", "CFA协会", "美国", "1"),
        ("金融风险管理师", "GARP", "美国", "1"),
    ]


def test_signs_that_lead_to_a_footnote_are_no_part_of_a_name() -> None:
    rows = [("1", f"注册金融分析师{mark}", "", "") for mark in ("*", "[1]", "（注2）", "¹", "※")]

    assert {name for _, name in names(A, table(HEAD, *rows))} == {"注册金融分析师"}


def test_what_other_columns_say_is_kept_as_a_note() -> None:
    [one] = read(A, table((*HEAD, "有效期", "备注"), (*ROW, "5年", "限二级以上")))

    assert one.note == "限二级以上; 有效期: 5年"


@pytest.mark.parametrize(
    ("blocks", "doubt"),
    [
        ([table(HEAD, ROW), A, table(HEAD, OTHER)], "no category"),
        ([A, table(HEAD, ROW, ("2", "", "GARP", "美国"))], "names no certificate"),
        ([A, table(HEAD, ROW), table(("证书甲", "某协会"))], "no header"),
        ([A, table(HEAD, ROW, ("未能识别的一行文字",) * 4)], "whole row"),
        ([table((*HEAD, "类别"), (*ROW, "A"), (*OTHER, "待定"))], "'待定' is not understood"),
        ([table((*HEAD, "类别"), (*ROW, "A"), (*OTHER, "F"))], "category F"),
    ],
)
def test_a_row_that_is_not_understood_waits_and_says_why(blocks: list[Block], doubt: str) -> None:
    doubts = [one.doubt for one in read(*blocks)]

    assert len(doubts) == 2
    assert sum(doubt in one for one in doubts) == 1


@pytest.mark.parametrize(
    ("blocks", "says"),
    [
        ([Paragraph("A类", "")], "no table"),
        ([A, table(("甲", "乙"), ("丙", "丁"))], "证书名称"),
        ([A, table(HEAD)], "no rows"),
        ([table(HEAD, ROW)], "no row has a category"),
        ([Paragraph("认可清单（2.0版）", "page 1"), A, table(HEAD, ROW)], "page 1: its title names edition 2.0"),
        (
            [Paragraph("认可清单（3.0版）", ""), A, table(HEAD, ROW), Paragraph("认可清单（2.0版）", ""), table(OTHER)],
            "edition 2.0",
        ),
        ([table(HEAD, ROW, sheet="3.0版"), table(HEAD, ROW, sheet="2.0版")], "edition 2.0"),
        ([Paragraph("E类", ""), table(HEAD, ROW)], "category E"),
        ([A, table(("证书名称", "名称", "颁证机构"), ("甲", "乙", "丙"))], "证书名称 and 名称"),
    ],
)
def test_an_attachment_that_cannot_be_read_is_an_error_that_says_what_was_expected(blocks: list[Block], says: str) -> None:
    with pytest.raises(AttachmentError, match=says) as caught:
        read(*blocks)

    assert str(caught.value).startswith("a.docx: ")
    assert caught.value.code == "invalid_attachment"


def test_nothing_in_a_text_can_steer_a_terminal() -> None:
    assert tidy("\x1b[31m注册\u202e会计\x07师\r\x9b") == "[31m注册会计师"
    assert tidy_lines("甲 \u200b级\r\n\x00乙\u3000级") == "甲级\n乙级"
