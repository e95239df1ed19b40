"""The tools: what each is for, which arguments it takes, and how it answers. Nothing here knows the protocol.

Every answer is an object with what was asked for, the `sources` that it cites, and a `note` with what no reader may miss: that
rows marked inferred are no facts, and that nothing was verified.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import cast

import attrs

from qualmap.assistants import arguments as read
from qualmap.assistants.arguments import Arguments
from qualmap.client import Client
from qualmap.errors import InputError
from qualmap.files.labels import LIMITS
from qualmap.models import Json
from qualmap.screening import Failure, SourceReference

_MOST_FOUND, _USUALLY_FOUND = 500, 50
_OPTIONS = ("edition", "as_of", "minimum_evidence")


@attrs.frozen
class Asked:
    """What a tool works with: a client, and the sources by their ids."""

    client: Client
    sources: Mapping[str, SourceReference]


@attrs.frozen(kw_only=True)
class Tool:
    """One tool; `takes` are its arguments, of which `needs` must be given, `gives` names the answer's own member."""

    name: str
    title: str
    description: str
    takes: tuple[str, ...]
    needs: tuple[str, ...]
    gives: str
    work: Callable[[Asked, Arguments], Json]

    def answer(self, asked: Asked, arguments: Arguments) -> dict[str, Json]:
        """The answer; raises `QualmapError`."""
        read.only(arguments, self.takes)
        found = self.work(asked, arguments)
        cited = dict.fromkeys(_cited(found))
        sources: list[Json] = [_source(asked.sources, id_).to_dict() for id_ in cited]
        return {self.gives: found, "sources": sources, "note": LIMITS.to_dict()}


def _match(asked: Asked, arguments: Arguments) -> Json:
    edition, as_of, least = read.option(arguments, "edition"), read.option(arguments, "as_of"), read.evidence(arguments)
    match = functools.partial(asked.client.match, edition=edition, as_of=as_of, minimum_evidence=least)
    match("")  # an edition that is none is an error of the whole call
    answers: list[Json] = []
    for index, one in enumerate(read.credentials(arguments)):
        try:
            if isinstance(one, InputError):
                raise one
            answers.append(match(one).to_dict())
        except InputError as error:
            answers.append(Failure(index, error).to_dict())
    return answers


def _screen(asked: Asked, arguments: Arguments) -> Json:
    return asked.client.screen(
        read.record(arguments),
        edition=read.option(arguments, "edition"),
        as_of=read.option(arguments, "as_of"),
        minimum_evidence=read.evidence(arguments),
    ).to_dict()


def _compare(asked: Asked, arguments: Arguments) -> Json:
    before, after = read.text(arguments, "before"), read.text(arguments, "after")
    least = read.evidence(arguments)
    return asked.client.compare(read.record(arguments), before, after, minimum_evidence=least).to_dict()


def _qualification(asked: Asked, arguments: Arguments) -> Json:
    return asked.client.qualification(read.text(arguments, "id")).to_dict()


def _search(asked: Asked, arguments: Arguments) -> Json:
    most = read.number(arguments, "limit", usual=_USUALLY_FOUND, most=_MOST_FOUND)
    return [one.to_dict() for one in asked.client.qualifications(read.text(arguments, "words"))[:most]]


def _editions(asked: Asked, arguments: Arguments) -> Json:
    del arguments
    return [one.to_dict() for one in asked.client.editions()]


def _rows(asked: Asked, arguments: Arguments) -> Json:
    category, evidence = read.option(arguments, "category"), read.option(arguments, "evidence")
    return [
        row.to_dict()
        for row in asked.client.rows(read.text(arguments, "edition"))
        if category in {None, row.category} and evidence in {None, row.evidence}
    ]


def _facts(asked: Asked, arguments: Arguments) -> Json:
    del arguments
    return [one.to_dict() for one in asked.client.facts()]


def _cited(answer: Json) -> Iterator[str]:
    """The ids of sources that stand anywhere in an answer, in their order."""
    if isinstance(answer, list):
        for one in answer:
            yield from _cited(one)
    elif isinstance(answer, dict):
        for name, value in answer.items():
            if name == "source" and isinstance(value, str):
                yield value
            elif name == "sources" and isinstance(value, list):
                yield from (str(one["id"]) if isinstance(one, dict) else str(one) for one in value)
            else:
                yield from _cited(value)


def _source(known: Mapping[str, SourceReference], id_: str) -> SourceReference:
    """The source; one of a service's own overlay is known here by its id alone."""
    return known.get(id_) or SourceReference(id_, id_, None)


TOOLS = (
    Tool(
        name="match",
        title="Match credentials",
        description="What free texts about qualifications name, what they claim (held, in progress, expired …), and where that "
        "stands on Shanghai's list. An ambiguous name, as CPA alone, gives all candidates and a question to ask.",
        takes=("credentials", *_OPTIONS),
        needs=("credentials",),
        gives="results",
        work=_match,
    ),
    Tool(
        name="screen",
        title="Screen a person",
        description="Which benefits the list opens to one person: a decision for every clause with reason, evidence and sources, "
        "the professional title, and what to ask next. Give a ref of your own (a number, no name), credentials and known facts.",
        takes=("record", *_OPTIONS),
        needs=("record",),
        gives="screening",
        work=_screen,
    ),
    Tool(
        name="compare",
        title="Compare editions for a person",
        description="What one person gains and loses from one edition of the list to another, clause by clause, and why.",
        takes=("record", "before", "after", "minimum_evidence"),
        needs=("record", "before", "after"),
        gives="comparison",
        work=_compare,
    ),
    Tool(
        name="search_qualifications",
        title="Search qualifications",
        description="Qualifications that have all of the words in an id, a name, an issuer or an alias, in English or Chinese.",
        takes=("words", "limit"),
        needs=("words",),
        gives="qualifications",
        work=_search,
    ),
    Tool(
        name="qualification",
        title="Read a qualification",
        description="Everything known of one qualification: names, rows in every edition with evidence, and what it must not be "
        "taken for.",
        takes=("id",),
        needs=("id",),
        gives="qualification",
        work=_qualification,
    ),
    Tool(
        name="editions",
        title="List the editions",
        description="Every edition of the list: from when to when it is in force, how many rows of each evidence the copy has, "
        "and how many the notice published.",
        takes=(),
        needs=(),
        gives="editions",
        work=_editions,
    ),
    Tool(
        name="rows",
        title="List the rows of an edition",
        description="The rows of one edition, all of them or those of a category or an evidence, each with its source or reason.",
        takes=("edition", "category", "evidence"),
        needs=("edition",),
        gives="rows",
        work=_rows,
    ),
    Tool(
        name="facts",
        title="List the facts that conditions need",
        description="The facts about a person that conditions need: names, kinds, choices, and how to ask for each.",
        takes=(),
        needs=(),
        gives="facts",
        work=_facts,
    ),
)


def tool_named(name: str) -> Tool:
    """The tool; raises `InputError` where there is none."""
    for one in TOOLS:
        if one.name == name:
            return one
    raise InputError(f"there is no tool {name!r}; there are {', '.join(tool.name for tool in TOOLS)}", field="name")


def explained(answer: Mapping[str, Json]) -> str:
    """The sentence that stands before every answer in words."""
    return cast("dict[str, str]", answer["note"])["en"]
