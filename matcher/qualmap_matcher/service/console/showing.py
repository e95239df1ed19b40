"""What the templates of a screening are filled with, whether it was stored or only worked out."""

from __future__ import annotations

from collections.abc import Mapping

from qualmap.records import Record
from qualmap.reports.contents import Contents
from qualmap.screening import Screening
from qualmap_matcher.service.console.marking import cuts
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.console.waterfall import waterfall


def screening_contents(visit: Visit, screening: Screening, record: Record) -> Mapping[str, object]:
    """The names that `screen/result.html` knows."""
    matcher = visit.matcher
    known = matcher.engine.qualifications
    summary = next((one for one in matcher.editions() if one.id == screening.edition), None)
    return {
        "screening": screening,
        "contents": Contents.of(screening, record=record, edition=summary, qualifications=known.values()),
        "cuts": cuts,
        "choosing": False,  # the form beside the result asks what ambiguous names mean
        "chosen": None,
        "settled": False,
        "waterfall": waterfall,
        "qualifications": known,
        "sources": matcher.engine.editions.sources,
        "fact_meanings": {fact.name: fact.meaning for fact in matcher.facts()},
    }
