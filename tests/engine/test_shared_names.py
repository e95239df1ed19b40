"""A name that several qualifications carry stays open until an issuer, a country or a neighbour settles it."""

from __future__ import annotations

import pytest

import qualmap

ROUNDING = 1e-9


def only(client: qualmap.Client, text: str, issuer: str | None = None, country: str | None = None) -> qualmap.Mention:
    [mention] = client.match(qualmap.Credential(text, issuer, country), edition="1.0").mentions
    return mention


SHARED = {
    "CPA": {"us-cpa", "cpa-australia-cpa", "hkicpa-cpa", "cicpa-cpa", "cpa-canada-cpa", "other-national-cpa"},
    "FCA": {"icaew-fca", "ican-fca", "icai-ca", "ca-anz-fca"},
    "CA": {"isca-ca", "icai-ca", "icas-ca", "ca-anz-ca"},
    "ASA": {"soa-associate", "american-society-appraisers-asa"},
    "AIA": {"aia-architect", "aia-accountants-aia"},
    "PE": {"us-pe", "pe-board-singapore-pe"},
    "EA": {"irs-ea", "us-enrolled-actuary"},
    "Certified Public Accountant": {"us-cpa", "other-national-cpa"},
}


@pytest.mark.parametrize(("name", "among"), SHARED.items(), ids=SHARED)
def test_a_shared_name_alone_is_ambiguous_and_lists_everyone_who_carries_it(
    client: qualmap.Client, name: str, among: set[str]
) -> None:
    mention = only(client, name)

    assert mention.outcome == "ambiguous"
    assert among <= {one.id for one in mention.candidates}
    assert mention.qualification is None
    assert mention.listing is None


@pytest.mark.parametrize("name", [*SHARED, "AICPA", "FRSC"])
def test_the_shares_of_the_candidates_add_up_to_no_more_than_the_confidence(client: qualmap.Client, name: str) -> None:
    mention = only(client, name)

    assert 0 < sum(one.confidence for one in mention.candidates) <= mention.confidence + ROUNDING


@pytest.mark.parametrize("name", SHARED)
def test_an_open_name_comes_with_the_question_that_would_settle_it(client: qualmap.Client, name: str) -> None:
    question = only(client, name).question

    assert question is not None
    assert question.endswith("?")
    assert " or " in question


def test_only_an_open_name_has_a_question(client: qualmap.Client) -> None:
    asked = {one.outcome for one in client.match("CPA; PMP; MRICS; CIMA; 注册会计师", edition="1.0").mentions if one.question}

    assert asked == {"ambiguous"}


@pytest.mark.parametrize(
    ("text", "issuer", "expected"),
    [
        ("CPA", "CPA Australia", "cpa-australia-cpa"),
        ("CPA", "HKICPA", "hkicpa-cpa"),
        ("CPA", "Hong Kong Institute of Certified Public Accountants", "hkicpa-cpa"),
        ("CPA", "AICPA", "us-cpa"),
        ("CPA", "澳洲会计师公会", "cpa-australia-cpa"),
        ("FCA", "ICAEW", "icaew-fca"),
        ("FCA", "Institute of Chartered Accountants of Nigeria", "ican-fca"),
        ("ASA", "Society of Actuaries", "soa-associate"),
        ("ASA", "American Society of Appraisers", "american-society-appraisers-asa"),
        ("AIA", "American Institute of Architects", "aia-architect"),
        ("EA", "Internal Revenue Service", "irs-ea"),
        ("CIMA", "Investments & Wealth Institute", "iwi-cima"),
    ],
)
def test_the_issuer_beside_the_text_settles_a_shared_name(client: qualmap.Client, text: str, issuer: str, expected: str) -> None:
    mention = only(client, text, issuer)

    assert mention.outcome == "matched"
    assert mention.qualification is not None
    assert mention.qualification.id == expected


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("CPA", "US", "us-cpa"),
        ("CPA", "us", "us-cpa"),
        ("CPA", "Australia", "cpa-australia-cpa"),
        ("CPA", "澳大利亚", "cpa-australia-cpa"),
        ("CPA", "JP", "other-national-cpa"),
        ("CPA", "Philippines", "prc-philippines-cpa"),
        ("FCA", "GB", "icaew-fca"),
        ("FCA", "Nigeria", "ican-fca"),
        ("CA", "Singapore", "isca-ca"),
        ("PE", "SG", "pe-board-singapore-pe"),
        ("PE", "United States", "us-pe"),
    ],
)
def test_the_country_beside_the_text_settles_a_shared_name(
    client: qualmap.Client, text: str, country: str, expected: str
) -> None:
    mention = only(client, text, country=country)

    assert mention.outcome == "matched"
    assert mention.qualification is not None
    assert mention.qualification.id == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CPA (Aust.)", "cpa-australia-cpa"),
        ("CPA (US)", "us-cpa"),
        ("美国CPA", "us-cpa"),
        ("CPA (Japan)", "other-national-cpa"),
        ("ACA, ICAEW", "icaew-aca"),
        ("ASA, Society of Actuaries", "soa-associate"),
        ("CA (Singapore)", "isca-ca"),
        ("FCA, Lagos, Nigeria", "ican-fca"),
        ("米国公認会計士", "us-cpa"),
        ("미국 공인회계사", "us-cpa"),
    ],
)
def test_a_place_or_body_in_the_text_settles_a_shared_name(client: qualmap.Client, text: str, expected: str) -> None:
    mention = only(client, text)

    assert mention.outcome == "matched"
    assert mention.qualification is not None
    assert mention.qualification.id == expected


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("CPA (Japan)", "us-cpa"),
        ("Certified Public Accountant (Japan)", "us-cpa"),
        ("公認会計士", "us-cpa"),
        ("공인회계사", "us-cpa"),
        ("注册会计师", "us-cpa"),
        ("FCA (Nigeria)", "icaew-fca"),
        ("FCA, Institute of Chartered Accountants of India", "icaew-fca"),
        ("CPA Kenya", "us-cpa"),
    ],
)
def test_a_jurisdiction_never_takes_another_ones_place(client: qualmap.Client, text: str, never: str) -> None:
    for mention in client.match(text, edition="1.0").mentions:
        assert mention.qualification is None or mention.qualification.id != never


@pytest.mark.parametrize(
    ("text", "issuer", "country"),
    [
        ("FCCA", "Project Management Institute", None),
        ("PMP", "ACCA", None),
        ("CISSP", "ISACA", None),
        ("MRICS", "CIPS", None),
        ("CPA (US)", "HKICPA", None),
        ("CPA (US)", "CPA Australia", None),
        ("USCPA", None, "Australia"),
        ("注册会计师", None, "US"),
        ("Chartered Financial Analyst", "RICS", None),
    ],
)
def test_a_contradiction_beside_the_text_lowers_a_sure_match_to_review(
    client: qualmap.Client, text: str, issuer: str | None, country: str | None
) -> None:
    alone, contradicted = only(client, text), only(client, text, issuer, country)

    assert alone.outcome == "matched"
    assert contradicted.outcome in {"review", "ambiguous"}
    assert contradicted.confidence < alone.confidence
    assert contradicted.qualification is None
    assert contradicted.listing is None


@pytest.mark.parametrize("issuer", ["Unheard Of Society", "???", "", "   "])
def test_an_issuer_that_nobody_knows_changes_nothing(client: qualmap.Client, issuer: str) -> None:
    assert only(client, "CISSP", issuer) == only(client, "CISSP")
