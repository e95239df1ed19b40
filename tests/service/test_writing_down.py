"""Answers as they are stored: byte for byte what `to_dict` says, however much of them was written before."""

from __future__ import annotations

import itertools

import pytest

from qualmap import Client
from qualmap.models import Json
from qualmap_matcher.service.json_text import encode
from qualmap_matcher.service.store.writing_down import written_down

CREDENTIALS: list[list[Json]] = [
    [],
    ["FCCA"],
    ["CPA", "Member of CPA, since 2011; CFA Level II candidate"],  # names that are to be settled: questions about mentions
    ["特许公认会计师", "nothing that is known"],
    ["FRICS\ud800 and FCCA"],  # half a pair, which UTF-8 cannot say
]
FACTS: list[dict[str, Json]] = [
    {},
    {"works_in_shanghai": True, "origin": "foreign", "age": 66, "work_permit": True},
    {"works_in_shanghai": False, "age": 30, "degree": "master"},
]


@pytest.mark.parametrize("edition", ["1.0", "3.0"])
def test_an_answer_is_written_as_its_dict_is(edition: str) -> None:
    records = [
        {"ref": f"C-{number}", "credentials": credentials, "facts": facts}
        for number, (credentials, facts) in enumerate(itertools.product(CREDENTIALS, FACTS))
    ]
    with Client.local() as client:
        for record in [*records, *records]:
            screening = client.screen(record, edition=edition)
            assert written_down(screening) == encode(screening.to_dict())
