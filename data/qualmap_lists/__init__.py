"""The facts that qualmap decides by, as plain files: editions and their rows, clauses, qualifications and their names.

Nothing here is code but this module, which opens the files. `registry/`, `words/`, `editions/` and `cases/` are written by
people; `compiled/` is made from them by `scripts/train` and never edited.
"""

from __future__ import annotations

import csv
import functools
import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

__all__ = ["data_folder", "load_characters", "load_json"]


def data_folder() -> Traversable:
    """The folder with the data files, readable from a wheel as from a checkout."""
    return files(__name__)


def load_json(*path: str) -> Any:  # noqa: ANN401 - the shape depends on the file; each reader checks its own
    """The content of one JSON file below the data folder."""
    return json.loads(data_folder().joinpath(*path).read_text(encoding="utf-8"))


@functools.cache
def load_characters() -> dict[str, str]:
    """Traditional Chinese and new Japanese characters, each with its simplified character (`words/characters.csv`)."""
    with data_folder().joinpath("words", "characters.csv").open(encoding="utf-8") as lines:
        return {row[0]: row[1] for row in csv.reader(lines)}
