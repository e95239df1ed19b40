"""Reports as one HTML page each: nothing but HTML and an inline style, no script, no request.

The page carries its own Content-Security-Policy, which allows the style by its hash and nothing else; a server can send the
same. Equal input gives the same page, byte for byte.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from qualmap.catalogue import EditionSummary
from qualmap.comparing import Comparison
from qualmap.errors import InputError, InstallationError
from qualmap.files.digest import Digest
from qualmap.models import Qualification
from qualmap.records import Record
from qualmap.reports.contents import Contents, certainty, in_both, known_rows, level_of
from qualmap.reports.differences import Differences, both_sides, heading
from qualmap.reports.labels import LABELS
from qualmap.reports.marking import shown
from qualmap.reports.overview import Overview
from qualmap.reports.phrases import in_chinese
from qualmap.reports.signs import CHANGES, CLAIMS, DECISIONS, EVIDENCE, LISTINGS, OUTCOMES, SEEN
from qualmap.screening import Screening, Wording

if TYPE_CHECKING:
    from jinja2 import Environment

LANGUAGES = {"en": "en", "zh": "zh-Hans"}  # as HTML names them
_ADVICE = "reports need Jinja2: pip install 'qualmap[local]'"
_TABLES = {
    "CHANGES": CHANGES,
    "CLAIMS": CLAIMS,
    "DECISIONS": DECISIONS,
    "EVIDENCE": EVIDENCE,
    "LISTINGS": LISTINGS,
    "OUTCOMES": OUTCOMES,
    "SEEN": SEEN,
}


def person_page(
    screening: Screening,
    *,
    language: str = "en",
    record: Record | None = None,
    edition: EditionSummary | None = None,
    qualifications: Iterable[Qualification] = (),
) -> str:
    """One person's screening as an HTML page to read, print and keep.

    Args:
        screening: the answer to show.
        language: `en` or `zh`.
        record: what was asked; without it, of each credential's text only the mentions are shown.
        edition: the summary of the screening's edition (`client.editions()`), for its name and days.
        qualifications: names for the candidates of ambiguous mentions (`client.qualifications()`); else some show as ids.

    Raises:
        InputError: there is no such language.
        InstallationError: Jinja2 is not installed.

    """
    contents = Contents.of(screening, record=record, edition=edition, qualifications=qualifications)
    return _page("person.html", language, contents=contents, screening=screening)


def comparison_page(comparison: Comparison, *, language: str = "en") -> str:
    """What one person gains and loses between two editions, and why, as an HTML page; errors as in `person_page`."""
    return _page("comparison.html", language, comparison=comparison, differences=Differences.of(comparison))


def overview_page(digest: Digest, *, like: Screening, failed: int = 0, files: int = 1, language: str = "en") -> str:
    """What the answers for many people come to, as an HTML page with charts.

    Args:
        digest: the answers, gathered.
        like: any answer of the same edition: its edition, its day and its versions are shown.
        failed: how many rows could not be answered.
        files: how many files the people came from.
        language: as in `person_page`; so are the errors.

    """
    overview = Overview.of(digest, failed=failed, files=files)
    return _page("overview.html", language, styles=("page.css", "overview.css"), overview=overview, screening=like)


def _page(template: str, language: str, *, styles: Sequence[str] = ("page.css",), **contents: object) -> str:
    if language not in LANGUAGES:
        raise InputError(f"expected one of {', '.join(LANGUAGES)}, got {language!r}", field="language")
    environment = _environment(language)
    style = "".join(environment.loader.get_source(environment, one)[0] for one in styles) if environment.loader else ""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template(template).render(style=style, style_hash=f"sha256-{digest}", **contents)


@functools.cache
def _environment(language: str) -> Environment:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise InstallationError(_ADVICE) from error
    environment = Environment(
        loader=PackageLoader("qualmap.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalized,
    )
    said = _saying(language)
    environment.filters |= {"said": said, "web": _web_address, "both": in_both, "certainty": certainty}
    environment.globals |= {
        **_TABLES,
        "label": lambda key, **values: said(LABELS[key]).format(**values),
        "language": LANGUAGES[language],
        "other_language": LANGUAGES["en" if language == "zh" else "zh"],
        "other": _saying("en" if language == "zh" else "zh"),
        "is_foreign": lambda phrase: language == "zh" and in_chinese(phrase) is None,
        "level_of": level_of,
        "known_rows": known_rows,
        "heading": heading,
        "both_sides": both_sides,
    }
    return environment


def _saying(language: str) -> Callable[[Wording], str]:
    return lambda wording: wording.zh if language == "zh" else wording.en


def _finalized(value: object) -> object:
    """Every value on its way into a page; markup has been through here already."""
    return shown(value) if type(value) is str else value


def _web_address(url: str | None) -> str | None:
    """The address, if it is one of the web: what else a file gives, as a script, is no link."""
    return url if url and url.startswith(("https://", "http://")) else None
