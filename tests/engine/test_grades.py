"""A grade and a body together name a qualification; a lower grade never takes the listed grade's place."""

from __future__ import annotations

import pytest

import qualmap


def matched(client: qualmap.Client, text: str) -> set[str]:
    """The ids that are safe to act on."""
    found = client.match(text, edition="1.0").mentions
    return {one.qualification.id for one in found if one.outcome == "matched" and one.qualification}


FELLOWS = {
    "ACCA": "acca-fellow",
    "RICS": "rics-fellow",
    "IET": "iet-fellow",
    "CIPS": "cips-fellow",
    "IMechE": "imeche-fellow",
    "ICAEW": "icaew-fca",
}
MEMBERS = {
    "ACCA": "acca-member",
    "RICS": "rics-member",
    "IET": "iet-member",
    "CIPS": "cips-member",
    "IEEE": "ieee-member",
    "IStructE": "istructe-member",
}


@pytest.mark.parametrize(("body", "expected"), FELLOWS.items(), ids=FELLOWS)
@pytest.mark.parametrize(
    "form",
    ["Fellow of {}", "Fellow of the {}", "{} Fellow", "Fellow, {}", "Fellow - {}", "{} 资深会员", "{}フェロー", "{} 석학회원"],
)
def test_a_fellow_of_a_body_is_its_fellow_in_every_form(client: qualmap.Client, form: str, body: str, expected: str) -> None:
    assert matched(client, form.format(body)) == {expected}


@pytest.mark.parametrize(("body", "expected"), MEMBERS.items(), ids=MEMBERS)
@pytest.mark.parametrize(
    "form", ["Member of {}", "{} Member", "Member, {}", "{}会员", "{} 正会員", "{} 정회원", "Mitglied der {}", "membre de {}"]
)
def test_a_member_of_a_body_is_its_member_and_not_its_fellow(client: qualmap.Client, form: str, body: str, expected: str) -> None:
    assert matched(client, form.format(body)) == {expected}


LOWER = {
    "RICS": ("rics-member", "rics-fellow"),
    "IET": ("iet-member", "iet-fellow"),
    "CIPS": ("cips-member", "cips-fellow"),
    "IStructE": ("istructe-member", "istructe-fellow"),
    "IMechE": ("imeche-member", "imeche-fellow"),
    "IChemE": ("icheme-member", "icheme-fellow"),
}


@pytest.mark.parametrize(("body", "listed"), LOWER.items(), ids=LOWER)
@pytest.mark.parametrize("grade", ["Student member", "Affiliate", "Graduate member", "Technician member", "学生会员", "学生会員"])
def test_a_lower_grade_never_takes_the_place_of_a_listed_one(
    client: qualmap.Client, grade: str, body: str, listed: tuple[str, ...]
) -> None:
    for text in (f"{grade} of {body}", f"{body} {grade}"):
        held = {
            one.qualification.id
            for one in client.match(text, edition="1.0").mentions
            if one.outcome == "matched" and one.qualification and one.claim == "held"
        }
        assert not held & set(listed), text


@pytest.mark.parametrize(
    ("text", "expected", "never"),
    [
        ("AssocRICS", "rics-associate", "rics-member"),
        ("Senior Member, IEEE", "ieee-senior-member", "ieee-fellow"),
        ("IEEE Member", "ieee-member", "ieee-senior-member"),
        ("Associate of the Society of Actuaries", "soa-associate", "soa-fellow"),
        ("Assoc CIPD", "cipd-associate", "cipd-member"),
        ("LEED Green Associate", "gbci-leed-ga", "gbci-leed-ap"),
        ("AWS Certified Solutions Architect – Associate", "aws-sa-associate", "aws-sa-professional"),
        ("Associate of ISC2", "isc2-associate", "isc2-cissp"),
        ("CCIE written exam", "cisco-ccie-written", "cisco-ccie"),
        ("CFA Institute Certificate in ESG Investing", "cfa-institute-esg", "cfa-institute-cfa"),
        ("CIPS Level 4 Diploma", "cips-qualification", "cips-member"),
        ("Honorary Fellow of RIBA", "riba-honorary-fellow", "riba-chartered"),
    ],
)
def test_what_is_below_or_beside_a_qualification_is_one_of_its_own(
    client: qualmap.Client, text: str, expected: str, never: str
) -> None:
    found = matched(client, text)

    assert expected in found
    assert never not in found


@pytest.mark.parametrize("text", ["Honorary Fellow of RICS", "Hon FRICS", "Hon. FICE", "Honorary FIET", "Hon. Fellow, ICE"])
def test_an_honorary_fellow_is_not_taken_for_one_who_was_admitted(client: qualmap.Client, text: str) -> None:
    assert not matched(client, text) & {"rics-fellow", "ice-fellow", "iet-fellow"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IEEE Fellow and ACM Fellow", {"ieee-fellow", "acm-fellow"}),
        ("IEEE & ACM Fellow", {"ieee-fellow", "acm-fellow"}),
        ("Member of IMechE and Fellow of IET", {"imeche-member", "iet-fellow"}),
        ("Fellow of ACCA, Member of RICS", {"acca-fellow", "rics-member"}),
        ("ACCA资深会员、RICS会员", {"acca-fellow", "rics-member"}),
    ],
)
def test_each_grade_goes_with_its_own_body(client: qualmap.Client, text: str, expected: set[str]) -> None:
    assert matched(client, text) == expected


@pytest.mark.parametrize(
    ("text", "issuer", "expected"),
    [
        ("Fellow of the Hong Kong Institute of CPAs", None, "hkicpa-fcpa"),
        ("Fellow of the Hong Kong Institute of CPAs", "Hong Kong Institute of CPAs", "hkicpa-fcpa"),
        ("Member of the HK Institute of CPAs", None, "hkicpa-cpa"),
        ("HKICPA CPA", "Hong Kong Institute of CPAs", "hkicpa-cpa"),
        ("CPA, Kenya Institute of CPAs", None, "icpak-cpa"),
        ("CPA", "American Institute of CPAs", "us-cpa"),
    ],
)
def test_a_plural_in_a_body_s_name_is_part_of_the_name(
    client: qualmap.Client, text: str, issuer: str | None, expected: str
) -> None:
    [mention] = client.match(qualmap.Credential(text, issuer=issuer), edition="1.0").mentions

    assert (mention.outcome, mention.qualification and mention.qualification.id) == ("matched", expected)
