"""One person in every place in which the service keeps something about people, and what is known of that in the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import msgspec
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import select

from qualmap_matcher.service.core import Core
from qualmap_matcher.service.store.ids import new_id
from qualmap_matcher.service.store.schema import BATCH_ITEMS, NAMES, PERSONS, REVIEWS, SCREENING_VERSIONS, SCREENINGS

TABLES = (PERSONS, SCREENINGS, SCREENING_VERSIONS, REVIEWS, NAMES, BATCH_ITEMS)


@attrs.frozen
class Person:
    """A ref, and words that stand in this person's texts alone."""

    ref: str
    words: str
    note: str

    @classmethod
    def new(cls) -> Person:
        """Somebody whom no other test knows."""
        return cls(f"C-{new_id()}", _word(), f"seen by {_word()}")

    @property
    def needles(self) -> tuple[bytes, ...]:
        """What must be found nowhere."""
        return tuple(one.encode() for one in (self.ref, self.words, self.note))

    def record(self, *texts: str) -> dict[str, Any]:
        """A record with these credentials, and one with words of the person's own."""
        own = {"text": f"FCCA; {self.words}", "issuer": self.words}
        return {"ref": self.ref, "credentials": [*texts, own]}


def _word() -> str:
    """A word that no qualification has."""
    return "".join(chr(ord("g") + int(digit, 16)) for digit in new_id() if digit != "-")


def make_known(person: Person, client: TestClient[Litestar], headers: dict[str, str]) -> str:
    """Screen a person in every way, with errors that quote, and judge a mention; gives the id of a screening."""

    def post(path: str, **content: Any) -> Any:  # noqa: ANN401 - JSON
        answer = client.post(path, headers={**headers, "Idempotency-Key": f"{path} {person.ref[-12:]}"}, **content)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    first = post("/v1/screenings", json={"record": person.record("CPA"), "edition": "1.0"})
    bad = {"ref": person.ref, "credentials": [], "facts": {"age": person.words}}
    post("/v1/screenings/many", json={"records": [person.record(), bad], "edition": "1.0"})
    [review] = client.get("/v1/reviews", params={"screening": first["id"]}, headers=headers).json()["data"]
    judgement = {"action": "confirm", "qualification": "cpa-australia-cpa", "note": person.note}
    post(f"/v1/reviews/{review['id']}/judge", json=judgement)
    headers = {**headers, "Content-Type": "application/x-ndjson"}
    post("/v1/batches?edition=1.0", content=b"\n".join([msgspec.json.encode(person.record()), msgspec.json.encode(bad)]))
    return str(first["id"])


def rows(core: Core, person: str) -> dict[str, int]:
    """How many rows of each table are about a person."""
    with core.database.reading() as connection:
        return {table.name: len(connection.execute(select(table).where(table.c.person == person)).all()) for table in TABLES}


def sealed(core: Core, person: str) -> list[bytes]:
    """Every ciphertext about a person."""
    found = []
    with core.database.reading() as connection:
        for table in TABLES:
            for name in ("sealed", "sealed_key", "sealed_note"):
                if name in table.c:
                    statement = select(table.c[name]).where(table.c.person == person, table.c[name].is_not(None))
                    found += [bytes(one) for one in connection.execute(statement).scalars()]
    return found


def in_files(folder: Path, needle: bytes) -> list[str]:
    """The files, anywhere below a folder, in which some bytes stand."""
    return sorted(file.name for file in folder.rglob("*") if file.is_file() and needle in file.read_bytes())
