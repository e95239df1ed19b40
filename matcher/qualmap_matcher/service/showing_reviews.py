"""A review as a person sees it: the mention in its credential, what it could be, what was read beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

import attrs

from qualmap.models import Json, Qualification
from qualmap_matcher.service.problems import not_found
from qualmap_matcher.service.store import reviews, screenings
from qualmap_matcher.service.store.people import sealer_of
from qualmap_matcher.service.store.reviews import Review
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.store.screenings import StoredScreening
from qualmap_matcher.service.store.sealing import Vault

Object = dict[str, Json]
_AT_ONCE = 200  # reviews: bounds what is held of a long list


@attrs.frozen(kw_only=True)
class Shown:
    """A review with the texts that it is about; `version` is the one of the screening that the mention stands in."""

    id: str
    state: str
    outcome: str
    created_at: str
    screening: str
    version: int
    edition: str
    credential: Object
    mention: Object
    candidates: list[Json]
    question: str | None
    beside: list[Json]
    judgement: Object | None

    def to_dict(self) -> Object:
        """As JSON."""
        return {field.name: getattr(self, field.name) for field in attrs.fields(Shown)}


@attrs.frozen
class Desk:
    """Shows reviews, each screening opened once."""

    scope: Scope
    vault: Vault
    known: Mapping[str, Qualification]
    _opened: dict[tuple[str, int], StoredScreening | None] = attrs.field(init=False, factory=dict)

    def all_judged(self) -> Iterator[Object]:
        """Every judged review whose texts are still there, the oldest first."""
        after: str | None = None
        while found := reviews.page(self.scope, reviews.Filters(), after=after, limit=_AT_ONCE):
            yield from (self.shown(one).to_dict() for one in found if one.judged is not None)
            after = found[-1].id
            self._opened.clear()

    def shown(self, review: Review) -> Shown:
        """The review with its texts; raises a `Problem` where they were deleted this very moment."""
        stored = self._screening(review.screening, review.version)
        if stored is None:
            raise not_found("review")
        mentions = cast("list[Object]", stored.screening["mentions"])
        mention = mentions[review.mention]
        candidates = [str(one["id"]) for one in cast("list[Object]", mention["candidates"])]
        question = mention["question"]
        return Shown(
            id=review.id,
            state=review.state,
            outcome=review.outcome,
            created_at=review.created_at,
            screening=review.screening,
            version=review.version,
            edition=str(stored.screening["edition"]),
            credential=cast("list[Object]", stored.record["credentials"])[review.place[0]],
            mention=mention,
            candidates=[self.known[id_].to_dict() for id_ in candidates if id_ in self.known],
            question=None if question is None else str(question),
            beside=[_beside(one) for one in mentions if one is not mention and one["credential"] == mention["credential"]],
            judgement=self._judgement(review),
        )

    def _screening(self, id_: str, version: int) -> StoredScreening | None:
        if (id_, version) not in self._opened:
            self._opened[id_, version] = screenings.find(self.scope, self.vault, id_, version=version)
        return self._opened[id_, version]

    def _judgement(self, review: Review) -> Object | None:
        judged = review.judged
        if judged is None:
            return None
        note: Json = None
        sealer = sealer_of(self.scope, self.vault, review.person) if review.sealed_note else None
        if sealer is not None and review.sealed_note:
            note = sealer.open(review.sealed_note)
        return {**attrs.asdict(judged), "note": note}


def _beside(mention: Object) -> Json:
    known = cast("Object | None", mention["qualification"])
    return {
        **{name: mention[name] for name in ("text", "start", "end", "outcome", "claim")},
        "qualification": known["id"] if known else None,
    }
