"""The decision id: a digest of everything that an answer depends on.

It is the first 32 hexadecimal digits of the SHA-256 of a JSON text: keys sorted, no spaces, every character outside ASCII
escaped. The text is an object with

    record            ref, facts (checked: 66, not 66.0), credentials: each [text, issuer, country], sorted by their JSON texts
    edition           the edition's id
    minimum_evidence  the weakest evidence that counted
    versions          as in the answer
    judgements        only where a person judged a mention: for each, sorted by their JSON texts, an object with action,
                      qualification, claim, by, on, start, end and credential: [text, issuer, country]

The day asked about is not in it: a day matters only by the edition it selects. Nor is the order of credentials or facts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Self

import attrs

from qualmap.editions import Asked
from qualmap.models import Credential, Json
from qualmap.records import FactValue, Record
from qualmap.screening import Versions
from qualmap_matcher.eligibility.judging import Judgement

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

DIGITS = 32  # of 64: 128 bits, which no two of all the records of the world will share


def decision_id(
    record: Record, facts: dict[str, FactValue], asked: Asked, versions: Versions, *, judgements: Sequence[Judgement] = ()
) -> str:
    """The id of the answer to a record with these checked facts."""
    credentials: list[Json] = [[one.text, one.issuer, one.country] for one in record.credentials]
    content: dict[str, Json] = {
        "record": {"ref": record.ref, "credentials": sorted(credentials, key=_canonical), "facts": dict(facts)},
        "edition": asked.edition,
        "minimum_evidence": asked.minimum_evidence,
        "versions": versions.to_dict(),
    }
    if judgements:
        content["judgements"] = sorted((one.content(record) for one in judgements), key=_canonical)
    return hashlib.sha256(_canonical(content).encode("ascii")).hexdigest()[:DIGITS]


@attrs.frozen
class DecisionIds:
    """The same ids for many records that are alike: all that comes before a record's own `ref` is hashed once.

    In the sorted JSON a record's credentials come before its facts, and its ref behind both; versions end the text.
    """

    _before: str
    _behind: str

    @classmethod
    def of(cls, asked: Asked, versions: Versions) -> Self:
        """The ids of answers in one edition, from one set of versions."""
        before = _canonical({"edition": asked.edition, "minimum_evidence": asked.minimum_evidence})
        return cls(f'{before[:-1]},"record":{{"credentials":', f'}},"versions":{_canonical(versions.to_dict())}}}')

    def begun(self, credentials: Sequence[Credential]) -> Hash:
        """The digest of everything up to the credentials, to be copied and gone on with."""
        written: list[Json] = [[one.text, one.issuer, one.country] for one in credentials]
        return hashlib.sha256(f"{self._before}{_canonical(sorted(written, key=_canonical))}".encode("ascii"))

    def facts(self, facts: Mapping[str, FactValue]) -> bytes:
        """What stands between the credentials and the text of the ref."""
        return f',"facts":{_canonical(dict(facts))},"ref":"'.encode("ascii")

    def many(self, begun: Iterable[Hash], facts: Iterable[bytes], refs: Sequence[str]) -> str:
        """One id of `DIGITS` digits after the other, for each ref with what is `begun` and the facts at the same place."""
        if not refs:
            return ""
        # One call writes all refs. Split where one ends and the next begins: inside a text every quotation mark is escaped.
        written = _canonical(list(refs)).encode("ascii")[2:-2].split(b'","')
        behind = f'"{self._behind}'.encode("ascii")
        found = bytearray()
        for digest, between, ref in zip(begun, facts, written, strict=True):
            own = digest.copy()
            own.update(between + ref + behind)
            found += own.digest()[: DIGITS // 2]
        return found.hex()


def _canonical(content: Json) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"))
