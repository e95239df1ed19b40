"""Between Litestar and a page: who visits, may they, is the form theirs; then the page's answer, or the trouble, as HTML."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

import attrs
from litestar import HttpMethod, Request
from litestar.datastructures import Cookie, State
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from litestar.response.streaming import ASGIStreamingResponse
from litestar.types import ASGIApp
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError  # noqa: A004 - that of a connection's wait

from qualmap.errors import InputError
from qualmap_matcher.service.answering import AWAY, as_problem, request_id_of
from qualmap_matcher.service.behind import Behind
from qualmap_matcher.service.console import sessions
from qualmap_matcher.service.console.languages import LANGUAGE_COOKIE, TAGS, chosen, messages
from qualmap_matcher.service.console.page import SIGN_IN, Answered, Download, Elsewhere, Page, Session, Shown, Trouble
from qualmap_matcher.service.console.rendering import render
from qualmap_matcher.service.console.visit import Form, Visit, opens
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.observing import LOG, Observed, observed
from qualmap_matcher.service.problems import Problem, not_found
from qualmap_matcher.service.store.accounts import Key

THEME_COOKIE = "qualmap_theme"
THEMES = ("auto", "light", "dark")
NOTICE_COOKIE = "qualmap_notice"
_YEAR = 365 * 24 * 60 * 60  # seconds for which a browser keeps what a visitor likes
_NEXT_PAGE = 60  # seconds that a notice has to reach the page that follows
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language, Cookie, HX-Request",
}
"""What every page carries: it loads from its own origin alone, runs nothing that stands in it, and is kept nowhere."""

AnyRequest = Request[object, object, State]


@attrs.frozen
class Desk:
    """What every visit needs: the service, and every page."""

    behind: Behind
    pages: Sequence[Page]

    @property
    def core(self) -> Core:
        """The service."""
        return self.behind.core

    def handler(self, page: Page) -> HTTPRouteHandler:
        """The Litestar handler of a page."""

        async def handle(request: AnyRequest) -> ASGIApp:
            request_id = request_id_of(request.headers)
            with observed(page, request_id, self.core.metrics) as about:
                return await self._answered(page, request, request_id, about)

        route = HTTPRouteHandler(
            re.sub(r"\{(\w+)\}", r"{\1:str}", page.path),
            http_method=HttpMethod(page.method),
            name=page.operation_id,
            request_max_body_size=page.longest,
            status_code=200,
        )
        return route(handle)

    async def _answered(self, page: Page, request: AnyRequest, request_id: str, about: Observed) -> ASGIApp:
        session = sessions.opened(request.cookies.get(sessions.SESSION_COOKIE), self.core.vault)
        visit = self._visit(page, request, request_id, session or sessions.new_session())
        fresh = session is None
        if fresh and page.method == "GET" and request.headers.get("sec-fetch-site") == "cross-site":
            # A link of another site: the browser kept the cookie back. Our own page asks again, and the cookie comes along.
            about.status = 200
            return self._response(Shown(template="again.html", headers={"Refresh": "0"}), visit, request, fresh=False)
        try:
            visit = attrs.evolve(visit, key=await asyncio.to_thread(sessions.key_of_session, visit.session, self.core))
            about.key = visit.key.id if visit.key else None
            visit = attrs.evolve(visit, navigation=self._navigation(visit.key))
            answer = await self._let_in(visit, request)
            about.status = answer.status if isinstance(answer, Shown) else 303 if isinstance(answer, Elsewhere) else 200
            return self._response(answer, visit, request, fresh=fresh)
        except Exception as error:  # noqa: BLE001 - whatever failed, a template too, the visitor gets a page and the log the rest
            trouble, about.code = _trouble(error, request_id, page)
            about.status = trouble.status
            return self._response(trouble, visit, request, fresh=fresh)

    def _visit(self, page: Page, request: AnyRequest, request_id: str, session: Session) -> Visit:
        told, kept, query = request.headers, request.cookies, dict(request.query_params.items())
        theme = next((one for one in (query.get("theme"), kept.get(THEME_COOKIE)) if one in THEMES), THEMES[0])
        return Visit(
            core=self.core,
            page=page,
            request_id=request_id,
            session=session,
            key=None,
            language=chosen(asked=query.get("lang"), kept=kept.get(LANGUAGE_COOKIE), accepted=told.get("accept-language")),
            theme=theme,
            path=request.path_params,
            query=query,
            form=Form(),
            navigation=(),
            partial="hx-request" in told and "hx-history-restore-request" not in told,
        )

    def _navigation(self, key: Key | None) -> tuple[Page, ...]:
        return tuple(one for one in self.pages if key and one.name and one.scope and opens(key, one.scope))

    async def _let_in(self, visit: Visit, request: AnyRequest) -> Answered:
        page, key = visit.page, visit.key
        if any("\0" in value for value in visit.path.values()):  # PostgreSQL takes no such text: nothing has such an id
            raise not_found("page")
        if page.scope is not None and key is None:
            then = f"?then={quote(request.url.path)}" if page.method == "GET" and not visit.partial else ""
            return Elsewhere(to=SIGN_IN + then, notice="sign-in.over" if visit.session.key else "sign-in.first")
        if page.method != "GET":
            visit = attrs.evolve(visit, form=Form(tuple((await request.form()).multi_items())))
            given = request.headers.get("x-csrf-token") or visit.form.text("csrf")
            elsewhere = request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}
            if elsewhere or not sessions.is_token(given, visit.session, self.core.vault):
                raise Trouble(code="stale_form", status=403)
        self.behind.limit.count(key)
        if page.scope is not None and not visit.may(page.scope):
            return Shown(template="forbidden.html", contents={"needed": page.scope}, status=403)
        return await page.handler(visit)

    def _response(self, answer: Answered, visit: Visit, request: AnyRequest, *, fresh: bool) -> ASGIApp:
        secure = (self.core.settings.public_url or str(request.url)).startswith("https://")
        headers = {**HEADERS, "X-Request-Id": visit.request_id, "Content-Language": TAGS[visit.language]}
        cookies = _likings(visit, secure=secure)
        # A form of another site comes without the cookie: answering it must not replace the session that is there.
        begun = visit.session if fresh and request.method == "GET" else None
        session = (answer.session or begun) if isinstance(answer, Elsewhere) else begun
        if session is not None:
            value = sessions.sealed(session, self.core.vault)
            cookies.append(sessions.cookie(sessions.SESSION_COOKIE, value, secure=secure, seconds=sessions.LONGEST_SECONDS))
        if isinstance(answer, Elsewhere):
            if answer.notice:
                cookies.append(sessions.cookie(NOTICE_COOKIE, answer.notice, secure=secure, seconds=_NEXT_PAGE))
            # HTMX follows a redirect inside its request and would put the whole page into a piece of this one.
            status, headers = (
                (200, {**headers, "HX-Redirect": answer.to}) if visit.partial else (303, {**headers, "Location": answer.to})
            )
            return _html(b"", status, headers, cookies)
        if isinstance(answer, Download):
            return _file(answer, headers, cookies)
        notice = None
        if not visit.partial and (kept := request.cookies.get(NOTICE_COOKIE)):
            notice = visit.say(kept) if kept in messages() else None
            cookies.append(sessions.cookie(NOTICE_COOKIE, "", secure=secure, seconds=0))
        contents = {"visit": visit, "notice": notice, **answer.contents}
        body = render(answer.template, visit.language, contents)
        return _html(body, answer.status, {**headers, **answer.headers}, cookies)


def _likings(visit: Visit, *, secure: bool) -> list[Cookie]:
    """The cookies that keep what the address asks for: the language and the theme."""
    likings = {LANGUAGE_COOKIE: (visit.query.get("lang"), visit.language), THEME_COOKIE: (visit.query.get("theme"), visit.theme)}
    return [
        sessions.cookie(name, value, secure=secure, seconds=_YEAR) for name, (asked, value) in likings.items() if asked == value
    ]


def _trouble(error: Exception, request_id: str, page: Page) -> tuple[Shown, str]:
    """What to show for an exception, and its code."""
    if isinstance(error, Trouble):
        contents = {"code": error.code, "status": error.status, "problem": None}
        return Shown(template="trouble.html", contents=contents, status=error.status), error.code
    if isinstance(error, OperationalError | InterfaceError | TimeoutError):
        LOG.error("database failed", request_id=request_id, operation=page.operation_id, exc_info=error)
        problem = AWAY
    elif isinstance(error, Problem):
        problem = error
    else:
        if not isinstance(error, InputError | HTTPException):
            LOG.error("failed", request_id=request_id, operation=page.operation_id, exc_info=error)
        problem = as_problem(error)
    contents = {"code": problem.code, "status": problem.status, "problem": problem}
    shown = Shown(template="trouble.html", contents=contents, status=problem.status, headers=dict(problem.headers))
    return shown, problem.code


def _html(body: bytes, status: int, headers: Mapping[str, str], cookies: Sequence[Cookie]) -> ASGIApp:
    return ASGIResponse(body=body, status_code=status, media_type="text/html", headers=dict(headers), cookies=cookies)


def _file(answer: Download, headers: Mapping[str, str], cookies: Sequence[Cookie]) -> ASGIApp:
    told = {**headers, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(answer.name, safe='')}"}
    if isinstance(answer.content, bytes):
        return ASGIResponse(body=answer.content, media_type=answer.media_type, headers=told, cookies=cookies)
    return ASGIStreamingResponse(iterator=answer.content, media_type=answer.media_type, headers=told, cookies=cookies)
