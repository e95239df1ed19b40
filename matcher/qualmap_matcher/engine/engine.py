"""The engine: text in, mentions out. It knows no HTTP, no database and no clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Self

import attrs

from qualmap.editions import Asked
from qualmap.errors import TextError
from qualmap.models import Credential, MatchResult, Mention, Qualification
from qualmap_lists import load_json
from qualmap_matcher.editions.listing import Editions
from qualmap_matcher.engine.deciding import Decided, decide
from qualmap_matcher.engine.drafts import Draft
from qualmap_matcher.engine.lexicon import Lexicon
from qualmap_matcher.engine.model import Model
from qualmap_matcher.engine.naming import own_name
from qualmap_matcher.engine.questions import question
from qualmap_matcher.engine.reading import Found, Reader, Reading
from qualmap_matcher.engine.scanning import Scan

LONGEST_TEXT = 1_000_000  # code points
_CLOSING = {")": "(", "）": "（", "]": "[", "】": "【"}
_CLOSES = re.compile(r"\.?[)）\]】]")
_LONGEST_REMEMBERED = 1_000  # code points: longer texts are rare, and their answers large
_REMEMBERED = 50_000  # distinct credentials whose answers are kept


@attrs.define
class Engine:
    """Matches credentials against one registry and its editions."""

    lexicon: Lexicon
    model: Model
    editions: Editions
    qualifications: dict[str, Qualification]
    reader: Reader = attrs.field(repr=False)
    remembered: int = _REMEMBERED
    _answers: dict[tuple[Credential, Asked], MatchResult] = attrs.field(init=False, factory=dict, repr=False)

    @reader.default
    def _reader(self) -> Reader:
        return Reader(self.lexicon)

    @classmethod
    def bundled(cls) -> Self:
        """The engine on the data that comes with the package."""
        lexicon = Lexicon.from_compiled(load_json("compiled", "lexicon.json"))
        return cls(
            lexicon=lexicon,
            model=Model.from_compiled(load_json("compiled", "model.json")),
            editions=Editions.bundled(),
            qualifications={id_: Qualification(**card) for id_, card in load_json("compiled", "qualifications.json").items()},
        )

    @property
    def version(self) -> str:
        """Names the lexicon and the model that answer."""
        return f"{self.lexicon.version}-{self.model.version}"

    def match(self, credential: Credential, asked: Asked) -> MatchResult:
        """The answer to one credential; raises `TextError` for a text that is too long."""
        answer = self._answers.get((credential, asked))
        if answer is not None:
            return answer
        if len(credential.text) > LONGEST_TEXT:
            message = f"the text has {len(credential.text):,} characters; at most {LONGEST_TEXT:,} are read"
            raise TextError(message, field="text")
        answer = MatchResult(credential.text, asked.edition, tuple(self._mentions(credential, asked)))
        if len(credential.text) <= _LONGEST_REMEMBERED:
            if len(self._answers) >= self.remembered:
                self._answers.clear()
            self._answers[credential, asked] = answer
        return answer

    def read(self, credential: Credential) -> Reading:
        """What the engine reads before it decides: for training and for explanations."""
        return self.reader.read(credential.text, self.reader.beside(credential.issuer, credential.country))

    def _mentions(self, credential: Credential, asked: Asked) -> Iterator[Mention]:
        reading = self.read(credential)
        for found in reading.found:
            decided = decide(found, self.model)
            if decided is not None:
                yield self._mention(reading, found, decided, asked)

    def _mention(self, reading: Reading, found: Found, decided: Decided, asked: Asked) -> Mention:
        start, end = span(reading.scan, found.settled.draft)
        known = self.qualifications[decided.candidates[0].id] if decided.outcome == "matched" else None
        own = own_name(found.settled, self.lexicon) if self.lexicon.own else None
        return Mention(
            text=reading.scan.units.folded.raw[start:end],
            start=start,
            end=end,
            outcome=decided.outcome,
            claim=found.claim.claim,
            confidence=decided.confidence,
            qualification=known,
            candidates=decided.candidates,
            listing=self.editions.listing(asked, known.id) if known else None,
            reasons=decided.reasons if own is None else (*decided.reasons, own),
            question=question([self.qualifications[one.id] for one in decided.candidates])
            if decided.outcome == "ambiguous"
            else None,
            named_by="registry" if own is None else "company",
        )


def span(scan: Scan, draft: Draft) -> tuple[int, int]:
    """The raw offsets of a draft; a bracket opened inside is closed inside, a full stop before it too: "CPA (Aust.)"."""
    start, end = scan.units.folded.raw_span(draft.start, draft.end)
    raw = scan.units.folded.raw
    while closing := _CLOSES.match(raw, end):
        opening = _CLOSING[closing.group()[-1]]
        if raw.count(opening, start, end) <= raw.count(closing.group()[-1], start, end):
            break
        end = closing.end()
    return start, end
