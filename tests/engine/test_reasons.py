"""The reasons of a mention add up to its confidence, and every feature says what it looks at."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qualmap
from qualmap import algorithm
from qualmap_matcher.engine.features import FEATURES

TEXTS = [
    "FCCA",
    "Fellow of ACCA; CFA Level II candidate",
    "CPA",
    "CPA (Aust.), ASA",
    "Certified Informaton Systems Auditor",
    "注册会计师，PMP在读",
    "米国公認会計士（USCPA）",
    "MRICS or FRICS preferred",
    "worked with the CPA team on Oracle RAC",
    "CIMA course, CIA exam, EA",
    "chartered engineer with fourteen years on site",
    "Certified Information Systems Auditor (DISA)",
    "IEEE & ACM Fellow",
    "Wirtschaftsprüfer, kein CFA",
]
ISSUERS = [None, "ACCA", "HKICPA", "Society of Actuaries", "Nobody"]
COUNTRIES = [None, "US", "Nigeria", "CN"]
CLOSE = 1.01e-4  # four digits


@settings(deadline=None, max_examples=200)
@given(
    parts=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4),
    issuer=st.sampled_from(ISSUERS),
    country=st.sampled_from(COUNTRIES),
)
def test_the_contributions_add_up_to_the_confidence(
    client: qualmap.Client, parts: list[str], issuer: str | None, country: str | None
) -> None:
    for mention in client.match(qualmap.Credential("; ".join(parts), issuer, country), edition="1.0").mentions:
        log_odds = sum(reason.contribution for reason in mention.reasons)
        assert 1 / (1 + math.exp(-log_odds)) == pytest.approx(mention.confidence, abs=CLOSE)
        assert 0 <= mention.confidence <= 1


@pytest.mark.parametrize("text", TEXTS)
def test_every_reason_names_a_feature_and_says_what_it_saw(client: qualmap.Client, text: str) -> None:
    known = {one.name for one in algorithm()} | {"contradiction_cap"}
    for mention in client.match(text, edition="1.0").mentions:
        assert {reason.feature for reason in mention.reasons} <= known
        assert all(reason.detail and reason.contribution for reason in mention.reasons)


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_is_documented_in_one_sentence(name: str) -> None:
    document = FEATURES[name].__doc__ or ""

    assert re.fullmatch(r"[A-Z][^\n]*\.", document.strip()), document


def test_the_algorithm_lists_every_feature_in_its_order_with_its_sentence() -> None:
    described = algorithm()

    assert [one.name for one in described] == ["intercept", *FEATURES]
    assert [one.description for one in described[1:]] == [feature.__doc__ for feature in FEATURES.values()]
    assert all(math.isfinite(one.coefficient) for one in described)


def test_a_feature_that_says_nothing_is_no_reason(client: qualmap.Client) -> None:
    [mention] = client.match("CISSP", edition="1.0").mentions

    assert "place_contradicts" not in {reason.feature for reason in mention.reasons}
