"""Pages that a client shows in a frame, and the one that explains the answers: HTML and an inline style, nothing else."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from typing import TYPE_CHECKING

from qualmap.editions import EVIDENCE, today
from qualmap.explaining import algorithm
from qualmap.files.labels import EVIDENCE_MEANINGS, LIMITS, LISTINGS, said
from qualmap.local import LocalMatcher
from qualmap.models import Qualification
from qualmap.reports.marking import shown
from qualmap.reports.signs import EVIDENCE as EVIDENCE_SIGNS
from qualmap.screening import Wording
from qualmap_matcher.service.endpoints import Answer
from qualmap_matcher.service.reconciling.queries import HINTS

if TYPE_CHECKING:
    from jinja2 import Environment

_LANGUAGES = {"en": "en", "zh": "zh-Hans"}  # as HTML names them
_RANGE = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]{1,40})?\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?))?\s*")
HTML = "text/html"  # the encoding is added where the answer is made


def language_of(accepted: str | None) -> str:
    """Chinese or English, whichever an Accept-Language header would rather have; English where it does not say."""
    wanted = {"en": 0.0, "zh": 0.0}
    for part in (accepted or "")[:1000].split(","):
        found = _RANGE.fullmatch(part)
        if found and (name := found[1].casefold()) in wanted:
            wanted[name] = max(wanted[name], float(found[2] or 1))
    return "zh" if wanted["zh"] > wanted["en"] else "en"


def card(matcher: LocalMatcher, id_: str, *, language: str) -> Answer:
    """A qualification with its rows in every edition; raises `UnknownQualificationError`."""
    detail = matcher.qualification(id_)
    return _page(
        "card.html",
        language,
        known=detail.qualification,
        listings=[*reversed(detail.listings.items())],
        in_force=matcher.engine.editions.in_force(today()).id,
        sources=matcher.engine.editions.sources,
        look_alikes=[(one, _named(matcher, one.id)) for one in detail.look_alikes],
    )


def about(*, language: str) -> Answer:
    """What scores, matches, properties and features mean."""
    return _page("about.html", language, features=algorithm(), hints=HINTS)


def _named(matcher: LocalMatcher, id_: str) -> Qualification:
    return matcher.engine.qualifications[id_]


def _page(template: str, language: str, **contents: object) -> Answer:
    environment = _environment(language)
    style, _, _ = environment.loader.get_source(environment, "card.css") if environment.loader else ("", None, None)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = environment.get_template(template).render(style=style, **contents)
    return Answer(
        body=page.encode(),
        media_type=HTML,
        headers={
            # A client shows these pages in a frame of its own, so no origin is kept from that.
            "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            "Referrer-Policy": "no-referrer",  # the address may have a key in it
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Content-Language": _LANGUAGES[language],
            "Vary": "Accept-Language",
        },
    )


@functools.cache
def _environment(language: str) -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("qualmap_matcher.service.reconciling"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: shown(value) if type(value) is str else value,
    )
    environment.globals |= {
        "language": _LANGUAGES[language],
        "say": lambda en, zh: said(Wording(en, zh), language),
        "said": lambda words: said(words, language),
        "EVIDENCE": EVIDENCE_SIGNS,
        "EVIDENCE_MEANINGS": EVIDENCE_MEANINGS,
        "KINDS": [*reversed(EVIDENCE)],
        "LISTINGS": LISTINGS,
        "LIMITS": LIMITS,
    }
    environment.filters["web"] = lambda url: url if url and url.startswith(("https://", "http://")) else None
    return environment
