"""People to decide about: what each wrote, what that is known to mean, and every way of drawing one at random."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs
from hypothesis import strategies as st
from plain_evaluator import Copy, Person
from plain_rules import FACTS, VALUES, Value

import qualmap

TEXTS = {
    "acca-fellow": "FCCA",
    "acca-member": "ACCA member",
    "aicpa-cima-cgma": "CGMA",
    "aicpa-cima-cgma-prospective": "CGMA prospective holder",
    "cfa-institute-cfa": "CFA charterholder",
    "garp-frm": "FRM",
    "caia-association-caia": "CAIA",
    "soa-fellow": "FSA",
    "cas-fellow": "FCAS",
    "us-cpa": "US CPA",
    "cpa-australia-cpa": "CPA Australia",
    "cpa-australia-fcpa": "FCPA Australia",
    "icaew-aca": "ICAEW ACA",
    "icaew-fca": "ICAEW FCA",
    "hkicpa-cpa": "HKICPA CPA",
    "hkicpa-fcpa": "FCPA (HKICPA)",
    "acm-fellow": "ACM Fellow",
    "iet-fellow": "FIET",
    "iet-member": "MIET",
    "raes-member": "MRAeS",
    "ieee-fellow": "IEEE Fellow",
    "isc2-cissp": "CISSP",
    "isaca-cisa": "CISA",
    "cisco-ccie": "CCIE",
    "pmi-pmp": "PMP",
    "raps-rac": "RAC",
    "rsc-member": "MRSC",
    "imeche-member": "MIMechE",
    "imeche-fellow": "FIMechE",
    "ice-member": "MICE",
    "rics-member": "MRICS",
    "rics-fellow": "FRICS",
    "us-pe": "Licensed Professional Engineer (US)",
    "hkie-member": "MHKIE",
    "icheme-member": "MIChemE",
    "usgbc-leed-fellow": "LEED Fellow",
    "cisco-ccna": "CCNA",
}
"""A text that means one qualification and claims it, by the qualification's id; the last stands in no copy of the list."""

AMBIGUOUS = ("CPA", "FCA", "CA", "FCPA", "AIA", "FRSC", "ASA", "PE", "CMA")
"""Names that several qualifications carry, as somebody who holds one of them writes it."""

NOT_HELD = ("CFA Level II candidate", "CFA Level II candidate; ACCA student", "studying for the FRM", "likes to travel")

TITLE_FACTS = (
    "works_in_shanghai",
    "degree",
    "degree_in_science_or_engineering",
    "years_experience",
    "years_experience_in_shanghai",
    "took_part_in_title_round",
)

editions = st.sampled_from(["1.0", "2.0", "3.0"])
copies = st.sampled_from(["bundled", "official", "mixed"])
held_texts = st.sampled_from(sorted(TEXTS.values()))
texts = st.one_of(held_texts, held_texts, st.sampled_from(AMBIGUOUS), st.sampled_from(NOT_HELD))
credentials = st.lists(texts, max_size=4)


def _extremes(name: str) -> list[Value]:
    fact = FACTS[name]
    return [fact["minimum"], fact["maximum"]] if fact["kind"] == "number" else []


def value_of(name: str) -> st.SearchStrategy[Value]:
    """A value of this fact: of a number its ends, and those below, at and above each bound."""
    return st.sampled_from([*VALUES[name], *_extremes(name)])


def facts(names: Iterable[str] = tuple(FACTS)) -> st.SearchStrategy[dict[str, Value]]:
    """Any of these facts, each with any of its values; the others are unknown."""
    return st.fixed_dictionaries({}, optional={name: value_of(name) for name in names})


def record(texts: Iterable[str], known: Mapping[str, Value]) -> dict[str, object]:
    """A record of these texts and facts."""
    return {"ref": "somebody", "credentials": list(texts), "facts": dict(known)}


@attrs.frozen
class Somebody:
    """Somebody who asks of a copy of an edition, with texts and facts."""

    kind: str
    edition: str
    texts: list[str]
    known: dict[str, Value]

    def screened(
        self,
        clients: Mapping[str, qualmap.Client],
        *,
        texts: Iterable[str] | None = None,
        known: Mapping[str, Value] | None = None,
    ) -> qualmap.Screening:
        """The answer to their own texts and facts, or to others in their place."""
        asked = record(self.texts if texts is None else texts, self.known if known is None else known)
        return clients[self.kind].screen(asked, edition=self.edition)


def somebody(
    *, texts: st.SearchStrategy[list[str]] = credentials, names: Iterable[str] = tuple(FACTS)
) -> st.SearchStrategy[Somebody]:
    """Anybody who wrote any of these texts, with any of these facts."""
    return st.builds(Somebody, kind=copies, edition=editions, texts=texts, known=facts(names))


def person_of(answer: qualmap.Screening, known: Mapping[str, Value], copy: Copy) -> Person:
    """Whom the engine read: of its answer only what the texts mean is taken."""
    assert answer.edition == copy.edition
    held = [mention for mention in answer.mentions if mention.claim == "held"]
    return Person(
        frozenset(one.qualification.id for one in held if one.qualification),
        tuple(tuple(candidate.id for candidate in one.candidates) for one in held if one.outcome == "ambiguous"),
        known,
    )


def decisions(answer: qualmap.Screening) -> list[qualmap.Benefit | qualmap.Title | qualmap.Premium]:
    """Everything that a screening decides."""
    return [*answer.benefits, answer.title, answer.premium]


def ranked(decision: str) -> int:
    """What a decision is worth: nothing, a chance, a benefit on a reconstructed row or an unseen text, a benefit."""
    return {"no_row": 0, "not_eligible": 0, "needs_facts": 1, "unconfirmed": 2, "eligible": 3}[decision]
