"""Read the registry's folders (`registry/<field>/*.csv`) into one `Registry`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources.abc import Traversable

from qualmap_matcher.registry.records import (
    Alias,
    Collision,
    Issuer,
    IssuerName,
    LookAlike,
    Membership,
    Qualification,
    Registry,
)


def read_table(file: Traversable) -> Iterator[dict[str, str]]:
    """The rows of one CSV file with a header line; nothing for a file that is not there."""
    if file.is_file():
        with file.open(encoding="utf-8") as lines:
            yield from csv.DictReader(lines)


def read_registry(folder: Traversable) -> Registry:
    """Read every field's folder below `folder`, in the order of their names."""
    fields = sorted((child for child in folder.iterdir() if child.is_dir()), key=lambda child: child.name)

    def rows(name: str) -> Iterator[dict[str, str]]:
        for field in fields:
            yield from read_table(field / name)

    return Registry(
        qualifications={
            row["id"]: Qualification(
                id=row["id"],
                name_en=row["name_en"],
                name_zh=row["name_zh"],
                name_zh_hant=row["name_zh_hant"],
                issuer=row["issuer"],
                issuers=tuple(row["issuers"].split()),
                country=row["country"],
                field=row["field"],
                grade=row["grade"],
            )
            for row in rows("qualifications.csv")
        },
        aliases=tuple(
            Alias(row["qualification"], row["lang"], row["alias"], row["strength"] == "weak") for row in rows("aliases.csv")
        ),
        issuers={
            row["id"]: Issuer(
                id=row["id"],
                name_en=row["name_en"],
                name_zh=row["name_zh"],
                country=row["country"],
                alone=() if row["alone"] == "-" else tuple(row["alone"].split()),
            )
            for row in rows("issuers.csv")
        },
        issuer_names=tuple(IssuerName(row["issuer"], row["lang"], row["name"]) for row in rows("issuer_names.csv")),
        memberships=tuple(
            Membership(row["issuer"], row["grade"], row["qualification"], row["claim"] or "held")
            for row in rows("memberships.csv")
        ),
        look_alikes=tuple(LookAlike(row["qualification"], row["looks_like"], row["why"]) for row in rows("look_alikes.csv")),
        collisions=tuple(
            Collision(
                row["alias"],
                row["sense"],
                row["lang"],
                tuple(cue.strip() for cue in row["cues"].split(";") if cue.strip()),
            )
            for row in rows("collisions.csv")
        ),
    )
