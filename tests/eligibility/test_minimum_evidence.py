"""Whoever refuses rows of weak evidence gets the answer that a copy without these rows gives."""

from __future__ import annotations

import itertools

import attrs
import plain_evaluator as plain
import pytest
from copies import COPIES, IDS
from people import AMBIGUOUS, TEXTS, person_of, record
from plain_rules import clauses_of

import qualmap

KNOWN = {"works_in_shanghai": True, "origin": "foreign", "work_permit": True, "degree": "doctorate"}


def without_weaker(copy: plain.Copy, minimum: str) -> plain.Copy:
    kept = plain.EVIDENCE[plain.EVIDENCE.index(minimum) :]
    return attrs.evolve(
        copy,
        rows={
            id_: {category: kind for category, kind in categories.items() if kind in kept}
            for id_, categories in copy.rows.items()
        },
    )


@pytest.mark.parametrize("minimum", plain.EVIDENCE)
@pytest.mark.parametrize("edition", IDS)
@pytest.mark.parametrize("kind", ["bundled", "mixed"])
def test_rows_of_weaker_evidence_open_nothing(clients: dict[str, qualmap.Client], kind: str, edition: str, minimum: str) -> None:
    copy = without_weaker(COPIES[kind][edition], minimum)
    for text, known in itertools.product((*TEXTS.values(), *AMBIGUOUS), ({}, KNOWN)):
        answer = clients[kind].screen(record([text], known), edition=edition, minimum_evidence=minimum)
        person = person_of(answer, known, copy)
        for entry, benefit in zip(clauses_of(edition), answer.benefits, strict=True):
            assert plain.Decided(benefit.decision, benefit.missing) == plain.clause(entry, person, copy), (text, known)
        title = answer.title
        expected = plain.title(person, copy)
        assert plain.Decided(title.decision, title.missing, title.level, title.at_least) == expected, (text, known)


def test_without_inferred_rows_nothing_is_left_of_the_later_editions(client: qualmap.Client) -> None:
    for edition, text in itertools.product(("2.0", "3.0"), TEXTS.values()):
        answer = client.screen(record([text], KNOWN), edition=edition, minimum_evidence="confirmed")
        assert {one.decision for one in (*answer.benefits, answer.title)} == {"no_row"}


def test_an_unknown_kind_of_evidence_is_an_error(client: qualmap.Client) -> None:
    with pytest.raises(qualmap.InputError, match="inferred, confirmed, official"):
        client.screen(record([], {}), edition="1.0", minimum_evidence="certain")
