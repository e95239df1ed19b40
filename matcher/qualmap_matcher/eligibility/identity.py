"""The decision id: a digest of everything that an answer depends on.

A digest here is the first 16 bytes of a SHA-256, and a JSON text has sorted keys, no spaces, and every character outside ASCII
escaped. The id is, in hexadecimal digits, the digest of three things, one right behind the other:

    the digest of what was read, a JSON text of
        credentials       each [text, issuer, country], sorted by their JSON texts
        edition           the edition's id
        minimum_evidence  the weakest evidence that counted
        versions          as in the answer
        judgements        only where a person judged a mention: for each, sorted by their JSON texts, an object with action,
                          qualification, claim, by, on, start, end and credential: [text, issuer, country]
    the digest of the facts, a JSON text of them as they were checked: 66, not 66.0
    the ref, in UTF-8

The parts are apart because many people share the first and many the second: a file of a million has a few thousand of each.
The day asked about is not in it: a day matters only by the edition it selects. Nor is the order of credentials or facts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

import attrs

from qualmap.editions import Asked
from qualmap.models import Credential, Json
from qualmap.records import FactValue, Record
from qualmap.screening import Versions
from qualmap_matcher.eligibility.judging import Judgement

BYTES = 16  # of 32: 128 bits, which no two of all the records of the world will share; three parts fill one block of SHA-256


@attrs.frozen
class DecisionIds:
    """Ids of answers in one edition, from one set of versions."""

    _setting: dict[str, Json]

    @classmethod
    def of(cls, asked: Asked, versions: Versions) -> Self:
        """What all of them share."""
        return cls({"edition": asked.edition, "minimum_evidence": asked.minimum_evidence, "versions": versions.to_dict()})

    def one(self, record: Record, facts: Mapping[str, FactValue], judgements: Sequence[Judgement] = ()) -> str:
        """The id of the answer to a record with these checked facts."""
        judged: list[Json] = [one.content(record) for one in judgements]
        return self.many([self.read(record.credentials, judged)], [self.facts(facts)], [in_utf_8(record.ref)]).hex()

    def read(self, credentials: Sequence[Credential], judgements: Sequence[Json] = ()) -> bytes:
        """The digest of what was read, for whoever has these credentials."""
        written: list[Json] = [[one.text, one.issuer, one.country] for one in credentials]
        content: dict[str, Json] = {**self._setting, "credentials": sorted(written, key=_json_text)}
        if judgements:
            content["judgements"] = sorted(judgements, key=_json_text)
        return _digest(_json_text(content).encode("ascii"))

    def facts(self, facts: Mapping[str, FactValue]) -> bytes:
        """The digest of checked facts."""
        return _digest(_json_text(dict(facts)).encode("ascii"))

    def many(self, read: Iterable[bytes], facts: Iterable[bytes], refs: Iterable[bytes]) -> bytes:
        """One id of `BYTES` bytes after the other, for the digests and the ref (UTF-8) at each place."""
        new = hashlib.sha256  # without a call of `_digest`, which costs a tenth of a digest
        return b"".join([new(one).digest()[:BYTES] for one in map(b"".join, zip(read, facts, refs, strict=True))])


def in_utf_8(ref: str) -> bytes:
    """A ref as the id has it; half a surrogate pair, which UTF-8 cannot say, as it would if it could."""
    return ref.encode("utf-8", "surrogatepass")


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()[:BYTES]


_json_text = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
