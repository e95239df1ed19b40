"""Imported editions take the place of the bundled ones, whole; what carries over from them stays inferred."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import qualmap
from qualmap.local import bundled_engine, local_matcher
from qualmap_matcher.editions.listing import Editions

Write = Callable[..., Path]
HEADER = "category,qualification,evidence,reason,source\n"
SOURCES = {
    "about": "What was imported.",
    "sources": {"attachment-1.0": {"title": "An attachment", "url": None, "published": "2023-09", "note": "made up"}},
}


def entry(id_: str = "1.0", **changes: object) -> dict[str, object]:
    return {
        "id": id_,
        "name_zh": "清单",
        "notice": None,
        "in_force_from": "2023-09-20",
        "in_force_from_basis": "the notice",
        "in_force_until": None,
        "declared_rows": None,
        "complete": True,
        "sources": ["attachment-1.0"],
        "attachment": {
            "file": "list.xlsx",
            "sha256": "0123456789abcdef" * 4,
            "source": "handed over",
            "date": "2023-09-18",
            "accepted_on": "2026-01-02",
        },
        **changes,
    }


def files(rows: str, id_: str = "1.0", **changes: object) -> dict[str, object]:
    return {
        "sources.json": SOURCES,
        f"editions/{id_}/edition.json": entry(id_, **changes),
        f"editions/{id_}/rows.csv": HEADER + rows,
    }


def editions(folder: Path) -> Editions:
    return local_matcher(folder).engine.editions


def test_the_rows_of_an_imported_edition_are_official_and_the_bundled_ones_are_gone(full: Path) -> None:
    client = qualmap.Client.local(data=full)

    assert [(row.category, row.qualification.id, row.evidence, row.source) for row in client.rows("3.0")] == [
        ("A", "cwa-analyst", "official", "attachment-3.0"),
        ("A", "acca-fellow", "official", "attachment-3.0"),
        ("B", "acca-fellow", "official", "attachment-3.0"),
    ]


@pytest.mark.parametrize("minimum", ["inferred", "confirmed", "official"])
def test_what_a_complete_edition_does_not_have_is_not_listed(full: Path, minimum: str) -> None:
    answer = qualmap.Client.local(data=full).match("MRICS; FCCA", edition="3.0", minimum_evidence=minimum)

    assert [mention.listing.status for mention in answer.mentions if mention.listing] == ["not_listed", "listed"]


def test_what_an_incomplete_import_does_not_have_is_not_in_the_copy(write: Write) -> None:
    client = qualmap.Client.local(data=write(files=files("A,acca-fellow,official,,attachment-1.0\n", complete=False)))
    [mention] = client.match("MRICS", edition="1.0").mentions

    assert mention.listing == qualmap.Listing("not_in_copy")


def test_the_other_editions_stay_as_they_are(full: Path, bundled: qualmap.Client) -> None:
    client = qualmap.Client.local(data=full)

    for edition in ("1.0", "2.0"):
        assert client.rows(edition) == bundled.rows(edition)


def test_official_rows_are_carried_over_as_inferred_with_a_reason_that_names_their_attachment(write: Write) -> None:
    client = qualmap.Client.local(data=write(files=files("A,acca-fellow,official,,attachment-1.0\n")))

    for edition in ("2.0", "3.0"):
        [row] = client.rows(edition)
        assert (row.evidence, row.source) == ("inferred", None)
        assert row.reason == (
            f"carried over from edition 1.0, where it is official, read from attachment-1.0; "
            f"the attachment of edition {edition} was not seen"
        )
        assert client.match("MRICS", edition=edition).mentions[0].listing == qualmap.Listing("not_in_copy")


def test_an_edition_names_the_attachment_that_it_was_read_from(full: Path, bundled: qualmap.Client) -> None:
    shown: dict[str, Any] = {one.id: one.to_dict()["attachment"] for one in qualmap.Client.local(data=full).editions()}

    assert shown["3.0"] == json.loads((full / "editions" / "3.0" / "edition.json").read_text(encoding="utf-8"))["attachment"]
    assert shown["1.0"] is None
    assert {one.attachment for one in bundled.editions()} == {None}


def test_days_follow_the_imported_editions(full: Path, bundled: qualmap.Client) -> None:
    client = qualmap.Client.local(data=full)

    assert bundled.match("FCCA", as_of="2025-11-10").edition == "2.0"
    assert client.match("FCCA", as_of="2025-11-10").edition == "3.0"
    assert [str(one.in_force_until) for one in client.editions()] == ["2024-11-22", "2025-11-07", "None"]


def test_an_edition_that_nobody_knew_is_added_where_its_day_says(write: Write) -> None:
    rows = "D,acca-fellow,official,,attachment-1.0\n"
    folder = write(files=files(rows, "4.0", in_force_from="2026-10-01", categories=["A", "B", "C", "D"]))
    client = qualmap.Client.local(data=folder)

    assert [one.id for one in client.editions()] == ["1.0", "2.0", "3.0", "4.0"]
    assert [str(one.in_force_until) for one in client.editions()][-2:] == ["2026-10-01", "None"]
    assert [client.match("", as_of=day).edition for day in ("2026-09-30", "2026-10-01")] == ["3.0", "4.0"]


def test_sources_are_the_bundled_and_the_imported_ones(full: Path) -> None:
    bundled, imported = bundled_engine().editions.sources, editions(full).sources

    assert set(imported) - set(bundled) == {"attachment-3.0"}
    assert imported["attachment-3.0"].title == "Attachment of a notice, made up for the tests"
    assert imported["acca-2023"] == bundled["acca-2023"]


def test_a_digest_names_the_content_of_an_edition(write: Write, full: Path) -> None:
    known = bundled_engine().editions
    digests = [known.digest(edition) for edition in known.editions]
    one = editions(write(files=files("A,acca-fellow,official,,attachment-1.0\n"), name="one"))
    more = editions(
        write(files=files("A,acca-fellow,official,,attachment-1.0\nB,cfa-institute-cfa,official,,attachment-1.0\n"), name="more")
    )
    later = editions(write(files=files("A,acca-fellow,official,,attachment-1.0\n", notice="第1号"), name="later"))

    assert len(set(digests)) == 3
    assert all(len(digest) == 16 and int(digest, 16) >= 0 for digest in digests)
    assert [Editions.bundled().digest(edition) for edition in known.editions] == digests
    assert len({digests[0], one.digest("1.0"), more.digest("1.0"), later.digest("1.0")}) == 4
    assert one.digest("2.0") != digests[1]  # it carries other rows over
    assert editions(full).digest("1.0") == digests[0]


def test_the_digest_of_an_unknown_edition_is_an_error() -> None:
    with pytest.raises(qualmap.UnknownEditionError, match=r"1\.0, 2\.0, 3\.0"):
        bundled_engine().editions.digest("0.9")
