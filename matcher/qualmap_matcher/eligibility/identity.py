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
from collections.abc import Sequence

from qualmap.editions import Asked
from qualmap.models import Json
from qualmap.records import FactValue, Record
from qualmap.screening import Versions
from qualmap_matcher.eligibility.judging import Judgement

_DIGITS = 32  # of 64: 128 bits, which no two of all the records of the world will share


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
    return hashlib.sha256(_canonical(content).encode("ascii")).hexdigest()[:_DIGITS]


def _canonical(content: Json) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"))
