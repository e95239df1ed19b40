"""Take in the rows of a table that was read whole: stored piece by piece, as an upload's lines are."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from qualmap.files.rows import Row
from qualmap_matcher.service.batching.receiving import MOST_ITEMS
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.problems import Problem
from qualmap_matcher.service.store import batches
from qualmap_matcher.service.store.scope import Scope

_ROWS_AT_ONCE = 500  # stored in one commit, for which other writers have to wait


def take_in(core: Core, tenant: str, batch: str, rows: Iterable[Row]) -> int:
    """Store rows into a batch that receives, each commit a few hundred; gives how many. Runs long: call it in a thread.

    Raises:
        Problem: there is no row, or there are too many.

    """
    total, left = 0, iter(rows)
    while piece := list(itertools.islice(left, _ROWS_AT_ONCE)):
        if total + len(piece) > MOST_ITEMS:
            raise Problem(code="body_too_large", detail=f"expected at most {MOST_ITEMS:,} records in one batch")
        with core.database.writing() as connection:
            batches.receive(Scope(connection, tenant), core.vault, batch, piece, at=total)
        total += len(piece)
    if not total:
        raise Problem(code="invalid_input", detail="expected at least one row below the header", field="file")
    return total
