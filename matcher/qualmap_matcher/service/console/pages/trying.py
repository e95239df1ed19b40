"""`/console/try`: a credential's text, marked as it is typed, and what each mention stands for. Nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import attrs

from qualmap.editions import EVIDENCE
from qualmap.errors import InputError
from qualmap.models import Credential, Json, MatchResult
from qualmap.reports.signs import OUTCOMES
from qualmap_matcher.service.console.marking import cuts
from qualmap_matcher.service.console.page import HOME, Elsewhere, Page, Shown
from qualmap_matcher.service.console.person_form import Line
from qualmap_matcher.service.console.settling import settled_line
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.console.waterfall import waterfall
from qualmap_matcher.service.fields import asked_by

_PATH = f"{HOME}/try"
_LONGEST = 20_000  # characters: several CVs; what is longer belongs into a file

EXAMPLES = (
    "Fellow of ACCA; CFA Level II candidate",
    "CPA (Aust.), former member of CIMA",
    "特许公认会计师 ACCA 会员，已通过 FRM 二级",
    "CPA",
    "PMP®/CISSP/AWS Certified Cloud Practitioner",
    "Chartered Engineer (CEng), MICE",
)
"""Invented texts that show what the page can tell apart."""


@attrs.frozen
class Question:
    """What the form asks."""

    text: str = ""
    issuer: str = ""
    country: str = ""
    edition: str = ""
    as_of: str = ""
    minimum_evidence: str = EVIDENCE[0]

    @classmethod
    def of(cls, visit: Visit) -> Question:
        """What was sent; fields that were not are as at first."""
        sent = {field.name: visit.form.text(field.name) for field in attrs.fields(cls)}
        return cls(**{name: text for name, text in sent.items() if text})

    @property
    def options(self) -> Mapping[str, Json]:
        """The edition or the day, and the least evidence, as the API takes them; a day counts where no edition is named."""
        day = None if self.edition else self.as_of or None
        return {"edition": self.edition or None, "as_of": day, "minimum_evidence": self.minimum_evidence}


async def try_page(visit: Visit) -> Shown | Elsewhere:
    """The page, empty or with an example in it."""
    number = visit.query.get("example", "")
    text = EXAMPLES[int(number) - 1] if number in {str(one) for one in range(1, len(EXAMPLES) + 1)} else ""
    return _page(visit, Question(text))


async def try_text(visit: Visit) -> Shown | Elsewhere:
    """The answers to what the form asks: a piece of the page for HTMX, the whole page for a browser without scripts."""
    return _page(visit, Question.of(visit), chosen=visit.form.text("means"))


def _page(visit: Visit, question: Question, *, chosen: str = "") -> Shown:
    """The page; with what was `chosen` for an ambiguous name, `INDEX:QUALIFICATION`, that is said in the form first."""
    wrong: InputError | None = None
    result: MatchResult | None = None
    settled: Question | None = None
    try:
        result = _match(visit, question)
        if chosen and result and (settled := _settled(visit, question, result, chosen)):
            question, result = settled, _match(visit, settled)
    except InputError as error:
        wrong = error
    mentions = tuple(enumerate(result.mentions, 1)) if result else ()
    return Shown(
        template="try/answers.html" if visit.partial else "try/page.html",
        contents={
            "question": question,
            "choosing": True,
            "chosen": int(number) + 1 if (number := chosen.partition(":")[0]).isdecimal() else None,
            "settled": settled is not None,
            "wrong": wrong,
            "result": result,
            "mentions": mentions,
            "cuts": tuple(cuts(question.text, mentions)),
            "counts": _counts(result),
            "waterfall": waterfall,
            "qualifications": visit.matcher.engine.qualifications,
            "sources": visit.matcher.engine.editions.sources,
            "editions": visit.matcher.editions(),
            "examples": EXAMPLES,
            "longest": _LONGEST,
        },
        status=422 if wrong and not visit.partial else 200,  # while somebody types, a day half-written is no failure
    )


def _match(visit: Visit, question: Question) -> MatchResult | None:
    if len(question.text) > _LONGEST:
        raise InputError(f"expected at most {_LONGEST:,} characters, got {len(question.text):,}", field="text")
    matcher = visit.matcher
    asked = asked_by(question.options, matcher)
    if not question.text.strip():
        return None
    return matcher.match(Credential(question.text, question.issuer.strip() or None, question.country.strip() or None), asked)


def _settled(visit: Visit, question: Question, result: MatchResult, chosen: str) -> Question | None:
    """The question with what a person chose said in it; None where nothing that can be said there does."""
    asked = asked_by(question.options, visit.matcher)
    line = Line(question.text, question.issuer, question.country)
    found = settled_line(line, result.mentions, chosen, visit.matcher, asked)
    return attrs.evolve(question, text=found.text, issuer=found.issuer, country=found.country) if found else None


def _counts(result: MatchResult | None) -> dict[str, int]:
    """How many mentions ended how, in the order in which signs are shown."""
    found = Counter(mention.outcome for mention in result.mentions) if result else Counter[str]()
    return {outcome: found[outcome] for outcome in OUTCOMES if found[outcome]}


PAGES = (
    Page(path=_PATH, scope="match", handler=try_page, name="frame.try"),
    Page(path=_PATH, scope="match", handler=try_text, method="POST"),
)
