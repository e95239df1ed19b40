"""Settle what an ambiguous name means as a person would: its issuer or its country goes beside the text, or into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from qualmap.editions import Asked
from qualmap.local import LocalMatcher
from qualmap.models import Mention, Qualification
from qualmap.screening import ScreenedMention
from qualmap_matcher.service.console.person_form import Line, PersonForm

AnyMention = TypeVar("AnyMention", bound=Mention)


def settled(
    form: PersonForm, mentions: Sequence[ScreenedMention], chosen: str, matcher: LocalMatcher, asked: Asked
) -> PersonForm:
    """The form with the meaning of a mention in it; `chosen` is `INDEX:QUALIFICATION`. What cannot be is passed over.

    Where an issuer beside the whole text would speak against what else stands in it, the mention gets a line of its own.
    """
    choice = _chosen(mentions, chosen, matcher)
    if choice is None:
        return form
    mention, known = choice
    id_ = known.id
    line = form.filled[mention.credential]
    before = matcher.match(line.credential, asked).mentions
    for one in _beside(line, known):
        if _as_before(matcher.match(one.credential, asked).mentions, before, mention, id_):
            return form.replacing(mention.credential, one)
    left = f"{line.text[: mention.start]}{line.text[mention.end :]}".strip(" ,;/|、，；\n\t")
    alone = Line(mention.text)
    for one in _beside(alone, known):
        found = matcher.match(one.credential, asked).mentions
        if len(found) == 1 and _means(found[0], id_):
            rest = (Line(left, line.issuer, line.country),) if left else ()
            return form.replacing(mention.credential, one, *rest)
    return form


def settled_line(line: Line, mentions: Sequence[Mention], chosen: str, matcher: LocalMatcher, asked: Asked) -> Line | None:
    """One text with the meaning of a mention beside it or, where that does not do, in it; None where nothing does.

    `chosen` is as for `settled`. Every other mention goes on meaning what it meant.
    """
    choice = _chosen(mentions, chosen, matcher)
    if choice is None:
        return None
    mention, known = choice
    id_ = known.id
    for one in _beside(line, known):
        if _as_before(matcher.match(one.credential, asked).mentions, mentions, mention, id_):
            return one
    for words in (f"{mention.text} ({known.issuer})", f"{known.issuer} {mention.text}", known.name_en, known.name_zh):
        one = Line(f"{line.text[: mention.start]}{words}{line.text[mention.end :]}", line.issuer, line.country)
        now = matcher.match(one.credential, asked).mentions
        if _as_before(now, mentions, mention, id_, longer=len(words) - len(mention.text)):
            return one
    return None


def _chosen(mentions: Sequence[AnyMention], chosen: str, matcher: LocalMatcher) -> tuple[AnyMention, Qualification] | None:
    """The mention and the candidate of it that `INDEX:QUALIFICATION` names; None where it names none."""
    number, _, id_ = chosen.partition(":")
    if not number.isdecimal() or int(number) >= len(mentions):
        return None
    mention, known = mentions[int(number)], matcher.engine.qualifications.get(id_)
    return (mention, known) if known is not None and id_ in {one.id for one in mention.candidates} else None


def _beside(line: Line, known: Qualification) -> Iterator[Line]:
    issuer, country = known.issuer, known.country or ""
    yield Line(line.text, line.issuer or issuer, line.country)
    if country:
        yield Line(line.text, line.issuer, country)
    yield Line(line.text, issuer, country)


def _as_before(now: Sequence[Mention], before: Sequence[Mention], mention: Mention, id_: str, *, longer: int = 0) -> bool:
    """Whether the mention means what was chosen, and every other one what it meant before.

    Where other words stand for the mention, so many code points longer, they may be read as more or less than all of them.
    """
    meant = {(one.start, one.end): one for one in now}
    others = [one for one in before if (one.start, one.end) != (mention.start, mention.end)]
    moved = ((one, longer if one.start >= mention.end else 0) for one in others)
    kept = all(_id(meant.get((one.start + by, one.end + by))) == _id(one) for one, by in moved)
    if not longer:
        this = meant.get((mention.start, mention.end))
        return kept and this is not None and _means(this, id_)
    return kept and len(now) == len(before) and any(_means(one, id_) and _meets(one, mention, longer) for one in now)


def _meets(one: Mention, mention: Mention, longer: int) -> bool:
    """Whether a mention lies where the words are that stand for another."""
    return one.start < mention.end + longer and mention.start < one.end


def _means(mention: Mention, id_: str) -> bool:
    return mention.outcome == "matched" and _id(mention) == id_


def _id(mention: Mention | None) -> str | None:
    return mention.qualification.id if mention and mention.qualification else None
