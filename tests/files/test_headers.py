"""What a header says, in English, Chinese or both, with or without a number."""

from __future__ import annotations

import pytest

import qualmap
from qualmap.files.headers import Recognised, recognised

HEADERS = {
    "ID": "ref",
    "employee id": "ref",
    "员工编号": "ref",
    "候选人编号": "ref",
    "序号": "ordinal",
    "Professional Qualifications": "credential",
    "职业资格证书": "credential",
    "发证机构": "issuer",
    "Issuing Body": "issuer",
    "国家（地区）": "country",
    "Age / 年龄": "age",
    "年龄（周岁）": "age",
    "Highest degree\n最高学位": "degree",
    "最高学历": "degree",
    "Years of experience": "years_experience",
    "工作年限（年）": "years_experience",
    "在沪工作年限": "years_experience_in_shanghai",
    "Hukou": "shanghai_hukou",
    "戶籍": "shanghai_hukou",
    "来源": "origin",
    "国籍": "nationality",
    "姓名": "personal",
    "Passport No.": "personal",
    "E-mail": "personal",
    "出生日期": "personal",
}


@pytest.mark.parametrize(("header", "field"), HEADERS.items())
def test_a_usual_header_is_recognised(header: str, field: str) -> None:
    assert recognised(header) == Recognised(field)


@pytest.mark.parametrize("header", ["", "备注", "Department", "Credential / Issuer", "Expiry date", "age group", "证书到期日"])
def test_a_header_that_says_nothing_known_or_two_things_is_not_recognised(header: str) -> None:
    assert recognised(header) is None


@pytest.mark.parametrize(
    ("header", "field", "number"),
    [
        ("credential_1", "credential", 1),
        ("Certificate 2", "credential", 2),
        ("2nd certificate", "credential", 2),
        ("证书2", "credential", 2),
        ("证书二", "credential", 2),
        ("第三证书", "credential", 3),
        ("issuer_10", "issuer", 10),
        ("发证机构（2）", "issuer", 2),
    ],
)
def test_a_header_can_have_a_number(header: str, field: str, number: int) -> None:
    assert recognised(header) == Recognised(field, number)


def test_a_fact_has_no_number() -> None:
    assert recognised("age 2") is None


def test_every_fact_is_recognised_by_its_id_and_by_its_meaning(facts: tuple[qualmap.Fact, ...]) -> None:
    for fact in facts:
        assert {recognised(text) for text in (fact.name, fact.meaning.en, fact.meaning.zh)} == {Recognised(fact.name)}
