"""Ids that are worked out for many records at once are those that each record has alone."""

import random

from qualmap.editions import Asked
from qualmap.local import LocalMatcher, bundled_engine
from qualmap.models import Credential
from qualmap.records import Record
from qualmap_matcher.eligibility.identity import BYTES, DecisionIds, in_utf_8

REFS = ["C-1", 'quoted "ref"', '","', "back\\slash", "[中文]", "🎓", "line\nbreak", "\u2028", "]}", "," * 40, "\ud800 alone"]
FACTS = [{}, {"age": 66}, {"works_in_shanghai": True, "origin": "foreign", "years_experience": 3.5}]
CREDENTIALS = [
    (),
    (Credential("FCCA"),),
    (Credential("z", "İ", None), Credential("a", None, "GB"), Credential('"'), Credential("a")),
]


def test_many_ids_at_once_are_the_single_ones() -> None:
    matcher, chance = LocalMatcher(bundled_engine()), random.Random(7)  # noqa: S311 - drawn anew in the same way each time
    for edition, evidence in (("1.0", "inferred"), ("3.0", "confirmed")):
        ids = matcher.screener.ids(Asked(edition, evidence))
        drawn = [(chance.choice(CREDENTIALS), chance.choice(FACTS), ref) for ref in REFS for _ in range(20)]

        found = ids.many(
            [ids.read(credentials) for credentials, _, _ in drawn],
            [ids.facts(facts) for _, facts, _ in drawn],
            [in_utf_8(ref) for *_, ref in drawn],
        )

        expected = [ids.one(Record(ref, credentials), facts) for credentials, facts, ref in drawn]
        assert [found[start : start + BYTES].hex() for start in range(0, len(found), BYTES)] == expected
        assert len(set(expected)) == len(set(map(str, drawn)))


def test_no_record_has_no_id() -> None:
    versions = LocalMatcher(bundled_engine()).screener.versions("1.0")

    assert DecisionIds.of(Asked("1.0"), versions).many([], [], []) == b""
