"""What stands in each edition and how well that is known: evidence, sources and reasons on every row."""

from __future__ import annotations

import pytest

import qualmap

LATER = ["2.0", "3.0"]
PUBLISHED = {"A": 48, "B": 15, "C": 22}  # of edition 1.0, by its announcement


def listing(client: qualmap.Client, text: str, edition: str, minimum_evidence: str = "inferred") -> qualmap.Listing:
    [mention] = client.match(text, edition=edition, minimum_evidence=minimum_evidence).mentions
    assert mention.listing is not None
    return mention.listing


def test_the_acca_fellow_stands_in_three_categories_of_the_first_edition_by_a_cited_source(client: qualmap.Client) -> None:
    found = listing(client, "FCCA", "1.0")

    assert found.status == "listed"
    assert [(row.category, row.evidence, row.source, row.reason) for row in found.categories] == [
        (category, "confirmed", "acca-2023", None) for category in "ABC"
    ]


@pytest.mark.parametrize("edition", LATER)
def test_every_row_of_a_later_edition_is_inferred_from_the_first_and_says_so(client: qualmap.Client, edition: str) -> None:
    rows = client.rows(edition)

    assert {row.evidence for row in rows} == {"inferred"}
    assert all(row.source is None and row.reason and "1.0" in row.reason for row in rows)


@pytest.mark.parametrize("edition", LATER)
def test_every_row_of_the_first_edition_stands_in_the_later_ones(client: qualmap.Client, edition: str) -> None:
    def places(of: str) -> set[tuple[str, str]]:
        return {(row.category, row.qualification.id) for row in client.rows(of)}

    assert places("1.0") <= places(edition)


def test_a_confirmed_row_has_a_source_and_an_inferred_one_a_reason(client: qualmap.Client) -> None:
    for row in client.rows("1.0"):
        assert row.source if row.evidence == "confirmed" else row.reason, row


def test_the_copy_of_the_first_edition_has_the_published_totals_of_which_eleven_are_confirmed(client: qualmap.Client) -> None:
    [first] = [edition for edition in client.editions() if edition.id == "1.0"]

    assert {one.category: one.rows for one in first.categories} == PUBLISHED
    assert {one.category: one.published for one in first.categories} == PUBLISHED
    assert sum(one.confirmed for one in first.categories) == 11
    assert sum(one.inferred for one in first.categories) == 74
    assert sum(one.official for one in first.categories) == 0


@pytest.mark.parametrize("edition", ["1.0", *LATER])
def test_the_counts_of_an_edition_are_those_of_its_rows(client: qualmap.Client, edition: str) -> None:
    [summary] = [one for one in client.editions() if one.id == edition]
    rows = client.rows(edition)
    for category in summary.categories:
        of_category = [row for row in rows if row.category == category.category]
        assert category.rows == len(of_category)
        for evidence in ("official", "confirmed", "inferred"):
            assert getattr(category, evidence) == sum(row.evidence == evidence for row in of_category)


@pytest.mark.parametrize("edition", ["1.0", *LATER])
@pytest.mark.parametrize(
    ("minimum", "kept"),
    [("inferred", {"inferred", "confirmed", "official"}), ("confirmed", {"confirmed", "official"}), ("official", {"official"})],
)
def test_rows_of_weaker_evidence_than_is_asked_for_count_as_not_in_the_copy(
    client: qualmap.Client, edition: str, minimum: str, kept: set[str]
) -> None:
    expected: dict[str, set[str]] = {}
    for row in client.rows(edition):
        if row.evidence in kept:
            expected.setdefault(row.qualification.id, set()).add(row.category)
    names = "FCCA; MRICS; CFA; FRM; PMP; CISSP; FSA; CPA Australia; CIA; MCIPS; CEng; FRICS; CCNA"
    for mention in client.match(names, edition=edition, minimum_evidence=minimum).mentions:
        assert mention.listing is not None
        assert mention.qualification is not None
        categories = expected.get(mention.qualification.id, set())
        assert {row.category for row in mention.listing.categories} == categories
        assert mention.listing.status == ("listed" if categories else "not_in_copy")


def test_an_unknown_kind_of_evidence_is_an_error_that_names_the_known_ones(client: qualmap.Client) -> None:
    with pytest.raises(qualmap.InputError, match="inferred, confirmed, official") as caught:
        client.match("FCCA", minimum_evidence="certain")

    assert caught.value.field == "minimum_evidence"


@pytest.mark.parametrize("text", ["CCNA", "CAPM", "DipIFR", "中国注册会计师", "公認会計士"])
@pytest.mark.parametrize("edition", ["1.0", *LATER])
def test_a_qualification_without_a_row_is_not_in_the_copy_rather_than_not_listed(
    client: qualmap.Client, edition: str, text: str
) -> None:
    assert listing(client, text, edition) == qualmap.Listing("not_in_copy")


def test_nothing_is_called_not_listed_while_no_edition_is_complete(client: qualmap.Client) -> None:
    assert not any(edition.complete for edition in client.editions())
    for id_ in ("acca-fellow", "cisco-ccna", "university-degree", "other-national-cpa"):
        assert {one.status for one in client.qualification(id_).listings.values()} <= {"listed", "not_in_copy"}


def test_the_rows_of_an_unknown_edition_are_an_error(client: qualmap.Client) -> None:
    with pytest.raises(qualmap.UnknownEditionError, match=r"1\.0, 2\.0, 3\.0"):
        client.rows("0.9")
