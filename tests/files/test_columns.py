"""Which column is what: several credentials side by side, what the caller says, and what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import qualmap
from qualmap.errors import InputError
from qualmap.files.columns import DROPPED, PERSONAL, UNKNOWN, UNPAIRED, Columns, recognise
from qualmap.files.overrides import Overrides
from qualmap.files.pairing import CredentialColumns


def read(facts: tuple[qualmap.Fact, ...], headers: Sequence[str], *pairs: str) -> Columns:
    return recognise(headers, facts, Overrides.of(pairs))


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["id", "certificate", "issuer", "country"], [(1, 2, 3)]),
        (["issuer", "id", "certificate"], [(2, 0, None)]),
        (["credential_2", "issuer_1", "credential_1", "issuer_2"], [(0, 3, None), (2, 1, None)]),
        (["证书", "发证机构", "证书2", "发证机构2"], [(0, 1, None), (2, 3, None)]),
        (["证书", "发证机构", "证书", "发证机构"], [(0, 1, None), (2, 3, None)]),
        (["证书", "证书2", "发证机构1"], [(0, 2, None), (1, None, None)]),
        (["证书", "发证机构1"], [(0, 1, None)]),
    ],
)
def test_credentials_and_issuers_go_together_by_number_or_in_their_order(
    facts: tuple[qualmap.Fact, ...], headers: list[str], expected: list[tuple[int, int | None, int | None]]
) -> None:
    assert list(read(facts, headers).credentials) == [CredentialColumns(*one) for one in expected]


def test_a_country_beside_several_credentials_is_read_for_none_of_them(facts: tuple[qualmap.Fact, ...]) -> None:
    columns = read(facts, ["credential_1", "credential_2", "country"])

    assert columns.ignored == {2: UNPAIRED}
    assert [one.country for one in columns.credentials] == [None, None]


def test_personal_and_unknown_columns_are_not_read(facts: tuple[qualmap.Fact, ...]) -> None:
    columns = read(facts, ["姓名", "证书", "Department", "E-mail", ""])

    assert columns.ignored == {0: PERSONAL, 2: UNKNOWN, 3: PERSONAL}


def test_a_running_number_is_the_ref_only_where_no_other_column_is(facts: tuple[qualmap.Fact, ...]) -> None:
    assert read(facts, ["序号", "证书"]).ref == 0
    assert read(facts, ["序号", "工号", "证书"]).ref == 1


@pytest.mark.parametrize(
    ("headers", "field"),
    [(["id", "工号", "证书"], "ref"), (["age", "年龄", "证书"], "age"), (["学位", "学历", "证书"], "degree")],
)
def test_two_columns_for_what_can_be_only_one_are_an_error_that_names_both(
    facts: tuple[qualmap.Fact, ...], headers: list[str], field: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(facts, headers)

    assert caught.value.field == field
    assert headers[0] in str(caught.value)
    assert headers[1] in str(caught.value)
    assert read(facts, headers, f"{headers[0]}=ignore")


def test_a_table_without_credentials_is_an_error_that_lists_its_columns(facts: tuple[qualmap.Fact, ...]) -> None:
    with pytest.raises(InputError, match=r"“工号”, “备注”") as caught:
        read(facts, ["工号", "备注"])

    assert "--map credential=" in str(caught.value)


def test_the_caller_can_name_a_column(facts: tuple[qualmap.Fact, ...]) -> None:
    columns = read(facts, ["工号", "备注", "入职年限"], "credential=备注", "years_experience=入职年限")

    assert columns.credentials == (CredentialColumns(1),)
    assert columns.facts == {"years_experience": 2}


def test_a_named_column_takes_the_place_of_those_that_were_recognised(facts: tuple[qualmap.Fact, ...]) -> None:
    columns = read(facts, ["id", "age", "real age", "certificate"], "age=real age")

    assert columns.facts == {"age": 2}
    assert columns.ignored == {1: DROPPED}


def test_a_dropped_column_is_not_read(facts: tuple[qualmap.Fact, ...]) -> None:
    columns = read(facts, ["id", "来源", "证书"], "来源=ignore")

    assert (columns.facts, columns.ignored) == ({}, {1: DROPPED})


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        ("age=nothing", "“id”, “certificate”"),
        ("ages=id", "years_experience"),
        ("age2=id", "no field"),
        ("age", "FIELD=COLUMN"),
        ("=id", "FIELD=COLUMN"),
        ("nothing=ignore", "nothing"),
    ],
)
def test_what_the_caller_says_wrongly_is_an_error(facts: tuple[qualmap.Fact, ...], pair: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read(facts, ["id", "certificate"], pair)

    assert says in str(caught.value)
