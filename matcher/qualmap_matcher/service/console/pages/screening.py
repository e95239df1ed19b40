"""`/console/screen`: one person, asked only what still matters. Nothing is stored until somebody says so."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import attrs

from qualmap.editions import Asked
from qualmap.errors import InputError
from qualmap.facts import Fact
from qualmap.models import Json
from qualmap.screening import Question, Screening
from qualmap_matcher.service.console.against import Against
from qualmap_matcher.service.console.page import HOME, Elsewhere, Page, Shown
from qualmap_matcher.service.console.person_form import LONGEST_TEXT, MOST_LINES, Answers, PersonForm
from qualmap_matcher.service.console.settling import settled
from qualmap_matcher.service.console.showing import screening_contents
from qualmap_matcher.service.console.visit import Visit
from qualmap_matcher.service.fields import asked_by
from qualmap_matcher.service.keeping import Screened, keep, screened
from qualmap_matcher.service.opaque import looks_personal
from qualmap_matcher.service.store.idempotency import Made, once
from qualmap_matcher.service.store.ids import new_id
from qualmap_matcher.service.store.scope import Scope

PATH = f"{HOME}/screen"
LONGEST_REF = 200  # characters: an applicant's number
_LONGEST_FORM = 4 * 1024 * 1024  # bytes: twenty CVs
_LONGEST_TOKEN = 64


@attrs.frozen(kw_only=True)
class Asking:
    """The form with what it comes to; `lines_changed` tells that its lines are not as they were sent."""

    form: PersonForm
    against: Against
    facts: Mapping[str, Fact]
    answers: Answers
    result: Screened | None = None
    wrong: InputError | None = None
    needs_ref: bool = False
    needs_credential: bool = False
    lines_changed: bool = False
    unsettled: bool = False

    @property
    def screening(self) -> Screening | None:
        """The answer, if there is one."""
        return self.result.screening if self.result else None

    @property
    def answered(self) -> tuple[Fact, ...]:
        """The facts that an answer stands beside, a wrong one too, in the order in which they were asked for."""
        return tuple(self.facts[name] for name in self.form.answers if name in self.answers.values or name in self.answers.wrong)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is to be asked next, without what stands there with a wrong answer."""
        open_ = self.screening.next_questions if self.screening else ()
        return tuple(one for one in open_ if one.fact not in self.answers.wrong)


async def screen_page(visit: Visit) -> Shown | Elsewhere:
    """An empty form."""
    return _shown(visit, await asyncio.to_thread(_asked, visit, PersonForm()))


async def screen_person(visit: Visit) -> Shown | Elsewhere:
    """What the form comes to; with `do=keep` the answer is stored."""
    form, did = PersonForm.of(visit.form, visit.matcher.facts()), visit.form.text("do")
    command, _, number = did.partition(":")
    if command == "more":
        form = form.with_line()
    elif command == "less" and number.isdecimal():
        form = form.without_line(int(number))
    asking = await asyncio.to_thread(_asked, visit, form, chosen=visit.form.text("means"))
    asking = attrs.evolve(asking, lines_changed=asking.lines_changed or command in {"more", "less"})
    if command != "keep":
        return _shown(visit, asking)
    asking = attrs.evolve(asking, needs_ref=not asking.form.ref, needs_credential=not asking.form.filled)
    if asking.needs_ref or asking.answers.wrong or asking.result is None:
        return _shown(visit, asking, refused=True)
    return await _kept(visit, asking.result, asking.against.options)


async def _kept(visit: Visit, answer: Screened, options: Mapping[str, Json]) -> Elsewhere:
    token = visit.form.text("token")
    key = f"console:{token}" if 0 < len(token) <= _LONGEST_TOKEN else None
    content = str((answer.screening.decision_id, sorted(options.items()), answer.record.to_dict()))
    request = visit.core.vault.digest("console screening", content)

    draft = answer.draft(options)

    def work(scope: Scope) -> str:
        made, _ = once(scope, key, request, lambda: Made(201, keep(scope, visit.core, [draft], who=visit.who)[0].id))
        return str(made.resources)

    return Elsewhere(to=f"{HOME}/screenings/{await visit.writing(work)}", notice="screen.kept")


def _asked(visit: Visit, form: PersonForm, *, chosen: str = "") -> Asking:
    """Screen what was typed, after what was chosen for an ambiguous name was put beside it."""
    matcher, against = visit.matcher, Against.of(visit.form)
    facts = {fact.name: fact for fact in matcher.facts()}
    answers = form.read(tuple(facts.values()))
    asking = Asking(form=form, against=against, facts=facts, answers=answers)
    try:
        asked = asked_by(against.options, matcher)
        if not form.filled:
            return asking
        result = screened(visit.core, visit.tenant, form.record(answers.values), against.options)
        if not chosen:
            return attrs.evolve(asking, result=result)
        return _settled(visit, asking, result, chosen, asked)
    except InputError as error:
        return attrs.evolve(asking, wrong=error)


def _settled(visit: Visit, asking: Asking, result: Screened, chosen: str, asked: Asked) -> Asking:
    form = settled(asking.form, result.screening.mentions, chosen, visit.matcher, asked)
    if form == asking.form:
        return attrs.evolve(asking, result=result, unsettled=True)
    again = screened(visit.core, visit.tenant, form.record(asking.answers.values), asking.against.options)
    return attrs.evolve(asking, form=form, result=again, lines_changed=True)


def _shown(visit: Visit, asking: Asking, *, refused: bool = False) -> Shown:
    result = asking.result
    return Shown(
        template="screen/answers.html" if visit.partial else "screen/page.html",
        contents={
            "asking": asking,
            "against": asking.against,
            "personal": looks_personal(asking.form.ref),
            "editions": visit.matcher.editions(),
            "token": visit.form.text("token") or new_id(),
            "longest": LONGEST_TEXT,
            "longest_ref": LONGEST_REF,
            "most_lines": MOST_LINES,
            **(screening_contents(visit, result.screening, result.record) if result else {"contents": None}),
        },
        status=422 if (refused or asking.wrong) and not visit.partial else 200,
    )


PAGES: Sequence[Page] = (
    Page(path=PATH, scope="screen", handler=screen_page, name="screen.nav"),
    Page(path=PATH, scope="screen", handler=screen_person, method="POST", longest=_LONGEST_FORM),
)
