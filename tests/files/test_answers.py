"""What a cell says about a fact; what cannot be told is an error or stays unknown, and is never guessed."""

from __future__ import annotations

import pytest

import qualmap
from qualmap.errors import InputError
from qualmap.files.answers import origin_of, read_answer


def answer(facts: tuple[qualmap.Fact, ...], name: str, text: str) -> object:
    [fact] = [one for one in facts if one.name == name]
    return read_answer(fact, text)


@pytest.mark.parametrize("text", ["yes", "Y", "TRUE", "true", "1", "是", "有", " 有 ", "√", "持有"])
def test_yes_is_true(facts: tuple[qualmap.Fact, ...], text: str) -> None:
    assert answer(facts, "work_permit", text) is True


@pytest.mark.parametrize("text", ["no", "N", "False", "0", "否", "无", "無", "没有", "×"])
def test_no_is_false(facts: tuple[qualmap.Fact, ...], text: str) -> None:
    assert answer(facts, "work_permit", text) is False


@pytest.mark.parametrize("text", ["", "  ", "-", "N/A", "unknown", "不详", "未知", "—", "待定", "?"])
@pytest.mark.parametrize("name", ["work_permit", "age", "degree", "origin"])
def test_a_cell_that_says_nothing_leaves_the_fact_unknown(facts: tuple[qualmap.Fact, ...], name: str, text: str) -> None:
    assert answer(facts, name, text) is None


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("age", "66", 66),
        ("age", "66.0", 66),
        ("age", "66岁", 66),
        ("age", "６６ 周岁", 66),
        ("age", "66 years old", 66),
        ("years_experience", "7.5 years", 7.5),
        ("years_experience", "7,5", 7.5),
        ("years_experience", "10年", 10),
        ("years_experience", "0", 0),
    ],
)
def test_a_number_is_read_with_its_unit(facts: tuple[qualmap.Fact, ...], name: str, text: str, value: float) -> None:
    assert answer(facts, name, text) == value


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("origin", "foreign", "foreign"),
        ("origin", "Foreigner", "foreign"),
        ("origin", "外国籍", "foreign"),
        ("origin", "港澳台", "hk_mo_tw"),
        ("origin", "HK", "hk_mo_tw"),
        ("origin", "hk_mo_tw", "hk_mo_tw"),
        ("origin", "内地", "mainland"),
        ("degree", "本科", "bachelor"),
        ("degree", "Bachelor’s", "bachelor"),
        ("degree", "學士", "bachelor"),
        ("degree", "Master's degree", "master"),
        ("degree", "PhD", "doctorate"),
        ("degree", "双学士", "second_bachelor"),
        ("degree", "无", "none"),
        ("degree", "none", "none"),
    ],
)
def test_a_choice_is_read_by_its_id_its_label_or_a_usual_word(
    facts: tuple[qualmap.Fact, ...], name: str, text: str, value: str
) -> None:
    assert answer(facts, name, text) == value


def test_every_label_of_every_choice_is_an_answer(facts: tuple[qualmap.Fact, ...]) -> None:
    for fact in facts:
        for value, words in fact.choices.items():
            assert {read_answer(fact, text) for text in (value, words.en, words.zh, words.en.upper())} == {value}


@pytest.mark.parametrize(
    ("text", "value"), [("上海", True), ("沪籍", True), ("非上海", False), ("江苏省", False), ("外地", False)]
)
def test_a_household_registration_can_be_a_place(facts: tuple[qualmap.Fact, ...], text: str, value: object) -> None:
    assert answer(facts, "shanghai_hukou", text) is value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("work_permit", "perhaps"),
        ("work_permit", "2027-01-01"),
        ("age", "六十"),
        ("age", "10+"),
        ("age", "60-65"),
        ("age", "66 months"),
        ("degree", "China"),
        ("origin", "Chinese"),
        ("origin", "猎聘"),
    ],
)
def test_an_answer_that_is_none_is_an_error_that_shows_it(facts: tuple[qualmap.Fact, ...], name: str, text: str) -> None:
    with pytest.raises(InputError) as caught:
        answer(facts, name, text)

    assert repr(text) in str(caught.value)
    assert "expected" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("UK", "foreign"),
        ("German", "foreign"),
        ("美国籍", "foreign"),
        ("英籍", "foreign"),
        ("外籍", "foreign"),
        ("Hong Kong", "hk_mo_tw"),
        ("中国香港", "hk_mo_tw"),
        ("台湾", "hk_mo_tw"),
        ("", None),
    ],
)
def test_a_nationality_other_than_china_says_where_a_person_is_from(text: str, origin: str | None) -> None:
    assert origin_of(text).value == origin
    assert origin_of(text).note is None


@pytest.mark.parametrize("text", ["China", "中国", "Chinese", "中華人民共和國", "PRC", "Klingon"])
def test_a_nationality_that_leaves_it_open_is_not_guessed_from_and_says_so(text: str) -> None:
    origin = origin_of(text)

    assert origin.value is None
    assert origin.note
    assert text in origin.note
