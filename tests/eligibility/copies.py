"""Copies of the list beside the bundled one: editions read in full from an attachment, and rows of every kind of evidence."""

from __future__ import annotations

import attrs
from plain_evaluator import Copy
from plain_rules import EDITIONS, Table, bundled_rows

import qualmap
from qualmap.backends import Local
from qualmap.local import LocalMatcher
from qualmap_matcher.editions.listing import Editions, Row
from qualmap_matcher.engine.engine import Engine

IDS = [entry["id"] for entry in EDITIONS]

MIXED: Table = {
    "icaew-fca": {"A": "official", "C": "official"},
    "cpa-australia-fcpa": {"C": "confirmed", "B": "inferred"},
    "cfa-institute-cfa": {"A": "inferred", "C": "inferred"},
    "hkie-member": {"A": "inferred", "C": "official"},
    "rics-member": {"A": "official", "B": "inferred", "C": "confirmed"},
    "imeche-member": {"A": "confirmed", "C": "inferred"},
    "acca-fellow": {"B": "official", "C": "inferred"},
    "aicpa-cima-cgma": {"A": "official", "C": "official"},
    "us-pe": {"D": "official"},
    "us-cpa": {"D": "inferred"},
}
"""Every kind of evidence in every category, in and outside engineering, with and without a level that a source names."""


def official_rows(edition: str) -> Table:
    """The rows of the bundled copy as if an attachment had them all, and, in an edition with a Category D, two rows there."""
    rows = {id_: dict.fromkeys(categories, "official") for id_, categories in bundled_rows(edition).items()}
    if edition == "3.0":
        rows["us-pe"]["D"] = rows["acca-fellow"]["D"] = "official"
    return rows


def matcher_of(rows: dict[str, Table], *, complete: bool) -> LocalMatcher:
    """What answers from these rows, by edition."""
    bundled = Engine.bundled()
    editions = Editions(
        {id_: attrs.evolve(edition, complete=complete) for id_, edition in bundled.editions.editions.items()},
        bundled.editions.folder,
        {edition: tuple(_rows(table)) for edition, table in rows.items()},
    )
    return LocalMatcher(attrs.evolve(bundled, editions=editions))


def client_of(matcher: LocalMatcher) -> qualmap.Client:
    """A client that asks this matcher."""
    return qualmap.Client.over(Local(matcher))


def _rows(table: Table) -> list[Row]:
    return [
        Row(category, id_, kind, "a reason" if kind == "inferred" else None, None if kind == "inferred" else "notice-2024")
        for id_, categories in table.items()
        for category, kind in categories.items()
    ]


COPIES = {
    "bundled": {id_: Copy.bundled(id_) for id_ in IDS},
    "official": {id_: Copy(id_, official_rows(id_), complete=True) for id_ in IDS},
    "mixed": {id_: Copy(id_, MIXED, complete=False) for id_ in IDS},
}


def matchers() -> dict[str, LocalMatcher]:
    """What answers from each kind of copy."""
    return {
        "bundled": LocalMatcher(Engine.bundled()),
        "official": matcher_of({id_: official_rows(id_) for id_ in IDS}, complete=True),
        "mixed": matcher_of(dict.fromkeys(IDS, MIXED), complete=False),
    }
