"""The engine's answer to an official name is taken over only where nothing speaks against it; the rest is a person's."""

from __future__ import annotations

import pytest

import qualmap
from qualmap.models import Qualification
from qualmap_lists import data_folder
from qualmap_matcher.editions.attachments.layout import Entry
from qualmap_matcher.editions.attachments.naming import FIELDS, country_code, field_named, proposed_id, two_names
from qualmap_matcher.editions.attachments.proposing import ReviewLine, propose
from qualmap_matcher.overlays.forms import FIELD


@pytest.fixture(scope="session")
def known(client: qualmap.Client) -> tuple[Qualification, ...]:
    return client.qualifications()


@pytest.fixture
def line(client: qualmap.Client, known: tuple[Qualification, ...]):  # noqa: ANN201 - a function
    def line(name: str, **beside: str) -> ReviewLine:
        [one] = propose([Entry(place="row 2", category="A", name=name, **beside)], match=client.match, known=known)
        return one

    return line


@pytest.mark.parametrize(
    ("name", "beside", "id_"),
    [
        ("注册金融分析师（CFA）", {"issuer": "CFA协会", "country": "美国"}, "cfa-institute-cfa"),
        ("CPA", {"country": "中国香港"}, "hkicpa-cpa"),
        ("Fellow of the Association of Chartered Certified Accountants (FCCA)", {}, "acca-fellow"),
        ("金融风险管理师职业资格证书", {"country": "美国"}, "garp-frm"),
    ],
)
def test_a_sure_name_is_mapped(line, name: str, beside: dict[str, str], id_: str) -> None:  # noqa: ANN001
    one = line(name, **beside)

    assert (one.status, one.qualification) == ("mapped", id_)
    assert 0 < float(one.confidence) < 1


def test_no_official_name_of_a_qualification_that_could_be_listed_is_mapped_to_another(
    client: qualmap.Client, known: tuple[Qualification, ...]
) -> None:
    scope = set(data_folder().joinpath("cases", "scope.txt").read_text(encoding="utf-8").split())
    listed = [one for one in known if one.id in scope and one.country != "CN"]
    entries = [
        Entry(place="", category="A", name=name, issuer=one.issuer)
        for one in listed
        for name in (one.name_zh, one.name_en, f"{one.name_zh}（{one.name_en}）")
    ]
    found = propose(entries, match=client.match, known=known)
    wrong = [
        (proposed.name, proposed.qualification)
        for proposed, one in zip(found, [one for one in listed for _ in range(3)], strict=True)
        if proposed.status == "mapped" and proposed.qualification != one.id
    ]

    assert wrong == []
    assert sum(proposed.status == "mapped" for proposed in found) > 0.8 * len(found)
    assert not [proposed for proposed in found if proposed.status == "new"]


@pytest.mark.parametrize(
    ("name", "beside", "candidate", "why"),
    [
        ("注册会计师（CPA）", {}, None, "mainland"),
        ("注册会计师", {"issuer": "香港会计师公会", "country": "中国香港", "field": "会计"}, None, "mainland"),
        ("特许会计师", {}, None, ""),
        ("CFA二级考生", {}, "cfa-institute-cfa", "not one"),
        ("Fellow of the Malaysian Institute of CPAs", {}, "us-cpa", ""),
        ("CFA、FRM以及其他", {}, "cfa-institute-cfa", ""),
    ],
)
def test_what_is_not_sure_is_left_to_a_person(
    line,  # noqa: ANN001
    name: str,
    beside: dict[str, str],
    candidate: str | None,
    why: str,
) -> None:
    one = line(name, **beside)

    assert one.status in {"choose", "waits"}
    assert one.status == "waits" or one.qualification == ""
    assert candidate is None or candidate in one.candidates
    assert one.status == "waits" or why in one.note
    assert "cicpa-cpa" not in one.candidates  # the list is of overseas qualifications


def test_a_doubt_about_the_row_keeps_it_waiting_whatever_the_engine_says(line) -> None:  # noqa: ANN001
    one = line("注册金融分析师（CFA）", doubt="no category stands above it", note="限上海")

    assert (one.status, one.qualification) == ("waits", "")
    assert one.candidates == ("cfa-institute-cfa",)
    assert one.note == "no category stands above it; 限上海"


def test_a_name_that_nothing_is_like_becomes_a_new_qualification(line) -> None:  # noqa: ANN001
    one = line("深海测绘员（DSX）", issuer="国际深海学会（IDSX）", country="国际", field="工程")

    assert (one.status, one.qualification, one.field) == ("new", "idsx-dsx", "engineering")


def test_a_new_qualification_of_which_too_little_is_said_waits_and_says_what_is_missing(line) -> None:  # noqa: ANN001
    one = line("深海测绘员（DSX）", issuer="国际深海学会（IDSX）", country="火星")

    assert (one.status, one.qualification) == ("waits", "idsx-dsx")
    assert "country, field" in one.note
    assert "issuer" not in one.note


def test_a_new_qualification_never_takes_an_id_that_is_there(line) -> None:  # noqa: ANN001
    one = line("深海测绘员（FRM）（高级甲等）", issuer="国际深海学会（GARP）", country="国际", field="工程")

    assert one.status != "new"


@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [
        ("注册金融分析师（CFA）", "CFA", "注册金融分析师"),
        ("注册会计师（香港）（Certified Public Accountant (HK)）", "Certified Public Accountant (HK)", "注册会计师（香港）"),
        ("注册会计师", "注册会计师", "注册会计师"),
        ("Chartered Engineer (CEng)", "Chartered Engineer (CEng)", "Chartered Engineer (CEng)"),
    ],
)
def test_a_bilingual_name_is_two_names(name: str, english: str, chinese: str) -> None:
    assert two_names(name) == (english, chinese)


@pytest.mark.parametrize(
    ("words", "code"),
    [("美国", "US"), ("中国香港", "HK"), ("UK", "GB"), ("英国、爱尔兰", "GB/IE"), ("国际", ""), ("火星", None), ("", None)],
)
def test_a_place_has_its_code(words: str, code: str | None) -> None:
    assert country_code(words) == code


def test_ids_are_made_of_letters_or_of_a_hash_and_are_always_the_same() -> None:
    assert proposed_id("某师（ABC）", "某会（XYZ）", "US") == "xyz-abc"
    assert proposed_id("Diploma in Deep Sea Mapping", "", "") == "diploma-deep-sea-mapping"
    assert proposed_id("某师", "某会", "US") == proposed_id("某师", "某会", "US") != proposed_id("某员", "某会", "US")
    assert proposed_id("某师", "某会", "US").startswith("us-")


def test_fields_are_those_that_a_data_folder_may_have() -> None:
    assert all(FIELD.admits(field) for field in FIELDS)
    assert field_named("金融领域") == "finance"
    assert field_named("其他") is None
