"""docs/qualifications.md is what the data gives: every qualification once, its rows with their evidence."""

from pathlib import Path

import pytest

from qualmap.catalogue import QualificationDetail
from qualmap_matcher.editions.listing import Editions
from qualmap_matcher.editions.sources import bundled_sources
from qualmap_matcher.eligibility.qualifications_page import every_qualification, qualifications_page

PAGE = (Path(__file__).parents[2] / "docs" / "qualifications.md").read_text(encoding="utf-8")
KNOWN = every_qualification()
LISTED = [detail for detail in KNOWN if any(listing.categories for listing in detail.listings.values())]


def test_the_page_is_what_the_generator_gives() -> None:
    made = qualifications_page(KNOWN, bundled_sources())

    assert made == PAGE, "python -m qualmap_matcher.eligibility.qualifications_page > docs/qualifications.md"


def test_every_qualification_stands_once_with_its_names_and_can_be_linked_to() -> None:
    for detail in KNOWN:
        one = detail.qualification
        assert PAGE.count(f"\n### {one.id}\n") + PAGE.count(f'<a id="{one.id}"></a>') == 1, one.id
        assert one.name_en.replace("|", "\\|") in PAGE
        assert one.name_zh in PAGE


@pytest.mark.parametrize("detail", LISTED, ids=lambda detail: detail.qualification.id)
def test_a_section_says_of_each_edition_where_it_stands_and_how_that_is_known(detail: QualificationDetail) -> None:
    section = PAGE.split(f"\n### {detail.qualification.id}\n")[1].split("\n#")[0].split("\nWithout ")[0]
    lines = [line.split(" | ") for line in section.splitlines() if line.startswith("| ")][2:]

    told = {
        (edition.removeprefix("| "), category, evidence.strip("*"), grounds.split("`")[1] if grounds.startswith("`") else None)
        for edition, categories, evidence, grounds in lines
        for category in categories.split(", ")
    }
    assert told == {
        (edition, row.category, row.evidence, row.source)
        for edition, listing in detail.listings.items()
        for row in listing.categories
    }


def test_an_edition_has_as_many_lines_as_its_copy_has_rows() -> None:
    editions = Editions.bundled()

    for id_ in editions.editions:
        told = [line.split(" | ")[1] for line in PAGE.splitlines() if line.startswith(f"| {id_} | ")]
        assert sum(len(categories.split(", ")) for categories in told) == len(editions.rows(id_))
