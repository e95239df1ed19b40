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
from collections.abc import Mapping, Sequence
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
    _shared: str = attrs.field(init=False, repr=False)  # what was read, as JSON behind the credentials, without judgements

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_shared", _members(self._setting))

    @classmethod
    def of(cls, asked: Asked, versions: Versions) -> Self:
        """What all of them share."""
        return cls({"edition": asked.edition, "minimum_evidence": asked.minimum_evidence, "versions": versions.to_dict()})

    def one(self, record: Record, facts: Mapping[str, FactValue], judgements: Sequence[Judgement] = ()) -> str:
        """The id of the answer to a record with these checked facts."""
        judged: list[Json] = [one.content(record) for one in judgements]
        ref = record.ref.encode("utf-8", "surrogatepass")  # half a surrogate pair, which UTF-8 cannot say, as if it could
        return digest(self.read(record.credentials, judged) + self.facts(facts) + ref).hex()

    def read(self, credentials: Sequence[Credential], judgements: Sequence[Json] = ()) -> bytes:
        """The digest of what was read, for whoever has these credentials."""
        written = sorted([_json_text([one.text, one.issuer, one.country]) for one in credentials])
        shared = self._shared
        if judgements:
            shared = _members({**self._setting, "judgements": sorted(judgements, key=_json_text)})
        return digest(f'{{"credentials":[{",".join(written)}],{shared}}}'.encode("ascii"))

    def facts(self, facts: Mapping[str, FactValue]) -> bytes:
        """The digest of checked facts."""
        return digest(_json_text(dict(facts)).encode("ascii"))


def _members(content: Mapping[str, Json]) -> str:
    """An object's JSON text without its braces."""
    return _json_text(content)[1:-1]


def digest(content: bytes) -> bytes:
    """The first half of a SHA-256."""
    return hashlib.sha256(content).digest()[:BYTES]


_json_text = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
