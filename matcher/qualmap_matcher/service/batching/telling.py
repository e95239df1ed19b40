"""Results of a batch as lines of JSON, and what a rescreening gave to people and took away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping

from qualmap.comparing import compare
from qualmap.models import Json
from qualmap.parsing import structured
from qualmap.screening import Screening
from qualmap_matcher.service.calls import Call
from qualmap_matcher.service.json_text import encode
from qualmap_matcher.service.store import batch_results
from qualmap_matcher.service.store.batch_results import Result

Telling = Callable[[Result], Mapping[str, object] | None]
"""The line that tells of a result; None where there is nothing to tell."""

_PAUSE = 0.25  # seconds between two looks at a batch that is followed


async def lines(call: Call, batch: str, tell: Telling, *, after: int, follow: bool) -> AsyncIterator[bytes]:
    """The lines after a position, as far as they are there, or until the batch is over; a page at a time is held."""
    while True:
        page = await call.reading(lambda scope: batch_results.page(scope, call.core.vault, batch, after=after))  # noqa: B023 - it is called before `after` changes
        told = await asyncio.to_thread(lambda: b"".join(encode(line) + b"\n" for one in page.results if (line := tell(one))))  # noqa: B023 - as above
        if told:
            yield told
        if page.is_over or (page.last == after and not follow):
            return
        if page.last == after:
            await asyncio.sleep(_PAUSE)
        after = page.last


def result(one: Result) -> dict[str, object]:
    """A result with its screening or its error."""
    if one.screening is None:
        return {"position": one.position, "ref": one.ref, "error": one.error}
    return {"position": one.position, "ref": one.ref, "screening": one.screening.to_dict()}


def change(one: Result) -> dict[str, Json] | None:
    """What a person gained and lost between two versions of a screening; nothing for an upload, or where nothing changed."""
    before, after = one.previous, one.screening
    if before is None or after is None or before.version == after.version:
        return None
    compared = compare(structured(before.screening, Screening), structured(after.screening, Screening))
    by_change: dict[str, list[Json]] = {"gained": [], "lost": [], "surer": [], "less_sure": []}
    for difference in compared.differences:
        if difference.change in by_change:
            by_change[difference.change].append({"topic": difference.topic, "why": difference.why.to_dict()})
    if not any(by_change.values()):
        return None
    return {
        "position": one.position,
        "ref": one.ref,
        "screening": after.id,
        "before": {"version": before.version, "edition": compared.before.edition, "decision_id": compared.before.decision_id},
        "after": {"version": after.version, "edition": compared.after.edition, "decision_id": compared.after.decision_id},
        **by_change,
    }
