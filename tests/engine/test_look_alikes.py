"""Qualifications that only look like a listed one are known as what they are, and other senses of the letters name nothing."""

from __future__ import annotations

import pytest

import qualmap

LOOK_ALIKES = [
    ("CCNA", "cisco-ccnp"),
    ("Cisco Certified Network Associate", "cisco-ccie"),
    ("CAPM", "pmi-pmp"),
    ("Certified Associate in Project Management", "pmi-pmp"),
    ("DipIFR", "acca-member"),
    ("ACCA DipIFR", "acca-member"),
    ("AWS Certified Cloud Practitioner", "aws-sa-associate"),
    ("AWS Cloud Practitioner", "aws-sa-professional"),
    ("AAT", "acca-member"),
    ("MAAT", "acca-member"),
    ("CICPA", "us-cpa"),
    ("中国注册会计师", "us-cpa"),
    ("CertBA", "cima-acma"),
    ("ACAMS membership", "acams-cams"),
    ("CFA Foundations", "cfa-institute-cfa"),
    ("PMI member", "pmi-pmp"),
    ("IPA 项目管理师", "pmi-pmp"),
    ("ACPA", "us-cpa"),
    ("CMSA", "cfa-institute-cfa"),
]


@pytest.fixture(scope="module")
def listed(client: qualmap.Client) -> set[str]:
    """The ids with a row in some edition."""
    return {row.qualification.id for edition in client.editions() for row in client.rows(edition.id)}


@pytest.mark.parametrize(("text", "looks_like"), LOOK_ALIKES)
def test_a_look_alike_is_never_taken_for_what_it_looks_like(
    client: qualmap.Client, listed: set[str], text: str, looks_like: str
) -> None:
    found = {one.qualification.id for one in client.match(text, edition="1.0").mentions if one.qualification}

    assert looks_like not in found
    assert not found & listed


@pytest.mark.parametrize("text", ["CCNA", "CAPM", "DipIFR", "AWS Cloud Practitioner", "AAT", "CICPA"])
def test_a_known_look_alike_is_matched_as_itself_and_stands_on_no_list(client: qualmap.Client, text: str) -> None:
    [mention] = client.match(text, edition="1.0").mentions

    assert mention.outcome == "matched"
    assert mention.listing is not None
    assert mention.listing.status == "not_in_copy"


@pytest.mark.parametrize(
    "text",
    [
        "lower CPA and increase ROI",
        "reduced CPA by 20% across Google Ads campaigns",
        "Oracle RAC databases",
        "administered a two-node Oracle RAC cluster",
        "an FCA regulated firm",
        "reporting to the FCA and the PRA",
        "former CIA agent",
        "worked on AWS and Azure infrastructure",
        "the CFO signed the P&L",
        "PE fund with 3bn under management",
        "降低CPA，提高转化率",
    ],
)
def test_letters_in_another_sense_are_not_taken_for_a_credential(client: qualmap.Client, text: str) -> None:
    assert [one for one in client.match(text, edition="1.0").mentions if one.outcome == "matched"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Hello, world",
        "Senior manager with ten years in retail",
        "我喜欢打篮球",
        "東京都在住",
        "서울 거주",
        "Geschäftsführer in Hamburg",
        "Directeur commercial à Lyon",
    ],
)
def test_text_that_names_no_credential_has_no_mentions(client: qualmap.Client, text: str) -> None:
    assert client.match(text, edition="1.0").mentions == ()
