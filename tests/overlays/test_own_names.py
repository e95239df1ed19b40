"""A company's own names: found wherever they stand, marked as its own, and never taking a name from the registry unasked."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

import qualmap

Write = Callable[..., Path]
EDITION = "1.0"


def mentions(client: qualmap.Client, text: str) -> tuple[qualmap.Mention, ...]:
    return client.match(text, edition=EDITION).mentions


def only(client: qualmap.Client, text: str) -> qualmap.Mention:
    [mention] = mentions(client, text)
    return mention


def ids(mention: qualmap.Mention) -> list[str]:
    return [candidate.id for candidate in mention.candidates]


def own_reasons(mention: qualmap.Mention) -> list[qualmap.Reason]:
    return [reason for reason in mention.reasons if reason.feature == "company_name"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("内部代码 FIN-07", "内部代码 FIN-07"),
        ("内部代码 FIN-07，2019年取得", "内部代码 FIN-07"),
        ("持有内部代码FIN-07", "内部代码FIN-07"),
        ("PMP；内部代码 fin-07", "内部代码 fin-07"),
    ],
)
def test_an_own_name_is_found_in_a_longer_text(write: Write, text: str, found: str) -> None:
    client = qualmap.Client.local(data=write("acca-member,内部代码 FIN-07"))

    [mention] = [one for one in mentions(client, text) if one.named_by == "company"]

    assert (mention.text, mention.outcome, mention.claim, ids(mention)) == (found, "matched", "held", ["acca-member"])


def test_a_mention_by_an_own_name_says_whose_it_is_and_its_reasons_still_add_up(write: Write) -> None:
    mention = only(qualmap.Client.local(data=write("acca-member,内部代码 FIN-07")), "内部代码 FIN-07")

    [reason] = own_reasons(mention)
    assert mention.to_dict()["named_by"] == "company"
    assert (reason.contribution, "内部代码 FIN-07" in reason.detail, "company's own" in reason.detail) == (0.0, True, True)
    log_odds = sum(one.contribution for one in mention.reasons)
    assert math.isclose(1 / (1 + math.exp(-log_odds)), mention.confidence, abs_tol=1e-4)


@pytest.mark.parametrize("text", ["FCCA", "FRM (GARP)", "Fellow of ACCA", "not a name"])
def test_what_the_registry_names_is_not_marked(write: Write, text: str) -> None:
    client = qualmap.Client.local(data=write("acca-member,内部代码 FIN-07", "acca-member,FRM"))

    for mention in mentions(client, text):
        assert (mention.named_by, own_reasons(mention)) == ("registry", [])


def test_a_name_that_the_registry_knows_for_the_same_qualification_stays_the_registrys(
    write: Write, bundled: qualmap.Client
) -> None:
    client = qualmap.Client.local(data=write("acca-fellow,FCCA"))

    assert only(client, "FCCA") == only(bundled, "FCCA")


def test_an_own_name_beside_the_registrys_name_of_the_same_qualification_is_not_marked(write: Write) -> None:
    client = qualmap.Client.local(data=write("acca-fellow,FIN-09"))

    assert only(client, "FCCA (FIN-09)").named_by == "registry"


def test_an_own_name_that_decides_between_grades_is_marked_though_the_body_stands_beside_it(write: Write) -> None:
    client = qualmap.Client.local(data=write("acca-fellow,FIN-09"))
    mention = only(client, "FIN-09 (ACCA)")

    assert (ids(mention), mention.named_by) == (["acca-fellow"], "company")


def test_a_name_that_the_registry_knows_for_another_qualification_becomes_ambiguous(write: Write) -> None:
    mention = only(qualmap.Client.local(data=write("acca-member,FRM")), "FRM")

    assert (mention.outcome, ids(mention), mention.named_by) == ("ambiguous", ["acca-member", "garp-frm"], "company")
    assert mention.question


def test_what_settles_a_shared_name_for_the_registry_leaves_the_company_out(write: Write) -> None:
    client = qualmap.Client.local(data=write("acca-member,FRM"))
    answer = client.match(qualmap.Credential("FRM", issuer="GARP"), edition=EDITION)

    assert (ids(answer.mentions[0]), answer.mentions[0].named_by) == (["garp-frm"], "registry")


def test_an_overriding_name_means_what_the_company_says_and_the_answer_says_so(write: Write, bundled: qualmap.Client) -> None:
    mention = only(qualmap.Client.local(data=write("us-cpa,CPA,override")), "CPA")

    assert len(only(bundled, "CPA").candidates) > 1
    assert (mention.outcome, ids(mention), mention.named_by) == ("matched", ["us-cpa"], "company")
    assert "in place of what the registry knows" in own_reasons(mention)[0].detail


def test_two_overriding_meanings_of_one_name_are_ambiguous_between_them(write: Write) -> None:
    client = qualmap.Client.local(data=write("us-cpa,CPA,override", "hkicpa-cpa,CPA,override"))

    assert ids(only(client, "CPA")) == ["hkicpa-cpa", "us-cpa"]


def test_a_bodys_name_stays_a_bodys_name_under_an_overriding_one(write: Write) -> None:
    client = qualmap.Client.local(data=write("pmi-pmp,ACCA,override"))

    assert ids(only(client, "ACCA")) == ["pmi-pmp"]
    assert ids(only(client, "Fellow of ACCA")) == ["acca-fellow"]
    assert only(client, "Fellow of ACCA").named_by == "registry"


def test_a_claim_beside_an_own_name_is_read(write: Write) -> None:
    client = qualmap.Client.local(data=write("acca-member,FIN-07"))

    assert only(client, "FIN-07 candidate").claim == "in_progress"


@pytest.mark.parametrize("text", ["内部代码 FIN-08", "内部代码 FIN-77", "内部代码", "内部代号 FIN-07X", "FIN-07"])
def test_an_own_name_is_met_as_it_is_or_not_at_all(write: Write, text: str) -> None:
    assert mentions(qualmap.Client.local(data=write("acca-member,内部代码 FIN-07")), text) == ()


@pytest.mark.parametrize("text", ["Widgeter", "Widgeteeer", "Ledger Keeper of Utopai", "Ledger Kepeer of Utopia"])
def test_no_slip_is_read_as_an_own_name(write: Write, text: str) -> None:
    client = qualmap.Client.local(data=write("pmi-pmp,Ledger Keeper of Utopia", "acca-member,Widgeteer"))

    assert mentions(client, text) == ()
    assert only(client, "Ledger Keeper of Utopia").named_by == only(client, "Widgeteer").named_by == "company"


def test_a_registrys_name_written_with_a_slip_is_still_found_beside_an_overlay(write: Write) -> None:
    client = qualmap.Client.local(data=write("acca-member,内部代码 FIN-07"))

    assert ids(only(client, "Chartered Financal Analyst")) == ["cfa-institute-cfa"]


def test_the_names_of_a_qualification_show_which_are_the_companys(full: Path) -> None:
    names = qualmap.Client.local(data=full).qualification("acca-member").names

    assert [name.text for name in names if name.named_by == "company"] == ["内部代码 FIN-07", "FRM"]


def test_a_search_finds_an_own_name(full: Path, bundled: qualmap.Client) -> None:
    assert bundled.qualifications("fin-07") == ()
    assert [one.id for one in qualmap.Client.local(data=full).qualifications("fin-07")] == ["acca-member"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Certified Widget Analyst (CWGA)", "Certified Widget Analyst (CWGA)"),
        ("certified widget analyst, 2020", "certified widget analyst"),
        ("注册构件分析师", "注册构件分析师"),
        ("註冊構件分析師（CWGA）", "註冊構件分析師（CWGA）"),
        ("PMP, CWGA", "CWGA"),
    ],
)
def test_a_new_qualification_is_found_by_its_names_and_letters_which_are_not_the_companys(
    full: Path, text: str, name: str
) -> None:
    mention = mentions(qualmap.Client.local(data=full), text)[-1]

    assert (mention.text, ids(mention), mention.named_by) == (name, ["cwa-analyst"], "registry")


def test_what_stands_in_brackets_after_a_new_name_is_left_off_only_where_it_is_letters(write: Write) -> None:
    header = "id,name_en,name_zh,name_zh_hant,issuer,issuers,country,field,grade\n"
    row = "uk-widgeteer,Chartered Widgeteer (UK),特许构件师（二级）,特許構件師（二級）,Widget Institute,,GB,other,\n"
    client = qualmap.Client.local(data=write(files={"qualifications.csv": header + row}))

    assert [name.text for name in client.qualification("uk-widgeteer").names] == [
        "Chartered Widgeteer (UK)",
        "特许构件师（二级）",
        "特許構件師（二級）",
    ]
