"""Labelled cases out of what people judged, so that training can learn from them.

A case is one credential with all that it names, so one credential's reviews make one case; a credential in which something was
left open makes none. Where the text alone could not tell what was meant, the case says so: it is `ambiguous`, and what the person
knew from elsewhere is only `possible`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

FAMILY = "reviews"
_SETTLED = frozenset({"matched", "unrecognised"})
_NUMBERS = 10_000  # that an id has room for

Entry = dict[str, Any]
"""A line of a cases file (`schema/cases.json`)."""


@attrs.frozen
class Exported:
    """The cases, and how many credentials made none: something in them was left open, or two were judged otherwise."""

    cases: tuple[Entry, ...]
    left_out: int


def cases_of(reviews: Iterable[Mapping[str, Any]]) -> Exported:
    """The cases of judged reviews as the service shows them; the same reviews in another order give the same cases."""
    by_credential: dict[tuple[str, int], list[Mapping[str, Any]]] = {}
    for review in reviews:
        if review["judgement"] is not None:
            by_credential.setdefault((review["screening"], review["mention"]["credential"]), []).append(review)
    by_text: dict[tuple[str, str], list[Entry | None]] = {}
    for found in by_credential.values():
        of = found[0]["credential"]
        by_text.setdefault((of["text"], of["issuer"] or ""), []).append(_case(found))
    cases, left_out = [], 0
    for _, made in sorted(by_text.items(), key=lambda item: item[0]):
        agreed = [one for one in made if one is not None]
        if agreed and all(one == agreed[0] for one in agreed):
            cases.append(agreed[0])
            left_out += len(made) - len(agreed)
        else:
            left_out += len(made)
    return Exported(tuple({"id": _id(number), **case} for number, case in enumerate(cases, 1)), left_out)


def _case(reviews: Sequence[Mapping[str, Any]]) -> Entry | None:
    """The case of one credential, without its id; None where it cannot say what the text names."""
    newest = max(reviews, key=lambda one: (one["judgement"]["at"], one["id"]))
    credential = newest["credential"]
    judged = {_span(one["mention"]): one for one in reviews}
    beside = [one for one in newest["beside"] if not any(_overlap(_span(one), span) for span in judged)]
    if not credential["text"].strip() or credential["country"] or any(one["outcome"] not in _SETTLED for one in beside):
        return None
    expect, possible, claims = set[str](), set[str](), dict[str, str]()
    for one in beside:
        if one["qualification"]:
            expect.add(one["qualification"])
            claims[one["qualification"]] = one["claim"]
    for review in judged.values():
        id_ = review["judgement"]["qualification"]
        if id_ is None:
            continue
        claims[id_] = review["judgement"]["claim"] or review["mention"]["claim"]
        if review["outcome"] == "ambiguous":
            possible |= {id_, *(one["id"] for one in review["mention"]["candidates"])}
        else:
            expect.add(id_)
    named = len(expect) + sum(review["outcome"] == "ambiguous" for review in judged.values())
    said = set(claims.values())
    claim = next(iter(said)) if len(said) == 1 else "held" if said else None
    return {
        "family": FAMILY,
        "kind": "not_a_credential" if not claims else "multi_credential" if named > 1 else "with_noise",
        "lang": "und",
        "text": credential["text"],
        "issuer": credential["issuer"] or None,
        "expect": [[id_] for id_ in sorted(expect)],
        "ambiguous": bool(possible),
        "possible": sorted(possible),
        "claim": claim,
        "claim_of": {id_: one for id_, one in sorted(claims.items()) if one != claim},
    }


def _span(mention: Mapping[str, Any]) -> tuple[int, int]:
    return mention["start"], mention["end"]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _id(number: int) -> str:
    """`review-0001`; a `-more` for every ten thousand before it."""
    return f"review{'-more' * (number // _NUMBERS)}-{number % _NUMBERS:04}"
