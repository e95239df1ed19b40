"""What came, went and moved between two editions, with the evidence of both sides."""

from __future__ import annotations

import asyncio
from pathlib import Path

import attrs
import pytest

import qualmap
from qualmap.models import Qualification
from qualmap_matcher.editions.differing import differ
from qualmap_matcher.editions.listing import Editions, Row

CARDS = {id_: Qualification(id_, id_, id_, "", None, None) for id_ in "abcde"}


def row(category: str, qualification: str, evidence: str = "official") -> Row:
    return Row(category, qualification, evidence, None, "a source")


def editions(before: list[Row], after: list[Row]) -> Editions:
    bundled = Editions.bundled()
    known = {
        "1.0": attrs.evolve(bundled["1.0"], complete=True),
        "2.0": bundled["2.0"],
    }
    return Editions(known, Path(), {"1.0": tuple(before), "2.0": tuple(after)})


def test_rows_that_came_went_and_moved_are_told_apart() -> None:
    before = [row("A", "a"), row("A", "b", "confirmed"), row("A", "c"), row("B", "c"), row("A", "e")]
    after = [row("A", "a", "inferred"), row("A", "d", "inferred"), row("B", "c"), row("C", "e")]
    found = differ(editions(before, after), "1.0", "2.0", CARDS)

    assert [(one.qualification.id, one.after[0].evidence) for one in found.added] == [("d", "inferred")]
    assert [(one.qualification.id, one.before[0].evidence) for one in found.removed] == [("b", "confirmed")]
    assert [
        (one.qualification.id, [row.category for row in one.before], [row.category for row in one.after]) for one in found.moved
    ] == [("c", ["A", "B"], ["B"]), ("e", ["A"], ["C"])]
    assert (found.before_complete, found.after_complete) == (True, False)


def test_the_other_way_round_what_came_went() -> None:
    one = editions([row("A", "a")], [row("A", "b"), row("A", "c")])
    there, back = differ(one, "1.0", "2.0", CARDS), differ(one, "2.0", "1.0", CARDS)

    assert [one.qualification for one in there.added] == [one.qualification for one in back.removed]
    assert [one.qualification for one in there.removed] == [one.qualification for one in back.added]


def test_editions_that_carry_rows_over_differ_in_nothing(client: qualmap.Client) -> None:
    found = client.differences("1.0", "3.0")

    assert (found.added, found.removed, found.moved) == ((), (), ())
    assert found == asyncio.run(qualmap.AsyncClient.local().differences("1.0", "3.0"))


def test_an_unknown_edition_is_an_error(client: qualmap.Client) -> None:
    with pytest.raises(qualmap.UnknownEditionError):
        client.differences("1.0", "9.0")
