"""What the facts rest on: the sources that rows, clauses and editions cite by their ids (`sources.json`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from qualmap_lists import load_json


@attrs.frozen(kw_only=True)
class Source:
    """One notice, report or attachment; `url` is None where a link would not be right, `published` a month or a day."""

    id: str
    title: str
    url: str | None
    published: str
    note: str | None = None


def bundled_sources() -> dict[str, Source]:
    """The sources that come with the package, by id."""
    return sources_of(load_json("sources.json"))


def sources_of(document: Mapping[str, Any]) -> dict[str, Source]:
    """The sources of a `sources.json`, by id."""
    return {
        id_: Source(id=id_, title=entry["title"], url=entry["url"], published=entry["published"], note=entry.get("note"))
        for id_, entry in document["sources"].items()
    }
