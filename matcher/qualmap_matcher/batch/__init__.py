"""Arrow batches in, Arrow batches out: what files, several processes and Spark all call.

Importing this package loads no pyarrow; the first name taken from it does.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING

from qualmap.errors import InstallationError

if TYPE_CHECKING:
    from qualmap_matcher.batch.columns import Columns
    from qualmap_matcher.batch.matching import match_batches
    from qualmap_matcher.batch.processes import WorkerError, in_processes
    from qualmap_matcher.batch.schemas import MATCHED, MATCHED_SUMMARY, SCREENED, answer_schema, summary_schema
    from qualmap_matcher.batch.screening import screen_batches

__all__ = [
    "MATCHED",
    "MATCHED_SUMMARY",
    "SCREENED",
    "Columns",
    "WorkerError",
    "answer_schema",
    "in_processes",
    "match_batches",
    "screen_batches",
    "summary_schema",
]

_HOMES = {
    "Columns": "columns",
    "MATCHED": "schemas",
    "MATCHED_SUMMARY": "schemas",
    "SCREENED": "schemas",
    "WorkerError": "processes",
    "answer_schema": "schemas",
    "in_processes": "processes",
    "match_batches": "matching",
    "screen_batches": "screening",
    "summary_schema": "schemas",
}


def __getattr__(name: str) -> object:
    """A public name, from the module that has it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if importlib.util.find_spec("pyarrow") is None:
        raise InstallationError("Arrow batches need pyarrow: pip install 'qualmap[batch]'")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
