"""Whether a review can be accepted as it is: complete, decided in every line, and in words that the data can hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from qualmap.errors import AttachmentError
from qualmap_matcher.editions.attachments.naming import ID
from qualmap_matcher.editions.attachments.proposing import WAITING, ReviewLine
from qualmap_matcher.editions.attachments.review_file import Review
from qualmap_matcher.editions.listing import CATEGORIES

_MOST_NAMED = 10  # lines that an error names


def kept(review: Review) -> list[ReviewLine]:
    """The lines that become rows."""
    return [line for line in review.lines if line.status != "dropped"]


def check_review(review: Review, *, edition: str, known: Collection[str], own: Collection[str]) -> None:
    """Raise `AttachmentError` for the first thing that keeps a review from being accepted.

    `known` are the ids of all qualifications, `own` those of them that earlier imports added.
    """
    origin = review.origin
    if origin.edition != edition:
        raise AttachmentError(f"the review is of edition {origin.edition}; expected edition {edition}")
    for name in ("source", "date"):
        if not getattr(origin, name):
            raise AttachmentError(f"the review does not say the attachment's {name}; write `# {name}: …` or give --{name}")
    _check_numbers(review)
    if waiting := [line.line for line in review.lines if line.status in WAITING]:
        raise AttachmentError(f"lines {some(waiting)} wait for a person: set qualification and status (mapped, new, dropped)")
    if not kept(review):
        raise AttachmentError("every line is dropped; expected rows")
    for line in kept(review):
        check_line(line, known, own)


def _check_numbers(review: Review) -> None:
    """Every line of the attachment must be there: one that is deleted would be a row lost in silence."""
    lines = review.origin.lines
    numbers = {line.line for line in review.lines}
    if missing := sorted({*range(1, lines + 1)} - numbers):
        raise AttachmentError(f"lines {some(missing)} are missing; to leave one out, set its status to dropped")
    if strange := sorted(numbers - {*range(1, lines + 1)}):
        raise AttachmentError(f"lines {some(strange)} are none of the attachment's, which has {lines}")


def check_line(line: ReviewLine, known: Collection[str], own: Collection[str]) -> None:
    """Raise `AttachmentError` where a line that is kept cannot become a row."""
    place = f"line {line.line}"
    if line.category not in CATEGORIES:
        raise AttachmentError(f"{place}: category {line.category!r}; expected one of {', '.join(CATEGORIES)}")
    if not ID.fullmatch(line.qualification):
        raise AttachmentError(f"{place}: qualification {line.qualification!r}; expected an id such as acca-fellow")
    if line.status == "mapped" and line.qualification not in known:
        raise AttachmentError(f"{place}: there is no qualification {line.qualification!r}; a new one has the status new")
    if line.status == "new" and line.qualification in known and line.qualification not in own:
        raise AttachmentError(f"{place}: there is a qualification {line.qualification!r} already; set the status to mapped")


def some(numbers: Iterable[int]) -> str:
    """The first of many numbers, and how many more."""
    listed = list(numbers)
    more = len(listed) - _MOST_NAMED
    return ", ".join(map(str, listed[:_MOST_NAMED])) + (f" and {more} more" if more > 0 else "")
