"""What an assistant can read and cite: how evidence works, and the clauses of each edition with their sources."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

import attrs

from qualmap.client import Client
from qualmap.editions import EVIDENCE
from qualmap.errors import InputError
from qualmap.files.labels import DECISION_MEANINGS, EVIDENCE_MEANINGS, LIMITS, OUTCOME_MEANINGS, SEEN
from qualmap.records import Record
from qualmap.screening import Benefit

_EVIDENCE = "qualmap://evidence"
_CLAUSES = "qualmap://clauses/"


@attrs.frozen(kw_only=True)
class Resource:
    """One page in Markdown; `page` writes its lines when it is asked for."""

    uri: str
    name: str
    description: str
    page: Callable[[], Iterator[str]]

    def text(self) -> str:
        """The page."""
        return "\n".join(self.page())


def resources(client: Client) -> tuple[Resource, ...]:
    """Every page that there is."""
    return (
        Resource(
            uri=_EVIDENCE,
            name="How evidence works",
            description="What official, confirmed and inferred mean, what decisions and outcomes mean, and what is not verified",
            page=_evidence,
        ),
        *(
            Resource(
                uri=f"{_CLAUSES}{one.id}",
                name=f"Clauses of edition {one.id}",
                description="Every benefit of the edition, with how much of its text was seen and its sources",
                page=functools.partial(_clauses, client, one.id),
            )
            for one in client.editions()
        ),
    )


def resource_at(client: Client, uri: str) -> Resource:
    """The page at an address; raises `InputError` where there is none."""
    found = resources(client)
    for one in found:
        if one.uri == uri:
            return one
    raise InputError(f"there is no resource {uri!r}; there are {', '.join(one.uri for one in found)}", field="uri")


def _evidence() -> Iterator[str]:
    yield f"# Evidence\n\n{LIMITS.en}\n\n{LIMITS.zh}\n"
    for kind in reversed(EVIDENCE):
        yield f"- **{kind}**: {EVIDENCE_MEANINGS[kind].en} {EVIDENCE_MEANINGS[kind].zh}"
    yield "\nNo benefit is ever eligible on an inferred row. A qualification without a row is `not_in_copy` while the copy of an "
    yield "edition is incomplete: that does not mean that it is not listed.\n\n# Decisions\n"
    for decision, meaning in DECISION_MEANINGS.items():
        yield f"- **{decision}**: {meaning.en} {meaning.zh}"
    yield "\n# Outcomes of matching\n"
    for outcome, meaning in OUTCOME_MEANINGS.items():
        yield f"- **{outcome}**: {meaning.en} {meaning.zh}"


def _clauses(client: Client, edition: str) -> Iterator[str]:
    # Nobody's answer has every clause of the edition, and to compare keeps nothing.
    nobody = client.compare(Record("-"), edition, edition).before
    yield f"# Clauses of edition {edition}\n\n{LIMITS.en}\n"
    for benefit in nobody.benefits:
        yield from _clause(benefit)


def _clause(benefit: Benefit) -> Iterator[str]:
    yield f"## {benefit.clause}\n\nCategory {benefit.category}. {benefit.text.en}\n\n{benefit.text.zh}\n"
    yield f"Text {SEEN[benefit.seen].en}. Sources:\n"
    for source in benefit.sources:
        yield f"- `{source.id}` {source.title}{f' <{source.url}>' if source.url else ''}"
    yield ""
