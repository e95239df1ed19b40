"""One cell may name several certificates, or one certificate in two languages."""

from __future__ import annotations

import pytest

from qualmap_matcher.editions.attachments.splitting import seems_several, split

SEVERAL = {
    "an enumeration in lines": ("1. 注册金融分析师\n2. 金融风险管理师", ["注册金融分析师", "金融风险管理师"]),
    "an enumeration in one line": ("1.注册金融分析师2.金融风险管理师", ["注册金融分析师", "金融风险管理师"]),
    "circled numbers": ("①英国特许公认会计师②澳洲注册会计师", ["英国特许公认会计师", "澳洲注册会计师"]),
    "numbers in brackets": ("（1）注册建筑师；（2）特许工程师", ["注册建筑师", "特许工程师"]),
    "lines": ("注册金融分析师（CFA）\n金融风险管理师（FRM）", ["注册金融分析师（CFA）", "金融风险管理师（FRM）"]),
    "names between 、": ("金融风险管理师、注册金融分析师", ["金融风险管理师", "注册金融分析师"]),
    "acronyms": ("CFA、FRM；CAIA", ["CFA", "FRM", "CAIA"]),
}
ONE = {
    "two languages": ("注册金融分析师（CFA）", "注册金融分析师（CFA）"),
    "two languages in two lines": (
        "注册金融分析师\nChartered Financial Analyst",
        "注册金融分析师（Chartered Financial Analyst）",
    ),
    "a name that a line end cuts": ("皇家特许\n测量师", "皇家特许测量师"),
    "an English name that a line end cuts": ("Certified Public\nAccountant (CPA)", "Certified Public Accountant (CPA)"),
    "a bracket in the second line": ("特许公认会计师\n（ACCA）", "特许公认会计师（ACCA）"),
    "parts that share a word": ("飞行机械员、领航员执照", "飞行机械员、领航员执照"),
    "short parts": ("电气、电子工程师", "电气、电子工程师"),
    "、 in a bracket": ("译员（二级、三级）", "译员（二级、三级）"),
    "a lone number": ("3.注册会计师", "注册会计师"),
    "a number of a standard": ("ISO 9001:2015审核员", "ISO 9001:2015审核员"),
    "a number inside": ("Chartered Engineer Level 1. Part 2.", "Chartered Engineer Level 1. Part 2."),
}


@pytest.mark.parametrize(("cell", "names"), SEVERAL.values(), ids=SEVERAL)
def test_several_certificates_in_one_cell_are_told_apart(cell: str, names: list[str]) -> None:
    assert list(split(cell)) == names


@pytest.mark.parametrize(("cell", "name"), ONE.values(), ids=ONE)
def test_one_certificate_stays_one(cell: str, name: str) -> None:
    assert split(cell) == (name,)


def test_an_empty_cell_names_nothing() -> None:
    assert split("") == split(" \n ") == ()


def test_what_was_not_split_and_may_be_several_is_said() -> None:
    assert seems_several("飞行机械员、领航员执照")
    assert not seems_several("译员（二级、三级）")
