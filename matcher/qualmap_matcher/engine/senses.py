"""What a phrase can mean: qualifications, a body, a grade, a place, a claim about holding, or a signal about the context.

A compiled lexicon writes senses as short texts (`q:acca-fellow`, `i:acca`, `g:fellow`, `c:GB`, `k:in_progress:after:list`,
`s:duty`, `q?:us-pe` for a weak alias), several to a phrase, so that loading it costs no more than reading one JSON file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import attrs

Claim = Literal["held", "in_progress", "passed_exam", "student", "expired", "negated", "required"]
Stands = Literal["before", "after", "around"]
Reach = Literal["adjacent", "list", "sentence"]


@attrs.frozen(slots=True)
class Cue:
    """A word that says how a qualification is held; `stands` before or after it, and reaches one name, a list or a sentence."""

    claim: str
    stands: str
    reach: str


@attrs.frozen(slots=True)
class Senses:
    """Everything one phrase can mean.

    `rarely` holds what it means only where something beside it says so; `licensing` marks a state or province that licenses,
    `small` a name in a language that writes it in small letters: "traducteur assermenté". `names_something` says whether the
    phrase names a qualification or a body.
    """

    qualifications: frozenset[str] = frozenset()
    rarely: frozenset[str] = frozenset()
    weak: bool = False
    issuers: frozenset[str] = frozenset()
    grade: str | None = None
    country: str | None = None
    licensing: bool = False
    small: bool = False
    cues: tuple[Cue, ...] = ()
    signals: frozenset[str] = frozenset()
    names_something: bool = attrs.field(init=False, eq=False)

    @names_something.default
    def _names_something(self) -> bool:
        return bool(self.qualifications or self.issuers)


def encode_senses(senses: Iterable[str]) -> str:
    """Sorted and joined, each once; a strong alias replaces the same alias marked weak."""
    wanted = set(senses)
    return " ".join(sorted(sense for sense in wanted if not (sense.startswith("q?:") and "q:" + sense[3:] in wanted)))


def decode_senses(encoded: str) -> Senses:
    """The senses that `encode_senses` wrote."""
    found: dict[str, list[str]] = {}
    for sense in encoded.split(" "):
        kind, _, value = sense.partition(":")
        found.setdefault(kind, []).append(value)
    strong, weak = found.get("q", []), found.get("q?", [])
    return Senses(
        qualifications=frozenset(strong or weak),
        rarely=frozenset(weak) - frozenset(strong) if strong else frozenset(),
        weak=bool(weak) and not strong,
        issuers=frozenset(found.get("i", ())),
        grade=found["g"][0] if "g" in found else None,
        country=found["c"][0] if "c" in found else None,
        licensing="p" in found,
        small="l" in found,
        cues=tuple(Cue(*value.split(":")) for value in found.get("k", ())),
        signals=frozenset(found.get("s", ())),
    )
