"""Propose for every certificate of an attachment the qualification that it is; a person has the last word."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import attrs

from qualmap.models import Credential, MatchResult, Mention, Qualification
from qualmap_matcher.editions.attachments.layout import Entry
from qualmap_matcher.editions.attachments.naming import country_code, field_named, proposed_id
from qualmap_matcher.editions.attachments.spaces import folded

Status = Literal["mapped", "choose", "new", "waits", "dropped"]
STATUSES: tuple[Status, ...] = ("mapped", "choose", "new", "waits", "dropped")
WAITING = ("choose", "waits")
Match = Callable[[Credential], MatchResult]
_MAINLAND = "CN"  # the list is of overseas qualifications
_READ_AS_MAINLAND = "the name is read as a qualification of the mainland"
_LONGEST_NAME = 2_000  # characters; no name of a certificate is longer, and a person sees the whole in the review
_MOST_CANDIDATES = 12  # the most bodies that share a name; a person reads them in one cell

# Words that say that something is a qualification, not which: what the engine left of a name may only be made of these.
_GENERIC = re.compile(
    r"职业|专业|技术|资格|证书|证照|执照|认证|考试|国际|境外|注册|"
    r"certificates?|certifi(?:ed|cation)|qualifications?|designation|licen[cs]e|professional|examination|the|of|by|in|and",
    re.IGNORECASE,
)


@attrs.frozen(kw_only=True)
class ReviewLine:
    """One certificate in one category, what is to become of it, and why; a person may change everything but its number.

    `line` counts the certificates of the attachment from 1; `qualification` is an id, known or new, and empty while it waits.
    """

    line: int
    category: str
    name: str
    issuer: str
    country: str
    field: str
    status: str
    qualification: str
    candidates: tuple[str, ...]
    confidence: str
    note: str
    number: str
    place: str


def propose(entries: Iterable[Entry], *, match: Match, known: Sequence[Qualification]) -> tuple[ReviewLine, ...]:
    """A line for each entry; `match` is the engine, `known` all qualifications that it knows."""
    proposing = _Proposing(match, {one.id: one for one in known})
    for one in known:
        for name in (one.name_zh, one.name_en, f"{one.name_zh}({one.name_en})"):
            proposing.official[_compared(name)].add(one.id)
    return tuple(proposing.line(number, entry) for number, entry in enumerate(entries, 1))


@attrs.frozen
class _Proposal:
    status: Status
    qualification: str = ""
    candidates: tuple[str, ...] = ()
    confidence: str = ""
    notes: tuple[str, ...] = ()


@attrs.frozen
class _Proposing:
    """What proposals rest on: the engine, the qualifications by id, and whose official name a text is."""

    match: Match
    known: dict[str, Qualification]
    official: dict[str, set[str]] = attrs.field(factory=lambda: defaultdict(set))

    def line(self, number: int, entry: Entry) -> ReviewLine:
        """The proposal for one entry."""
        proposal = self._by_engine(entry)
        if entry.doubt:
            proposal = attrs.evolve(proposal, status="waits", qualification="", notes=(entry.doubt, *proposal.notes))
        return ReviewLine(
            line=number,
            category=entry.category,
            name=entry.name,
            issuer=entry.issuer,
            country=entry.country,
            field=field_named(entry.field) or entry.field,
            status=proposal.status,
            qualification=proposal.qualification,
            candidates=proposal.candidates,
            confidence=proposal.confidence,
            note="; ".join(one for one in (*proposal.notes, entry.note) if one),
            number=entry.number,
            place=entry.place,
        )

    def _by_engine(self, entry: Entry) -> _Proposal:
        """What the engine says of a name, beside the registry's official names; a new one where it knows nothing like it."""
        text = entry.name[:_LONGEST_NAME]
        country = country_code(entry.country) or entry.country
        mentions = self.match(Credential(text, entry.issuer or None, country or None)).mentions
        official = {id_ for id_ in self.official.get(_compared(entry.name), ()) if self._may_be_listed(id_)}
        named = (candidate.id for mention in mentions for candidate in mention.candidates)
        candidates = tuple(dict.fromkeys([*sorted(official), *filter(self._may_be_listed, named)]))[:_MOST_CANDIDATES]
        if not candidates:
            proposal = self._as_new(entry)
            if any(mention.candidates for mention in mentions):
                return attrs.evolve(proposal, status="waits", notes=(_READ_AS_MAINLAND, *proposal.notes))
            return proposal
        confidence = min((mention.confidence for mention in mentions), default=0.0)
        cut = f"{math.floor(confidence * 100) / 100:.2f}"  # what is less than certain never reads 1.00
        reason = self._why_not_safe(entry, mentions, official)
        if not reason:
            return _Proposal("mapped", candidates[0], candidates, cut)
        questions = dict.fromkeys(mention.question for mention in mentions if mention.question)
        return _Proposal("choose", "", candidates, cut, (reason, *questions))

    def _may_be_listed(self, id_: str) -> bool:
        """Whether it could stand on a list of overseas qualifications."""
        return self.known[id_].country != _MAINLAND

    def _why_not_safe(self, entry: Entry, mentions: Sequence[Mention], official: set[str]) -> str:
        """Why the engine's answer must not be taken over as it is; empty where it may."""
        matched = {one.qualification.id for one in mentions if one.qualification and _is_held(one)}
        if len(matched) != 1 or not all(map(_is_held, mentions)):
            return "not one qualification that is sure" if mentions else "no qualification of this name is known"
        if official and official != matched:
            return "the name is another qualification's official one"
        if not all(map(self._may_be_listed, matched)):
            return _READ_AS_MAINLAND
        if official:
            return ""
        rest = _unread(entry, mentions)
        if entry.several:
            return "the name may be of several certificates"
        return f"part of the name was not taken into account: {rest}" if rest else ""

    def _as_new(self, entry: Entry) -> _Proposal:
        """A new qualification where the attachment says enough of it; a person has to add what is missing."""
        country = country_code(entry.country)
        needed = (("issuer", entry.issuer), ("country", country is not None), ("field", field_named(entry.field)))
        missing = [name for name, there in needed if not there]
        id_ = proposed_id(entry.name, entry.issuer, country or "")
        if id_ in self.known:
            return _Proposal(
                "choose", "", (id_,), "", ("no qualification of this name is known, but one of the id it would get",)
            )
        if missing:
            return _Proposal("waits", id_, (), "", (f"new; fill in {', '.join(missing)} and set the status to new",))
        return _Proposal("new", id_)


def _is_held(mention: Mention) -> bool:
    return mention.outcome == "matched" and mention.claim == "held"


def _unread(entry: Entry, mentions: Sequence[Mention]) -> str:
    """The words of a name that no mention covers and that say more than that it is a certificate, or whose."""
    covered = {index for mention in mentions for index in range(mention.start, mention.end)}
    rest = "".join(character if index not in covered else " " for index, character in enumerate(entry.name))
    beside = f"{entry.issuer} {entry.country}".casefold()
    words = [word for word in re.findall(r"\w+", _GENERIC.sub(" ", rest)) if word.casefold() not in beside]
    return " ".join(words)


def _compared(name: str) -> str:
    return folded(name).replace("（", "(").replace("）", ")")
